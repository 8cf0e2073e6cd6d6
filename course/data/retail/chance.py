"""Random numbers that stay the same: on every machine, in every version, for every size of feed.

NumPy keeps the stream of a bit generator for good, and may improve what a ``Generator`` makes of
it (NEP 19). So the retail data take the bits themselves, and turn them into numbers by whole-number
arithmetic. Every store has a stream for each purpose: more stores, days or products, or another set
of defects, leave what a store already had as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Words = NDArray[np.uint16]

STREAMS: Final = (
    "demand",
    "shrinkage",
    "theft",
    "returns",
    "loyalty",
    "arrival",
    "late",
    "missing",
    "resent",
    "offline",
    "typing",
    "count",
)
"""One stream a purpose. A new purpose goes to the end: the place is part of the seed."""

ONE: Final = 1 << 16
"""A word is below this; ``word < share * ONE`` happens with that share."""

_WORDS_IN_A_DRAW: Final = 4


def words(seed: int, stores: Sequence[int], stream: str, days: int, width: int) -> Words:
    """Return uniform whole numbers below 65,536.

    Parameters
    ----------
    seed : int
        Non-negative.
    stores : sequence of int
        Places of the stores in the roll-out, which select their streams.
    stream : str
        One of `STREAMS`.
    days, width : int
        Numbers of days, and of numbers a day.

    Returns
    -------
    ndarray of uint16, shape (stores, days, width)
    """
    draws = -(-width // _WORDS_IN_A_DRAW)
    found = np.empty((len(stores), days, draws * _WORDS_IN_A_DRAW), np.uint16)
    for place, store in enumerate(stores):
        bits = np.random.PCG64(np.random.SeedSequence([seed, STREAMS.index(stream), store]))
        # "<u8": the four words of a draw stand in the same order on every machine.
        raw = bits.random_raw(days * draws).astype("<u8", copy=False)
        found[place] = raw.view("<u2").reshape(days, -1)
    return found[:, :, :width]


def happens(draws: Words, per_mille: int) -> NDArray[np.bool_]:
    """Return where something happens that happens to so many in a thousand."""
    return draws < np.uint16(per_mille * ONE // 1000)


def below(draws: Words, limit: int) -> NDArray[np.int32]:
    """Return whole numbers from 0 to ``limit - 1``, one for each draw."""
    return (draws.astype(np.int32) * limit) >> 16
