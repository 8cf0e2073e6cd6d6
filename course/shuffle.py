"""A stable order without a pattern, for options that nobody should guess by their place."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")


def shuffled(items: Sequence[Item], seed: str) -> list[Item]:
    """Return the items in an order that depends on the seed and on their number, not on chance.

    Parameters
    ----------
    items
        What to order; the texts may be edited without moving anything.
    seed
        A name, as in ``"drift/input-alarm"``.
    """

    def place(number: int) -> bytes:
        return sha256(f"{seed}/{number}".encode()).digest()

    return [items[number] for number in sorted(range(len(items)), key=place)]
