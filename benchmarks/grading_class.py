"""Create the class for the grading benchmark: one assignment and its submissions.

Twelve questions on a table of sales, 25 code cells with the data and the tests: pandas,
scikit-learn and altair, as in a course on data. Students write right answers differently, and
differ in their wrong answers and errors; student 7 is the same in every run.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "sales"
CELLS = 25
_SPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its tests and students' answers.

    `right` answers are equivalent, and the first is the instructor's. `wrong` answers run and lose
    points; `raises` answers raise an error.
    """

    name: str
    right: tuple[str, ...]
    wrong: str
    raises: str
    visible: str
    hidden: str
    points: int


_TEXT = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
DATA: str = _TEXT["data"]
QUESTIONS = tuple(
    Question(**{**question, "right": tuple(question["right"])}) for question in _TEXT["question"]
)


def source() -> NotebookNode:
    """Return the instructor's notebook with solutions and hidden tests."""
    cells = [new_markdown_cell("# Sales", id="intro"), _labelled("data", DATA)]
    for question in QUESTIONS:
        solution = f"### BEGIN SOLUTION\n{question.right[0]}\n### END SOLUTION"
        block = f"### BEGIN HIDDEN TESTS\n{question.hidden}\n### END HIDDEN TESTS"
        cells += [
            new_markdown_cell(f"## {question.name}", id=f"text-{question.name}"),
            _labelled(question.name, solution, solution=True),
            _labelled(f"test_{question.name}", f"{question.visible}\n{block}", question.points),
        ]
    return new_notebook(cells=cells, metadata={"kernelspec": _SPEC})


def _labelled(
    grade_id: str, text: str, points: int | None = None, *, solution: bool = False
) -> NotebookNode:
    label = {"schema_version": 3, "grade_id": grade_id, "task": False}
    label |= {"grade": points is not None, "solution": solution, "locked": not solution}
    if points is not None:
        label["points"] = points
    return new_code_cell(text, id=grade_id, metadata={"nbgrader": label})


def student_name(number: int) -> str:
    """Return a student's name by number."""
    return f"student{number:04}"


def answers(number: int) -> dict[str, str]:
    """Return a student's answers by question.

    Six in ten have everything right, each in another style. Of the others, most have one to four
    wrong answers, and some have one or two cells that raise an error.
    """
    draw = random.Random(number)  # noqa: S311 - nothing secret
    chosen_answers = {q.name: q.right[draw.randrange(len(q.right))] for q in QUESTIONS}
    kind = draw.choices(("right", "wrong", "raises"), (6, 2.5, 1.5))[0]
    for question in draw.sample(QUESTIONS, draw.randint(1, 4 if kind == "wrong" else 2)):
        if kind != "right":
            chosen_answers[question.name] = getattr(question, kind)
    return chosen_answers


def hand_in(released: Path, submitted: Path, numbers: range) -> list[str]:
    """Write some students' submissions; return their names.

    Parameters
    ----------
    released
        The notebook that students received.
    submitted
        The course's folder of submissions.
    """
    blank = nbformat.read(released, as_version=4)
    for number in numbers:
        by_question = answers(number)
        for cell in blank.cells:
            label = cell.metadata.get("nbgrader", {})
            if label.get("solution"):
                cell.source = by_question[label["grade_id"]]
        folder = submitted / student_name(number) / NAME
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(blank, folder / f"{NAME}.ipynb")
    return [student_name(number) for number in numbers]
