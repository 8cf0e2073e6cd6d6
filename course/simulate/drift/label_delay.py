"""Labels that arrive late: what a lender knows, and when it can notice a worse model.

Defaults emerge over months, and only on granted loans. So accuracy here is about approvals: the
share of granted loans that are repaid. If every loan that has not defaulted *yet* counts as good,
young cohorts look too good, and a drift shows late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from course.base.require import require_choice, require_number, require_whole
from course.simulate.drift._lender import LOSS_PER_DEFAULT
from course.simulate.drift.distance import ACT_FROM, PSI_BINS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Monitor = Literal["matured", "early", "estimated", "inputs"]

EMERGENCE = 1.5
"""Shape of the emergence curve: above 1, few defaults emerge in the first months."""
EARLY_AGE = 3
"""Months after which the early monitor reads a cohort."""
SIGMAS = 3.0
"""An alarm needs a reading this many standard errors off, as on a control chart."""


@dataclass(frozen=True)
class DetectionStudy:
    """One monitor's detection of a drift, over many simulated lenders.

    Attributes
    ----------
    monitor : str
    median_delay : float
        Months from the first drifted month to the first alarm; infinite if fewer than half of the
        lenders get an alarm within the horizon.
    share_false : float
        Share of lenders with at least one alarm in the 12 months before the drift.
    cost : float
        Mean euros lost to additional defaults until the alarm or the horizon.
    alarmed : ndarray of shape (horizon,)
        Share of lenders that have had an alarm by each month after the drift begins.
    """

    monitor: Monitor
    median_delay: float
    share_false: float
    cost: float
    alarmed: Floats


def drifting_accuracy(
    months: int = 36, start: int = 13, *, before: float = 0.88, drop: float = 0.09, ramp: int = 6
) -> Floats:
    """Return an accuracy that falls in a straight line and stays down.

    Parameters
    ----------
    months : int, from 2 to 240
        Months are numbered from 1.
    start : int, from 1 to `months`
        The first drifted month.
    before : float, from 0 to 1
        Accuracy until the drift.
    drop : float, from 0 to `before`
        Total loss; 0.09 lowers 88% to 79%.
    ramp : int, from 1 to 60
        Length of the fall in months; 1 is sudden.

    Returns
    -------
    ndarray of shape (months,)

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_whole("months", months, 2, 240)
    require_whole("start", start, 1, months)
    require_number("before", before, 0, 1)
    require_number("drop", drop, 0, before)
    require_whole("ramp", ramp, 1, 60)
    since = np.arange(1, months + 1) - start
    fall: Floats = before - drop * np.clip((since + 1) / ramp, 0, 1)
    return fall


def known_share(months: ArrayLike, maturity: int = 12) -> Floats:
    """Return the share of a cohort's defaults that have emerged.

    An assumption: ``(age / maturity) ** 1.5``. A loan counts as defaulted only after several
    missed payments, so the curve starts flat. The performance window of credit scoring is commonly
    12 to 24 months.

    Parameters
    ----------
    months : array-like
        Age of the cohort: months since the decision; may be negative (nothing is known).
    maturity : int, from 0 to 60
        Months until every default is known. With 0, outcomes are known at once.

    Returns
    -------
    ndarray, same shape as `months`, values from 0 to 1

    Raises
    ------
    TypeError, ValueError
        If `maturity` has the wrong type or is outside its range.
    """
    require_whole("maturity", maturity, 0, 60)
    age = np.asarray(months, dtype=float)
    if maturity == 0:
        return np.where(age >= 0, 1.0, 0.0)
    share: Floats = np.clip(age / maturity, 0, 1) ** EMERGENCE
    return share


def observed_accuracy(
    true_accuracy: ArrayLike, maturity: int = 12, *, input_share: float = 0.0
) -> pd.DataFrame:
    """Return each month's cohort as it looks in the last month, and as it will end.

    Parameters
    ----------
    true_accuracy : array-like of shape (months,)
        Share of each month's granted loans that are repaid in the end, from 0 to 1.
    maturity : int, from 0 to 60
        Months until every default of a cohort is known.
    input_share : float, from 0 to 1
        Part of a change in accuracy that shows in the inputs. An estimate without labels, from the
        model's probabilities, only sees this part: it is blind to concept drift.

    Returns
    -------
    DataFrame, one row per month
        ``month``; ``true`` accuracy; ``naive`` (a loan with no default yet counts as good);
        ``matured`` (NaN until the whole outcome is known); ``estimated`` (without labels, from the
        first month's level).

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.

    Notes
    -----
    Naive accuracy = 1 - known share x (1 - true accuracy). The estimate represents confidence-based
    performance estimation (NannyML); its blindness is an assumption.
    """
    true = np.asarray(true_accuracy, dtype=float)
    if true.ndim != 1 or true.size == 0:
        raise ValueError(
            f"true_accuracy has shape {true.shape}; give one number per month, at least one month."
        )
    if not ((true >= 0) & (true <= 1)).all():
        raise ValueError("true_accuracy has values outside 0 to 1; give shares, such as 0.88.")
    require_number("input_share", input_share, 0, 1)
    month = np.arange(1, true.size + 1)
    age = true.size - month
    return pd.DataFrame(
        {
            "month": month,
            "true": true,
            "naive": 1 - known_share(age, maturity) * (1 - true),
            "matured": np.where(age >= maturity, true, np.nan),
            "estimated": true[0] + input_share * (true - true[0]),
        }
    )


