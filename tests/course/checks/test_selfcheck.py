"""check("q3") says in words what is wrong with an answer, and keeps what passes."""

import json
from pathlib import Path

import pytest

from course import check, course_map
from course.learner import progress

ROOT = Path(__file__).parents[3]


@pytest.fixture
def notebook(shell, tmp_path, monkeypatch):
    """A shell in the folder of the drift exercise."""
    folder = tmp_path / "drift"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return shell


def cell(question, notebook="drift/drift"):
    text = (ROOT / "exercises" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    (question_cell,) = (
        cell
        for cell in json.loads(text)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == question
    )
    return "".join(question_cell["source"])


RIGHT = """
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    table = right.groupby(known["month"]).agg(n="size", accuracy="mean").reset_index()
    z, n, p = 1.96, table["n"], table["accuracy"]
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(low=middle - half, high=middle + half)
"""


def test_a_right_answer_passes_and_is_kept(notebook):
    notebook.run_cell(RIGHT)
    result = check("q1")
    assert result.passed
    assert "the visible tests pass" in str(result)
    assert "If you learn alone, you are done when every question" in str(result)
    assert progress.done("exercise-drift") == {"q1_accuracy": {"passed": True}}


def test_the_course_map_counts_it(notebook):
    notebook.run_cell(RIGHT)
    check("q1")
    states = {module.slug: state for module, state in course_map().lines()}
    assert states["drift"] == "open: 3 steps, exercise 1 of 9 self-checked"


def test_a_wrong_answer_is_told_in_the_words_of_the_test(notebook):
    notebook.run_cell("def accuracy_by_month(applications):\n    return [1, 2]")
    result = check("q1")
    assert not result.passed
    assert str(result) == "q1_accuracy: not yet. return a DataFrame; got list."
    assert progress.done("exercise-drift") == {"q1_accuracy": {"passed": False}}


def test_an_unanswered_question_says_what_to_replace(notebook):
    notebook.run_cell(cell("q1_accuracy"))
    assert "replace raise NotImplementedError()" in str(check("q1"))


@pytest.mark.usefixtures("notebook")
def test_an_answer_that_never_ran_says_which_cell_to_run():
    assert "accuracy_by_month is not known: run the cell" in str(check("q1", assignment="drift"))


def test_an_exception_names_the_line_of_the_answer(notebook):
    notebook.run_cell("def accuracy_by_month(applications):\n    return applications['nothing']")
    words = str(check("q1"))
    assert "KeyError" in words
    assert "in accuracy_by_month, line 2: return applications['nothing']" in words


def test_the_tests_leave_no_names_behind(notebook):
    notebook.run_cell(RIGHT)
    check("q1")
    assert "case" not in notebook.user_ns
    assert "got" not in notebook.user_ns


def test_elsewhere_the_defined_functions_tell_the_exercise(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook.run_cell(RIGHT)
    assert check("q1").passed


@pytest.mark.usefixtures("notebook")
def test_without_a_hint_it_asks_for_the_exercise(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="name it: check"):
        check("q1")


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [({"question": "q77"}, "it has q1, q2"), ({"question": "q1", "assignment": "x"}, "there are")],
)
def test_an_unknown_name_is_answered_with_the_known_ones(arguments, words):
    with pytest.raises(ValueError, match=words):
        check(**arguments)


def test_the_whole_name_of_the_cell_does_as_well(notebook):
    notebook.run_cell(RIGHT)
    assert check("q1_accuracy").passed


def test_a_question_with_several_answers_is_checked_in_all_of_them(notebook):
    notebook.run_cell(cell("q1_setup", "chapter_questions/q1_scaling_gap"))
    notebook.run_cell(
        "def share_interval(*_):\n    return 0\ndef scaling_shares(*_):\n    return 0"
    )
    words = str(check("q1", assignment="chapter_questions"))
    assert words.startswith("q1: not yet. q1_interval: return a pair")
    assert "q1_shares: return a DataFrame" in words
    alone = str(check("q1_shares", assignment="chapter_questions"))
    assert alone.startswith("q1_shares: not yet. return a DataFrame")
    assert progress.done("exercise-chapter_questions") == {
        "q1_interval": {"passed": False},
        "q1_shares": {"passed": False},
    }


def test_a_notebook_of_several_has_questions_and_progress_of_its_own(
    notebook, tmp_path, monkeypatch
):
    folder = tmp_path / "chapter_questions"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("q8_setup", "q8_pace", "q8_hires"):
        notebook.run_cell(cell(name, "chapter_questions/q8_culture_and_skills"))
    words = str(check("q8"))
    assert words.startswith("q8: not yet. q8_pace: There is no answer yet")
    assert "q8_hires" in words
    assert set(progress.done("exercise-chapter_questions")) == {"q8_pace", "q8_hires"}
    with pytest.raises(ValueError, match="it has q1, q2, q3, q4, q5, q6, q7, q8"):
        check("q9")


def test_it_reads_as_plain_text_and_as_a_page(notebook):
    notebook.run_cell("def accuracy_by_month(applications):\n    return '<b>'")
    bundle = check("q1")._repr_mimebundle_()
    assert bundle["text/plain"].startswith("q1_accuracy: not yet.")
    assert 'role="status"' in bundle["text/html"]
    assert "<b>" not in bundle["text/html"]
