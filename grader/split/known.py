"""The containers that one side remembers: their keys, their state, and who holds them."""

from __future__ import annotations

import collections
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.split.containers import (
    Found,
    items_of,
    state_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST, _MOST_ITEMS = 64, 20_000
"""Containers, and items in them, that are looked at with each question: those that went over
latest."""


class View(NamedTuple):
    """The key of a container; of a part of another array, where in it the part lies."""

    own: Any
    of: Any = None
    offset: Any = 0
    strides: Any = ()


@dataclass
class Known:
    """A container that both sides have, and its state when they last told each other."""

    value: Any
    state: Any
    is_ours: bool
    base: int | None = None
    has_objects: bool = False
    paths: dict[str, None] = field(default_factory=dict)


_PROBE = Known([], [], is_ours=True)
_UNHELD = sys.getrefcount(_PROBE.value)
"""References to a container that nothing else holds; how those that look count, Python decides."""


def listed(key: Any) -> list[Any]:
    """Return the parts of what a message tells as a key."""
    return key if type(key) is list else [key]


def is_sound(view: View) -> bool:
    """Tell whether a key, and what it is a view of, are what they should be."""
    numbers = [view.own, view.offset, *(() if view.of is None else (view.of,))]
    is_listed = type(view.strides) in {list, tuple}
    return is_listed and all(type(one) is int for one in (*numbers, *view.strides))


class Remembered:
    """What one side remembers of the containers that the other one has as well."""

    def __init__(self) -> None:
        self._items = 0
        self._known: collections.OrderedDict[int, Known] = collections.OrderedDict()
        self._keys: dict[int, int] = {}

    def clear(self) -> None:
        """Forget all: each test begins anew."""
        self._known.clear()
        self._keys.clear()
        self._items = 0

    def _put(  # noqa: PLR0913 - what is to be remembered
        self,
        key: int,
        part: Any,
        path: str,
        found: Found,
        *,
        base: int | None = None,
        is_ours: bool = False,
    ) -> None:
        known = self._known.get(key)
        if known is None or known.value is not part:
            self._forget(key)
            self._forget(self._keys.get(id(part)))
            above = None if base is None else self._known.get(base)
            is_ours = is_ours or (above is not None and above.is_ours)
            known = self._known[key] = Known(part, [], is_ours, base)
            self._keys[id(part)] = key
        known.paths[path] = None
        known.has_objects = known.has_objects or found.has_objects
        self._known.move_to_end(key)
        while len(self._known) > _MOST or (self._items > _MOST_ITEMS and len(self._known) > 1):
            self._forget(next(iter(self._known)))

    def _settle(self) -> None:
        """Find out which containers that this side made first somebody here still holds.

        Others, such as a list that stood in a call, are what the other side makes of them.
        """
        inside = collections.Counter(
            id(item)
            for known in self._known.values()
            for part in (known.value, known.state)
            for item in items_of(part)
        )
        held = [
            known
            for known in self._known.values()
            if known.is_ours and sys.getrefcount(known.value) > _UNHELD + inside[id(known.value)]
        ]
        seen = {id(known.value) for known in held}
        while held:
            for item in items_of(held.pop().value):
                key = self._keys.get(id(item))
                if key is not None and id(item) not in seen:
                    seen.add(id(item))
                    held.append(self._known[key])
        for known in self._known.values():
            known.is_ours = known.is_ours and id(known.value) in seen

    def _see(self, key: int) -> None:
        known = self._known.get(key)
        if known is not None:
            self._items -= len(known.state)
            known.state = state_of(known.value)
            self._items += len(known.state)

    def _forget(self, key: int | None) -> None:
        known = None if key is None else self._known.pop(key, None)
        if known is not None:
            self._keys.pop(id(known.value), None)
            self._items -= len(known.state)

    def _is_ours(self, view: View) -> bool:
        found = [self._known[key] for key in (view.own, view.of) if key in self._known]
        return any(one.is_ours for one in found)

    def _view(self, part: Any) -> list[Any]:
        """Tell of which known array an array is a view, if it is one."""
        start, end = np.lib.array_utils.byte_bounds(part)
        for key, first, last in self._bounds() if part.base is not None else ():
            if first <= start < end <= last and self._known[key].value.flags.c_contiguous:
                address = part.__array_interface__["data"][0]
                return [key, address - first, [*part.strides]]
        return []

    def _is_muddled(self, part: Any) -> bool:
        """Tell whether an array shares memory with a known one in a way that cannot be told."""
        if type(part) is not np.ndarray or id(part) in self._keys:
            return False
        start, end = np.lib.array_utils.byte_bounds(part)
        overlaps = any(first < end and start < last for _, first, last in self._bounds())
        return overlaps and not self._view(part)

    def _bounds(self) -> Iterator[tuple[int, int, int]]:
        for key, known in [*self._known.items()]:
            if type(known.value) is np.ndarray:
                yield key, *np.lib.array_utils.byte_bounds(known.value)
