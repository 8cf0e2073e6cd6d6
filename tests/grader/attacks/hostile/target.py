"""The assignment under attack: eight questions in the styles that courses use."""

import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from hostile.model import HIDDEN, tidy

NAME = "target"


def _read_parts() -> dict[str, tuple[int, str, str, str, str]]:
    """Return each question's points, task, solution, visible tests and hidden tests.

    A solution that starts with a definition keeps its first line in the release.
    """
    text = Path(__file__).with_name("target.txt").read_text(encoding="utf-8")
    parts = {}
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, *codes = re.split(r"^--- .+\n", block, flags=re.MULTILINE)
        first, _, task = head.partition("\n")
        name, points = re.fullmatch(r"(\w+): (\d+) points", first).groups()
        solution, visible_tests, hidden_tests = map(tidy, codes)
        parts[name] = (int(points), task.strip(), solution, visible_tests, hidden_tests)
    return parts


_PARTS = _read_parts()
QUESTIONS = tuple(_PARTS)
POINTS = {question: part[0] for question, part in _PARTS.items()}
_SETUP = """
import numpy as np
import pandas as pd

income = {"May": 310.0, "June": 402.5, "July": 417.25, "August": 398.0}
"""


def solution(question: str) -> str:
    """Return the code that solves a question."""
    return _PARTS[question][2]


def source_notebook() -> NotebookNode:
    """Return the instructor's notebook."""
    cells = [
        new_markdown_cell("# Eight questions on sales", id="intro"),
        new_code_cell(tidy(_SETUP), id="setup"),
    ]
    for question in QUESTIONS:
        cells += _question_cells(question)
    spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def _question_cells(question: str) -> list[NotebookNode]:
    points, task, _, visible_tests, hidden_tests = _PARTS[question]
    test = (
        f"{visible_tests}\n### BEGIN HIDDEN TESTS\n"
        f'assert "{HIDDEN}-{question}"\n{hidden_tests}\n### END HIDDEN TESTS'
    )
    return [
        new_markdown_cell(task, id=f"task-{question}"),
        new_code_cell(
            _marked(solution(question)),
            id=f"answer-{question}",
            metadata=_label(f"q_{question}", solution=True),
        ),
        new_code_cell(test, id=f"test-{question}", metadata=_label(f"t_{question}", points=points)),
    ]


def _marked(code: str) -> str:
    first, _, rest = code.partition("\n")
    begin, end = "### BEGIN SOLUTION", "### END SOLUTION"
    if not rest:
        return f"{begin}\n{code}\n{end}"
    return f"{first}\n    {begin}\n{rest}\n    {end}"


def _label(
    grade_id: str, *, solution: bool = False, points: int | None = None
) -> dict[str, object]:
    label = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": points is not None,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    return {"nbgrader": label if points is None else {**label, "points": points}}
