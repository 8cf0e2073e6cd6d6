"""Banks of right and wrong solutions, and notebooks filled from them.

A bank is a folder with ``right/<name>.py`` and ``wrong/<question>/<name>.py``. Each file holds the
text of one or more answer cells; a line ``# cell: <grade_id>`` starts each of them.
"""

import copy
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import GraderError

_MARK = re.compile(r"^# cell: (\S+)\s*$", re.MULTILINE)
Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Bank:
    """Answers by name: complete right ones, and wrong ones for each question."""

    right: dict[str, Answers]
    wrong: dict[str, dict[str, Answers]]


def read_bank(folder: Path) -> Bank:
    """Read a bank.

    Raises
    ------
    GraderError
        If there is no right or no wrong solution, or a file has no ``# cell:`` line.
    """
    right = {path.stem: read_answers(path) for path in sorted(folder.glob("right/*.py"))}
    wrong: dict[str, dict[str, Answers]] = {}
    for path in sorted(folder.glob("wrong/*/*.py")):
        wrong.setdefault(path.parent.name, {})[path.stem] = read_answers(path)
    if not right or not wrong:
        raise GraderError(
            f"{folder} is not a bank of solutions: expected files right/NAME.py and "
            "wrong/QUESTION/NAME.py."
        )
    return Bank(right, wrong)


def read_answers(path: Path) -> Answers:
    """Read the answer cells in one file of a bank, by grade_id."""
    parts = _MARK.split(path.read_text(encoding="utf-8"))
    if len(parts) < 3:
        raise GraderError(f"{path} has no line '# cell: GRADE_ID'.")
    return {label: text.strip("\n") for label, text in zip(parts[1::2], parts[2::2], strict=True)}


def fill(notebook: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """Return a copy of a notebook (its JSON) with answers put into their cells.

    Raises
    ------
    GraderError
        If the notebook has no cell for an answer.
    """
    filled = copy.deepcopy(notebook)
    left = dict(answers)
    for cell in filled["cells"]:
        label = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if label in left:
            cell["source"] = left.pop(label)
    if left:
        raise GraderError(f"The notebook has no cell for the answers {', '.join(sorted(left))}.")
    return filled
