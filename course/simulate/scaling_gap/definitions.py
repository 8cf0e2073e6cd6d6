"""One population, 135 headlines: how far a share moves when only its definition changes.

Left out: firms without AI, which would make every share far lower; and technology and year, which
may by themselves explain why published figures differ.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_number, require_whole

UNITS: Final = ("firms", "projects", "trials")
"""Units of the share. A trial is a proof of concept; a project is an approved trial."""

BARS: Final = ("used", "in production", "adopted", "money measured", "at all sites")
"""The bars for being counted, from lowest to highest.

Used: somebody works with it. In production: the business relies on it every day. Adopted: most
of its intended users use it. Money measured: its gain has been measured in money. At all sites: it
runs wherever it could.
"""

CLOCKS: Final = ("today", "12 months after launch", "24 months after launch")
"""When to count: all trials as of today, or those old enough at a fixed age."""

RESPONDENTS: Final = ("everybody", "executives of busy firms", "a vendor's customers")
"""Who answers: all firms, executives of the 200 with most trials, or a vendor's customers.

Executives report a fifth of trials one gate too far. A vendor's customers have something in
production.
"""

_, _EXECUTIVES, _CUSTOMERS = RESPONDENTS
_PRODUCTION: Final = 2

NEAR_THE_MEAN: Final = 36
"""The seed whose headlines are closest to the means of 200 draws."""

FIFTEEN_FIRMS: Final = (
    *(73, 337, 370, 417, 482, 614, 631, 633, 661, 752, 836, 894, 903, 974, 988),
)
"""Firms of that population whose shares are close to those of all 1,000: few enough to draw."""

# Gates: approved as a project, then the five bars. 0.25 and 0.58 are fitted to two published
# figures, and 2 + 6 months follow one of them; all other numbers are invented.
_CHANCE: Final = np.array([0.25, 0.85, 0.58, 0.50, 0.40, 0.30])
_MEAN_MONTHS: Final = np.array([3.0, 2.0, 6.0, 4.0, 6.0, 8.0])
_DELAY_SHAPE: Final = 2.0
# Firms are equally good at the first two gates; from there on some are better than others.
_FIRM_SPREAD: Final = np.array([0.0, 0.0, 0.45, 0.9, 0.9, 0.9])
_TRIALS_SHAPE: Final = 2.2
_MONTHS: Final = 36
_GROWTH_A_YEAR: Final = 1.3
_BUSIEST: Final = 200
_EAGER: Final = 0.2


@dataclass(frozen=True)
class Population:
    """Invented firms and their trials, independent of any way of counting.

    Attributes
    ----------
    firms : int
        Number of firms; some may have no trial.
    firm : array of shape (trials,)
        Number of the firm that launched the trial, from 0.
    age : array of shape (trials,)
        Months from the launch until today, from 0 to 36.
    passed : array of shape (trials, 6)
        Months from the launch until the trial passes each gate: approved as a project, then the
        five of `BARS`. Infinite where it never does.
    eager : array of shape (trials,)
        Whether an executive would report the trial one gate too far.
    """

    firms: int
    firm: np.ndarray
    age: np.ndarray
    passed: np.ndarray
    eager: np.ndarray


@cache
def draw_population(
    seed: int = NEAR_THE_MEAN, firms: int = 1_000, trials_a_firm: float = 22
) -> Population:
    """Draw firms, their trials, and how far each trial gets.

    Parameters
    ----------
    seed : int, default 36
    firms : int, default 1,000
        At least 200, so that there are executives to ask.
    trials_a_firm : float, from 0.1 to 200, default 22
        Mean number of trials per firm in three years.

    Returns
    -------
    Population

    Raises
    ------
    TypeError
        If an argument is not a number, or `firms` is not whole.
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Trials of a firm: negative binomial (a Poisson count whose rate follows a gamma distribution of
    shape 2.2). Launches grow by 30% a year over 36 months. Delays at a gate: gamma of shape 2.
    """
    require_whole("firms", firms, _BUSIEST)
    require_number("trials_a_firm", trials_a_firm, 0.1, 200)
    rng = np.random.default_rng(seed)
    trials = rng.poisson(rng.gamma(_TRIALS_SHAPE, trials_a_firm / _TRIALS_SHAPE, firms))
    # Python in a browser has 32 bits, and doesn't convert 64-bit counts to sizes by itself.
    firm = np.repeat(np.arange(firms), trials.astype(np.intp))
    size = (len(firm), len(_CHANCE))
    skill = rng.normal(size=firms)[firm]
    odds = np.log(_CHANCE / (1 - _CHANCE)) + np.outer(skill, _FIRM_SPREAD)
    passes = rng.random(size) < 1 / (1 + np.exp(-odds))
    delay = rng.gamma(_DELAY_SHAPE, _MEAN_MONTHS / _DELAY_SHAPE, size)
    gate_months = np.cumsum(np.where(passes, delay, np.inf), axis=1)
    return Population(
        firms, firm, _ages(rng, len(firm)), gate_months, rng.random(len(firm)) < _EAGER
    )


@cache
def headlines(population_seed: int = NEAR_THE_MEAN) -> pd.DataFrame:
    """Count one population in all 135 ways.

    Parameters
    ----------
    population_seed : int, default 36
        The seed of `draw_population`.

    Returns
    -------
    pandas.DataFrame, 135 rows
        ``unit``, ``bar``, ``clock``, ``respondents``, ``counted`` (number that pass the bar),
        ``asked`` (total number) and ``share``.
    """
    return count_headlines(draw_population(population_seed))


def count_headlines(population: Population) -> pd.DataFrame:
    """Count a population in all 135 ways; for the columns, see `headlines`."""
    rows = [
        (unit, bar, clock, respondents, *counts[unit])
        for respondents, clock, bar in itertools.product(RESPONDENTS, CLOCKS, BARS)
        for counts in [_count(population, bar, clock, respondents)]
        for unit in UNITS
    ]
    names = ["unit", "bar", "clock", "respondents", "counted", "asked"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(share=frame["counted"] / frame["asked"])


def _ages(rng: np.random.Generator, trials: int) -> np.ndarray:
    """Return ages in months: young trials are more frequent, since launches grow."""
    rate = np.log(_GROWTH_A_YEAR) / 12
    whole = 1 - np.exp(-rate * _MONTHS)
    return np.asarray(-np.log(1 - rng.random(trials) * whole) / rate)


def mark_trials(
    population: Population, bar: str, clock: str = "today", respondents: str = "everybody"
) -> pd.DataFrame:
    """Mark the trials that a definition asks about, and those that it counts.

    Parameters
    ----------
    population : Population
    bar, clock, respondents : str
        One each of `BARS`, `CLOCKS` and `RESPONDENTS`.

    Returns
    -------
    pandas.DataFrame, one row per trial
        ``firm``, and three flags: ``asked`` (old enough, and its firm answers), ``project`` (asked
        and approved in time) and ``counted`` (asked and over the bar in time).
    """
    gate_months = _as_reported(population, respondents)
    months = population.age if clock == "today" else float(clock.split(maxsplit=1)[0])
    answers = _who_answers(population, respondents)[population.firm]
    is_asked = answers & (population.age >= months)
    return pd.DataFrame(
        {
            "firm": population.firm,
            "asked": is_asked,
            "project": is_asked & (gate_months[:, 0] <= months),
            "counted": is_asked & (gate_months[:, BARS.index(bar) + 1] <= months),
        }
    )


def _count(
    population: Population, bar: str, clock: str, respondents: str
) -> dict[str, tuple[int, int]]:
    """Return, for each unit, how many pass the bar and the total."""
    trials = mark_trials(population, bar, clock, respondents)
    count = int(trials["counted"].sum())
    return {
        "firms": (_firms_with(trials, "counted"), _firms_with(trials, "asked")),
        "projects": (count, int(trials["project"].sum())),
        "trials": (count, int(trials["asked"].sum())),
    }


def _firms_with(trials: pd.DataFrame, flag: str) -> int:
    return int(trials.loc[trials[flag], "firm"].nunique())


def _who_answers(population: Population, respondents: str) -> np.ndarray:
    """Return which firms answer, as an array of shape (firms,)."""
    if respondents == _EXECUTIVES:
        trials = np.bincount(population.firm, minlength=population.firms)
        busiest = np.argsort(-trials, kind="stable")[:_BUSIEST]
        return np.isin(np.arange(population.firms), busiest)
    if respondents == _CUSTOMERS:
        live = population.passed[:, _PRODUCTION] <= population.age
        return np.bincount(population.firm[live], minlength=population.firms) > 0
    return np.ones(population.firms, dtype=bool)


def _as_reported(population: Population, respondents: str) -> np.ndarray:
    """Return the reported months to each gate; executives report some trials a gate too far."""
    if respondents != _EXECUTIVES:
        return population.passed
    further = np.column_stack([np.zeros(len(population.age)), population.passed[:, :-1]])
    return np.where(population.eager[:, None], further, population.passed)
