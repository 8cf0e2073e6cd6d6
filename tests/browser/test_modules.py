"""Every notebook that a learner opens: it opens, runs and shows what it should."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook
from browser.pages import QUESTION_ALONE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "modules").glob("*.ipynb"))
EXERCISES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "exercises").glob("*/*.ipynb")
)


def test_the_first_module_and_the_drift_module_are_there():
    assert {"00_start_here", "07_drift"} <= set(MODULES)


def test_the_drift_exercise_is_released():
    assert "exercises/drift/drift.ipynb" in EXERCISES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_reads_without_a_kernel_and_runs_without_an_error(
    module, notebook: Notebook, picture
):
    notebook.open(f"modules/{module}.ipynb")
    assert notebook.failures() == []
    notebook.unroll()
    chart = ":is(.course-chart, .jp-RenderedVegaCommon5):has(svg.marks)"
    charts = notebook.page.locator(f".jp-OutputArea :is({chart}, {QUESTION_ALONE})")
    expect(charts).to_have_count(notebook.charts_to_draw())
    picture("stored")

    notebook.run_all()

    assert notebook.failures() == []
    notebook.unroll()
    expect(charts).to_have_count(notebook.charts_to_draw())
    picture("run")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_opens_and_its_first_cell_runs(exercise, notebook: Notebook, picture):
    notebook.open(exercise)
    notebook.run_first_code_cell()
    assert notebook.failures() == []
    picture("opened")
