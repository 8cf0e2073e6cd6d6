"""Exceptions as data: their class, what they were made of, their attributes and their text.

A class of exceptions of the other side is made anew here from its name and its bases, because
``except`` takes nothing else. None of its code comes along.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from grader.split.both.values import CLASSES, BadValue, NotAValue

if TYPE_CHECKING:
    from grader.split.both.end import End
    from grader.split.both.values import Decoder, Encoder

_MOST_CAUSES = 5
_LONGEST = 100_000
_STEERED = frozenset({"grader", "unittest", "_pytest", "pytest", "IPython", "bdb"})
"""Test runners, shells and the like: their own exceptions steer them, and are made anew here."""


def describe_class(end: End, kind: type) -> dict[str, Any]:
    """Describe a class of exceptions by its name and its bases."""
    if kind.__module__ == "builtins":
        return {"t": "type", "v": kind.__name__}
    if (number := end.foreign(kind)) is not None:
        return {"t": "mine", "h": number}
    bases = [describe_class(end, b) for b in kind.__bases__ if issubclass(b, BaseException)]
    place = [kind.__module__, kind.__qualname__]
    return {"t": "errorclass", "h": end.number(kind), "n": kind.__name__, "b": bases, "m": place}


def class_of(end: End, node: Any) -> type:
    """Return the class that a node describes: Python's, a library's, a locked cell's, or anew.

    Raises
    ------
    BadValue
        If the node describes no class of exceptions that cells may catch.
    """
    found: Any
    if node["t"] == "type":
        found = CLASSES.get(node["v"])
    elif node["t"] == "mine":
        found = end.own(node["h"])
    else:
        found = _made(end, node)
    if not (isinstance(found, type) and issubclass(found, Exception)):
        raise BadValue("this is not an exception")
    return found


def _made(end: End, node: Any) -> type:
    module, name = map(str, node["m"])
    number = int(node["h"])
    known = end.stands_for(number)
    if known is not None:
        return known
    own = end.locked(name) if module == "__main__" else _of_library(module, name)
    if own is not None:
        return own
    bases = []
    for base in node["b"]:
        with contextlib.suppress(BadValue):
            bases.append(class_of(end, base))
    made = type(str(node["n"]), tuple(dict.fromkeys(bases)) or (RuntimeError,), {"__str__": _told})
    end.let_stand(made, number)
    return made


def _of_library(module: str, name: str) -> type | None:
    found = getattr(sys.modules.get(module), name, None)
    if not (isinstance(found, type) and issubclass(found, Exception)):
        return None
    places = {one.partition(".")[0] for one in (module, found.__module__)}  # it may be an alias
    return found if places.isdisjoint(_STEERED) else None


def describe(end: End, encoder: Encoder, error: BaseException, depth: int = 0) -> dict[str, Any]:
    """Describe an exception."""
    node: dict[str, Any] = {"t": "error", "c": describe_class(end, type(error))}
    node["n"], node["s"] = type(error).__name__, text_of(error)
    node["a"] = _encodable(encoder, dict(enumerate(error.args)))
    node["l"] = len(error.args)
    node["d"] = _encodable(encoder, {**_of_class(error), **vars(error)})
    if isinstance(error, OSError) and isinstance(error.filename, str):
        node["f"] = error.filename
    if error.__cause__ is not None and depth < _MOST_CAUSES:
        node["u"] = describe(end, encoder, error.__cause__, depth + 1)
    return node


def _encodable(encoder: Encoder, found: dict[Any, Any]) -> list[Any]:
    kept = []
    for name, value in found.items():
        mark = len(encoder.blobs)
        try:
            kept.append([name, encoder.encode(value)])
        except NotAValue:
            del encoder.blobs[mark:]
    return kept


def _of_class(error: BaseException) -> dict[str, Any]:
    """Return what an exception has from its class: constants and properties, no methods."""
    found: dict[str, Any] = {}
    own = [part for part in type(error).__mro__ if part.__module__ == "__main__"]
    for name in {name for part in own for name in vars(part) if not name.startswith("_")}:
        with contextlib.suppress(Exception):
            value = getattr(error, name)
            if not callable(value):
                found[name] = value
    return found


def text_of(error: BaseException) -> str:
    """Return the text of an exception, whatever its ``__str__`` does."""
    try:
        return str(error)[:_LONGEST]
    except Exception:  # noqa: BLE001 - a student's may raise anything
        return type(error).__name__


def rebuilt(end: End, node: Any, decoder: Decoder) -> BaseException:
    """Return the exception that a node describes; one that would end a cell otherwise is plain."""
    text = str(node["s"])
    try:
        kind = class_of(end, node["c"])
    except (BadValue, KeyError):
        return RuntimeError(f"{node['n']}: {text}")
    parts = {int(place): decoder.decode(value) for place, value in node["a"]}
    args = tuple(parts.get(place) for place in range(min(int(node["l"]), 1000)))
    if "f" in node and issubclass(kind, OSError):
        args = (*args[:2], str(node["f"]))
    try:
        error: Any = kind.__new__(kind, *args)
        if kind.__module__ == "builtins":
            error.__init__(*args)
    except TypeError:
        return RuntimeError(f"{node['n']}: {text}")
    if "f" not in node:
        error.args = args
    found = {str(n): decoder.decode(v) for n, v in node["d"] if not str(n).startswith("_")}
    for name, value in found.items():
        # A property of a locked class is computed here, from what else arrives.
        with contextlib.suppress(AttributeError):
            setattr(error, name, value)
    if kind.__dict__.get("__str__") is _told:
        error._told = text  # noqa: SLF001
    if "u" in node:
        error.__cause__ = rebuilt(end, node["u"], decoder)
    return error  # type: ignore[no-any-return]


def _told(self: Any) -> str:
    """Return the text that an exception had on the other side."""
    told = getattr(self, "_told", None)
    return Exception.__str__(self) if told is None else str(told)
