"""Flags that grading sets on a cell in ``metadata.grader``."""

from nbformat import NotebookNode

SAW_TESTS = "saw_tests"
"""The cell's outputs may repeat a hidden input."""
STOPPED = "stopped"
"""The cell ran into a limit, or its process ended."""
FAULT = "fault"
"""The grader failed in this cell, and a person decides on it."""
LOW_TRUST = "low_trust"
"""The cell is a test that ran in one process with the answers."""


def has_flag(node: NotebookNode, flag: str) -> bool:
    """Return whether a flag is set.

    Only grading sets flags, but where another program graded, a student may have written one.
    """
    flags = node.metadata.get("grader")
    return isinstance(flags, dict) and bool(flags.get(flag))
