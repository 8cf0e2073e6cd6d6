"""One platform, many use cases: how many pay for it, and when a year of it loses money."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_number
from course.maths.normal import quantile

COMPANIES: Final = 100
YEARS: Final = 8

PER_YEAR: Final = 4  # the model moves in quarters
# Invented: years until the platform can be used, years until use is complete, the age at which it
# is rebuilt, and the share of the first cost that rebuilding takes.
_BUILD, _CLIMB, _AGE, _REBUILD = 1, 2, 5, 0.6
_LUCK: Final = 0.35  # standard deviation of the logarithm of a company's pace
_MIDDLE_PACE: Final = float(np.exp(-(_LUCK**2) / 2))  # of a lognormal pace with mean 1
_CASES: Final = 100  # the most that a typical company can begin in a year


@dataclass(frozen=True)
class Platform:
    """The value of a platform in 100 companies that differ in pace and luck.

    Attributes
    ----------
    started : array of shape (100, 33)
        Use cases that the company has begun since the decision, at the end of each quarter.
    net : array of shape (100, 33)
        Savings so far minus costs so far, thousand EUR.
    yearly : float
        Long-run value of one more year for the average company, minus a year's share of rebuilding,
        thousand EUR.
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
        return np.where(ahead.any(axis=1), ahead.argmax(axis=1) / PER_YEAR, np.inf)


def break_even(fixed: float, saving: float) -> float:
    """Return the break-even number of use cases by formula: fixed / saving.

    The formula ignores time and running costs, and assumes that every case uses the platform at
    once.

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
        New use cases of a typical company per year.
    saving : float, from 1 to 10,000
        Saving of a case built on the platform instead of separately, thousand EUR.
    use : float, from 0 to 100
        Percentage of cases built on the platform once use is complete.
    fixed, run : float, from 0 to 100,000
        Cost of building it, and of running it for a year, thousand EUR.
    seed : int, default 0
    ideal : bool, default False
        True simulates the formula's world: the platform is available at once, every case uses it,
        it costs nothing to run and does not age.

    Returns
    -------
    Platform

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number or is outside its range.

    Notes
    -----
    Use cases begin as a Poisson process. A company's pace is `cases` times its own factor, which is
    lognormal with mean 1 (logarithm: standard deviation 0.35). The platform is paid for at once and
    can be used after a year. Use rises linearly over two more years. Five years after first use,
    60% of `fixed` is due again. All of these are invented.

    Left out: discounting, budget overruns, cases that would never begin without a platform, and
    speed. The gain from going live sooner could change the answer.
    """
    require_number("cases", cases, 0, _CASES)
    require_number("saving", saving, 1, 10_000)
    require_number("use", use, 0, 100)
    for name, cost in (("fixed", fixed), ("run", run)):
        require_number(name, cost, 0, 100_000)
    year = np.arange(YEARS * PER_YEAR + 1) / PER_YEAR
    start_totals = _count_starts(cases, year, seed)
    before = np.zeros((COMPANIES, 1), dtype=int)
    starts = np.diff(start_totals, axis=1, prepend=before)
    if ideal:
        return Platform(start_totals, saving * start_totals - fixed, cases * saving)
    middle = year - 0.5 / PER_YEAR  # of the quarter that ends there
    share = use / 100 * _joined(middle)
    net = np.cumsum(saving * share * starts, axis=1) - _costs(year, fixed, run)
    yearly = cases * use / 100 * saving - run - _REBUILD * fixed / _AGE
    return Platform(start_totals, net, yearly)


@dataclass(frozen=True)
class Bricks:
    """The use cases and the costs of one company, in units of what a case saves.

    Attributes
    ----------
    cases : DataFrame
        ``begun`` (years since the decision) and ``on_platform``; one row per use case.
    costs : DataFrame
        ``due`` (years) and ``building`` (or rebuilding, or due with it); one row per amount as
        large as the saving of a case.
    paid : float
        Years after which the savings first cover the costs; infinity if they never do.
    owed : float
        The costs until then, or in all eight years.
    """

    cases: pd.DataFrame
    costs: pd.DataFrame
    paid: float
    owed: float


def lay_bricks(
    cases: float = 10,
    saving: float = 150,
    use: float = 80,
    fixed: float = 1_500,
    run: float = 300,
) -> Bricks:
    """Lay the middle company's use cases and costs, brick by brick.

    It begins use cases at even intervals, at the middle pace of `run_platform`'s companies, and its
    luck is spread evenly over them. See there for the arguments.
    """
    year = np.arange(YEARS * PER_YEAR + 1) / PER_YEAR
    pace = cases * _MIDDLE_PACE
    begin_times = np.arange(0.5, pace * YEARS) / pace
    on_platform = _spread_evenly(len(begin_times)) < use / 100 * _joined(begin_times)
    savings = np.searchsorted(begin_times[on_platform], year, side="right")
    debts = _costs(year, fixed, run) / saving
    is_covered = savings >= debts - 1e-9
    due = year[np.searchsorted(debts, np.arange(1, debts[-1] + 1e-9) - 1e-9)]
    return Bricks(
        pd.DataFrame({"begun": begin_times, "on_platform": on_platform}),
        pd.DataFrame({"due": due, "building": np.isin(due, (0, _BUILD + _AGE))}),
        float(year[is_covered.argmax()]) if is_covered.any() else np.inf,
        float(debts[is_covered.argmax() if is_covered.any() else -1]),
    )


def _joined(year: np.ndarray) -> np.ndarray:
    """Return the share of those who will use the platform who do so by then."""
    share: np.ndarray = np.clip((year - _BUILD) / _CLIMB, 0, 1)
    return share


def _costs(year: np.ndarray, fixed: float, run: float) -> np.ndarray:
    """Return the costs until then: building, running and rebuilding."""
    rebuilding = _REBUILD * fixed * (year >= _BUILD + _AGE)
    costs: np.ndarray = fixed + run * np.clip(year - _BUILD, 0, None) + rebuilding
    return costs


def _spread_evenly(count: int) -> np.ndarray:
    """Return numbers from 0 to 1 that any stretch spreads evenly: steps of the golden ratio."""
    points: np.ndarray = (0.14 + np.arange(count) * (np.sqrt(5) - 1) / 2) % 1
    return points


def _count_starts(cases: float, year: np.ndarray, seed: int) -> np.ndarray:
    pace, begins = _luck(seed)
    return np.array(
        [np.searchsorted(row, cases * one * year) for one, row in zip(pace, begins, strict=True)]
    )


@cache
def _luck(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return each company's pace, and when its cases begin in a process with rate 1."""
    rng = np.random.default_rng(seed)
    # Spread evenly over the distribution, so that no draw is lucky.
    quantiles = quantile((np.arange(COMPANIES) + 0.5) / COMPANIES)
    pace = _MIDDLE_PACE * np.exp(_LUCK * quantiles)
    most = _CASES * YEARS * 4
    return pace, np.cumsum(rng.exponential(1, (COMPANIES, most)), axis=1)
