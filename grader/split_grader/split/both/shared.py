"""Keep containers that have crossed the same on both sides.

Each has a number. The side that changes one tells the other with its next message, and the other
side updates its own. So lists that a call changes, keeps or hands out behave as in one process.
That holds for small values; a large one is kept the same only during the call that it is passed to.
"""

from __future__ import annotations

import contextlib
import operator
import secrets
import sys
from typing import TYPE_CHECKING, Any

from split_grader.split.both import records, restore
from split_grader.split.both.values import BadValue, NotAValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from split_grader.split.both.side import End
    from split_grader.split.both.values import Decoder


SMALL = 64 * 1024
"""Bytes up to which a value is one thing on both sides beyond a call."""
MOST = 64
"""Containers in such a value, and changes of the latest that are told."""


_ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes})


class _Entry:
    __slots__ = ("is_large", "items", "mark", "obj", "path")

    def __init__(self, obj: Any, path: str) -> None:
        self.obj, self.path = obj, path
        self.mark: bytes | None = None
        self.items: tuple[Any, ...] | None = None
        self.is_large = False

    def note(self, mark: bytes) -> None:
        """Note the state of the object, and a list's items if none of them can change."""
        self.mark, self.items = mark, None
        if type(self.obj) is list and all(map(_is_fixed, self.obj)):
            self.items = tuple(self.obj)

    def is_untouched(self) -> bool:
        """Tell whether it has the very items that were noted: faster than to compare its state."""
        return self.items is not None and (
            len(self.obj) == len(self.items) and all(map(operator.is_, self.obj, self.items))
        )


def _is_fixed(item: Any) -> bool:
    kind = type(item)
    return kind in _ATOMS or (kind is tuple and all(type(part) in _ATOMS for part in item))


_PROBE = _Entry([], "")
_UNHELD = sys.getrefcount(_PROBE.obj)
"""What is counted of an object that nobody holds but its entry: not the same in every Python."""


def is_held(entry: Any) -> bool:
    """Tell whether anybody but an entry holds the object that is its ``obj``."""
    return sys.getrefcount(entry.obj) > _UNHELD


