"""Plain values as tagged JSON, rebuilt on the other side as exact plain types.

``None``, booleans, numbers, strings and lists of these are themselves; everything else is an object
with a tag under ``"t"``. A subclass of a plain type travels as the plain type, so that nothing a
subclass redefines (``__eq__``, ``__array__`` ...) can arrive. What is not a value (a function, a
class, an instance) is left to :attr:`Encoder.refer` and :attr:`Decoder.resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

MAX_DEPTH = 60
MAX_NODES = 3_000_000

_MALFORMED = (
    *(TypeError, ValueError, AttributeError, LookupError, ArithmeticError, MemoryError),
    re.error,
)
"""What reading a node may raise that does not describe a value."""
_LONGEST = 2**63 - 1
"""Of whole numbers that JSON carries as they are."""
_ATOMS = frozenset({type(None), bool, int, float, str})


class NotAValue(Exception):  # noqa: N818 - a result, not a fault
    """The object cannot travel by value."""


class BadValue(Exception):  # noqa: N818 - what arrived is bad, not this program
    """A message doesn't describe a value."""


class Encoder:
    """Turns objects into tagged JSON; array contents go to :attr:`blobs`.

    Parameters
    ----------
    refer : callable, optional
        ``refer(obj)`` describes what is not a value, or raises :class:`NotAValue`.
    """

    def __init__(self, refer: Callable[[Any], dict[str, Any]] | None = None) -> None:
        self.blobs: list[bytes] = []
        self.refer = refer
        self._nodes = 0
        self._depth = 0

    def blob(self, content: bytes) -> int:
        """Add a blob and return its position."""
        self.blobs.append(content)
        return len(self.blobs) - 1

    def encode(self, obj: Any) -> Any:
        """Return the tagged JSON of `obj`.

        Raises
        ------
        NotAValue
            If `obj`, or something in it, is no value and cannot be referred to.
        """
        kind = type(obj)
        if kind is str or obj is None or kind is bool or kind is float:
            return obj
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise NotAValue("the value has too many parts")
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                raise NotAValue("the value is nested too deep, or contains itself")
            return self._encode(obj, kind)
        finally:
            self._depth -= 1

    def _encode(self, obj: Any, kind: type) -> Any:
        writer = WRITERS.get(kind)
        if writer is not None:
            return writer(self, obj)
        name = name_of(obj) if isinstance(obj, type) else ""
        if CLASSES.get(name, self) is obj:
            return {"t": "type", "v": name}
        for base, write in LIBRARIES:
            if isinstance(obj, base):
                return write(self, obj)
        for base, plain in FAMILIES.items():
            if isinstance(obj, base):
                return self.built_on(base, plain(obj), obj)
        if self.refer is None:
            raise NotAValue(f"a {kind.__name__} is not a value")
        return self.refer(obj)

    def built_on(self, base: type, plain: Any, obj: Any) -> Any:  # noqa: ARG002
        """Encode an object whose class builds on a plain type, as its plain value."""
        writer = WRITERS.get(base)
        return plain if writer is None else writer(self, plain)

    def sequence(self, items: Sequence[Any]) -> list[Any]:
        """Encode the items of a sequence."""
        if len(items) + self._nodes > MAX_NODES:
            raise NotAValue("the value has too many parts")
        if _ATOMS.issuperset(map(type, items)) and not _has_long_integer(items):
            self._nodes += len(items)
            return list(items)
        return [self.encode(item) for item in items]

    def pairs(self, mapping: dict[Any, Any]) -> list[list[Any]]:
        """Encode the items of a dictionary, in order."""
        return [[self.encode(key), self.encode(value)] for key, value in mapping.items()]


class Decoder:
    """Rebuilds values from tagged JSON.

    Parameters
    ----------
    blobs : sequence of memoryview
    resolve : callable, optional
        ``resolve(tag, node)`` rebuilds what was referred to; by default this is refused.
    """

    def __init__(
        self,
        blobs: Sequence[memoryview],
        resolve: Callable[[str, dict[str, Any]], Any] | None = None,
    ) -> None:
        self._blobs = blobs
        self.resolve = resolve

    def blob(self, position: Any) -> memoryview:
        """Return the blob at `position`."""
        if type(position) is not int or not 0 <= position < len(self._blobs):
            raise BadValue("a blob is missing")
        return self._blobs[position]

    def decode(self, node: Any) -> Any:
        """Return the value that `node` describes.

        Raises
        ------
        BadValue
            If it describes none.
        """
        if type(node) is list:
            if _ATOMS.issuperset(map(type, node)):
                return list(node)
            return [self.decode(item) for item in node]
        if type(node) is not dict:
            return node
        tag = node.get("t")
        reader = READERS.get(tag) if type(tag) is str else None
        try:
            if reader is not None:
                return reader(self, node)
            if self.resolve is not None and type(tag) is str:
                return self.resolve(tag, node)
        except BadValue:
            raise
        except RecursionError:
            raise BadValue("the value is nested too deep") from None
        except _MALFORMED as error:
            raise BadValue(f"a malformed {tag!r}: {error}") from error
        raise BadValue(f"a {tag!r} cannot stand here")


Writer = Callable[[Encoder, Any], Any]
Reader = Callable[[Decoder, dict[str, Any]], Any]

WRITERS: dict[type, Writer] = {}
READERS: dict[str, Reader] = {}
FAMILIES: dict[type[Any], Callable[[Any], Any]] = {}
"""Exact types, tags, and what makes a plain value of an object whose class builds on a plain type:
:mod:`split_grader.split.both.plain` adds those of Python."""
LIBRARIES: list[tuple[type, Writer]] = []
"""Classes of libraries whose objects are data, subclasses and all: numpy's and pandas'."""
CLASSES: dict[str, Any] = {}
"""Classes that travel by name: see :func:`name_of`."""


def name_of(kind: Any) -> str:
    """Return the name by which a class travels, if it does."""
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _has_long_integer(items: Sequence[Any]) -> bool:
    whole = [item for item in items if type(item) is int]
    return bool(whole) and (max(whole) > _LONGEST or min(whole) < -_LONGEST)
