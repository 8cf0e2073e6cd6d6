"""Remove outputs of answers that repeat constants of hidden tests.

An answer that was called by a hidden test may store its arguments and print them later. Feedback
pages show outputs of a run without tests. This module is for the executed notebook, which the
instructor reads: it removes outputs that repeat a hidden text or number literally. Disguised
repeats remain, and only the instructor sees them.
"""

import ast
import json
from collections.abc import Iterable
from functools import lru_cache

from nbformat import NotebookNode
from nbformat.v4 import new_output

from split_grader.course.hidden_tests import USUAL, Marks, hidden_lines

_SHORTEST = 6
_DIGITS = 7

NOT_SHOWN = new_output(
    "stream",
    name="stdout",
    text="[Not shown: this output repeats what a hidden test passed to the student's code.]\n",
)


def hidden_literals(tests: Iterable[str], visible: str, marks: Marks = USUAL) -> set[str]:
    """Return the longer texts and numbers that are only in hidden regions."""
    literals: set[str] = set()
    for source in tests:
        lines = hidden_lines(source, marks)
        visible_lines = [line for at, line in enumerate(source.split("\n"), 1) if at not in lines]
        visible = "\n".join([visible, *visible_lines])
        literals |= _telling_constants(source, marks)
    return {text for text in literals if text not in visible}


@lru_cache(maxsize=512)
def _telling_constants(source: str, marks: Marks) -> frozenset[str]:
    """Return the telling constants of a test's hidden regions."""
    lines = hidden_lines(source, marks)
    try:
        tree = ast.parse(source) if lines else ast.Module([], [])
    except SyntaxError:
        return frozenset()
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset().union(*(_telling(c.value) for c in constants if c.lineno in lines))


def _telling(value: object) -> set[str]:
    if isinstance(value, str) and len(value) >= _SHORTEST and not value.isidentifier():
        return {value}
    if type(value) in {int, float} and sum(sign.isdigit() for sign in repr(value)) >= _DIGITS:
        return {repr(value)}
    return set()


def withhold(cell: NotebookNode, literals: set[str]) -> None:
    """Remove a cell's outputs that repeat one of the literals."""
    cell.outputs = [
        NOT_SHOWN if literals and _repeats(_text(output), literals) else output
        for output in cell.outputs
    ]


def _repeats(output: str, literals: set[str]) -> bool:
    return any(text in output for text in literals)


def _text(output: NotebookNode) -> str:
    parts = [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", [])]
    return "\n".join([*parts, json.dumps(output.get("data", {}), ensure_ascii=False)])
