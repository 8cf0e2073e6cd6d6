"""Read the limits that an assignment's author has set."""

import math
from typing import Any

from nbformat import NotebookNode

from split_grader.base.errors import GraderError
from split_grader.sandbox.limits import Limits

MORE_TIME = (
    "For more time set c.Execute.timeout = 60 in nbgrader_config.py for every cell, or "
    '"grader": {"seconds": 60} in the metadata of one.'
)
"""Advice for an instructor about a cell that was stopped."""


_OF_AUTHORS = (
    *("cell_seconds", "submission_seconds", "memory_bytes", "processes", "notebook_bytes"),
    *("files_bytes", "files", "output_bytes", "outputs_bytes", "cells"),
)
"""Limits that an author may change; the others protect the grader itself."""


def author_limits(notebook: NotebookNode, name: str) -> dict[str, Any]:
    """Return the limits set in a notebook's ``metadata.grader.limits``.

    Raises
    ------
    GraderError
        If a limit doesn't exist, or isn't a number above 0.
    """
    values = _settings(notebook, name).get("limits", {})
    if not isinstance(values, dict):
        raise GraderError(
            f"metadata.grader.limits of {name!r} is {values!r}; expected names of limits with "
            'numbers, such as {"cell_seconds": 60}.'
        )
    unknown = sorted(set(values) - set(_OF_AUTHORS))
    if unknown:
        raise GraderError(
            f"metadata.grader.limits of {name!r} sets {', '.join(unknown)}; "
            f"there are {', '.join(_OF_AUTHORS)}."
        )
    usual = Limits()
    return {
        # Bytes and counts are whole numbers, though written as 4e9, for example.
        limit: type(getattr(usual, limit))(_positive(value, f"limits.{limit}", name))
        for limit, value in values.items()
    }


def author_seconds(cell: NotebookNode, name: str) -> float | None:
    """Return a cell's time limit in ``metadata.grader.seconds``, or None.

    Parameters
    ----------
    name
        The cell's name in messages.

    Raises
    ------
    GraderError
        If it isn't a number above 0.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> author_seconds(new_code_cell(metadata={"grader": {"seconds": 60}}), "q1")
    60.0
    """
    seconds = _settings(cell, name).get("seconds")
    return None if seconds is None else float(_positive(seconds, "seconds", name))


def seconds_of_cells(notebook: NotebookNode) -> dict[str, float]:
    """Return the author's time limits of single cells, by label.

    Raises
    ------
    GraderError
        If one isn't a number above 0.
    """
    labels = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]
    limits = {
        name: author_seconds(cell, name)
        for name, cell in zip(labels, notebook.cells, strict=True)
        if name
    }
    return {name: seconds for name, seconds in limits.items() if seconds is not None}


def _settings(part: NotebookNode, name: str) -> dict[str, Any]:
    entry = part.metadata.get("grader", {})
    if not isinstance(entry, dict):
        raise GraderError(f"metadata.grader of {name!r} is {entry!r}; expected names with values.")
    return dict(entry)


def _positive(value: Any, what: str, name: str) -> int | float:
    if type(value) not in {int, float} or not 0 < value < math.inf:
        raise GraderError(
            f"metadata.grader.{what} of {name!r} is {value!r}; expected a number above 0."
        )
    number: int | float = value
    return number
