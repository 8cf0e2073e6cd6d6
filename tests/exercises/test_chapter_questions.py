"""The eight questions: their halves weigh and read as they should, and none stands in another's way."""

import re
from pathlib import Path

import nbformat
import pytest

from grader.bank import instructor_answers
from grader.written.guards import guarded
from grader.written.rubric import question
from in_process import SOLUTIONS, Exercise

NAME = "chapter_questions"
SOURCE = SOLUTIONS / NAME / f"{NAME}.ipynb"
RELEASE = Path(SOLUTIONS).parent / "exercises" / NAME / f"{NAME}.ipynb"
STUB = "*Write here.*"
ONE_TO_EIGHT = range(1, 9)
PARTS = {
    1: ["What the gap is", "The share, and the definition it rests on", "Why the gap exists"],
    2: [
        label
        for turn in (1, 2, 3)
        for label in (f"Obstacle {turn}", "Why it appears at 500 stores", "Action")
    ],
    3: ["Your comparison", "Your choice, and what decides it"],
    4: ["What is happening", "Diagnosis", "Repair"],
    5: [label for turn in (1, 2, 3, 4) for label in (f"Failure {turn}", "Remedy")],
    6: ["Element 1", "Element 2", "Element 3", "Element 4"],
    7: ["What MLOps is", "Why it becomes critical at scale", "Capabilities"],
    8: ["Your answer"],
}

every_question = pytest.mark.parametrize("number", ONE_TO_EIGHT)


def cells_of(path):
    return nbformat.read(path, as_version=4).cells


def labelled(path):
    """The cells that nbgrader knows, by label."""
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in cells_of(path)
        if "nbgrader" in cell.metadata
    }


SOLVED = labelled(SOURCE)
RELEASED = labelled(RELEASE)
ANSWERS = instructor_answers(SOURCE)


def said(answer):
    """What an answer holds besides the labels of its parts."""
    return re.sub(r"^\*\*.*\*\*$", "", answer, flags=re.MULTILINE).strip()


@every_question
def test_the_worked_half_weighs_twice_the_written_one(number):
    most = question(f"Q{number}").most
    worked = sum(
        cell.metadata.nbgrader.get("points", 0)
        for label, cell in SOLVED.items()
        if label.startswith(f"q{number}_") and cell.cell_type == "code"
    )
    assert SOLVED[f"q{number}_written"].metadata.nbgrader.points == most
    assert worked == 2 * most


@every_question
def test_the_written_half_comes_last_and_asks_what_the_rubric_is_for(number):
    order = [label for label in SOLVED if label.startswith(f"q{number}_")]
    assert order[-2:] == [f"q{number}_prompt", f"q{number}_written"]
    asked = SOLVED[f"q{number}_prompt"]
    assert question(f"Q{number}").prompt in " ".join(asked.source.replace("\n> ", " ").split())
    assert asked.metadata.nbgrader.locked
    assert f"Up to {question(f'Q{number}').most} points" in " ".join(asked.source.split())


@every_question
def test_a_student_gets_the_parts_and_nothing_of_our_answer(number):
    given = RELEASED[f"q{number}_written"]
    assert given.cell_type == "markdown"
    assert given.source == "\n\n".join(f"**{part}:**\n{STUB}" for part in PARTS[number])
    kept = "\n".join(cell.source for cell in cells_of(RELEASE))
    ours = [line for line in said(ANSWERS[f"q{number}_written"]).split("\n") if line]
    assert ours
    assert not [line for line in ours if line in kept]


@every_question
def test_our_own_answer_keeps_the_form_that_it_asks_for(number):
    answer = ANSWERS[f"q{number}_written"]
    assert re.findall(r"^\*\*(.*):\*\*$", answer, re.MULTILINE) == PARTS[number]
    assert all(said(part) for part in answer.split("\n\n"))
    assert 80 <= len(said(answer).split()) <= 200
    assert guarded(f"Q{number}", answer).flags == ()


@every_question
def test_the_labels_of_the_parts_are_held_against_nobody(number):
    assert guarded(f"Q{number}", RELEASED[f"q{number}_written"].source).flags == ()


@every_question
def test_a_question_needs_nothing_of_another(number):
    alone = Exercise(NAME)
    alone.cells = [cell for cell in alone.cells if cell.label.startswith(f"q{number}_")]
    lost = [str(verdict) for verdict in alone.grade() if not verdict.is_full]
    assert not lost


@pytest.mark.slow
def test_who_comes_back_to_a_question_finds_it_as_it_was():
    code = [cell for cell in cells_of(SOURCE) if cell.cell_type == "code"]
    namespace = {"__name__": "__main__", "display": print}
    for cell in code:
        exec(compile(cell.source, cell.id, "exec"), namespace)  # noqa: S102 - our own cells
    for cell in code:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            exec(compile(cell.source, cell.id, "exec"), namespace)  # noqa: S102
