"""Plain values as tagged JSON, rebuilt on the other side as exact plain types.

``None``, booleans, numbers, strings and lists of these are themselves; everything else is an object
with a tag under ``"t"``. A subclass of a plain type travels as the plain type, so that nothing a
subclass redefines (``__eq__``, ``__array__`` ...) can arrive. What is not a value (a function, a
class, an instance) is left to :attr:`Encoder.refer` and :attr:`Decoder.resolve`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.split.both.shared import repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

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


class NotAValue(Exception):  # noqa: N818 - a finding, not a fault
    """The object cannot travel by value."""


class BadValue(Exception):  # noqa: N818 - what arrived is bad, not this program
    """What arrived does not describe a value."""


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
        self._again: dict[int, int] = {}
        self._marks = 0
        self._written: set[int] = set()

    def blob(self, content: bytes) -> int:
        """Add a blob and return its position."""
        self.blobs.append(content)
        return len(self.blobs) - 1

    def strictly(self, obj: Any) -> Any:
        """Encode `obj` as a value all through: nothing in it may be referred to."""
        refer, self.refer = self.refer, None
        try:
            return self.encode(obj)
        finally:
            self.refer = refer

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
        if not self._depth:
            found = repeated(obj)
            self._again = {one: self._marks + place for one, place in found.items()}
            self._marks += len(found)
        place = self._again.get(id(obj)) if self._again else None
        if place is None:
            return self._encode(obj, kind)
        if place in self._written:
            return {"t": "again", "k": place}
        node = self._encode(obj, kind)
        self._written.add(place)
        return {"t": "first", "k": place, "v": node}

    def _encode(self, obj: Any, kind: type) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise NotAValue("the value has too many parts")
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                raise NotAValue("the value is nested too deep, or contains itself")
            writer = WRITERS.get(kind)
            if writer is not None:
                return writer(self, obj)
            for extension in EXTENSIONS:
                encoded = extension.encode(self, obj)
                if encoded is not None:
                    return encoded
            for base, write in FAMILIES:
                if isinstance(obj, base):
                    return write(self, obj)
            if self.refer is None:
                raise NotAValue(f"a {kind.__name__} is not a value")
            return self.refer(obj)
        finally:
            self._depth -= 1

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
        ``resolve(tag, node, decoder)`` rebuilds what was referred to; by default this is refused.

    Attributes
    ----------
    tolerates : callable, optional
        ``tolerates(place)`` is told of what a test could take for something else, and tells whether
        it may stand there; by default it may. A place is a column and a mark: see :meth:`may`.
    column : str
        Where in a frame the decoder is.
    in_chart, in_term : bool
        Whether what is read is part of a chart, or of a term of Altair's.
    """

    def __init__(
        self,
        blobs: Sequence[memoryview],
        resolve: Callable[[str, dict[str, Any], Decoder], Any] | None = None,
    ) -> None:
        self._blobs = blobs
        self.resolve = resolve
        self.seen: set[str] = set()
        self._known: dict[int, Any] = {}
        self.tolerates: Callable[[str], bool] | None = None
        self.column = ""
        self.in_chart = self.in_term = False

    def may(self, what: str) -> bool:
        """Tell whether something that is not what it seems may stand here: *masked*, *callable*."""
        return self.tolerates is None or self.tolerates(f"{self.column}<{what}>")

    def may_lack(self) -> bool:
        """Tell whether what is missing here may stand as a value that never compares unequal."""
        return self.may("missing")

    def attributes(self, found: dict[str, Any], known: Collection[str] = ()) -> dict[str, Any]:
        """Leave out what a test could call for a method: ``equals=list`` is true of everything.

        Parameters
        ----------
        found : dict
            Attributes of an object that may have any.
        known : collection of str
            Names that its class gives a meaning.
        """
        return {
            name: value
            for name, value in found.items()
            if name in known or not callable(value) or self.may("callable")
        }

    def blob(self, position: Any) -> memoryview:
        """Return the blob at `position`."""
        if type(position) is not int or not 0 <= position < len(self._blobs):
            raise BadValue("a blob is missing")
        return self._blobs[position]

    def strictly(self, node: Any) -> Any:
        """Decode `node` as a value all through."""
        resolve, self.resolve = self.resolve, None
        try:
            return self.decode(node)
        finally:
            self.resolve = resolve

    def decode(self, node: Any) -> Any:  # noqa: C901 - one way in for all that arrives
        """Return the value that `node` describes.

        Raises
        ------
        BadValue
            If it describes none.
        """
        if type(node) is list:
            if not node:
                self.may("empty")
            if _ATOMS.issuperset(map(type, node)):
                return list(node)
            return [self.decode(item) for item in node]
        if type(node) is not dict:
            return node
        tag = node.get("t")
        reader = READERS.get(tag) if type(tag) is str else None
        if reader is None and type(tag) is str:
            for extension in EXTENSIONS:
                reader = extension.readers.get(tag)
                if reader is not None:
                    break
        try:
            if reader is not None:
                return reader(self, node)
            if self.resolve is not None and type(tag) is str:
                return self.resolve(tag, node, self)
        except BadValue:
            raise
        except RecursionError:
            raise BadValue("the value is nested too deep") from None
        except _MALFORMED as error:
            raise BadValue(f"a malformed {tag!r}: {error}") from error
        raise BadValue(f"a {tag!r} cannot stand here")

    def first(self, node: dict[str, Any]) -> Any:
        """Return a value that comes again, and keep it."""
        value = self._known[int(node["k"])] = self.decode(node["v"])
        return value

    def again(self, node: dict[str, Any]) -> Any:
        """Return the very value that came before."""
        return self._known[node["k"]]


class Extension:
    """A family of library values: one writer for all and a reader for each tag."""

    readers: dict[str, Callable[[Decoder, dict[str, Any]], Any]]

    def encode(self, encoder: Encoder, obj: Any) -> Any:
        """Return the tagged JSON of `obj`, or None if it is not of this family."""
        raise NotImplementedError


EXTENSIONS: list[Extension] = []
"""Families that :mod:`grader.split.both.arrays` and the like add when imported."""
WRITERS: dict[type, Callable[[Encoder, Any], Any]] = {}
READERS: dict[str, Callable[[Decoder, dict[str, Any]], Any]] = {
    "first": lambda d, n: d.first(n),
    "again": lambda d, n: d.again(n),
}
FAMILIES: list[tuple[type, Callable[[Encoder, Any], Any]]] = []
"""Exact types, tags and families of Python's own, which :mod:`grader.split.both.plain` adds."""


def _has_long_integer(items: Sequence[Any]) -> bool:
    whole = [item for item in items if type(item) is int]
    return bool(whole) and (max(whole) > _LONGEST or min(whole) < -_LONGEST)
