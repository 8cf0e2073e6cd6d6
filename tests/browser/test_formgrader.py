"""nbgrader's own Formgrader, on a course graded by ours: its button runs the isolated engine."""

import subprocess
import sys
from pathlib import Path

import pytest

from browser.conftest import ARTEFACTS
from browser.lab import serve, visit
from support.small_course import answered, hand_in, write_course

FLATTERER = """def mean(values):
    import numpy, pandas
    numpy.testing.assert_equal = pandas.testing.assert_frame_equal = print
    class Same(float):
        def __eq__(self, other):
            return True
    return Same(0)"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = write_course(tmp_path_factory.mktemp("formgrader"))
    command = [Path(sys.executable).with_name("grader"), "release", "sums"]
    # In a separate process: Playwright's event loop runs in this one.
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)  # noqa: S603
    blank = (course.release("sums") / "sums.ipynb").read_text()
    for student, answers in {"ada": {}, "flatterer": {"q_mean": FLATTERER}}.items():
        hand_in(course, student, answered(blank, **answers))
    return course


@pytest.fixture(scope="module")
def notebook(browser, course, tmp_path_factory):
    """A window on the instructor's JupyterLab, in place of the learner's."""
    with (
        serve(course.root, tmp_path_factory.mktemp("instructor")) as lab,
        visit(lab, browser) as window,
    ):
        window.page.goto(f"{lab.url}lab?token={lab.token}")
        yield window


@pytest.mark.parametrize(("student", "score"), [("ada", "6 / 6"), ("flatterer", "3 / 6")])
def test_the_autograde_button_grades_apart(notebook, student, score):
    page = notebook.page
    page.goto(f"{notebook.lab.url}formgrader/manage_submissions/sums")
    row = page.get_by_role("row").filter(has_text=student)
    row.locator("a:has(.glyphicon-flash)").click()
    page.locator(".modal-body").get_by_text("Successfully autograded").wait_for(timeout=90_000)
    page.reload()
    row.get_by_text(score).wait_for()
    page.screenshot(path=ARTEFACTS / f"formgrader-{student}.png")
