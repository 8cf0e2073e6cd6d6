"""Prepare an exercise's page: the role of each cell, and the release."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import nbformat

from course.checks.written import readers
from scaling_ai_kit.pages.templating import in_script

_TEST = re.compile(r"^(?P<answer>.+)-visible")


def release(notebook: Path) -> str:
    """Return a released notebook as a script that the page fills with answers."""
    return in_script(json.loads(notebook.read_text(encoding="utf-8")))


def role(cell: nbformat.NotebookNode) -> str:
    """Return a cell's role for a learner.

    Returns
    -------
    str
        ``answer``: to write; ``test``: to run but not change; ``given``: the same, without points;
        ``own``: code that learners may change freely; ``text`` and ``hidden`` (in place of a hidden
        test): to read.
    """
    label = cell.metadata.get("nbgrader", {})
    if label.get("solution"):
        return "answer"
    if cell.cell_type == "markdown":
        return "text"
    if label.get("grade"):
        return "test" if ast.parse(cell.source).body else "hidden"
    is_fixed = label.get("locked") or not cell.metadata.get("editable", True)
    return "given" if is_fixed else "own"


def asked(cells: list[nbformat.NotebookNode]) -> dict[str, str]:
    """Return the call that checks each answer, by the cell's name.

    Answers without visible tests that only a person reads are left out.
    """
    names = {cell.id: cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells}
    answers = {match["answer"] for name in names.values() if (match := _TEST.match(name))}
    questions = {f"{question}_written": question for question in readers()}
    checks = {cell: f'check("{name}")' for cell, name in names.items() if name in answers}
    return checks | {
        cell: f'feedback("{questions[name]}")' for cell, name in names.items() if name in questions
    }
