"""A learner's variant: numbers derived from their identity that never change.

`hash` differs from one Python process to the next; SHA-256 doesn't. A data set names what it
draws, so every draw is independent of the others. The data sets use different separators and
numbers of bytes. Changing either would change the data.
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
    """Return a whole number below ``256 ** size`` for a named draw.

    Parameters
    ----------
    variant : str or None
        The learner's identity.
    what : str
        Name of the draw.
    size : int, default 8
        Bytes to use, at most 32.
    between : str
        Separator between `what` and the identity.

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
    """Return a generator for a named draw, or for a whole data set.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.
    """
    return np.random.default_rng(list(_digest(variant, "" if what is None else f"{what}\n")))


def _digest(variant: str | None, start: str) -> bytes:
    require_variant(variant)
    return hashlib.sha256(f"{start}{variant or ''}".encode()).digest()
