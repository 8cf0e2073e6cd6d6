"""A learner's variant: their identity as text, turned into numbers that never change.

`hash` differs from one Python process to the next; SHA-256 does not. A data set names what it
draws, so that every draw is independent of the others. The data sets differ in what separates the
name from the identity and in how many bytes they take: that must stay, for the data to stay.
"""

from __future__ import annotations

import hashlib

import numpy as np


def require_variant(variant: object) -> None:
    """Raise TypeError unless `variant` is a learner's identity as text, or None."""
    if variant is not None and not isinstance(variant, str):
        raise TypeError(
            f"variant is {variant!r}; expected the learner's identity as text, or None."
        )


def number(variant: str | None, what: str, *, size: int = 8, between: str = "\n") -> int:
    """Return a whole number below ``256 ** size`` for what is drawn.

    Parameters
    ----------
    variant : str or None
        The learner's identity.
    what : str
        What is drawn.
    size : int, default 8
        Bytes that are taken, at most 32.
    between : str
        What separates `what` from the identity.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.

    Examples
    --------
    >>> number("ada", "rows", size=1)
    157
    """
    return int.from_bytes(_digest(variant, what + between)[:size], "big")


def generator(variant: str | None, what: str | None = None) -> np.random.Generator:
    """Return random numbers for what is drawn; without a name, for the data set as a whole.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.
    """
    return np.random.default_rng(list(_digest(variant, "" if what is None else f"{what}\n")))


def _digest(variant: str | None, start: str) -> bytes:
    require_variant(variant)
    return hashlib.sha256(f"{start}{variant or ''}".encode()).digest()