class Shared:
    """The containers that both sides have.

    Parameters
    ----------
    end : End
    sign : {1, -1}
        Of the numbers of this side's own containers.

    Attributes
    ----------
    touched : list of int
        The containers of the body that is written or read.
    gone : list of int
        Those of the body that was written last.
    """

    def __init__(self, end: End, sign: int) -> None:
        self._end, self._sign = end, sign
        self._entries: dict[int, _Entry] = {}
        self._refs: dict[int, int] = {}
        # A process that replaces another must not use its numbers.
        self._first = self._next = secrets.randbits(44)
        self._types = restore.changeable()
        self._arriving: dict[int, Any] = {}
        self.touched: list[int] = []
        self.gone: list[int] = []

    def takes(self, kind: type) -> bool:
        """Tell whether objects of a type are such containers."""
        return kind in self._types or records.is_record(self._end, kind)

    def ref(self, obj: Any, path: str) -> int:
        """Return the number of a container that crosses, assigning one if needed."""
        number = self._refs.get(id(obj))
        if number is None:
            self._next += 1
            number = self._next * self._sign
            self._add(number, obj, path)
        self.touched.append(number)
        return number

    def _add(self, ref: int, obj: Any, path: str) -> None:
        self._entries[ref] = _Entry(obj, path)
        self._refs[id(obj)] = ref

    def drop(self, ref: int) -> None:
        """Forget a container."""
        entry = self._entries.pop(ref, None)
        if entry is not None:
            self._refs.pop(id(entry.obj), None)

    def is_own(self, ref: int) -> bool:
        """Tell whether a container was this side's first."""
        return ref * self._sign > 0

    def own_gone(self) -> list[tuple[Any, str]]:
        """Return this side's own containers among those that went over last, with their paths."""
        entries = [self._entries.get(ref) for ref in dict.fromkeys(self.gone) if self.is_own(ref)]
        return [(entry.obj, entry.path) for entry in entries if entry is not None]

    # -- what arrives --------------------------------------------------------------------------
    def arrive(self, node: dict[str, Any], decoder: Decoder, path: str) -> Any:
        """Return the container that a node describes, in the other side's state."""
        ref = node["k"]
        if type(ref) is not int:
            raise BadValue("a container without a number")
        entry = self._entries.get(ref)
        if "v" not in node:
            if entry is None and ref not in self._arriving:
                raise BadValue("a container that is not here")
            return self._arriving[ref] if entry is None else entry.obj
        self.touched.append(ref)
        if entry is not None:
            return self._changed(ref, entry, node["v"], decoder)
        obj = self._made(ref, node["v"], decoder)
        if not self.is_own(ref) or self._first < abs(ref) <= self._next:
            self._add(ref, obj, path)
        return obj

    def _made(self, ref: int, node: Any, decoder: Decoder) -> Any:
        if not _is_record(node):
            container = decoder.decode(node)
            if not self.takes(type(container)):
                raise BadValue(f"a {type(container).__name__} is not a container")
            return container
        obj = records.blank(self._end, node)
        self._arriving[ref] = obj  # it may contain itself
        records.fill(obj, node, decoder)
        del self._arriving[ref]
        return obj

    def _changed(self, ref: int, entry: _Entry, node: Any, decoder: Decoder) -> Any:
        """Return a container in a new state: itself, or a copy if it may not change."""
        if not self.is_own(ref):
            _restate(entry.obj, node, decoder)
            return entry.obj
        before = self._end.content(entry.obj)
        if self._end.keeps(entry.path):
            container = self._made(ref, node, decoder)
            return entry.obj if self._end.content(container) == before else container
        _restate(entry.obj, node, decoder)
        if self._end.content(entry.obj) != before:
            self._end.note_change(entry.path)
        return entry.obj

    # -- what is told --------------------------------------------------------------------------
    def settle(self, size: int, *, keeps_large: bool = False) -> None:
        """Note the state in which the containers of a body of some bytes have crossed.

        The first one of a large value is compared once more where that is kept.
        """
        refs = [ref for ref in dict.fromkeys(self.touched) if ref in self._entries]
        is_small = size <= SMALL and len(refs) <= MOST
        for place, ref in enumerate(refs):
            entry = self._entries[ref]
            entry.is_large = not is_small
            if is_small or (keeps_large and not place):
                self._mark(ref, entry)
            else:
                entry.mark = None

    def _mark(self, ref: int, entry: _Entry) -> None:
        try:
            entry.note(self._end.content(entry.obj))
        except (NotAValue, RecursionError, ValueError):
            self.drop(ref)

    @contextlib.contextmanager
    def call(self) -> Iterator[None]:
        """Forget the large values that a call received, when it ends."""
        before = set(self._entries)
        try:
            yield
        finally:
            for ref, entry in [*self._entries.items()]:
                if entry.is_large:
                    self._end.parts_with(entry.obj)
                    if ref not in before:
                        self.drop(ref)

    def changes(self, parts: list[bytes]) -> list[list[int]]:
        """Return what has changed since it was last sent; the new states go to `parts`."""
        news = []
        for ref, entry in [*self._entries.items()]:
            if entry.mark is not None and self._has_changed(ref, entry):
                if not self.is_own(ref):
                    self._end.wrote(entry.obj)
                news.append([ref, len(parts)])
                parts.append(self._end.packed(entry.obj, entry.path))
            if not is_held(entry):
                self.drop(ref)
        for ref in [*self._entries][: -MOST * 4]:
            self._end.parts_with(self._entries[ref].obj)
            self.drop(ref)
        return news

    def _has_changed(self, ref: int, entry: _Entry) -> bool:
        if entry.is_untouched():
            return False
        try:
            now = self._end.content(entry.obj)
        except (NotAValue, RecursionError, ValueError):
            self.drop(ref)
            return False
        if len(now) > SMALL and not entry.is_large:
            self._end.outgrown()
            self.drop(ref)
            return False
        return now != entry.mark

    def learn(self, news: Any, parts: Sequence[memoryview | bytes]) -> None:
        """Apply the other side's changes; ignore containers that are no longer here."""
        for ref, position in news:
            entry = self._entries.get(ref)
            if entry is not None:
                self._end.unpacked(parts[position], entry.path)


def _is_record(node: Any) -> bool:
    return type(node) is dict and node.get("t") == "record"


def _restate(obj: Any, node: Any, decoder: Decoder) -> None:
    if _is_record(node):
        if type(obj).__name__ != node["c"]:
            raise BadValue(f"a {type(obj).__name__} has become a {node['c']}")
        records.fill(obj, node, decoder)
    else:
        restore.restore(obj, decoder.decode(node))
