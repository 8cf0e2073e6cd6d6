"""One cut-off per group: who is hired, and which kinds of fairness result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_number, require_whole
from course.maths.normal import cdf, quantile

WORLDS: Final = 200
GAIN: Final = 20_000
"""Gain of a good hire and cost of another hire, in EUR (invented)."""


@dataclass(frozen=True)
class Rates:
    """Effects of a cut-off on one group. All are shares from 0 to 1.

    Attributes
    ----------
    base : float
        Share of good applicants.
    hired : float
        Share of applicants who are hired (selection rate).
    true_positive : float
        Share of good applicants who are hired.
    false_positive : float
        Share of other applicants who are hired.
    """

    base: float
    hired: float
    true_positive: float
    false_positive: float

    @property
    def precision(self) -> float:
        """Share of the hired who are good (positive predictive value)."""
        return self.base * self.true_positive / self.hired

    @property
    def net(self) -> float:
        """Value of the hires, in EUR per applicant."""
        return GAIN * self.hired * (2 * self.precision - 1)


def rates(base: float = 0.6, cut: float = 0.5, auc: float = 0.8) -> Rates:
    """Return the effects of a cut-off on a group.

    Parameters
    ----------
    base : float, from 0.01 to 0.99
        Share of good applicants.
    cut : float, from 0.01 to 0.99
        Applicants whose chance of being good is above it are hired.
    auc : float, from 0.51 to 0.999
        Chance that a good applicant's score is above another's (area under the ROC curve).

    Returns
    -------
    Rates

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number or is outside its range.

    Notes
    -----
    Evidence is normal with standard deviation 1. Its mean is d = sqrt(2) quantile(auc) for the good
    and 0 for the others, the same in every group. The score is the chance of being good given
    evidence and base rate (Bayes), so it is calibrated within each group: of those with a score of
    0.7, 70% are good. A group's cut-off on the chance is one on the evidence.

    Left out: evidence that says less about one group, and records that are wrong about one group.
    If a third of a group's good applicants are recorded as not good, equal cut-offs are really
    unequal. Nobody applies more or less because of the cut-off.

    Examples
    --------
    >>> half = rates(base=0.6, cut=0.5, auc=0.8)
    >>> print(f"{half.hired:.1%} hired, of whom {half.precision:.1%} are good")
    65.5% hired, of whom 75.6% are good
    """
    require_number("base", base, 0.01, 0.99)
    require_number("cut", cut, 0.01, 0.99)
    require_number("auc", auc, 0.51, 0.999)
    apart = float(np.sqrt(2) * quantile(auc))
    least = (_log_odds(cut) - _log_odds(base)) / apart + apart / 2
    good, others = float(cdf(apart - least)), float(cdf(-least))
    return Rates(base, base * good + (1 - base) * others, good, others)


def draw_ratios(one: float, other: float, applicants: int, seed: int = 0) -> np.ndarray:
    """Draw the impact ratio in 200 worlds that differ only by luck.

    The impact ratio is the lower selection rate over the higher one (29 CFR 1607.4(D)).

    Parameters
    ----------
    one, other : float, from 0 to 1
        Chance of being hired in each group. Half of the applicants belong to each.
    applicants : int, from 2 to 100,000
    seed : int, default 0

    Returns
    -------
    array of shape (200,), from 0 to 1
        1 in a world where nobody is hired.
    """
    size = require_whole("applicants", applicants, 2, 100_000) // 2
    luck = _luck(size, seed)
    hired = np.stack([_hired(luck[0], one), _hired(luck[1], other)])
    most = hired.max(axis=0)
    return np.where(most > 0, hired.min(axis=0) / np.maximum(most, 1), 1.0)


@cache
def _luck(size: int, seed: int) -> np.ndarray:
    """Return every applicant's sorted luck, cached so that worlds keep it as the cut-off moves."""
    rng = np.random.default_rng([seed, size])
    return np.sort(rng.random((2, WORLDS, size), dtype=np.float32), axis=2)


def _hired(luck: np.ndarray, chance: float) -> np.ndarray:
    return np.asarray((luck < chance).sum(axis=1))


def _log_odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))
