"""Exceptions of the other side, made anew on this one."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from grader.split.both.plain import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.split.both.values import Decoder
    from grader.split.links import Kit


def exception(kit: Kit, node: dict[str, Any], decoder: Decoder) -> BaseException:
    """Return the exception that a node describes, if it may be one here: none skips a test."""
    text = str(node["s"])
    kind: Any = TYPES.get(node["n"])
    if "c" in node:
        kind = kit.class_of(node["c"], decoder, quietly=True)
    is_skip = "skip" in str(node["n"]).lower()
    if node["n"] == "SystemExit" and "c" in node and len(node.get("a", ())) <= 1:
        return SystemExit(*(decoder.strictly(arg) for arg in node["a"]))
    if is_skip or not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind, node = RuntimeError, {**node, "a": [f"{node['n']}: {text}"], "d": []}
    args = tuple(decoder.strictly(arg) for arg in node["a"]) if "a" in node else (text,)
    if "f" in node and issubclass(kind, OSError):
        args = (*args[:2], str(node["f"]))
    try:
        error: BaseException = kind.__new__(kind, *args)
        if kind in TYPES.values():
            error.__init__(*args)  # type: ignore[misc]
    except TypeError:
        return RuntimeError(f"{node['n']}: {text}")
    if "f" not in node:
        error.args = args
    if "u" in node:
        error.__cause__ = exception(kit, node["u"], decoder)
        brings(kit, f"{kit.path}<cause>", error.__cause__)
    found = {str(name): decoder.strictly(value) for name, value in node["d"]}
    _dress(error, decoder.attributes(found), text)
    return error


def brings(kit: Kit, path: str, error: BaseException) -> None:
    """Have it judged what an exception is of."""
    kit.side.brings(path, _builtin_kinds(type(error)), type(error))


def _builtin_kinds(kind: type) -> list[str]:
    """Return the built-in exceptions that an exception comes of, only the most special ones."""
    found = [k for k in kind.__mro__ if TYPES.get(k.__name__) is k and issubclass(k, Exception)]
    return sorted(
        k.__name__ for k in found if not any(o is not k and issubclass(o, k) for o in found)
    )


def is_one(kinds: Iterable[str], name: str) -> bool:
    """Tell whether an exception of these kinds is one of that name."""
    return any(issubclass(TYPES[kind], TYPES[name]) for kind in kinds)


def finest(kinds: set[str]) -> set[str]:
    """Leave out the kinds of which another one is a special case."""
    return {kind for kind in kinds if not is_one(kinds - {kind}, kind)}


def _dress(error: Any, attributes: dict[str, Any], text: str) -> None:
    """Give an exception its attributes, and its text where a class of the student's tells it."""
    for name, value in attributes.items():
        if not name.startswith("__"):
            # A property of the instructor's class is computed here, from what else arrives.
            with contextlib.suppress(AttributeError):
                setattr(error, name, value)
    kind: Any = type(error)
    if kind.__str__ is told_text:
        error._told = text  # noqa: SLF001


def told_text(self: Any) -> str:
    """Return the text that an exception had over there."""
    told = getattr(self, "_told", None)
    return Exception.__str__(self) if told is None else str(told)
