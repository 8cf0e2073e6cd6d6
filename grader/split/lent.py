"""Arguments that an iterator keeps: each item that it hands over may change them in place.

What a call changes in its arguments travels back with its answer. A generator has not begun by
then, and changes them while it runs: ``def drain(items): while items: yield items.pop()``. So both
sides remember what such a call was given, and tell each other with each item what has changed.
"""

from __future__ import annotations

import collections
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_CHANGEABLE = (list, dict, set, bytearray, collections.deque)
_MAX_KEPT = 64
"""Iterators whose arguments are remembered: the latest."""
_SMALL = 4096
"""Bytes of an argument that is looked at with each item; a longer one only at the end."""


@dataclass
class _Kept:
    value: Any
    digest: bytes
    is_small: bool


class Lent:
    """What the iterators of one side were given.

    Parameters
    ----------
    body : callable
        Encodes a value; None if it is not one all through.
    restore : callable
        ``restore(old, new)`` brings an old value to the state of a new one, in place.
    """

    def __init__(
        self, body: Callable[[Any], bytes | None], restore: Callable[[Any, Any], None]
    ) -> None:
        self._body, self._restore = body, restore
        self._kept: collections.OrderedDict[int, dict[int, _Kept]] = collections.OrderedDict()

    def keep(self, number: int, given: Sequence[Any]) -> None:
        """Remember what the call was given that returned the iterator of this number."""
        kept: dict[int, _Kept] = {}
        for position, value in enumerate(given):
            body = self._body(value) if type(value) in _CHANGEABLE else None
            if body is not None:
                kept[position] = _Kept(value, _digest(body), len(body) <= _SMALL)
        if kept:
            self._kept[number] = kept
            if len(self._kept) > _MAX_KEPT:
                self._kept.popitem(last=False)

    def changed(self, number: int, *, at_end: bool = False) -> Iterator[tuple[int, bytes]]:
        """Yield the positions and new bodies of what has changed since this was last asked."""
        for position, kept in self._kept.get(number, {}).items():
            body = self._body(kept.value) if kept.is_small or at_end else None
            if body is not None and _digest(body) != kept.digest:
                kept.digest, kept.is_small = _digest(body), len(body) <= _SMALL
                yield position, body

    def update(self, number: int, position: Any, after: Any) -> None:
        """Bring what stood at a position to the state that it has over there."""
        kept = self._kept.get(number, {}).get(position)
        if kept is None or type(after) is not type(kept.value):
            return
        self._restore(kept.value, after)
        body = self._body(kept.value)
        if body is not None:
            kept.digest, kept.is_small = _digest(body), len(body) <= _SMALL


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()
