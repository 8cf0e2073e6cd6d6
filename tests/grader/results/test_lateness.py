"""Late penalties are those of stock nbgrader, in both directions and after a change."""

import shutil

import pytest
from nbgrader.api import Gradebook

from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.results.grade_table import read_table
from split_grader.tasks.batch import find_submissions, grade_submissions
from support.sampling import sampled
from support.small_course import QUICK, answered, grade, hand_in, run_nbgrader

pytestmark = pytest.mark.slow
ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
STOCK = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
"""
LATE, EARLY = "2026-03-10 12:00:00 UTC", "2026-03-01 12:00:00 UTC"
DUE, LATER = "2026-03-05 12:00:00 UTC", "2026-03-20 12:00:00 UTC"


@pytest.fixture(scope="module")
def pair(new_release, tmp_path_factory):
    """The same course twice: one graded by `grader grade`, one by stock nbgrader."""
    ours = new_release(ZERO)
    blank = (ours.release("sums") / "sums.ipynb").read_text()
    for student in ("ann", "ben"):
        hand_in(ours, student, answered(blank))
    root = tmp_path_factory.mktemp("stock") / "course"
    shutil.copytree(ours.root, root)
    (root / "nbgrader_config.py").write_text(STOCK + ZERO)
    return ours, find_course(root)


def totals(course):
    with course.gradebook() as gradebook:
        return {
            entry.student.id: (entry.score, entry.late_submission_penalty)
            for entry in gradebook.assignment_submissions("sums")
        }


def set_state(course, when, due, days):
    (course.submitted("ann", "sums") / "timestamp.txt").write_text(when)
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=due)
        try:
            gradebook.find_submission("sums", "ann")
        except Exception:  # noqa: BLE001 - nothing is graded yet
            return
        gradebook.grant_extension("sums", "ann", days=days)


STATES = [
    (LATE, DUE, 0),
    (LATE, LATER, 0),  # the due date moved
    (LATE, DUE, 2),  # and moved back, with an extension that is too short
    (LATE, DUE, 7),  # a longer one
    (EARLY, DUE, 0),  # the time was corrected
    (LATE, None, 0),  # no due date any more
]


def test_scores_and_penalties_are_those_of_stock_in_every_state(pair):
    ours, stock = pair
    for state in sampled(STATES, every=2, name=str):
        for course in pair:
            set_state(course, *state)
        grade(ours, "ann")
        run_nbgrader(stock, "autograde", "sums", "--student", "ann", "--force")
        assert totals(ours)["ann"] == totals(stock)["ann"], state


def test_unchanged_work_gets_the_penalty_of_the_new_due_date_and_the_change_is_told(pair):
    ours, _ = pair
    set_state(ours, LATE, DUE, 0)
    grade(ours)
    set_state(ours, LATE, LATER, 0)
    submissions = find_submissions(ours, "sums", QUICK, ["ann"])
    (item,) = grade_submissions(ours, submissions)
    assert (item.skipped, item.before, item.total) == (True, 0, 6)


def test_an_extension_without_a_due_date_costs_nothing(pair):
    ours, _ = pair
    set_state(ours, LATE, None, 3)
    grade(ours)
    assert totals(ours)["ann"] == (6, 0)
    (ann, ben) = read_table(ours, "sums").rows
    assert (ann.total, ann.lateness, ben.lateness) == (6, "", "")


def test_the_table_says_how_late_and_what_it_costs(pair):
    ours, _ = pair
    set_state(ours, LATE, DUE, 2)
    grade(ours)
    ann = read_table(ours, "sums").rows[0]
    assert (ann.total, ann.penalty) == (0, 6)
    assert ann.lateness == (
        "Handed in 3 d after the due date, 2 d extension included: penalty 6 points."
    )


@pytest.fixture
def fresh(new_release):
    """A course with a due date, two pieces of late work, and no grade."""
    course = new_release(ZERO)
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=DUE)
        gradebook.update_or_create_student("cat")
    blank = (course.release("sums") / "sums.ipynb").read_text()
    for student in ("ann", "ben"):
        hand_in(course, student, answered(blank))
        (course.submitted(student, "sums") / "timestamp.txt").write_text(LATE)
    return course


def test_an_extension_from_before_the_first_grading_holds_and_gives_nobody_a_grade(fresh, run):
    where = ("--course", fresh.root)
    for student in ("ann", "cat"):
        _, out, _ = run("extend", student, "sums", "--days", 5, "--hours", 1, *where)
        assert f"{student} has an extension. Due date of sums: 2026-03-10 13:00 UTC." in out
    with pytest.raises(GraderError, match="Nothing of 'sums' is graded yet"):
        read_table(fresh, "sums")
    _, out, _ = run("grade", "sums", *where)
    assert "another total" not in out
    table = read_table(fresh, "sums")
    assert [(row.student, row.total) for row in table.rows] == [("ann", 6), ("ben", 0)]
    assert table.absent == ("cat",), "an extension is no hand-in"
    with Gradebook(fresh.db_url) as gradebook:
        gradebook.grant_extension("sums", "ann")
        gradebook.grant_extension("sums", "ben", days=6)
    grade(fresh)
    assert [row.total for row in read_table(fresh, "sums").rows] == [0, 6]
    assert "ann has an extension" in run("extend", "ann", "sums", "--days", 6, *where)[1]
    assert "ben no longer has an extension" in run("extend", "ben", "sums", "--days", 0, *where)[1]
    grade(fresh)
    assert [row.total for row in read_table(fresh, "sums").rows] == [6, 0]


def test_an_extension_for_a_student_whom_nobody_knows_is_refused(fresh, run):
    code, _, err = run("extend", "anne", "sums", "--days", 1, "--course", fresh.root)
    assert code == 1
    assert "no student 'anne'. Did you mean ann?" in err
