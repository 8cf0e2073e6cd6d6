"""What sort of thing arrives: told from its description, or from its stand-in."""

from __future__ import annotations

import numbers
import re
from typing import Any

from grader.split import hybrid
from grader.split.heap import ARITHMETIC, COMPARISON
from grader.split.proxy import (
    MIXINS,
    Extended,
    FunctionProxy,
    GeneratorProxy,
    IteratorProxy,
    Shadow,
    link_of,
)

_ITEM = re.compile(r"(<__(iter|next|anext|getitem|reversed)__>)+$")
_BINARY = frozenset((*ARITHMETIC, *COMPARISON)) - {"__neg__", "__pos__", "__invert__"}


def whole(path: str) -> str:
    """Return the path of what one item comes of."""
    return _ITEM.sub("", path)


def operand(name: str, args: tuple[Any, ...]) -> str:
    """Say with what kind of operand an operator is used, other than an object of the student's."""
    if name not in _BINARY or not args or link_of(args[0]) is not None:
        return ""
    other = args[0]
    if isinstance(other, (Extended, hybrid.Hybrid)):  # a tuple of the student's without a twin
        return ""
    is_number = isinstance(other, numbers.Number)
    return ":number" if is_number else f":{type(other).__name__}"


def _libraries(described: dict[str, Any]) -> list[Any]:
    """Return the classes of libraries that a class comes of, by whatever way."""
    return [
        *described.get("l", ()),
        *(e for base in described.get("o", ()) for e in _libraries(base)),
    ]


def finer_sort(described: dict[str, Any]) -> str:
    """Tell what an instance is, as far as a policy cares, from the library classes it comes of."""
    library = _libraries(described)
    if any(name in MIXINS for _, name in library):
        return "estimator"
    if any(str(module).split(".")[0] in {"numpy", "pandas"} for module, _ in library):
        return "library value"
    return "instance"


def names_above(kind: type) -> list[str]:
    """Return the name of an exception class, and those of the course's classes above it."""
    own = [part.__name__ for part in kind.__mro__ if part.__module__ == "__main__"]
    return own or [kind.__name__]


def fields_alone(kind: type) -> Any:
    """Return the class of named tuples, without methods, that one with methods comes of."""
    return next(part for part in kind.__mro__ if not issubclass(part, Extended))


def sort_of(obj: Any) -> str:
    """Tell what a stand-in stands for."""
    kinds = {FunctionProxy: "function", GeneratorProxy: "generator", IteratorProxy: "iterator"}
    if isinstance(type(obj), Shadow):
        families = type(obj)._families  # noqa: SLF001
        return "estimator" if families & MIXINS else "instance"
    return "class" if isinstance(obj, Shadow) else kinds.get(type(obj), "instance")
