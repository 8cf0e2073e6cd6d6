"""`grader why` says in the terminal why points were lost, from what is stored."""

import pytest

from split_grader.pages.why import explain
from support.small_course import answered, grade, hand_in
from support.written_course import hand_grade

pytestmark = pytest.mark.slow

WRONG = "def total(values):\n    return 4711 if len(values) == 2 else 8"
ODD = "class Sum:\n    pass\ndef total(values):\n    return Sum() if values else 0"
LOOP = "def mean(values):\n    while True:\n        pass"


@pytest.fixture(scope="module")
def course(new_release):
    """A class with a wrong answer, an endless loop, a broken file and right work."""
    course = new_release()
    course.config.LateSubmissionPlugin.penalty_method = "zero"
    blank = (course.release("sums") / "sums.ipynb").read_text()
    hand_in(course, "wrong", answered(blank, q_total=WRONG))
    hand_in(course, "loop", answered(blank, q_mean=f"{LOOP}\nmean([])"))
    hand_in(course, "odd", answered(blank, q_total=ODD))
    hand_in(course, "cut", "{")
    hand_in(course, "right", answered(blank))
    grade(course)
    hand_in(course, "later", answered(blank))
    return course


def why(run, course, student, question):
    code, out, err = run("why", student, "sums", question, "--course", course.root)
    assert (code, err) == (0, "")
    return out


def test_a_lost_point_has_the_line_the_error_and_the_students_words(course, run):
    out = why(run, course, "wrong", "q_total")
    assert "wrong has 0 of 3 points on q_total of sums." in out
    visible_part, hidden_part = out.split("total_hidden: ")
    assert "total_visible: 0 of 1 points Ran apart from the answers. Failed at a visible line" in (
        visible_part
    )
    assert 'assert total([1, 2]) == 3, "total([1, 2]) must be 3"' in visible_part
    assert "The student reads: total([1, 2]) must be 3" in visible_part
    assert hidden_part.startswith(
        "0 of 2 points Ran apart from the answers. Failed at a line hidden"
    )
    assert 'assert total([]) == 0, "the total of nothing is 0"' in hidden_part
    assert "The student reads: Hidden test: the total of nothing is 0" in hidden_part
    assert "mean" not in out


@pytest.mark.parametrize("name", ["q_total", "total_hidden"])
def test_a_question_is_named_by_its_answer_or_a_test(course, name):
    assert explain(course, "sums", "right", name).points == 3


def test_a_stopped_cell_is_named(course, run):
    out = why(run, course, "loop", "q_mean")
    assert "Other cells that failed q_mean: stopped" in out
    assert "Cell q_mean was stopped: it ran longer than 3 s." in out


def test_work_that_could_not_be_run_says_so(course, run):
    out = why(run, course, "cut", "q_total")
    assert "total_visible: 0 of 1 points Waits for a person." in out
    assert "This submission was not run." in out
    assert "Ran apart" not in out


def test_a_mark_by_hand_and_a_late_penalty_are_told(course, run):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate="2026-01-01 12:00:00 UTC")
    stamp = course.submitted("wrong", "sums") / "timestamp.txt"
    stamp.write_text("2026-01-01 14:00:00 UTC")
    grade(course, "wrong")
    hand_grade(course, "wrong", "total_hidden", 1.5)
    out = why(run, course, "wrong", "q_total")
    assert "has 1.5 of 3 points" in out
    assert "total_hidden: 1.5 of 2 points A person gave 1.5. Grading gave 0." in out
    assert "Handed in 2 h after the due date: penalty 3 points. It lowers the total" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("wrong sum q_total", "Assignments found: sums."),
        ("wrongs sums q_total", "no student 'wrongs'. Did you mean wrong"),
        ("right sums q3", "no question 'q3'. Name one of these: q_total, q_mean."),
        ("later sums q_total", "is not graded yet. Run `grader grade`."),
        ("zoe sums q_total", "The course has no student 'zoe'. It has cut"),
    ],
)
def test_what_does_not_exist_is_an_error_that_names_what_there_is(course, run, words, message):
    code, _, err = run("why", *words.split(), "--course", course.root)
    assert code == 1
    assert message in err


def test_a_refused_test_says_how_it_ended_in_one_process(course, run):
    out = why(run, course, "odd", "total_visible")
    assert "Ran apart from the answers and was refused." in out
    assert "In one process with the answers the test: failed" in out
