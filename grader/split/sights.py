"""Whether a test looks again at a value of its own, as far as its text tells."""

from __future__ import annotations

import ast
import functools
import sys
import types
from typing import Any

from grader.split.both.bytecode import globals_of
from grader.split.proxy import link_of

_DEEPEST = 3
_REPEATS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp)
_DEFERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp, ast.ClassDef)


def comes_again(value: Any, test: str, space: dict[str, Any]) -> bool:
    """Tell whether a running test may still look at a value.

    Parameters
    ----------
    value : any
        What may have changed behind the test's back.
    test : str
        The test's text.
    space : dict
        The names that it sees.
    """
    line, mentions = _line_of(space), _mentions(test)
    names = {name for name, found in [*space.items()] if _holds(found, value, _DEEPEST)}
    names |= _readers(names, space)
    if line is None or mentions is None or not names:
        return True  # who holds it is not known
    return any(last >= line for name, last in mentions if name in names)


def is_held(value: Any, space: dict[str, Any]) -> bool:
    """Tell whether a name of the test's, or of a function of its that runs, holds a value.

    By itself or in plain containers; what an object holds is that object's.
    """
    frame: types.FrameType | None = sys._getframe()  # noqa: SLF001
    spaces = [space]
    while frame is not None:
        if frame.f_globals is space and frame.f_code.co_name != "<module>":
            spaces.append(frame.f_locals)
        frame = frame.f_back
    return any(_holds(found, value, _DEEPEST) for names in spaces for found in [*names.values()])


def holds(found: Any, value: Any) -> bool:
    """Tell whether something is a value, or a plain container with it."""
    return _holds(found, value, _DEEPEST)


def _readers(names: set[str], space: dict[str, Any]) -> set[str]:
    """Return the names of functions that read one of some names, or call one that does."""
    reads = {name: set().union(*map(globals_of, _code_of(one))) for name, one in [*space.items()]}
    found: set[str] = set()
    while fresh := {name for name, read in reads.items() if read & (names | found)} - found:
        found |= fresh
    return found


def _code_of(value: Any, left: int = _DEEPEST) -> list[types.FunctionType]:
    """Return the functions that may run when a value of a test's is called or looked at."""
    kind = type(value)
    if link_of(value) is not None:
        return []
    if kind is types.FunctionType:
        inside = [getattr(value, "__wrapped__", None), *map(_content_of, value.__closure__ or ())]
        return [value, *(code for one in inside for code in _code_of(one, left - 1) if left)]
    holder = _HOLDERS.get(kind)
    if holder is not None:
        return _code_of(getattr(value, holder), left - 1) if left else []
    made = value if issubclass(kind, type) else kind
    if made.__dict__.get("__module__") != "__main__" or not left:
        return []
    return [code for one in [*vars(made).values()] for code in _code_of(one, left - 1)]


_HOLDERS = {
    types.MethodType: "__func__",
    staticmethod: "__func__",
    classmethod: "__func__",
    property: "fget",
    functools.partial: "func",
    type(functools.lru_cache(print)): "__wrapped__",
}
"""Where what runs a function holds it."""


def _content_of(cell: types.CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # empty
        return None


def _line_of(space: dict[str, Any]) -> int | None:
    """Return the line at which a cell stands; None if it is in a function, or does not run."""
    frame: types.FrameType | None = sys._getframe()  # noqa: SLF001
    found = None
    while frame is not None:
        if frame.f_globals is space:
            if frame.f_code.co_name != "<module>":
                return None
            found = frame.f_lineno
        frame = frame.f_back
    return found


def _holds(found: Any, value: Any, depth: int) -> bool:
    if found is value:
        return True
    kind = type(found)
    if not depth or kind not in {list, tuple, dict}:
        return False
    parts = found.values() if kind is dict else found
    return any(_holds(part, value, depth - 1) for part in [*parts][:1000])


@functools.lru_cache(maxsize=32)
def _mentions(test: str) -> tuple[tuple[str, float], ...] | None:
    """Return each name that a test mentions, with the last line at which that may be read.

    What stands in a loop is read until the loop ends, in a function at any time, in a statement
    until that ends. None if the text is no plain Python.
    """
    try:
        tree = ast.parse(test)
    except SyntaxError:
        return None
    found: list[tuple[str, float]] = []

    def look(node: ast.AST, last: float) -> None:
        if isinstance(node, _DEFERS):
            last = float("inf")
        elif isinstance(node, (ast.stmt, *_REPEATS)):
            is_block = isinstance(node, (ast.If, ast.With, ast.Try, ast.AsyncWith))
            last = last if is_block else max(last, node.end_lineno or 0)
        if isinstance(node, ast.Name):
            found.append((node.id, max(last, node.lineno)))
        for child in ast.iter_child_nodes(node):
            look(child, last)

    look(tree, 0)
    return tuple(found)
