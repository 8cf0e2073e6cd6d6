"""A thousand equal experiments: how many see an effect, and how many see one that isn't there.

Left out: bounds designed for many looks (with them, looking does no harm), variance reduction,
weekdays, and users who come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_choice, require_number, require_whole
from course.maths.normal import cdf

LOOKS: Final = ("once", "weekly", "daily")
TESTS: Final = 1_000
DAYS_A_WEEK: Final = 7
Z: Final = 1.96
"""A result is significant if |z| exceeds this: 5% of the time without an effect."""

VARIATION: Final = 2.0
"""Standard deviation of an order, relative to its mean, where 20% of users order."""

NEAR_THE_MEAN: Final = 198
"""The seed whose 1,000 tests are closest to the means of 200 such draws."""


@dataclass(frozen=True)
class Experiment:
    """The end of each test; arrays have the shape (tests,).

    Attributes
    ----------
    day : array of int
        Day on which the test was stopped.
    claimed : array of float
        Relative difference between the arms, up to that day.
    z : array of float
        The same in standard errors.
    """

    day: np.ndarray
    claimed: np.ndarray
    z: np.ndarray

    @property
    def significant(self) -> np.ndarray:
        """Whether each test was called significant."""
        return np.asarray(np.abs(self.z) > Z)

    @property
    def won(self) -> np.ndarray:
        """Whether each test was called a gain."""
        return np.asarray(self.z > Z)


def standard_error(users: float, days: float) -> float:
    """Return the standard error of the relative difference between two arms.

    Parameters
    ----------
    users : float
        Users per day in both arms together; each gets half.
    days : float

    Notes
    -----
    Each arm has n = users * days / 2; the difference of two means has a variance of 2 * 2**2 / n.

    Examples
    --------
    >>> print(f"{standard_error(users=10_000, days=14):.4f}")
    0.0107
    """
    return float(VARIATION * np.sqrt(4 / (users * days)))


def power(effect: float, users: float, days: float) -> float:
    """Return the power of a test that is looked at once, at its end.

    Parameters
    ----------
    effect : float
        True relative difference, as a share: 0.01 for 1%.
    users : float
        Users per day in both arms together.
    days : float

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number, or not a possible value.

    Examples
    --------
    >>> print(f"{power(0.01, users=50_000, days=28):.0%}")
    84%
    """
    require_number("effect", effect, -1, 10)
    require_number("users", users, 1, 1e12)
    require_number("days", days, 1, 1e6)
    z = effect / standard_error(users, days)
    return float(cdf(z - Z) + cdf(-Z - z))


def run_tests(  # noqa: PLR0913, PLR0917 - what an experiment consists of, each named
    effect: float = 0.01,
    users: int = 10_000,
    weeks: int = 2,
    looks: str = "once",
    novelty: float = 0.0,
    seed: int = NEAR_THE_MEAN,
) -> Experiment:
    """Run 1,000 tests of one change; stop each at its first significant look.

    Parameters
    ----------
    effect : float
        Lasting relative change, as a share.
    users : int
        Users per day in both arms together.
    weeks : int, from 1 to 8
        Length of the test.
    looks : {"once", "weekly", "daily"}
        When somebody looks, and would stop a significant test.
    novelty : float
        Extra change on the first day, which halves every week.
    seed : int

    Returns
    -------
    Experiment

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number within its range, or `looks` is unknown.
    """
    require_number("effect", effect, -1, 1)
    require_whole("users", users, 1)
    require_whole("weeks", weeks, 1, 8)
    require_choice("looks", looks, LOOKS)
    require_number("novelty", novelty, -1, 1)
    days = weeks * DAYS_A_WEEK
    every = {"once": days, "weekly": DAYS_A_WEEK, "daily": 1}[looks]
    at = np.arange(every, days + 1, every)
    change = effect + novelty * 0.5 ** (np.arange(days) / DAYS_A_WEEK)
    drift = (np.cumsum(change) / np.arange(1, days + 1))[at - 1]
    error = np.array([standard_error(users, float(day)) for day in at])
    z = _walk(seed)[:, at - 1] / np.sqrt(at) + drift / error
    beyond = np.abs(z) > Z
    stop = np.where(beyond.any(axis=1), beyond.argmax(axis=1), len(at) - 1)
    ended = np.take_along_axis(z, stop[:, None], axis=1)[:, 0]
    return Experiment(at[stop], ended * error[stop], ended)


@cache
def _walk(seed: int) -> np.ndarray:
    """Return the summed luck of 1,000 tests after each of 56 days."""
    steps = np.random.default_rng(seed).normal(size=(TESTS, 8 * DAYS_A_WEEK))
    return np.asarray(np.cumsum(steps, axis=1))


def chance_of_a_false_alarm(looks: int, z: float = Z) -> float:
    """Return the chance of a false positive at one of several looks.

    Parameters
    ----------
    looks : int, from 1 to 200
        Number of equally spaced looks.
    z : float, default 1.96
        The limit at each look.

    Raises
    ------
    TypeError, ValueError
        If `looks` is not a whole number from 1 to 200.

    Notes
    -----
    Exact, by integration from look to look, as P. Armitage, C. McPherson and B. Rowe did
    (*Repeated significance tests on accumulating data*, Journal of the Royal Statistical Society A
    132, 1969): the density of the running sum over tests
    that were never significant is moved on by one normal step and cut at the limits.

    Examples
    --------
    >>> [round(chance_of_a_false_alarm(looks), 3) for looks in (1, 2, 5)]
    [0.05, 0.083, 0.142]
    """
    require_whole("looks", looks, 1, 200)
    grid = np.linspace(-1, 1, 401)
    place = z * grid  # sums that are not significant after the first look
    density = _normal(place)
    for look in range(2, looks + 1):
        new = z * np.sqrt(look) * grid
        width = place[1] - place[0]
        steps = _normal(new[:, None] - place[None, :])
        ends = steps[:, 0] * density[0] + steps[:, -1] * density[-1]
        density = width * (steps @ density - ends / 2)  # the trapezoid rule
        place = new
    inside = np.trapezoid(density, place)
    return float(1 - inside)


def _normal(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))
