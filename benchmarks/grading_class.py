"""The class that the grading benchmark grades: one nbgrader assignment and who handed it in.

Twelve questions on a table of sales, 25 code cells with the data and the tests: pandas,
scikit-learn and altair, as a course on data has them. Students differ in how they write what is
right, in what they get wrong and in where their code raises; student 7 is the same in every run.
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
    """What a student is asked, what tests it, and what students make of it.

    `right` are equivalent answers, the first the instructor's; `wrong` runs and loses points;
    `raises` does not even run.
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
    """Return the instructor's notebook, with solutions and hidden tests."""
    cells = [new_markdown_cell("# Sales", id="intro"), _labelled("data", DATA)]
    for question in QUESTIONS:
        solution = f"### BEGIN SOLUTION\n{question.right[0]}\n### END SOLUTION"
        hidden = f"### BEGIN HIDDEN TESTS\n{question.hidden}\n### END HIDDEN TESTS"
        cells += [
            new_markdown_cell(f"## {question.name}", id=f"text-{question.name}"),
            _labelled(question.name, solution, solution=True),
            _labelled(f"test_{question.name}", f"{question.visible}\n{hidden}", question.points),
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
    """Return the name of a student by number."""
    return f"student{number:04}"


def answers(number: int) -> dict[str, str]:
    """Return what a student answers, by question.

    Six in ten have everything right, each in a style of their own; of the others, most have one to
    four questions wrong, and some have one or two cells that raise.
    """
    draw = random.Random(number)  # noqa: S311 - nothing secret
    given = {q.name: q.right[draw.randrange(len(q.right))] for q in QUESTIONS}
    kind = draw.choices(("right", "wrong", "raises"), (6, 2.5, 1.5))[0]
    for question in draw.sample(QUESTIONS, draw.randint(1, 4 if kind == "wrong" else 2)):
        if kind != "right":
            given[question.name] = getattr(question, kind)
    return given


def hand_in(released: Path, submitted: Path, numbers: range) -> list[str]:
    """Write what some students hand in; return their names.

    Parameters
    ----------
    released
        The notebook that students got.
    submitted
        The course's folder of submissions.
    """
    blank = nbformat.read(released, as_version=4)
    for number in numbers:
        given = answers(number)
        for cell in blank.cells:
            label = cell.metadata.get("nbgrader", {})
            if label.get("solution"):
                cell.source = given[label["grade_id"]]
        folder = submitted / student_name(number) / NAME
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(blank, folder / f"{NAME}.ipynb")
    return [student_name(number) for number in numbers]