def detection_delay(  # noqa: PLR0913 - one argument for each control of the explorable
    monitor: Monitor = "matured",
    maturity: int = 12,
    loans_per_month: int = 500,
    drop: float = 0.09,
    *,
    before: float = 0.88,
    ramp: int = 6,
    input_share: float = 0.0,
    input_shift: float = 0.0,
    horizon: int = 36,
    repeats: int = 200,
    seed: int = 0,
) -> DetectionStudy:
    """Simulate one monitor's alarms for many lenders under the same drift.

    Every monitor takes a monthly reading:

    * "matured" reads the accuracy of the newest cohort whose outcome is fully known;
    * "early" reads the defaults in a cohort's first three months (or until maturity, if that is
      sooner);
    * "estimated" reads an accuracy estimated without labels, which only sees the `input_share` of
      the drop;
    * "inputs" reads the population stability index of one input that moves by `input_shift`
      standard deviations, and alarms above 0.25.

    The first three raise an alarm if a reading is three standard errors worse than before the
    drift.

    Parameters
    ----------
    monitor : {"matured", "early", "estimated", "inputs"}
    maturity : int, from 0 to 60
        Months until every default of a cohort is known.
    loans_per_month : int, from 20 to 100,000
    drop : float, from 0 to `before`
        Fall in accuracy.
    before : float, above 0 and below 1
        Accuracy until the drift.
    ramp : int, from 1 to 60
        Length of the fall in months.
    input_share : float, from 0 to 1
        Part of the drop that shows in the inputs; 0 is pure concept drift.
    input_shift : float, from 0 to 5
        Shift of the watched input at the end of the ramp, in standard deviations.
    horizon : int, from 1 to 120
        Simulated months after the drift begins.
    repeats : int, from 1 to 5,000
        Simulated lenders.
    seed : int

    Returns
    -------
    DetectionStudy

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.

    Notes
    -----
    These are assumptions. Counts are binomial. The index of two equally wide normal distributions
    `d` standard deviations apart is ``d ** 2``; with n cases on each side, n / 2 times the index
    is drawn from a noncentral chi-square distribution with bins - 1 degrees of freedom.
    """
    require_choice("monitor", monitor, get_args(Monitor))
    require_whole("maturity", maturity, 0, 60)
    require_whole("loans_per_month", loans_per_month, 20, 100_000)
    require_number("before", before, 1e-6, 1 - 1e-6)
    require_number("input_share", input_share, 0, 1)
    require_number("input_shift", input_shift, 0, 5)
    require_whole("horizon", horizon, 1, 120)
    require_whole("repeats", repeats, 1, 5_000)
    quiet = 12
    accuracy = drifting_accuracy(quiet + horizon, quiet + 1, before=before, drop=drop, ramp=ramp)
    rng = np.random.default_rng(seed)
    shape = (repeats, accuracy.size)
    if monitor == "inputs":
        shift = input_shift * (before - accuracy) / drop if drop else np.zeros(accuracy.size)
        alarm = _psi_alarm(shift, loans_per_month, shape, rng)
    else:
        visible, lag = _what_is_read(monitor, maturity, input_share)
        wrong = 1 - before + visible[0] * (before - _delayed(accuracy, lag))
        alarm = _count_alarm(visible[1] * wrong, loans_per_month, shape, rng)
    added_cost = loans_per_month * (before - accuracy[quiet:]) * LOSS_PER_DEFAULT
    return _study(monitor, alarm[:, :quiet], alarm[:, quiet:], added_cost)


def _what_is_read(
    monitor: Monitor, maturity: int, input_share: float
) -> tuple[tuple[float, float], int]:
    """Return the visible parts of the drop and of the defaults, and the lag in months."""
    if monitor == "estimated":
        return (input_share, 1.0), 0
    lag = maturity if monitor == "matured" else min(EARLY_AGE, maturity)
    return (1.0, float(known_share(lag, maturity))), lag


def _delayed(accuracy: Floats, lag: int) -> Floats:
    """Return the accuracy of the cohort read in each month, `lag` months old."""
    newest = np.maximum(np.arange(accuracy.size) - lag, 0)
    return accuracy[newest]


def _count_alarm(
    share: Floats, loans: int, shape: tuple[int, int], rng: np.random.Generator
) -> NDArray[np.bool_]:
    expected_share = share[0]
    limit = expected_share + SIGMAS * np.sqrt(expected_share * (1 - expected_share) / loans)
    alarm: NDArray[np.bool_] = rng.binomial(loans, share, size=shape) > limit * loans
    return alarm


def _psi_alarm(
    shift: Floats, loans: int, shape: tuple[int, int], rng: np.random.Generator
) -> NDArray[np.bool_]:
    chi_square = rng.noncentral_chisquare(PSI_BINS - 1, shift**2 * loans / 2, size=shape)
    alarm: NDArray[np.bool_] = chi_square * 2 / loans > ACT_FROM
    return alarm


def _study(
    monitor: Monitor, before: NDArray[np.bool_], after: NDArray[np.bool_], added_cost: Floats
) -> DetectionStudy:
    is_alarmed = np.maximum.accumulate(after, axis=1)
    is_detected = is_alarmed[:, -1]
    # The loans of the month of the alarm are still lost.
    is_waiting = ~np.pad(is_alarmed[:, :-1], ((0, 0), (1, 0)))
    delay = np.where(is_detected, is_alarmed.argmax(axis=1), np.inf)
    return DetectionStudy(
        monitor=monitor,
        # An order statistic: averaging a finite and an infinite delay would hide the finite one.
        median_delay=float(np.sort(delay)[(delay.size - 1) // 2]),
        share_false=float(before.any(axis=1).mean()),
        cost=float((is_waiting * added_cost).sum(axis=1).mean()),
        alarmed=is_alarmed.mean(axis=0),
    )
