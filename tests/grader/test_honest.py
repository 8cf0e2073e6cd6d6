"""Work that is not as it was handed out, and that stock nbgrader grades: it keeps its points."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grader.feedback import make_feedback
from small_course import MEAN, TOTAL, answered, grade, hand_in, points, run_nbgrader

pytestmark = pytest.mark.slow

ALL = {"total_visible": 1, "total_hidden": 2, "mean_visible": 1, "mean_hidden": 2}


def without_cells(blank):
    """Return right work in cells of the student's own: one label is lost, one cell is another."""
    notebook = answered(blank, q_total=TOTAL)
    total = next(cell for cell in notebook.cells if cell.source == TOTAL)
    total.metadata = nbformat.from_dict({})
    mean = next(cell for cell in notebook.cells if cell.source == MEAN)
    notebook.cells.remove(mean)
    notebook.cells.insert(0, new_code_cell(MEAN, id="own"))
    return notebook


@pytest.fixture(scope="module")
def elsewhere(released, blank):
    hand_in(released, "elsewhere", without_cells(blank))
    return grade(released, "elsewhere")["elsewhere"]


def test_an_answer_in_a_cell_of_ones_own_counts(released, elsewhere):
    assert points(released, "elsewhere") == ALL
    (note,) = elsewhere.notes
    assert note.startswith("Cells for answers were deleted or lost their labels")
    assert note.endswith(": q_total, q_mean.")


def test_a_notebook_without_cells_for_answers_has_its_page(released, elsewhere):
    assert elsewhere.score == 6
    assert [one.problem for one in make_feedback(released, "sums", ["elsewhere"])] == [""]
    page = (released.feedback("elsewhere", "sums") / "sums.html").read_text()
    assert "Score: 6.0 / 6.0" in page


def test_nbgraders_own_commands_take_it_too(released, elsewhere):
    assert elsewhere.score == 6
    with released.gradebook() as gradebook:
        gradebook.remove_submission("sums", "elsewhere")
    run_nbgrader(released, "autograde", "sums", "--student", "elsewhere", "--force")
    assert points(released, "elsewhere") == ALL
    run_nbgrader(released, "generate_feedback", "sums", "--student", "elsewhere", "--force")


def test_answers_as_released_with_nothing_beside_them_are_nothing(released, blank):
    hand_in(released, "idle", blank)
    hand_in(released, "beside", answered(blank, q_total="", q_mean=""))
    notebook = nbformat.reads(blank, as_version=4)
    notebook.cells.append(new_code_cell(TOTAL, id="own"))
    hand_in(released, "below", notebook)
    found = grade(released, "idle", "below", "beside")
    assert "Nothing was answered" in " ".join(found["idle"].notes)
    assert "Nothing was answered" in " ".join(found["beside"].notes)
    assert found["below"].notes == ()
