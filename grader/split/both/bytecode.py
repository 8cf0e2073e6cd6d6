"""Which names functions and cells read when they run, from their bytecode."""

from __future__ import annotations

import ast
import dis
import types
from functools import lru_cache
from typing import Any

from grader.split.both.names import is_builtin, python_of, read


def globals_of(function: Any, limit: int = 200) -> set[str]:
    """Return the global names that a Python function reads, nested functions included."""
    names: set[str] = set()
    codes = [function.__code__] if isinstance(function, types.FunctionType) else []
    while codes and limit:
        limit -= 1
        code = codes.pop()
        names.update(code.co_names)
        codes.extend(c for c in code.co_consts if isinstance(c, types.CodeType))
    return names


def globals_read(found: Any, space: dict[str, Any]) -> set[str]:
    """Return the names that a function reads in its globals, if these are `space`."""
    wrapped = (getattr(found, name, None) for name in ("__func__", "fget", "fset", "fdel"))
    parts = [part for part in (found, *wrapped) if isinstance(part, types.FunctionType)]
    codes = [part.__code__ for part in parts if part.__globals__ is space]
    read: set[str] = set()
    while codes:
        code = codes.pop()
        loads = (one for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL")
        read.update(str(one.argval) for one in loads)
        codes.extend(part for part in code.co_consts if isinstance(part, types.CodeType))
    return read


@lru_cache(maxsize=512)
def taken(source: str) -> frozenset[str]:
    """Return the names that a cell reads before it binds them, in the order in which it runs.

    Variables of its own loops and comprehensions are none, whatever other cells call theirs.
    """
    python = python_of(source)
    if python is None:
        return frozenset()
    try:
        code = compile(python[1], "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(read(source).loads)
    found: set[str] = set()
    bound: set[str] = set()
    for one in dis.get_instructions(code):
        if one.opname in _BINDS:
            bound.add(str(one.argval))
        elif one.opname == "LOAD_NAME" and one.argval not in bound:
            found.add(str(one.argval))
    parts = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    while parts:  # functions run after most of the cell has, as far as its text tells
        part = parts.pop()
        parts.extend(inner for inner in part.co_consts if isinstance(inner, types.CodeType))
        steps = [*dis.get_instructions(part)]
        own = {str(one.argval) for one in steps if one.opname in _BINDS}  # a class's
        found |= {str(one.argval) for one in steps if one.opname in _READS} - bound - own
    return frozenset(name for name in found if not is_builtin(name))


_READS = frozenset({"LOAD_NAME", "LOAD_GLOBAL"})
_BINDS = frozenset({"STORE_NAME", "STORE_GLOBAL"})
