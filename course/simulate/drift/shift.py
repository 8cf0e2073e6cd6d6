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

from course._late import Late
from course._require import require_number, require_whole
from course.simulate.drift._lender import (
    BREAK_EVEN,
    LOSS_PER_DEFAULT,
    LOST_MARGIN,
    Applicants,
    Kind,
    Pace,
    World,
    default_probability,
    drifted_world,
    pace_profile,
    require_shift,
)
from course.simulate.drift.distance import PSI_BINS, WATCH_FROM, psi_from_counts

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
    "false_alarm_rate",
    "null_psi",
    "pace_profile",
    "simulate_shift",
]

special = Late("scipy.special")


@dataclass(frozen=True)
class ShiftStudy:
    """Two years of a drifting lender, as seen by monitors.

    Attributes
    ----------
    monthly : DataFrame, one row per month
        ``month``, ``n`` (applicants), ``accuracy`` (share of right decisions once every outcome is
        known), ``expected_accuracy`` (the same without sampling noise), ``psi``
        and ``ks_p_value`` of the debt-to-income ratio against the reference sample,
        ``default_rate``, ``mean_predicted`` (the model's mean probability of default) and
        ``cost`` (euros lost to wrong decisions).
    """

    monthly: pd.DataFrame


def simulate_shift(  # noqa: PLR0913 - one argument for each control of the explorable
    kind: Kind = "concept",
    pace: Pace = "sudden",
    size: float = 0.5,
    per_month: int = 1_000,
    *,
    months: int = 24,
    start: int = 9,
    applicants: Applicants = "safer",
    loss_per_default: float = LOSS_PER_DEFAULT,
    lost_margin: float = LOST_MARGIN,
    seed: int = 0,
) -> ShiftStudy:
    """Simulate a lender whose world shifts while its model stays the same.

    The model refuses an applicant whose predicted probability of default is at least one half, the
    most accurate rule in the reference period. (The cheapest rule would refuse from
    ``lost_margin / (loss_per_default + lost_margin)``.) Every applicant's outcome is assumed known
    in the end, even if refused; `label_delay` drops this assumption. The reference sample
    for the population stability index and the Kolmogorov-Smirnov test is one month of applicants
    before any shift, so both samples hold `per_month` cases. Two studies with the same seed
    use the same random applicants, so they differ only in their controls.

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
    months : int, from 2 to 120
        Length of the study.
    start : int, from 1 to `months`
        First month of the shift.
    applicants : {"safer", "riskier"}
        Direction of a covariate shift. Riskier applicants are harder to tell apart, so accuracy
        falls although the model is still exactly right.
    loss_per_default : float
        Euros lost on an approved applicant who defaults.
    lost_margin : float
        Euros of margin lost on a refused applicant who would have paid.
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
    assumptions. The Kolmogorov-Smirnov p-value is the asymptotic one.
    """
    require_shift(kind, size, applicants)
    profile = pace_profile(pace, months, start)
    require_whole("per_month", per_month, 20, 100_000)
    require_number("loss_per_default", loss_per_default, 0, 1e9)
    require_number("lost_margin", lost_margin, 0, 1e9)

    world = drifted_world(kind, size * profile, applicants)
    first, share, chance = _draws(seed, months, per_month)
    reference = drifted_world("none", np.zeros(1)).ratio_at(first)[0]
    ratio = world.ratio_at(share)
    outcome = chance < default_probability(ratio, world.break_even[:, None], world.slope[:, None])
    return ShiftStudy(
        monthly=_monthly(world, reference, ratio, outcome, (loss_per_default, lost_margin)),
    )


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


def false_alarm_rate(
    per_month: int,
    threshold: float = WATCH_FROM,
    bins: int = PSI_BINS,
    repeats: int = 1_000,
    seed: int = 0,
) -> float:
    """Return the share of months without drift with an index above `threshold`.

    Parameters
    ----------
    per_month, bins, repeats, seed
        As in `null_psi`.
    threshold : float, from 0 to 10
        The alarm level; 0.1 and 0.25 are rules of thumb, not tests.

    Returns
    -------
    float
        A share from 0 to 1, estimated from `repeats` random months.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_number("threshold", threshold, 0, 10)
    return float((null_psi(per_month, bins, repeats, seed) > threshold).mean())


@lru_cache(maxsize=1)
def _draws(seed: int, months: int, n: int) -> tuple[Floats, Floats, Floats]:
    """Draw the random numbers behind a study: reference, applicants, outcomes.

    Cached for the next study, which often differs only in the world. The shares of the first two
    are sorted within a month, which makes look-ups faster.
    """
    rng = np.random.default_rng(seed)
    draws = (
        np.sort(rng.random((1, n)), axis=1),
        np.sort(rng.random((months, n)), axis=1),
        rng.random((months, n)),
    )
    for draw in draws:
        draw.flags.writeable = False
    return draws


def _monthly(
    world: World,
    reference: Floats,
    ratio: Floats,
    default: NDArray[np.bool_],
    euros: tuple[float, float],
) -> pd.DataFrame:
    months, n = ratio.shape
    refused = ratio >= BREAK_EVEN
    approved_bad = (default & ~refused).sum(axis=1)
    refused_good = (refused & ~default).sum(axis=1)
    return pd.DataFrame(
        {
            "month": np.arange(1, months + 1),
            "n": n,
            "accuracy": 1 - (approved_bad + refused_good) / n,
            "expected_accuracy": world.accuracy(np.full(months, BREAK_EVEN)),
            "psi": _monthly_psi(reference, ratio),
            "ks_p_value": _ks_p_values(reference, ratio),
            "default_rate": default.mean(axis=1),
            "mean_predicted": default_probability(ratio).mean(axis=1),
            "cost": approved_bad * euros[0] + refused_good * euros[1],
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


def _ks_p_values(reference: Floats, ratio: Floats) -> Floats:
    """Return two-sample Kolmogorov-Smirnov p-values of sorted samples; asymptotic, no ties."""
    n, m = ratio.shape[1], reference.size
    below = np.searchsorted(reference, ratio) / m
    step = np.arange(n + 1) / n
    gap = np.maximum(step[1:] - below, below - step[:-1]).max(axis=1)
    p_value: Floats = special.kolmogorov(np.sqrt(n * m / (n + m)) * gap)
    return p_value
