"""Forty use cases of one assistant over two years, with twelve candidate metrics.

Every array has the shape (worlds, use cases) or (worlds, use cases, months): the data set is one
world, and the lesson draws many. Left out: people who learn, teams that game a metric once it is
rewarded, and benefits that come after the use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course import world

USE_CASES: Final = world.count("assistant_use_cases", "use cases")
MONTHS: Final = 24
EUR_A_MINUTE: Final = 40 / 60
"""Cost of a minute of working time, at 40 euros an hour."""

HIGH_IS_GOOD: Final = {
    "trained": True,
    "accounts": True,
    "queries": True,
    "active": True,
    "returning": True,
    "satisfaction": True,
    "accuracy": True,
    "reported_minutes": True,
    "measured_minutes": True,
    "measured_value": True,
    "overrides": False,
    "cost_per_task": False,
}
"""Candidate metric -> whether high is good."""

# All numbers here are invented and round.
_TRAITS: Final = (
    "size",
    "campaign",
    "benefit",
    "retention",
    "tasks",
    "cost",
    "training",
    "satisfaction",
    "accuracy",
    "reported",
    "overrides",
)
_INVITED: Final = 200
_BENEFIT_SPREAD: Final = 2.5
_STAY: Final = 0.15
_TASK_SPREAD_MINUTES: Final = 10.0


@dataclass(frozen=True)
class Luck:
    """Standard normal draws, so that a control changes the same worlds.

    Attributes
    ----------
    traits : dict of str to array of shape (worlds, 40)
    pairs : array of shape (worlds, 40, 24)
        Errors of the monthly comparisons of tasks.
    """

    traits: dict[str, np.ndarray]
    pairs: np.ndarray


@dataclass(frozen=True)
class Programme:
    """The true state of each use case, measured or not.

    Attributes
    ----------
    benefit : array of shape (worlds, 40)
        Minutes saved per task; negative where the assistant costs time.
    accounts, active : arrays of shape (worlds, 40, 24)
        People who have opened an account so far, and those who use it in the month.
    tasks : array of shape (worlds, 40)
        Tasks per month of an active user.
    cost : array of shape (worlds, 40)
        Euros per month.
    luck : Luck
    size_spread : float
    """

    benefit: np.ndarray
    accounts: np.ndarray
    active: np.ndarray
    tasks: np.ndarray
    cost: np.ndarray
    luck: Luck
    size_spread: float

    @property
    def value(self) -> np.ndarray:
        """Net euros of each month, of shape (worlds, 40, 24)."""
        savings = (self.tasks * self.benefit * EUR_A_MINUTE)[..., None] * self.active
        return np.asarray(savings - self.cost[..., None])


def draw_luck(rng: np.random.Generator, worlds: int = 1) -> Luck:
    """Draw everything that is random in some worlds."""
    shape = (worlds, USE_CASES)
    return Luck(
        {trait: rng.normal(size=shape) for trait in _TRAITS}, rng.normal(size=(*shape, MONTHS))
    )


def run_programme(luck: Luck, mean_minutes: float = 1.0, size_spread: float = 0.8) -> Programme:
    """Run use cases for 24 months.

    Parameters
    ----------
    luck : Luck
    mean_minutes : float, default 1
        Minutes saved per task in the average use case.
    size_spread : float, default 0.8
        Standard deviation of the logarithm of the number of people invited.

    Returns
    -------
    Programme

    Notes
    -----
    Half of the people who will ever open an account do so in the first month, half of the rest in
    the next, and so on. Where the assistant saves time, 15% of users stay for good. Of the others,
    a share stays from month to month; it is larger where the assistant saves more.
    """
    n = luck.traits
    benefit = mean_minutes + _BENEFIT_SPREAD * n["benefit"]
    ever = _invited(luck, size_spread) * _logistic(n["campaign"])
    retention = _logistic(2 + 0.2 * benefit + 0.4 * n["retention"])
    open_share = 1 - 0.5 ** np.arange(1, MONTHS + 1)
    accounts = ever[..., None] * open_share
    stay = np.where(benefit > 0, _STAY, 0.0)[..., None]
    active = stay * accounts + (1 - stay) * _drifting_off(ever, retention)
    return Programme(
        benefit,
        accounts,
        active,
        30 * np.exp(0.4 * n["tasks"]),
        1_500 * np.exp(0.3 * n["cost"]),
        luck,
        size_spread,
    )


def candidate_metrics(programme: Programme, month: int, pairs: int = 20) -> dict[str, np.ndarray]:
    """Return twelve metrics at the end of a month.

    Parameters
    ----------
    programme : Programme
    month : int
        From 1 to 24.
    pairs : int, default 20
        Tasks compared per month, with and without the assistant.

    Returns
    -------
    dict of str to array of shape (worlds, 40)
        In the order of `HIGH_IS_GOOD`; the data card has units.
    """
    p, n = programme, programme.luck.traits
    at = month - 1
    invited_people = _invited(p.luck, p.size_spread)
    training = invited_people * _logistic(0.5 + 0.5 * n["campaign"] + 0.5 * n["training"])
    tasks_now = p.active[..., at] * p.tasks
    error = p.luck.pairs[..., :month].mean(axis=-1) * pair_error(pairs)
    measurement = p.benefit + error
    return {
        "trained": training * (1 - 0.5**month),
        "accounts": p.accounts[..., at],
        "queries": p.active[..., :month].sum(axis=-1) * p.tasks,
        "active": p.active[..., at],
        "returning": p.active[..., at] / p.accounts[..., at],
        "satisfaction": np.clip(
            3.8 + 0.1 * p.benefit + 0.2 * n["campaign"] + 0.25 * n["satisfaction"], 1, 5
        ),
        "accuracy": np.clip(0.85 + 0.005 * p.benefit + 0.04 * n["accuracy"], 0.5, 0.99),
        "reported_minutes": p.benefit + 2 + 0.8 * n["campaign"] + 1.5 * n["reported"],
        "measured_minutes": measurement,
        "measured_value": tasks_now * measurement * EUR_A_MINUTE - p.cost,
        "overrides": np.clip(0.25 - 0.02 * p.benefit + 0.08 * n["overrides"], 0.01, 0.9),
        "cost_per_task": p.cost / tasks_now,
    }


def pair_error(pairs: int) -> float:
    """Return the standard error, in minutes, of a mean over pairs.

    The time of a task has a standard deviation of 10 minutes, so the difference between two tasks
    has 10 times the square root of 2.
    """
    return float(_TASK_SPREAD_MINUTES * np.sqrt(2 / pairs))


def _drifting_off(ever: np.ndarray, retention: np.ndarray) -> np.ndarray:
    """Return the monthly users if nobody stayed for good: (worlds, 40, 24)."""
    months = [0.5 * ever]
    for month in range(2, MONTHS + 1):
        months.append(months[-1] * retention + ever * 0.5**month)
    return np.stack(months, axis=-1)


def _invited(luck: Luck, size_spread: float) -> np.ndarray:
    return np.asarray(_INVITED * np.exp(size_spread * luck.traits["size"]))


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))
