"""Whether a mark that a person entered still belongs to the answer that it was given for."""

import json
from pathlib import Path

from nbgrader.api import Grade

_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file may raise that is no notebook, or no longer one."""


def changed_answers(before: Path, after: Path) -> frozenset[str]:
    """Return the labels of answers that are not as they were in the notebook graded before.

    All are new where there is none, or none that can be read.
    """
    now = _answers(after)
    try:
        then = _answers(before) if before.is_file() else {}
    except _UNREADABLE:
        then = {}
    return frozenset(name for name, text in now.items() if then.get(name) != text)


def _answers(path: Path) -> dict[str, str]:
    # Read as it is: checking a notebook that was just written takes longer than the rest of this.
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    labelled = [(cell["metadata"].get("nbgrader", {}), cell["source"]) for cell in cells]
    return {
        label["grade_id"]: "".join(source) for label, source in labelled if label.get("solution")
    }


def mark_waits(grade: Grade, changed: frozenset[str], *, is_answer: bool) -> bool:
    """Tell whether a person must look at a mark that was entered by hand, once more.

    nbgrader asks for that after every run. Here a mark stays as it is until its answer changes; a
    mark on a test belongs to all the answers.
    """
    has_changed = grade.name in changed if is_answer else bool(changed)
    return bool(grade.needs_manual_grade) or has_changed
