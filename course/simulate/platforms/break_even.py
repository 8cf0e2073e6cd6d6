"""One platform, many use cases: after how many it has paid, and when a year of it loses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy.special import ndtri

from course._require import require_number

COMPANIES: Final = 100
YEARS: Final = 8

_PER_YEAR: Final = 4  # the model moves in quarters
# Invented: years until the platform can be used, years until all who will use it do, the age at
# which it is rebuilt, and the share of its first cost that this takes.
_BUILD, _CLIMB, _AGE, _REBUILD = 1, 2, 5, 0.6
_LUCK: Final = 0.35  # standard deviation of the logarithm of a company's pace
_CASES: Final = 100  # the most that a typical company can begin in a year


@dataclass(frozen=True)
class Platform:
    """What a platform has brought, in 100 companies that differ in pace and luck.

    Attributes
    ----------
    started : array of shape (100, 33)
        Use cases that the company has begun since the decision, at the end of each quarter.
    net : array of shape (100, 33)
        What the platform has saved so far, less all that it has cost, thousand EUR.
    yearly : float
        What one more year brings the average company for good, the yearly share of the rebuilding
        taken off, thousand EUR.
    """

    started: np.ndarray
    net: np.ndarray
    yearly: float

    @property
    def cases(self) -> np.ndarray:
        """Use cases at which each company was first ahead; infinity where it never was."""
        ahead = self.net >= 0
        first = self.started[np.arange(len(ahead)), ahead.argmax(axis=1)]
        return np.where(ahead.any(axis=1), first, np.inf)

    @property
    def years(self) -> np.ndarray:
        """Years after which each company was first ahead; infinity where it never was."""
        ahead = self.net >= 0
        return np.where(ahead.any(axis=1), ahead.argmax(axis=1) / _PER_YEAR, np.inf)


def break_even(fixed: float, saving: float) -> float:
    """Return the use cases after which a platform has paid by the formula: fixed / saving.

    It knows neither time nor running costs, and every case uses the platform at once.

    Examples
    --------
    >>> break_even(fixed=1_500, saving=150)
    10.0
    """
    return fixed / saving


def run_platform(  # noqa: PLR0913 - the terms of the sum, each named
    cases: float = 10,
    saving: float = 150,
    use: float = 80,
    fixed: float = 1_500,
    run: float = 300,
    *,
    seed: int = 0,
    ideal: bool = False,
) -> Platform:
    """Follow a platform in 100 companies for eight years, quarter by quarter.

    Parameters
    ----------
    cases : float, from 0 to 100
        New use cases that a typical company begins in a year.
    saving : float, from 1 to 10,000
        What a case saves if it is built on the platform and not alone, thousand EUR.
    use : float, from 0 to 100
        Percentage of cases that will be built on it, once all who want to use it do.
    fixed, run : float, from 0 to 100,000
        Cost to build it, and to run it for a year, thousand EUR.
    seed : int, default 0
    ideal : bool, default False
        True takes the formula's world: the platform stands at once, every case uses it, it costs
        nothing to run and does not age.

    Returns
    -------
    Platform

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number, or lies outside its range.

    Notes
    -----
    Use cases begin as a Poisson process. A company's pace is `cases` times its own factor, which is
    lognormal with mean 1 (logarithm: standard deviation 0.35). The platform is paid at once and can
    be used after a year. Use climbs in a straight line over two more years. Five years after it
    could first be used, 60% of `fixed` is due again. All of these are invented.

    Left out are discounting, overruns of the budget, cases that would never be begun without a
    platform, and speed. What a case earns by being live sooner could turn the answer.
    """
    require_number("cases", cases, 0, _CASES)
    require_number("saving", saving, 1, 10_000)
    require_number("use", use, 0, 100)
    for name, cost in (("fixed", fixed), ("run", run)):
        require_number(name, cost, 0, 100_000)
    year = np.arange(YEARS * _PER_YEAR + 1) / _PER_YEAR
    started = _count_starts(cases, year, seed)
    before = np.zeros((COMPANIES, 1), dtype=int)
    begun = np.diff(started, axis=1, prepend=before)
    if ideal:
        return Platform(started, saving * started - fixed, cases * saving)
    middle = year - 0.5 / _PER_YEAR  # of the quarter that ends then
    share = use / 100 * np.clip((middle - _BUILD) / _CLIMB, 0, 1)
    costs = fixed + run * np.clip(year - _BUILD, 0, None)
    costs = costs + _REBUILD * fixed * (year >= _BUILD + _AGE)
    net = np.cumsum(saving * share * begun, axis=1) - costs
    yearly = cases * use / 100 * saving - run - _REBUILD * fixed / _AGE
    return Platform(started, net, yearly)


def _count_starts(cases: float, year: np.ndarray, seed: int) -> np.ndarray:
    pace, begins = _luck(seed)
    return np.array(
        [np.searchsorted(row, cases * one * year) for one, row in zip(pace, begins, strict=True)]
    )


@cache
def _luck(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return each company's pace, and when its cases begin in a process with rate 1."""
    rng = np.random.default_rng(seed)
    # Spread evenly over the distribution, so that no draw is a lucky one.
    spread = ndtri((np.arange(COMPANIES) + 0.5) / COMPANIES)
    pace = np.exp(_LUCK * spread - _LUCK**2 / 2)
    most = _CASES * YEARS * 4
    return pace, np.cumsum(rng.exponential(1, (COMPANIES, most)), axis=1)
