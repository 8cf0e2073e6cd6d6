"""A stable order without a pattern, so that nobody can guess options by position."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")


def shuffled(items: Sequence[Item], seed: str) -> list[Item]:
    """Return the items in an order set by the seed and their number.

    Parameters
    ----------
    items
        Items to order; editing their texts does not change the order.
    seed
        A name, such as ``"drift/input-alarm"``.
    """

    def place(number: int) -> bytes:
        return sha256(f"{seed}/{number}".encode()).digest()

    return [items[number] for number in sorted(range(len(items)), key=place)]
