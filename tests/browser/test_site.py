"""The browser edition as a self-learner meets it: nothing installed, no network, progress kept.

``make test-site`` builds the site and runs these tests.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.site import SiteNotebook, visit_site
from tools.site import paths

pytestmark = [pytest.mark.browser, pytest.mark.site]

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "modules").glob("*.ipynb"))
EXERCISES = sorted(
    path.relative_to(ROOT / "exercises").with_suffix("").as_posix()
    for path in (ROOT / "exercises").glob("*/*.ipynb")
)


@pytest.fixture
def notebook(browser, address):
    """A fresh browser profile for each test: nothing cached, no progress."""
    with visit_site(address, browser) as fresh:
        yield fresh


@pytest.mark.parametrize("module", MODULES)
def test_a_module_runs_moves_and_keeps_progress(module, notebook: SiteNotebook, picture):
    slug = module.split("_", 1)[1]
    notebook.open(f"modules/{module}.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    explorables = notebook.explorables()
    assert explorables

    first = explorables[0]
    expect(first.locator(".course-chart svg.marks").first).to_be_visible()
    notebook.open_controls(first)
    with notebook.expect_repaint(first):
        move(first)

    checkpoint = notebook.page.get_by_role("region", name=re.compile("^Checkpoint"))
    if module != "00_start_here":
        question = checkpoint.get_by_role("group").first
        question.get_by_role("radio").first.check()
        question.get_by_role("button", name="Check").click()
        expect(question.locator(".course-right")).to_have_count(1)
        notebook.expect_progress(f"{slug}.checkpoint", answered=1)
    picture("moved")

    words = notebook.answer("from course import check\ncheck('q1', assignment='drift')")
    assert "run the cell that defines it" in words
    before = notebook.progress()
    assert [step for step in before if step.startswith(f"{slug}.")]

    notebook.reopen()

    assert notebook.progress() == before
    table = notebook.answer("from course import course_map\ncourse_map()")
    assert re.search(r"1 of \d+ steps|2 of \d+ steps", table)


def move(explorable):
    """Move its first slider to the end; where it has none, choose another option."""
    sliders = explorable.locator(".course-controls input[type=range]")
    if sliders.count():
        sliders.first.press("End")
        return
    choice = explorable.locator(".course-controls select").first
    others = choice.locator("option:not(:checked)")
    choice.select_option(others.first.get_attribute("value"))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_is_answered_and_checked_in_the_page(exercise, notebook: SiteNotebook):
    """With the instructor's answers every cell runs, hidden tests included, and all checks pass."""
    path = f"exercises/{exercise}.ipynb"
    solved = _solved(exercise)
    questions = _questions(solved)
    notebook.open(path)
    notebook.run_first_code_cell()
    assert notebook.failures() == []
    for question in questions[:1]:  # a paper that a person grades has none
        assert "not yet" in notebook.answer(f"from course import check\ncheck({question!r})")
    notebook.replace(path, solved)
    notebook.open(path)

    notebook.run_all()

    assert notebook.failures() == []
    passed = notebook.answer(
        f"from course import check\nall(check(name).passed for name in {questions})"
    )
    assert passed == "True"


def test_a_written_answer_is_read_in_the_page_and_it_is_said_how(notebook: SiteNotebook):
    path = "exercises/chapter_questions/q4_drift.ipynb"
    ask = "from course import feedback\nprint(feedback('q4'))"
    notebook.open(path)
    assert "You have not written an answer yet" in notebook.answer(ask)
    notebook.replace(path, _solved("chapter_questions/q4_drift"))
    notebook.open(path)

    words = notebook.answer(ask)

    covered = re.match(r"q4: (\d) of 6 points seem covered", words)
    assert covered, words
    assert int(covered[1]) >= 3
    assert "rough word match" in words
    assert "This is no grade." in words


def test_the_site_lists_the_notebooks_that_are_taken_through_here():
    listed = [path.stem for path in (paths.LIVE / "files").rglob("*.ipynb")]
    exercises = [Path(exercise).name for exercise in EXERCISES]
    assert sorted(listed) == sorted([*MODULES, *exercises])


