"""How long cells may run is what nbgrader's configuration says, wherever cells run."""

import nbformat
import pytest
from traitlets.config import Config

from split_grader.base.errors import GraderError
from split_grader.course.assignment import NotebookSpec, read_assignment
from split_grader.course.permissions import permissions_of
from split_grader.course.time_limits import limits_of
from split_grader.running.pool import longest
from split_grader.running.profiles import profiles_of
from split_grader.sandbox.limits import Limits
from split_grader.tasks.release import release
from support.small_course import TOTAL, answer, answered, check, hand_in, points, run_nbgrader

SLOW = "import time\ntime.sleep(2.5)\nassert total([1]) == 1"


def set_to(**timeouts):
    config = Config()
    for section, seconds in timeouts.items():
        config[section].timeout = seconds
    return config


@pytest.mark.parametrize(
    ("timeouts", "cell", "total"),
    [
        ({}, 30, 120),
        ({"Execute": 90}, 90, 360),
        ({"ExecutePreprocessor": 90}, 90, 360),
        ({"NotebookClient": 90}, 90, 360),
        ({"NotebookClient": 90, "ExecutePreprocessor": 60, "Execute": 50}, 50, 200),
        ({"Execute": 90, "ExecuteIsolated": 45}, 45, 180),
        ({"Execute": 5}, 5, 120),
        ({"Execute": None}, 3600, 14400),
        ({"ExecutePreprocessor": -1}, 3600, 14400),
    ],
)
def test_the_time_of_a_cell_is_where_nbgrader_has_it(timeouts, cell, total):
    limits = limits_of(set_to(**timeouts))
    assert (limits.cell_seconds, limits.submission_seconds) == (cell, total)


def test_what_is_given_comes_before_what_is_configured():
    limits = limits_of(set_to(Execute=90), 10.0, 50.0)
    assert (limits.cell_seconds, limits.submission_seconds) == (10, 50)
    assert limits_of(set_to(Execute=90), 200.0).submission_seconds == 800


def test_a_time_that_is_no_number_is_said():
    with pytest.raises(GraderError, match="sets a time that is not a number"):
        limits_of(set_to(Execute="long"))


def test_a_worker_is_given_the_time_that_an_author_set():
    notebooks = (NotebookSpec("a", {}, ()), NotebookSpec("b", {}, (), {"submission_seconds": 900}))

    class Task:
        limits = Limits()

        class assignment:  # noqa: N801
            pass

    Task.assignment.notebooks = notebooks
    assert longest(Task) == 120 + 900 + 120


@pytest.fixture(scope="module")
def impatient(new_release):
    """A course whose cells have two seconds, and an answer that takes longer."""
    course = new_release("c.ExecutePreprocessor.timeout = 2")
    blank = (course.release("sums") / "sums.ipynb").read_text()
    hand_in(course, "loops", answered(blank, q_total=f"{TOTAL}\nwhile True:\n    pass"))
    return course


@pytest.mark.slow
def test_every_command_keeps_to_it_and_only_the_instructor_is_told_how_to_change_it(run, impatient):
    options = ("--course", impatient.root)
    _, out, _ = run("grade", "sums", *options)
    assert "ran longer than 2 s" in out
    assert "For more time set c.Execute.timeout" in out
    assert points(impatient, "loops")["mean_hidden"] == 2
    assert run("feedback", "sums", *options)[0] == 0
    page = (impatient.feedback("loops", "sums") / "sums.html").read_text()
    assert "longer than 2 s" in page
    assert "timeout" not in page.replace("Timeout", "").split("<body")[1]
    assert "ran longer than 3 s" in run("grade", "sums", "--cell-seconds", 3, *options)[1]
    run_nbgrader(impatient, "autograde", "sums", "--student", "loops", "--force")
    notebook = nbformat.read(impatient.autograded("loops", "sums") / "sums.ipynb", as_version=4)
    assert "longer than 2 s" in str(notebook.cells)


@pytest.mark.whole
@pytest.mark.slow
def test_the_solution_has_the_time_of_those_who_are_graded_by_it(new_course):
    cells = [answer("q_total", TOTAL), check("slow", SLOW, 1)]
    course = new_course(nbformat.v4.new_notebook(cells=cells))
    release(course, "sums")
    course.config.Execute.timeout = 1
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, "sums")
    permissions = permissions_of(course.config)
    assert "slow" in profiles_of(course, spec, permissions)["sums"].failing
    profile = profiles_of(course, spec, permissions, Limits(cell_seconds=20.0))["sums"]
    assert "slow" not in profile.failing


@pytest.mark.slow
def test_a_release_that_is_too_slow_says_how_to_give_more_time(new_course):
    course = new_course(nbformat.v4.new_notebook(cells=[check("slow", SLOW, 1)]))
    course.config.Execute.timeout = 1
    with pytest.raises(
        GraderError, match=r"longer than 1 s.*For more time set c\.Execute\.timeout"
    ):
        release(course, "sums")
