"""Find the cells that a cell needs, by the names that it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain


def needed(sources: list[str]) -> list[int]:
    """Return the cells that the last one needs, in order.

    A cell needs those above it that bind or change a name that it uses, and what these need.

    Parameters
    ----------
    sources
        The code of each cell of the page, up to the one in question.
    """
    names: set[str] = set()
    cells = []
    for number, source in reversed(list(enumerate(sources))):
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue  # it says so itself when it runs
        is_last = number == len(sources) - 1
        if is_last or not names.isdisjoint(_changed(tree)):
            names |= _used(tree)
            if not is_last:
                cells.append(number)
    return cells[::-1]


def _used(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _changed(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a cell binds, or whose values it may change."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            yield from _root(node)
    # A method that is called for its effect, as `rows.append(1)`; the last line is shown instead.
    for node in chain.from_iterable(ast.walk(statement) for statement in tree.body[:-1]):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _root(node.value.func)


def _root(node: ast.AST) -> Iterator[str]:
    """Yield the name on which an expression is built."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
