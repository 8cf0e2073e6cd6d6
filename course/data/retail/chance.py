"""Random numbers that stay the same on every machine, in every version, for every size of feed.

NumPy guarantees the stream of a bit generator, but may change how a ``Generator`` uses it (NEP 19).
So the retail data use the bits directly and turn them into numbers with integer arithmetic. Every
store has a stream for each purpose, so its numbers do not change with more stores, days or
products, or with another set of defects.
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
"""One stream per purpose. Add new purposes at the end: the index is part of the seed."""

ONE: Final = 1 << 16
"""Words are below this; ``word < share * ONE`` is true with that probability."""

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
        Number of days, and of random numbers per day.

    Returns
    -------
    ndarray of uint16, shape (stores, days, width)
    """
    draws = -(-width // _WORDS_IN_A_DRAW)
    numbers = np.empty((len(stores), days, draws * _WORDS_IN_A_DRAW), np.uint16)
    for place, store in enumerate(stores):
        bits = np.random.PCG64(np.random.SeedSequence([seed, STREAMS.index(stream), store]))
        # "<u8": the four words of a draw have the same order on every machine.
        raw = bits.random_raw(days * draws).astype("<u8", copy=False)
        numbers[place] = raw.view("<u2").reshape(days, -1)
    return numbers[:, :, :width]


def happens(draws: Words, per_mille: int) -> NDArray[np.bool_]:
    """Return where an event happens that has a rate of `per_mille`."""
    return draws < np.uint16(per_mille * ONE // 1000)


def below(draws: Words, limit: int) -> NDArray[np.int32]:
    """Return whole numbers from 0 to ``limit - 1``, one for each draw."""
    return (draws.astype(np.int32) * limit) >> 16
