"""A thousand machines, a few about to fail: which alarms are real, and their value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

# Shares of 85% end in ties, such as 148.5 alarms: the last digit decides what a chart says.
from scipy.special import ndtr, ndtri

from course import world
from course.base.require import require_choice, require_number, require_whole

MACHINES: Final = world.count("lathes", "lathes")
WORLDS: Final = 100
SECOND_CHECKS: Final = ("none", "same sensor again", "other evidence")
"""Checks after a first alarm. Both kinds are right 85% of the time."""

RIGHT: Final = 0.85  # for healthy and failing machines, for the model and for a second check
# Between the means of the two groups' scores, in standard deviations.
_APART: Final = 2 * float(ndtri(RIGHT))
# Invented: correlation of the second check's score with the first.
_CORRELATION: Final = {"same sensor again": 0.9, "other evidence": 0.0}
_INSPECTION = world.count("inspection", "EUR")  # for lathes, as in the data set `sensors`
_SECOND_CHECK = world.count("second_check", "EUR")
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(60)


@dataclass(frozen=True)
class Alarms:
    """What happens to 1,000 machines in a week, on average.

    Attributes
    ----------
    found, missed : float
        Machines about to fail that are inspected, and that are not.
    false : float
        Healthy machines that are inspected.
    first : float
        Alarms of the model, before a second check.
    net : float
        Value of the alarms compared with silence, EUR per week.
    """

    found: float
    missed: float
    false: float
    first: float
    net: float

    @property
    def alarms(self) -> float:
        """Inspections: alarms that remain after a second check."""
        return self.found + self.false

    @property
    def real(self) -> float:
        """Share of alarms that are real, from 0 to 1."""
        return self.found / self.alarms


def count_alarms(
    failures: int = 10, caught: float = 85, second: str = "none", missed_cost: float = 9_000
) -> Alarms:
    """Count real and false alarms, and compute their value.

    Parameters
    ----------
    failures : int, from 1 to 999
        Machines of 1,000 that are about to fail.
    caught : float, from 1 to 99
        Percentage of failing machines that raise the model's alarm; sets the threshold.
    second : {"none", "same sensor again", "other evidence"}, default "none"
        A second check of every machine that alarms; only those with two alarms are inspected.
    missed_cost : float, from 0 to 1,000,000
        Cost of a failure without an inspection before, in EUR.

    Returns
    -------
    Alarms

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong type or is outside its range.

    Notes
    -----
    Scores are normal with standard deviation 1 in both groups, 2.073 apart; so at `caught` = 85 the
    model is right for 85% of healthy machines too. An inspection costs 300 EUR and always prevents
    the failure; a second check costs 40 EUR. The second check's score has correlation 0.9 with the
    first for the same sensor, and 0 for other evidence. The last three figures are invented.

    Left out: lead time, repeated alarms of one machine, and the limited time of crews. Crews
    without time for 157 inspections could change the answer in money.

    Examples
    --------
    >>> week = count_alarms(failures=10)
    >>> print(f"{week.alarms:.0f} alarms, {week.found:.1f} of them real")
    157 alarms, 8.5 of them real
    """
    require_whole("failures", failures, 1, MACHINES - 1)
    require_number("missed_cost", missed_cost, 0, 1_000_000)
    rates = _rates(caught, second)
    healthy = MACHINES - failures
    caught_machines, false = failures * rates.found, healthy * rates.false
    first = failures * rates.first_found + healthy * rates.first_false
    checks = 0 if second == "none" else first
    net = (
        caught_machines * missed_cost
        - _INSPECTION * (caught_machines + false)
        - _SECOND_CHECK * checks
    )
    return Alarms(caught_machines, failures - caught_machines, false, first, net)


def draw_real_shares(
    failures: int = 10, caught: float = 85, second: str = "none", seed: int = 0
) -> np.ndarray:
    """Draw the share of real alarms in 100 worlds that differ only by luck.

    A machine's luck does not depend on the controls.

    Parameters
    ----------
    failures, caught, second
        As in `count_alarms`.
    seed : int, default 0

    Returns
    -------
    array of shape (100,), from 0 to 1
        0 for a world without alarms.
    """
    require_whole("failures", failures, 1, MACHINES - 1)
    threshold = _threshold(caught)
    model, other = _noise(seed)
    shift = np.where(np.arange(MACHINES) < failures, np.float32(_APART), np.float32(0))
    alarms = model + shift > threshold
    if second != "none":
        shared = _CORRELATION[second]
        score = shared * model + np.float32((1 - shared**2) ** 0.5) * other
        alarms &= score + shift > _APART / 2
    real = alarms[:, :failures].sum(axis=1)
    return np.asarray(real / np.maximum(alarms.sum(axis=1), 1))


@dataclass(frozen=True)
class _Rates:
    """Chances of an alarm for failing and healthy machines, after one check and both."""

    first_found: float
    first_false: float
    found: float
    false: float


@cache
def _rates(percent: float, second: str) -> _Rates:
    require_choice("second", second, SECOND_CHECKS)
    threshold = _threshold(percent)
    first = float(ndtr(_APART - threshold)), float(ndtr(-threshold))
    if second == "none":
        return _Rates(*first, *first)
    cut, shared = _APART / 2, _CORRELATION[second]
    both = (_both_above(threshold - mean, cut - mean, shared) for mean in (_APART, 0.0))
    return _Rates(*first, *both)


def _threshold(percent: float) -> float:
    require_number("caught", percent, 1, 99)
    return float(_APART - ndtri(percent / 100))


def _both_above(a: float, b: float, correlation: float) -> float:
    """Return the chance that two correlated standard normals exceed a and b."""
    # Gauss-Legendre over the first normal, from a to where its tail vanishes.
    half = (max(a, 0) + 9 - a) / 2
    x = a + half * (_NODES + 1)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    above = ndtr((correlation * x - b) / np.sqrt(1 - correlation**2))
    return float(half * _WEIGHTS @ (density * above))


@cache
def _noise(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    model, other = rng.standard_normal((2, WORLDS, MACHINES), dtype=np.float32)
    return model, other
