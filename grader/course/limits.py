"""What one submission may use, and what an author of an assignment may change of it."""

import math
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from grader.errors import GraderError

MORE_TIME = (
    "For more time set c.Execute.timeout = 60 in nbgrader_config.py for every cell, or "
    '"grader": {"seconds": 60} in the metadata of one.'
)
"""What an instructor may do about a cell that was stopped."""


@dataclass(frozen=True, slots=True)
class SubmissionLimits:
    """What one submission may use; times in seconds, sizes in bytes.

    Memory and processes are those of a whole tree of processes; `files` counts files and folders;
    `output_bytes` are those of a cell, `outputs_bytes` of all cells together.
    """

    cell_seconds: float = 30.0
    submission_seconds: float = 120.0
    memory_bytes: int = 4_294_967_296
    processes: int = 64
    notebook_bytes: int = 20_000_000
    files_bytes: int = 100_000_000
    files: int = 2_000
    output_bytes: int = 4_000_000
    outputs_bytes: int = 20_000_000
    cells: int = 2_000


def author_limits(notebook: NotebookNode, name: str) -> dict[str, Any]:
    """Return the limits that an author set in ``metadata.grader.limits`` of a notebook.

    Raises
    ------
    GraderError
        If one does not exist, or is not a number above 0.
    """
    given = _settings(notebook, name).get("limits", {})
    if not isinstance(given, dict):
        raise GraderError(
            f"metadata.grader.limits of {name!r} is {given!r}; expected names of limits with "
            'numbers, such as {"cell_seconds": 60}.'
        )
    unknown = sorted(set(given) - set(SubmissionLimits.__slots__))
    if unknown:
        raise GraderError(
            f"metadata.grader.limits of {name!r} sets {', '.join(unknown)}; "
            f"there are {', '.join(SubmissionLimits.__slots__)}."
        )
    usual = SubmissionLimits()
    return {
        # Bytes and counts are whole: 4e9 is a way to write one.
        limit: type(getattr(usual, limit))(_positive(value, f"limits.{limit}", name))
        for limit, value in given.items()
    }


def author_seconds(cell: NotebookNode, name: str) -> float | None:
    """Return the time that an author gave a cell in its ``metadata.grader.seconds``; or None.

    Parameters
    ----------
    name
        What the cell is called in a message.

    Raises
    ------
    GraderError
        If it is not a number above 0.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> author_seconds(new_code_cell(metadata={"grader": {"seconds": 60}}), "q1")
    60.0
    """
    found = _settings(cell, name).get("seconds")
    return None if found is None else float(_positive(found, "seconds", name))


def seconds_of_cells(notebook: NotebookNode) -> dict[str, float]:
    """Return the times that an author gave single cells, by their labels.

    Raises
    ------
    GraderError
        If one is not a number above 0.
    """
    labels = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]
    found = {
        name: author_seconds(cell, name)
        for name, cell in zip(labels, notebook.cells, strict=True)
        if name
    }
    return {name: seconds for name, seconds in found.items() if seconds is not None}


def _settings(part: NotebookNode, name: str) -> dict[str, Any]:
    found = part.metadata.get("grader", {})
    if not isinstance(found, dict):
        raise GraderError(f"metadata.grader of {name!r} is {found!r}; expected names with values.")
    return dict(found)


def _positive(value: Any, what: str, name: str) -> int | float:
    if type(value) not in {int, float} or not 0 < value < math.inf:
        raise GraderError(
            f"metadata.grader.{what} of {name!r} is {value!r}; expected a number above 0."
        )
    number: int | float = value
    return number
