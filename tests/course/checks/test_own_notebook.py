"""check("q1") in a notebook of another course runs that notebook's visible tests."""

import json
from pathlib import Path

import pytest

from course import check
from course.learner import progress
from support.own_course import released

ROOT = Path(__file__).parents[3]
RIGHT = "def payback(cost, gain):\n    return -(-cost // gain) if gain > 0 else None"


def put(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def mine(shell, tmp_path, monkeypatch):
    """A shell in the folder of the quickstart's released notebook, every cell run."""
    notebook = released()
    put(tmp_path / "mine" / "payback.ipynb", notebook)
    monkeypatch.chdir(tmp_path / "mine")
    for cell in notebook["cells"]:
        label = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and not label["grade"]:
            shell.run_cell(cell["source"])
    return shell


def test_its_own_tests_decide_and_no_progress_of_this_course_is_kept(mine):
    assert "replace raise NotImplementedError()" in str(check("q1"))
    mine.run_cell("def payback(cost, gain):\n    return 5")
    message = "q1_payback: not yet. 9,000 euros at 1,500 a month take 6 months; got 5."
    assert str(check("q1")) == message
    mine.run_cell(RIGHT)
    assert check("q1").passed
    assert check("q1_payback", assignment="payback").passed
    assert progress.done("exercise-payback") == {}


def test_the_running_notebook_is_told_by_jupyter_and_by_editors(mine, tmp_path, monkeypatch):
    mine.run_cell(RIGHT)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="no saved notebook with answers and tests in"):
        check("q1")
    path = str(tmp_path / "mine" / "payback.ipynb")
    mine.user_ns["__vsc_ipynb_file__"] = path
    assert check("q1").passed
    del mine.user_ns["__vsc_ipynb_file__"]
    monkeypatch.setenv("JPY_SESSION_NAME", path)
    assert check("q1").passed


def test_functions_of_this_course_do_not_lead_away_from_ones_own_notebook(mine):
    mine.run_cell("def accuracy_by_month(applications):\n    return applications")
    mine.run_cell(RIGHT)
    assert check("q1").question == "q1_payback"


@pytest.mark.usefixtures("mine")
def test_an_unknown_question_or_notebook_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="'payback' has no question 'q7'; it has q1, q2"):
        check("q7")
    with pytest.raises(ValueError, match="no exercise or notebook 'smoothing'; there are payback"):
        check("q1", assignment="smoothing")


def test_a_question_with_hidden_tests_only_does_not_pass_for_nothing(mine, tmp_path):
    notebook = released()
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "q1_payback-visible":
            cell["source"] = "# Hidden: all of it."
    put(tmp_path / "mine" / "payback.ipynb", notebook)
    mine.run_cell(RIGHT)
    with pytest.raises(ValueError, match="has no visible test for 'q1'"):
        check("q1")


def test_of_several_notebooks_the_question_or_the_name_tells(mine, tmp_path):
    other = released()
    for cell in other["cells"]:
        label = cell["metadata"].get("nbgrader", {})
        if label:
            label["grade_id"] = label["grade_id"].replace("q2_", "q9_")
    put(tmp_path / "mine" / "week2.ipynb", other)
    mine.run_cell(RIGHT)
    mine.run_cell("def quickest(machines, most_months):\n    return []")
    assert str(check("q9")).startswith("q9_quickest: not yet. three machines pay back")
    with pytest.raises(ValueError, match=r"'q1' is in payback, week2\. Name it: check"):
        check("q1")
    assert check("q1", assignment="week2").passed


def test_a_file_that_is_no_notebook_is_passed_over(mine, tmp_path):
    (tmp_path / "mine" / "broken.ipynb").write_text("{", encoding="utf-8")
    mine.run_cell(RIGHT)
    assert check("q1").passed


def test_an_exercise_of_this_course_is_known_by_its_questions(shell, tmp_path, monkeypatch):
    exercise = json.loads((ROOT / "exercises/drift/drift.ipynb").read_text(encoding="utf-8"))
    put(tmp_path / "downloads" / "drift (1).ipynb", exercise)
    monkeypatch.chdir(tmp_path / "downloads")
    shell.run_cell("def accuracy_by_month(applications):\n    return [1, 2]")
    assert str(check("q1")) == "q1_accuracy: not yet. return a DataFrame; got list."
    assert progress.done("exercise-drift") == {"q1_accuracy": {"passed": False}}
