"""An exercise of a course with lessons uses their data, in the sandbox too."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from split_grader.course.course import find_course
from split_grader.sandbox.limits import Limits
from split_grader.tasks.release import release
from support import own_course
from support.small_course import CONFIG, answer, check, grade, hand_in

ALLOWED = """
import os

ROOT = Path(__file__).resolve().parent
os.environ["COURSE_FOLDER"] = str(ROOT)
c.Grader.packages = ["course"]
c.Grader.folders = [str(ROOT / "data"), str(ROOT / "datasets")]
"""
SOLUTION = "def sold():\n    return int(load('sales')['sold'].sum())"
LIMITS = Limits(cell_seconds=30.0, submission_seconds=120.0)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = own_course.write(tmp_path_factory.mktemp("own"))
    (root / "nbgrader_config.py").write_text(CONFIG + ALLOWED)
    cells = [
        new_code_cell("from course import load", id="first"),
        answer("q_sold", SOLUTION),
        check("sold_visible", 'assert sold() == 66, "the bakery sold 66"', 1),
        check("sold_hidden", "# more", 2, "assert sold() == load('sales')['sold'].sum()"),
    ]
    (root / "source" / "sums").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), root / "source" / "sums" / "sums.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_FOLDER", "")  # the configuration sets it; other tests have their own
        bakery_course = find_course(root)
        release(bakery_course, "sums", LIMITS)
        yield bakery_course


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "score"), [("sum()", 3), ("max()", 0)])
def test_an_answer_loads_the_data_of_its_course(course, rows, score):
    notebook = nbformat.read(course.release("sums") / "sums.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "q_sold":
            cell.source = SOLUTION.replace("sum()", rows)
    student = rows[:3]
    hand_in(course, student, notebook)
    result = grade(course, student, limits=LIMITS)[student]
    assert (result.status, result.score) == ("graded", score), result
