"""Which names' objects a cell may change in place, read from its syntax tree."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.split.both.names import DEFINITIONS, is_builtin, parse

if TYPE_CHECKING:
    from collections.abc import Iterator


def changed_in_place(source: str) -> set[str]:
    """Return the names whose objects a cell may change without binding them anew."""
    tree = parse(source)
    if tree is None:
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        target: ast.expr | None = None
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(
            node.ctx, (ast.Store, ast.Del)
        ):
            target = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value
        while isinstance(target, (ast.Subscript, ast.Attribute)):
            target = target.value
        if isinstance(target, ast.Name):
            found.add(target.id)
    return found


_LOOKS = frozenset(
    {
        *("len", "isinstance", "issubclass", "print", "repr", "str", "type", "hasattr", "callable"),
        *("id", "abs", "round", "float", "int", "bool", "dir", "help"),
    }
)
"""Functions that look at what they are given, and change nothing."""


@lru_cache(maxsize=512)
def touched(source: str) -> frozenset[str]:
    """Return the names whose objects a cell may change, by what it calls with them as well."""
    tree = parse(source)
    found = changed_in_place(source)
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") in _LOOKS:
            continue
        for given in (*node.args, *(keyword.value for keyword in node.keywords)):
            found |= {part.id for part in ast.walk(given) if isinstance(part, ast.Name)}
    return frozenset(name for name in found if not is_builtin(name))


def may_change(source: str) -> dict[str, bool]:
    """Return the names of a notebook whose objects a cell may change in place.

    Returns
    -------
    dict of str to bool
        Whether it plainly does (``x.y = 1``, ``del x[0]``), or may by what it calls: a method, or a
        function that is given the object. Parameters and other variables of functions are none.
    """
    found: dict[str, bool] = {}
    tree = parse(source)
    if tree is not None:
        _note_changes(tree, frozenset(), found)
    return {name: plainly for name, plainly in found.items() if not is_builtin(name)}


def _note_changes(node: ast.AST, hidden: frozenset[str], found: dict[str, bool]) -> None:
    if isinstance(node, _SCOPES):
        hidden = hidden | _variables_of(node)
    for name, plainly in _changes_of(node):
        if name not in hidden:
            found[name] = found.get(name, False) or plainly
    for child in ast.iter_child_nodes(node):
        _note_changes(child, hidden, found)


def _changes_of(node: ast.AST) -> Iterator[tuple[str, bool]]:
    if isinstance(node, (ast.Subscript, ast.Attribute)):
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            yield from ((name, True) for name in _root_of(node))
    elif isinstance(node, ast.AugAssign):
        yield from ((name, True) for name in _root_of(node.target))
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield from ((name, False) for name in _root_of(node.func))
        if getattr(node.func, "id", "") not in _LOOKS:
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                parts = [part for part in ast.walk(given) if isinstance(part, ast.Name)]
                yield from ((part.id, False) for part in parts)


def _root_of(node: ast.expr) -> list[str]:
    """Return the name that an expression like ``x.y[0]`` begins with, if it is one."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return [node.id] if isinstance(node, ast.Name) else []


_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def _variables_of(scope: ast.AST) -> frozenset[str]:
    """Return the parameters and variables of a function or a comprehension."""
    found: set[str] = set()
    notebook: set[str] = set()
    for part in ast.walk(scope):
        if isinstance(part, ast.arg):
            found.add(part.arg)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, (ast.Store, ast.Del)):
            found.add(part.id)
        elif isinstance(part, DEFINITIONS) and part is not scope:
            found.add(part.name)
        elif isinstance(part, ast.Global):
            notebook.update(part.names)
    return frozenset(found - notebook)
