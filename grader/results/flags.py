"""What grading notes of a cell in its ``metadata.grader``."""

from nbformat import NotebookNode

SAW_TESTS = "saw_tests"
"""Its outputs may repeat a hidden input."""
STOPPED = "stopped"
"""It ran into a limit, or its process ended."""
LOW_TRUST = "low_trust"
"""It is a test that ran in one process with the answers."""


def has_flag(node: NotebookNode, flag: str) -> bool:
    """Tell whether grading set a flag; where another program graded, a student may write there."""
    flags = node.metadata.get("grader")
    return isinstance(flags, dict) and bool(flags.get(flag))
