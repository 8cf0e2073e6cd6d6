"""Whether a mark that a person entered still belongs to the answer that it was given for."""

from pathlib import Path

import nbformat
from nbgrader.api import Grade
from nbgrader.utils import is_solution


def changed_answers(before: Path, after: Path) -> frozenset[str]:
    """Return the labels of answers that are not as they were in the notebook graded before.

    All are new where there is none, or none that can be read.
    """
    now = _answers(after)
    try:
        then = _answers(before) if before.is_file() else {}
    except (OSError, ValueError):
        then = {}
    return frozenset(name for name, text in now.items() if then.get(name) != text)


def _answers(path: Path) -> dict[str, str]:
    cells = nbformat.read(path, as_version=4).cells
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells if is_solution(cell)}


def mark_waits(grade: Grade, changed: frozenset[str], *, is_answer: bool) -> bool:
    """Tell whether a person must look at a mark that was entered by hand, once more.

    nbgrader asks for that after every run. Here a mark stays as it is until its answer changes; a
    mark on a test belongs to all the answers.
    """
    has_changed = grade.name in changed if is_answer else bool(changed)
    return bool(grade.needs_manual_grade) or has_changed
