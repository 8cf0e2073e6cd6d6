"""Changeable values with methods of their own, of which each side has one.

A ``class Hand(list)`` is a list in the checker and an object in the student's process, and either
may change: here by what a list can do, there by whatever the student's code does with it. So both
sides remember what they last told of each, and tell each other only what has changed since. To
send the state with each question would undo what other code over there has done meanwhile.
"""

from __future__ import annotations

import collections
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.split import hybrid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_MAX_HELD = 100
"""Values that are looked at with each question: those used latest."""
_SMALL = 65_536
"""Bytes of a value that is looked at with each question; a longer one only if it is used."""


class _Told(NamedTuple):
    value: Any
    digest: bytes | None
    is_small: bool


class Held:
    """What one side has told, or was told, of the values that both have.

    Parameters
    ----------
    outline : callable
        Encodes a plain value, for comparing alone; None if that cannot be done.
    """

    def __init__(self, outline: Callable[[Any], bytes | None]) -> None:
        self._outline = outline
        self._told: collections.OrderedDict[int, _Told] = collections.OrderedDict()

    def note(self, number: int, value: Any) -> None:
        """Remember the state of a value as told."""
        body = self._outline(hybrid.plain(value))
        self._put(number, _Told(value, _digest(body), len(body or b"") <= _SMALL))

    def hand(self, number: int, value: Any) -> None:
        """Remember the state of a value as told when it first is."""
        if number in self._told:
            self._told.move_to_end(number)
        else:
            self.note(number, value)

    def use(self, number: int, value: Any) -> None:
        """Keep a value in mind; nothing of it is told if it had been forgotten."""
        if number in self._told:
            self._told.move_to_end(number)
        else:
            self._put(number, _Told(value, b"", is_small=True))

    def changed(self, used: Collection[int] = ()) -> list[tuple[int, Any]]:
        """Return the numbers and values whose state is not what was last told."""
        return [
            (number, told.value)
            for number, told in [*self._told.items()]
            if told.is_small or number in used
            if _digest(self._outline(hybrid.plain(told.value))) != told.digest
        ]

    def _put(self, number: int, told: _Told) -> None:
        self._told[number] = told
        self._told.move_to_end(number)
        if len(self._told) > _MAX_HELD:
            self._told.popitem(last=False)


def _digest(body: bytes | None) -> bytes | None:
    return None if body is None else hashlib.blake2b(body, digest_size=16).digest()
