"""A fault of the grader in a class: one cell waits for a person, and the next run grades it."""

from split_grader.results.result import Status
from split_grader.split.relay.processes import Processes
from support.small_course import ALL, answered, grade, hand_in, light_grade, points

CELL = "total_hidden"


def failing_grade(submission, out):
    """Grade, while no checker can be had for one cell of one student."""
    take = Processes.checker_now

    def fails(processes):
        if processes._cells[processes.position].grade_id == CELL:
            raise RuntimeError("a fault of ours")
        return take(processes)

    if submission.student == "hit":
        Processes.checker_now = fails
    try:
        return light_grade(submission, out)
    finally:
        Processes.checker_now = take


def test_one_cell_waits_and_the_next_run_grades_it(new_release, blank):
    course = new_release()
    for student in ("hit", "spared"):
        hand_in(course, student, answered(blank))
    results = grade(course, "hit", "spared", grade=failing_grade)
    assert results["hit"].status is Status.GRADED
    assert points(course, "spared") == ALL
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("sums", "sums", "hit")
        waiting = {
            each.name: each.auto_score for each in notebook.grades if each.needs_manual_grade
        }
        stored = {each.name: each.auto_score for each in notebook.grades}
    assert waiting == {CELL: None}
    assert stored == {**ALL, CELL: None}
    assert any("grader-failures.log" in note for note in results["hit"].notes)
    log = (course.reports() / "grader-failures.log").read_text(encoding="utf-8")
    assert "RuntimeError: a fault of ours" in log
    again = grade(course, "hit", "spared", grade=light_grade)
    assert points(course, "hit") == ALL
    assert again["hit"].log == ""
