"""Make your own drift: move one part of the lender's world and watch every monitor.

Covariate shift, prior shift and concept drift change different things and keep others, so
different monitors see them. A population stability index only reads the inputs; accuracy only reads
the outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from course.base.require import require_whole
from course.simulate.drift._lender import (
    BREAK_EVEN,
    LOSS_PER_DEFAULT,
    LOST_MARGIN,
    Applicants,
    Kind,
    Pace,
    default_probability,
    drifted_world,
    pace_profile,
    require_shift,
)
from course.simulate.drift.distance import PSI_BINS, psi_from_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "LOSS_PER_DEFAULT",
    "LOST_MARGIN",
    "Applicants",
    "Kind",
    "Pace",
    "ShiftStudy",
    "draw_applicants",
    "null_psi",
    "pace_profile",
    "simulate_shift",
]

_MONTHS = 24


@dataclass(frozen=True)
class ShiftStudy:
    """Two years of a drifting lender, as seen by monitors.

    Attributes
    ----------
    monthly : DataFrame, one row per month
        ``month``, ``accuracy`` (share of right decisions once every outcome is known), ``psi`` of
        the debt-to-income ratio against the reference sample, and ``cost`` (euros lost to wrong
        decisions).
    """

    monthly: pd.DataFrame


def simulate_shift(  # noqa: PLR0913 - one argument for each control of the explorable
    kind: Kind = "concept",
    pace: Pace = "sudden",
    size: float = 0.5,
    per_month: int = 1_000,
    *,
    start: int = 9,
    applicants: Applicants = "safer",
    seed: int = 0,
) -> ShiftStudy:
    """Simulate two years of a lender whose world shifts and whose model stays.

    The model refuses an applicant whose predicted probability of default is at least one half, the
    most accurate rule in the reference period. (The cheapest rule would refuse from
    ``LOST_MARGIN / (LOSS_PER_DEFAULT + LOST_MARGIN)``.) Every applicant's outcome is assumed known
    in the end, even if refused; `label_delay` drops this assumption. The reference sample for the
    population stability index is one month of applicants before any shift, so both samples hold
    `per_month` cases. Two studies with the same seed use the same random applicants, so they differ
    only in their controls.

    Parameters
    ----------
    kind : {"none", "covariate", "prior", "concept"}
        Kind of shift. "none" ignores `size` and `pace`.
    pace : {"sudden", "gradual", "seasonal"}
        Pace of the shift, see `pace_profile`.
    size : float, from 0 to 1
        Size of the full shift. Covariate: the mean debt-to-income ratio moves by
        16 percentage points x `size`. Prior: the share of defaulters rises by 30 percentage points
        x `size`. Concept: the default curve turns around the mean ratio and becomes steeper by
        2.92 x `size`; 0.5 lowers the accuracy from 88% to 79%.
    per_month : int, from 20 to 100,000
        Applicants per month, and in the reference sample.
    start : int, from 1 to 24
        First month of the shift.
    applicants : {"safer", "riskier"}
        Direction of a covariate shift. Riskier applicants are harder to tell apart, so accuracy
        falls although the model is still exactly right.
    seed : int
        Seed of the random applicants.

    Returns
    -------
    ShiftStudy

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.

    Notes
    -----
    Definitions of the three shifts: Quinonero-Candela et al., *Dataset Shift in Machine Learning*
    (2009); Moreno-Torres et al., *Pattern Recognition* 45 (2012). Sizes, curve and euros are
    assumptions.
    """
    require_shift(kind, size, applicants)
    profile = pace_profile(pace, _MONTHS, start)
    require_whole("per_month", per_month, 20, 100_000)

    world = drifted_world(kind, size * profile, applicants)
    first, share, chance = _draws(seed, per_month)
    reference = drifted_world("none", np.zeros(1)).ratio_at(first)[0]
    ratio = world.ratio_at(share)
    outcome = chance < default_probability(ratio, world.break_even[:, None], world.slope[:, None])
    return ShiftStudy(_monthly(reference, ratio, outcome))


def draw_applicants(
    kind: Kind = "none",
    size: float = 0.0,
    n: int = 1_000,
    *,
    applicants: Applicants = "safer",
    seed: int = 0,
) -> pd.DataFrame:
    """Draw one sample of applicants from a shifted world, with their outcomes.

    Parameters
    ----------
    kind, size, applicants
        The full shift, as in `simulate_shift`.
    n : int, from 1 to 10,000,000
        Applicants to draw.
    seed : int
        Seed of the draw.

    Returns
    -------
    DataFrame of shape (n, 3)
        ``debt_to_income``, ``default`` (True when the applicant defaults within 12 months) and
        ``predicted`` (the deployed model's probability of default).

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_shift(kind, size, applicants)
    require_whole("n", n, 1, 10_000_000)
    world = drifted_world(kind, np.full(1, float(size)), applicants)
    rng = np.random.default_rng(seed)
    ratio = world.ratio_at(rng.random((1, n)))[0]
    return pd.DataFrame(
        {
            "debt_to_income": ratio,
            "default": rng.random(n)
            < default_probability(ratio, world.break_even[0], world.slope[0]),
            "predicted": default_probability(ratio),
        }
    )


def null_psi(per_month: int, bins: int = PSI_BINS, repeats: int = 1_000, seed: int = 0) -> Floats:
    """Draw population stability indices without any shift.

    Both samples have `per_month` cases, which fall at random into equally likely bins. The mean is
    close to ``(bins - 1) * (1 / per_month + 1 / per_month)``, a second-order expansion of the
    index: it is above zero although nothing has changed.

    Parameters
    ----------
    per_month : int, from 20 to 1,000,000
        Cases in each sample.
    bins : int, from 2 to 100
    repeats : int, from 1 to 100,000
    seed : int

    Returns
    -------
    ndarray of shape (repeats,)

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_whole("per_month", per_month, 20, 1_000_000)
    require_whole("bins", bins, 2, 100)
    require_whole("repeats", repeats, 1, 100_000)
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(per_month, np.full(bins, 1 / bins), size=(2, repeats))
    return psi_from_counts(counts[0], counts[1])


@lru_cache(maxsize=1)
def _draws(seed: int, n: int) -> tuple[Floats, Floats, Floats]:
    """Draw the random numbers behind a study: reference, applicants, outcomes.

    Cached for the next study, which often differs only in the world. The shares of the first two
    are sorted within a month, which makes look-ups faster.
    """
    rng = np.random.default_rng(seed)
    draws = (
        np.sort(rng.random((1, n)), axis=1),
        np.sort(rng.random((_MONTHS, n)), axis=1),
        rng.random((_MONTHS, n)),
    )
    for draw in draws:
        draw.flags.writeable = False
    return draws


def _monthly(reference: Floats, ratio: Floats, default: NDArray[np.bool_]) -> pd.DataFrame:
    n = ratio.shape[1]
    is_refused = ratio >= BREAK_EVEN
    approved_bad = (default & ~is_refused).sum(axis=1)
    refused_good = (is_refused & ~default).sum(axis=1)
    return pd.DataFrame(
        {
            "month": np.arange(1, _MONTHS + 1),
            "accuracy": 1 - (approved_bad + refused_good) / n,
            "psi": _monthly_psi(reference, ratio),
            "cost": approved_bad * LOSS_PER_DEFAULT + refused_good * LOST_MARGIN,
        }
    )


def _monthly_psi(reference: Floats, ratio: Floats) -> Floats:
    """Compare each month with the reference sample, in its deciles."""
    edges = np.quantile(reference, np.linspace(0, 1, PSI_BINS + 1)[1:-1])
    months = ratio.shape[0]
    cell = np.searchsorted(edges, ratio) + PSI_BINS * np.arange(months)[:, None]
    actual = np.bincount(cell.ravel(), minlength=months * PSI_BINS).reshape(months, PSI_BINS)
    expected = np.bincount(np.searchsorted(edges, reference), minlength=PSI_BINS)
    return psi_from_counts(expected, actual)
