"""Exceptions as data: their class, arguments, attributes and text.

A class of exceptions of the other side is created here from its name and its bases, because
``except`` takes nothing else. None of its code crosses.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from split_grader.split.both.values import CLASSES, BadValue, NotAValue

if TYPE_CHECKING:
    from split_grader.split.both.side import End
    from split_grader.split.both.values import Decoder, Encoder

_MOST_CAUSES = 5
_LONGEST = 100_000
_STEERED = frozenset({"split_grader", "unittest", "_pytest", "pytest", "IPython", "bdb"})
"""Test runners, shells and the like, whose exceptions steer them: here they get new classes."""


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
    """Return the class that a node describes: Python's, a library's, a locked cell's, or a new one.

    Raises
    ------
    BadValue
        If the node describes no class of exceptions that cells may catch.
    """
    kind: Any
    if node["t"] == "type":
        kind = CLASSES.get(node["v"])
    elif node["t"] == "mine":
        kind = end.own(node["h"])
    else:
        kind = _made(end, node)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        raise BadValue("this is not an exception")
    return kind


def _made(end: End, node: Any) -> type:
    module, name = map(str, node["m"])
    number = int(node["h"])
    existing = end.stands_for(number)
    if existing is not None:
        return existing
    own = end.locked(name) if module == "__main__" else _of_library(module, name)
    if own is not None:
        return own
    bases = []
    for base in node["b"]:
        with contextlib.suppress(BadValue):
            bases.append(class_of(end, base))
    kind = type(str(node["n"]), tuple(dict.fromkeys(bases)) or (RuntimeError,), {"__str__": _told})
    end.let_stand(kind, number)
    return kind


def _of_library(module: str, name: str) -> type | None:
    kind = getattr(sys.modules.get(module), name, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        return None
    places = {one.partition(".")[0] for one in (module, kind.__module__)}  # it may be an alias
    return kind if places.isdisjoint(_STEERED) else None


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


def _encodable(encoder: Encoder, attributes: dict[Any, Any]) -> list[Any]:
    pairs = []
    for name, value in attributes.items():
        mark = len(encoder.blobs)
        try:
            pairs.append([name, encoder.encode(value)])
        except NotAValue:
            del encoder.blobs[mark:]
    return pairs


def _of_class(error: BaseException) -> dict[str, Any]:
    """Return attributes that an exception has from its class, without methods."""
    attributes: dict[str, Any] = {}
    own = [part for part in type(error).__mro__ if part.__module__ == "__main__"]
    for name in {name for part in own for name in vars(part) if not name.startswith("_")}:
        with contextlib.suppress(Exception):
            value = getattr(error, name)
            if not callable(value):
                attributes[name] = value
    return attributes


def text_of(error: BaseException) -> str:
    """Return the text of an exception, even if its ``__str__`` fails."""
    try:
        return str(error)[:_LONGEST]
    except Exception:  # noqa: BLE001 - a student's may raise anything
        return type(error).__name__


def rebuilt(end: End, node: Any, decoder: Decoder) -> BaseException:
    """Return the exception that a node describes; a plain one if it could end a cell."""
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
    attributes = {str(n): decoder.decode(v) for n, v in node["d"] if not str(n).startswith("_")}
    for name, value in attributes.items():
        # A property of a locked class is computed here, from the other attributes.
        with contextlib.suppress(AttributeError):
            setattr(error, name, value)
    if kind.__dict__.get("__str__") is _told:
        error._told = text  # noqa: SLF001
    if "u" in node:
        error.__cause__ = rebuilt(end, node["u"], decoder)
    return error  # type: ignore[no-any-return]


def _told(self: Any) -> str:
    """Return the text that an exception had on the other side."""
    text = getattr(self, "_told", None)
    return Exception.__str__(self) if text is None else str(text)
