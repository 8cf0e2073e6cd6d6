"""Two of forty: what a count of pilots can and cannot say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import bdtr, comb

from course.simulate.drift.accuracy import wilson_interval


@dataclass(frozen=True)
class PilotStudy:
    """What a count of live pilots says about the underlying rate.

    Attributes
    ----------
    share, low, high : float
        Share of pilots in production, and the 95% Wilson interval of the underlying rate.
    tail : float
        Probability of at most this many live pilots if the benchmark's rate applied here.
    outcomes : DataFrame
        ``live`` (0 to `launched`) and ``probability`` under the benchmark; ``reads_as`` marks the
        counts up to the one observed as "as few as here" and the others as "more".
    """

    share: float
    low: float
    high: float
    tail: float
    outcomes: pd.DataFrame


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
    counts = np.arange(launched + 1)
    outcomes = pd.DataFrame(
        {
            "live": counts,
            "probability": _binomial(counts, launched, benchmark),
            "reads_as": np.where(counts <= live, "as few as here", "more"),
        }
    )
    tail = float(bdtr(live, launched, benchmark))
    return PilotStudy(live / launched, low, high, tail, outcomes)


def _binomial(counts: np.ndarray, n: int, share: float) -> np.ndarray:
    """Return binomial probabilities of counts among n."""
    return np.asarray(comb(n, counts) * share**counts * (1 - share) ** (n - counts))
