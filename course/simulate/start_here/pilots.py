"""Two of forty: what a count of pilots can and cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course.maths.binomial import binomial
from course.simulate.drift.accuracy import wilson_interval

COMPANIES: Final = 100


@dataclass(frozen=True)
class PilotStudy:
    """What a count of live pilots says about the underlying rate.

    Attributes
    ----------
    share, low, high : float
        Share of pilots in production, and the 95% Wilson interval of the underlying rate.
    tail : float
        Probability of at most this many live pilots if the benchmark's rate applied here.
    companies : array of shape (100,), sorted
        Live pilots of a hundred companies that launch as many at the benchmark's rate. Their luck
        is spread evenly, so the share of companies with a count is its probability, rounded.
    """

    share: float
    low: float
    high: float
    tail: float
    companies: np.ndarray


def count_pilots(launched: int = 40, live: int = 2, benchmark: float = 0.12) -> PilotStudy:
    """Compare a count of live pilots with a published rate.

    Parameters
    ----------
    launched : int, from 1 to 1,000
    live : int, from 0 to `launched`
        Pilots in production.
    benchmark : float, from 0 to 1
        Rate at which pilots reach production elsewhere.

    Returns
    -------
    PilotStudy

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Binomial: every pilot has the same chance, independently of the others. Real pilots share
    platforms and sponsors, so real counts vary more.
    """
    if not 1 <= launched <= 1_000:
        raise ValueError(f"launched must be from 1 to 1,000 pilots, got {launched}.")
    if not 0 <= live <= launched:
        raise ValueError(f"live must be from 0 to the {launched} launched pilots, got {live}.")
    if not 0 <= benchmark <= 1:
        raise ValueError(f"benchmark must be a share from 0 to 1, got {benchmark}.")
    low, high = wilson_interval(live, launched)
    at_most = np.cumsum(binomial(launched, benchmark)).clip(max=1)
    companies = np.searchsorted(at_most, (np.arange(COMPANIES) + 0.5) / COMPANIES)
    return PilotStudy(live / launched, low, high, float(at_most[live]), companies)
