"""Check whether a mark entered by hand still belongs to its answer."""

import json
from pathlib import Path

from nbgrader.api import Grade

_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""Errors from reading a file that isn't a notebook, or no longer one."""


def changed_answers(before: Path, after: Path) -> frozenset[str]:
    """Return the labels of answers that changed since the last grading.

    All answers count as changed if there is no readable notebook from before.
    """
    now = _answers(after)
    try:
        then = _answers(before) if before.is_file() else {}
    except _UNREADABLE:
        then = {}
    return frozenset(name for name, text in now.items() if then.get(name) != text)


def _answers(path: Path) -> dict[str, str]:
    # Not validated: checking a notebook that was just written takes longer than the rest.
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    pairs = [(cell["metadata"].get("nbgrader", {}), cell["source"]) for cell in cells]
    return {label["grade_id"]: "".join(source) for label, source in pairs if label.get("solution")}


def mark_waits(grade: Grade, changed: frozenset[str], *, is_answer: bool) -> bool:
    """Return whether a person must check a mark entered by hand again.

    nbgrader asks for that after every run. Here a mark stays until its answer changes; a mark on a
    test belongs to all the answers.
    """
    has_changed = grade.name in changed if is_answer else bool(changed)
    return bool(grade.needs_manual_grade) or has_changed
