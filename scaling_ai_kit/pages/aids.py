"""Hints and solutions for the pages of exercises, for those who learn alone.

They come from the instructor's answers alone; test cells aren't read. A class's site is built
without them.
"""

from __future__ import annotations

import ast
import base64
import re
from pathlib import Path

import nbformat

from course.syllabus.syllabus import COURSE
from scaling_ai_kit.pages.exercises import asked
from scaling_ai_kit.pages.sources import Source

_MARK = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)
_MOST_NAMES = 12


def aids(exercise: Source, root: Path) -> dict[str, dict[str, str]]:
    """Return a hint and a solution for each answer that is checked, by the cell's name.

    The solution is in base64, so that nobody reads it by accident in the page's text. That is no
    protection.
    """
    folders = COURSE.folders
    path = Path(exercise.notebook).relative_to(folders["exercises"])
    path = root / folders["solutions"] / path
    own = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    checked_cells = [
        cell for cell, call in asked(list(exercise.cells)).items() if call.startswith("check")
    ]
    solutions = {cell: _MARK.sub("", own[cell]).strip() for cell in checked_cells}
    return {
        cell: {"hint": hint(text), "solution": base64.b64encode(text.encode()).decode()}
        for cell, text in solutions.items()
    }


def hint(solution: str) -> str:
    """Say how long a solution is and what it calls, in order."""
    calls = [node.func for node in ast.walk(ast.parse(solution)) if isinstance(node, ast.Call)]
    calls.sort(key=lambda function: (function.end_lineno or 0, function.end_col_offset or 0))
    names = list(dict.fromkeys(_name(function) for function in calls if _name(function)))
    lines = sum(bool(line.strip()) for line in solution.splitlines())
    size = f"The course's solution has {lines} line{'s' * (lines != 1)}."
    if not names:
        return f"{size} It calls no function."
    more = ", and more" if len(names) > _MOST_NAMES else ""
    return f"{size} It calls, in this order: {', '.join(names[:_MOST_NAMES])}{more}."


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
