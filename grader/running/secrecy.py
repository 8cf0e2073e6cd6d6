"""Keep what hidden tests hold out of what answers put out.

An answer that was called by a hidden test may store its arguments and print them later. Feedback
pages show outputs of a run without tests; this is for the executed notebook, which the instructor
reads: an output that repeats a hidden text or number literally is taken out. Disguised repeats are
not found here, and reach nobody but the instructor.
"""

import ast
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

Marks = tuple[tuple[str, str], ...]
"""Pairs of what begins and what ends a hidden region."""
USUAL: Marks = (("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),)
SEED = "GRADING_SEED"
"""Where tests look for what inputs are drawn from: neither is for students."""
_SHORTEST = 6
_DIGITS = 7

NOT_SHOWN = new_output(
    "stream",
    name="stdout",
    text="[Not shown: this output repeats what a hidden test gave to the student's code.]\n",
)


def marks_of(config: Any) -> Marks:
    """Return what marks hidden regions in a course: what it configures, and the usual marks.

    The usual ones may stand in an assignment from before they were changed.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's configuration, as nbgrader's ``ClearHiddenTests`` reads it.
    """
    # Its class would load all of nbgrader's steps, for which a worker has no use.
    step = config.ClearHiddenTests
    begin, end = USUAL[0]
    own = step.get("begin_test_delimeter", begin), step.get("end_test_delimeter", end)
    return tuple(dict.fromkeys([own, *USUAL]))


def hidden_lines(source: str, marks: Marks = USUAL) -> set[int]:
    """Return the numbers, from 1, of the lines in hidden regions, the marks among them."""
    hidden: set[int] = set()
    end: str | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        if end is None:
            end = next((closing for opening, closing in marks if opening in line), None)
        if end is not None:
            hidden.add(number)
            end = None if end in line else end
    return hidden


def hidden_literals(tests: Iterable[str], visible: str, marks: Marks = USUAL) -> set[str]:
    """Return the longer texts and numbers that hidden regions hold and nothing visible does."""
    found: set[str] = set()
    for source in tests:
        lines = hidden_lines(source, marks)
        shown = [line for at, line in enumerate(source.split("\n"), 1) if at not in lines]
        visible = "\n".join([visible, *shown])
        found |= _told_by(source, marks)
    return {text for text in found if text not in visible}


@lru_cache(maxsize=512)
def _told_by(source: str, marks: Marks) -> frozenset[str]:
    """Return the telling constants in the hidden regions of a test; a class shares its tests."""
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
    """Take out the outputs of a cell that repeat one of the literals."""
    cell.outputs = [
        NOT_SHOWN if literals and _repeats(_text(output), literals) else output
        for output in cell.outputs
    ]


def _repeats(shown: str, literals: set[str]) -> bool:
    return any(text in shown for text in literals)


def _text(output: NotebookNode) -> str:
    parts = [output.get("text", ""), output.get("evalue", ""), *output.get("traceback", [])]
    return "\n".join([*parts, json.dumps(output.get("data", {}), ensure_ascii=False)])
