"""A crowd of applicants in which luck is spread evenly, so that it agrees with the rates."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from course.base.require import require_number, require_whole
from course.maths.normal import quantile


@lru_cache(maxsize=64)
def draw_crowd(base: float = 0.6, auc: float = 0.8, size: int = 100) -> pd.DataFrame:
    """Return a group's applicants, with evenly spread luck.

    Parameters
    ----------
    base : float, from 0.01 to 0.99
        Share of good applicants.
    auc : float, from 0.51 to 0.999
        Chance that a good applicant's score is above another's.
    size : int, from 1 to 1,000

    Returns
    -------
    pandas.DataFrame
        good (bool) and score (chance of being good, from 0 to 1), with one row per applicant. The
        frame is cached: don't change it.

    Notes
    -----
    The model is that of `rates`. Instead of random numbers, evidence takes the points of a van der
    Corput sequence, any stretch of which is spread evenly. So a crowd of a hundred has the shares
    of `rates` to within two or three people. The good come first: when a base rate moves, each
    person keeps their luck, and some change sides.

    Examples
    --------
    >>> crowd = draw_crowd(base=0.6, auc=0.8, size=100)
    >>> int((crowd["score"] > 0.5).sum())
    65
    """
    require_number("base", base, 0.01, 0.99)
    require_number("auc", auc, 0.51, 0.999)
    require_whole("size", size, 1, 1_000)
    good = np.arange(size) < round(base * size)
    apart = float(np.sqrt(2) * quantile(auc))
    evidence = quantile(_evenly(size)) + apart * good
    odds = base / (1 - base) * np.exp(apart * evidence - apart**2 / 2)
    return pd.DataFrame({"good": good, "score": odds / (1 + odds)})


def _evenly(size: int) -> np.ndarray:
    """Return numbers between 0 and 1: van der Corput's sequence in base 2."""
    number, digit = np.arange(1, size + 1), 0.5
    points = np.zeros(size)
    while number.any():
        points += digit * (number & 1)
        number, digit = number >> 1, digit / 2
    return points
