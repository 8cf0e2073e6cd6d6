"""An exercise's page: what each cell is for, and the release that the learner's answers go into."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import nbformat

from course.written import readers
from tools.pages.templating import in_script

_TEST = re.compile(r"^(?P<answer>.+)-visible")


def release(notebook: Path) -> str:
    """Return a released notebook as the text of a script, for the page that fills in answers."""
    return in_script(json.loads(notebook.read_text(encoding="utf-8")))


def role(cell: nbformat.NotebookNode) -> str:
    """Tell what a cell is for a learner.

    Returns
    -------
    str
        ``answer``: to be written; ``test``: run, not changed; ``given``: the same, without points;
        ``own``: code that may be changed as one likes; ``text`` and ``hidden`` (what stands for a
        hidden test): to be read.
    """
    label = cell.metadata.get("nbgrader", {})
    if label.get("solution"):
        return "answer"
    if cell.cell_type == "markdown":
        return "text"
    if label.get("grade"):
        return "test" if ast.parse(cell.source).body else "hidden"
    fixed = label.get("locked") or not cell.metadata.get("editable", True)
    return "given" if fixed else "own"


def asked(cells: list[nbformat.NotebookNode]) -> dict[str, str]:
    """Return how a learner asks about an answer, by the name of its cell.

    An answer without visible tests that only a person reads is left out.
    """
    names = {cell.id: cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells}
    tested = {found["answer"] for name in names.values() if (found := _TEST.match(name))}
    written = {f"{question}_written": question for question in readers()}
    checks = {cell: f'check("{name}")' for cell, name in names.items() if name in tested}
    return checks | {
        cell: f'feedback("{written[name]}")' for cell, name in names.items() if name in written
    }