def test_pandera_checks_frames_in_the_page(notebook: SiteNotebook):
    notebook.open("modules/00_start_here.ipynb")
    found = notebook.answer(
        "import pandas as pd, pandera.pandas as pa\n"
        "schema = pa.DataFrameSchema({'quantity': pa.Column(float, pa.Check.ge(0), coerce=True)})\n"
        "schema.validate(pd.DataFrame({'quantity': [1, 2]}))\n"
        "try:\n"
        "    schema.validate(pd.DataFrame({'quantity': [1, -2]}), lazy=True)\n"
        "except pa.errors.SchemaErrors as problem:\n"
        "    print(problem.failure_cases['failure_case'].tolist())"
    )
    assert found.strip() == "[-2.0]"


def test_what_a_browser_cannot_do_is_said_in_words(notebook: SiteNotebook):
    notebook.open("modules/00_start_here.ipynb")
    assert "make lab" in notebook.answer("%pip install mlflow")
    for package in ("duckdb", "mlflow", "nbgrader"):
        words = notebook.answer(f"import {package}")
        assert "browser" in words
        assert "make lab" in words


def test_progress_leaves_the_browser_as_a_file_and_comes_back(notebook: SiteNotebook):
    notebook.open("modules/00_start_here.ipynb")
    notebook.answer(
        "from course import progress\nprogress.record('drift.shift', predicted='Both fall')\n"
        "progress.save_as('taken.json')\nprogress.forget()"
    )
    assert notebook.progress() == {}
    notebook.answer("progress.add_from('taken.json')")
    assert notebook.progress() == {"drift.shift": {"predicted": "Both fall"}}


def test_the_page_says_what_is_loading_and_how_far(notebook: SiteNotebook):
    notebook.page.add_init_script(
        """globalThis.said = new Set();
           new MutationObserver(() => {
             const box = document.querySelector("#course-loading");
             if (box && !box.hidden) said.add(`${box.textContent} ${box.dataset.amount}`);
           }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });"""
    )
    notebook.open("modules/00_start_here.ipynb")
    notebook.answer("1 + 1")
    said = notebook.page.evaluate("[...said]")
    assert any(words.startswith("Loading Python") for words in said)
    assert any(re.search(r"packages of the course … \d+ of \d+ MB", words) for words in said)
    expect(notebook.page.locator("#course-loading")).to_be_hidden()


def test_the_kernel_restarts(notebook: SiteNotebook):
    notebook.open("modules/00_start_here.ipynb")
    notebook.answer("kept = 1")
    notebook.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    assert notebook.answer("'kept' in globals()") == "False"


def test_the_site_is_at_most_90_megabytes():
    size = sum(file.stat().st_size for file in paths.LIVE.rglob("*") if file.is_file())
    assert size <= 90e6


def test_no_file_of_the_build_names_a_registry():
    words = re.compile(r"https?://|pypi\.org|npmjs|jsdelivr|githubusercontent")
    files = [
        file
        for file in paths.HERE.rglob("*")
        if file.suffix in (".py", ".toml", ".in", ".lock", ".mjs")
    ]
    named = [file.name for file in files if words.search(file.read_text(encoding="utf-8"))]
    assert named in ([], ["serve.py"])  # the server says its own address


def _solved(exercise):
    """An exercise with the instructor's answers, for the browser's kernel."""
    path = ROOT / "solutions" / f"{exercise}.ipynb"
    solved = json.loads(path.read_text(encoding="utf-8"))
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    return {**solved, "metadata": {**solved["metadata"], "kernelspec": kernel}}


def _is_answer(label):
    return label.get("solution") and not label.get("grade")


def _questions(solved):
    """The questions whose answers tests check: q1, q2, ..."""
    labels = (cell["metadata"].get("nbgrader", {}) for cell in solved["cells"])
    found = (label["grade_id"].partition("_")[0] for label in labels if _is_answer(label))
    return list(dict.fromkeys(found))


def test_the_folder_of_the_notebooks_leads_to_their_list(browser, address):
    page = browser.new_page(base_url=address)
    page.goto("live/")
    expect(page).to_have_url(re.compile("live/tree/index.html"))
    expect(page.get_by_text("modules").first).to_be_visible(timeout=60_000)
    page.close()
