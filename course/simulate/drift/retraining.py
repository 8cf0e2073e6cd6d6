"""When to retrain: five policies on the same drifting world, and what each costs.

Retraining learns from the newest labels, and in credit the newest labels are old. It pays if the
relation between input and outcome has changed and the labels already show it. It is wasted if only
the inputs changed, and harmful if it learns from months in which the feed was broken. A broken feed
needs a repair, and somebody who looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice, require_number, require_whole
from course.simulate.drift._lender import (
    BREAK_EVEN,
    COVARIATE_MOVE,
    LOSS_PER_DEFAULT,
    LOST_MARGIN,
    SD_RATIO,
    SLOPE,
    Pace,
    World,
    drifted_world,
    pace_profile,
)
from course.simulate.drift.distance import ACT_FROM, PSI_BINS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Policy = Literal["never", "calendar", "accuracy", "psi", "repair"]

TRAINING_WINDOW = 6
"""Months of matured cohorts in the training data."""
COOLDOWN = 3
"""Months after a retraining in which alarms are ignored."""
ACCURACY_TOLERANCE = 0.03
"""Drop below the accuracy in training that triggers the accuracy policy."""
FAULT_LENGTH = 6
"""Months until the broken feed is repaired if nobody looks."""
FAULT_OFFSET = 0.15
"""Error of the broken feed in every debt-to-income ratio."""
LABEL_INFORMATION = 0.087
"""Mean of p (1 - p) over the applicants in the reference period."""


@dataclass(frozen=True)
class RetrainingCase:
    """A drifting lender, and the costs of its mistakes and retrainings.

    Attributes
    ----------
    pace : {"sudden", "gradual", "seasonal"}
        Pace of both parts of the drift, see `pace_profile`.
    concept_size : float, from 0 to 1
        The harmful part: the default curve becomes steeper by 2.92 x `concept_size`.
    covariate_size : float, from 0 to 1
        The harmless part: applicants become safer, their mean ratio falls by 16 percentage points
        x `covariate_size`.
    maturity : int, from 0 to 36
        Months until a cohort's outcome is known.
    every : int, from 1 to 48
        Months between retrainings of the calendar policy.
    looks : int, from 1 to 12
        Months a year, evenly spread, in which the accuracy policy replays the live model.
    per_month : int, from 100 to 100,000
        Applicants per month.
    months : int, from 2 to 120
        Length of the study.
    start : int, from 1 to `months`
        First drifted month.
    fault : bool
        The feed breaks at `start`: for six months every ratio arrives 15 percentage points too
        high. Then it is repaired anyway; the policy "repair" is faster.
    cost_per_retraining : float
        Euros to train, validate and approve one new model.
    cost_per_look : float
        Euros to explain one input alarm and, if a feed is broken, to repair it.
    loss_per_default, lost_margin : float
        Euros lost on an approved defaulter, and on a refused applicant who would have paid.

    Raises
    ------
    TypeError, ValueError
        If an attribute has the wrong type or is outside its range.
    """

    pace: Pace = "sudden"
    concept_size: float = 0.5
    covariate_size: float = 0.0
    maturity: int = 12
    every: int = 6
    looks: int = 12
    per_month: int = world.count("applications_a_month", "applications a month")
    months: int = 48
    start: int = 13
    fault: bool = False
    cost_per_retraining: float = world.number("retraining", "EUR")
    cost_per_look: float = 20_000.0
    loss_per_default: float = LOSS_PER_DEFAULT
    lost_margin: float = LOST_MARGIN

    def __post_init__(self) -> None:
        pace_profile(self.pace, self.months, self.start)
        require_number("concept_size", self.concept_size, 0, 1)
        require_number("covariate_size", self.covariate_size, 0, 1)
        require_whole("maturity", self.maturity, 0, 36)
        require_whole("every", self.every, 1, 48)
        require_whole("looks", self.looks, 1, 12)
        require_whole("per_month", self.per_month, 100, 100_000)
        for euros in ("cost_per_retraining", "cost_per_look", "loss_per_default", "lost_margin"):
            require_number(euros, getattr(self, euros), 0, 1e9)


DEFAULT_CASE = RetrainingCase()
"""The running case: a sudden concept drift lowers the accuracy from 88% to 79%."""


@dataclass(frozen=True)
class RetrainingStudy:
    """One lender under one policy.

    Attributes
    ----------
    policy : str
    monthly : DataFrame, one row per month
        ``month``; ``accuracy`` (expected share of right decisions); ``best_accuracy`` (of a model
        that knows the month's world); ``retrained`` (a new model goes live at the start of the
        month); ``psi`` (of the input, against the month of the last training); ``error_cost``,
        ``cure_cost`` (of retraining or looking) and ``cumulative_cost`` (euros).
    """

    policy: Policy
    monthly: pd.DataFrame

    @property
    def total_cost(self) -> float:
        """Euros lost to wrong decisions and spent on cures, over all months."""
        return float(self.monthly["cumulative_cost"].iloc[-1])


def simulate_retraining(
    policy: Policy = "never", case: RetrainingCase = DEFAULT_CASE, *, seed: int = 0
) -> RetrainingStudy:
    """Simulate a lender that follows one retraining policy.

    A retraining fits the model to the six newest cohorts whose outcome is known. The policies:

    * "never";
    * "calendar" retrains every `case.every` months;
    * "accuracy" replays the live model on the newest cohort whose outcome is known, and retrains if
      it is three percentage points below its accuracy on its training cohorts; it looks each month,
      or in `case.looks` months of a year;
    * "psi" retrains when the population stability index of the input, against the month of the last
      training, exceeds 0.25;
    * "repair" never retrains. At the same alarm somebody looks for the cause; a broken feed works
      again from the next month.

    After an alarm, the next three months are ignored.

    Parameters
    ----------
    policy : {"never", "calendar", "accuracy", "psi", "repair"}
    case : RetrainingCase
    seed : int
        Policies with the same seed have the same luck.

    Returns
    -------
    RetrainingStudy

    Raises
    ------
    ValueError
        If the policy is unknown.

    Notes
    -----
    These are assumptions. Outcomes of refused applicants are assumed known in the end. Accuracy and
    costs are expectations; chance affects the policy's readings and the training. The break-even
    found by a training is the mean over its cohorts plus an error of standard deviation
    ``1 / (slope * sqrt(n * mean of p (1 - p)))``, the inverse Fisher information of a logistic
    curve with known slope. The replayed accuracy has binomial error. The index is drawn as in
    `label_delay.detection_delay`: noncentral chi-square around the squared shift of the mean.
    """
    require_choice("policy", policy, get_args(Policy))
    setting = _setting(case)
    run = _run(policy, setting, _chance(case.months, seed))
    return RetrainingStudy(
        policy=policy,
        monthly=pd.DataFrame(
            {
                "month": np.arange(1, case.months + 1),
                "accuracy": run.accuracy,
                "best_accuracy": setting.world.accuracy(setting.world.break_even)[setting.study],
                "retrained": run.retrained,
                "psi": run.psi,
                "error_cost": run.error_cost,
                "cure_cost": run.cure_cost,
                "cumulative_cost": np.cumsum(run.error_cost + run.cure_cost),
            }
        ),
    )


@dataclass(frozen=True)
class _Setting:
    """Everything that is fixed before month 1.

    The arrays start with some quiet months, so that a training in month 1 has its cohorts.
    """

    case: RetrainingCase
    world: World
    offset: Floats
    """Error of the feed in each ratio."""
    moved: Floats
    """Mean of the true ratio, in standard deviations from the reference period."""

    @property
    def study(self) -> slice:
        """The months of the study."""
        return slice(self.offset.size - self.case.months, None)


@dataclass(frozen=True)
class _Chance:
    """Draws for each month of the study, independent of the other controls."""

    training: Floats
    replay: Floats
    index: Floats
    """Standard normal: the direction of the index in which the mean moves."""
    other_directions: Floats
    """Chi-square: the contribution of the other directions to the index."""


@dataclass(frozen=True)
class _Run:
    accuracy: Floats
    retrained: NDArray[np.bool_]
    psi: Floats
    error_cost: Floats
    cure_cost: Floats


@lru_cache(maxsize=1)
def _setting(case: RetrainingCase) -> _Setting:
    # Cached, because the policies are compared one after another on the same case.
    history = case.maturity + TRAINING_WINDOW
    profile = pace_profile(case.pace, case.months, case.start)
    profile = np.concatenate([np.zeros(history), profile])
    offset = np.zeros(profile.size)
    if case.fault:
        offset[history + case.start - 1 :][:FAULT_LENGTH] = FAULT_OFFSET
    covariate = case.covariate_size * profile
    relation = drifted_world("concept", case.concept_size * profile)
    world = World(
        mass=drifted_world("covariate", covariate).mass,
        break_even=relation.break_even,
        slope=relation.slope,
    )
    return _Setting(case, world, offset, -COVARIATE_MOVE * covariate / SD_RATIO)


def _chance(months: int, seed: int) -> _Chance:
    rng = np.random.default_rng(seed)
    training, replay, index = rng.standard_normal((3, months))
    return _Chance(training, replay, index, rng.chisquare(PSI_BINS - 2, months))


def _run(policy: Policy, setting: _Setting, chance: _Chance) -> _Run:
    case, world, offset = setting.case, setting.world, setting.offset.copy()
    thresholds, psi = np.full(offset.size, BREAK_EVEN), np.full(offset.size, np.nan)
    retrainings, looks = np.zeros((2, offset.size), dtype=bool)
    n = case.per_month
    error = chance.training / (SLOPE * np.sqrt(n * TRAINING_WINDOW * LABEL_INFORMATION))

    live, moved_at_training, last = BREAK_EVEN, 0.0, -COOLDOWN
    accuracy = world.accuracy(live - offset)
    in_training = accuracy[0]
    first = setting.study.start
    for step, month in enumerate(range(first, offset.size)):
        # A cohort is usable once its last loan is `maturity` full months old.
        newest = month - 1 - case.maturity
        recorded_shift = setting.moved[month] + offset[month] / SD_RATIO
        psi[month] = _psi(recorded_shift - moved_at_training, n, chance, step)
        if policy == "calendar":
            due = (step + 1) % case.every == 0
        elif policy == "never" or month - last <= COOLDOWN:
            due = False
        elif policy in {"psi", "repair"}:
            due = psi[month] > ACT_FROM
        else:
            spread = np.sqrt(accuracy[newest] * (1 - accuracy[newest]) / n)
            reading = accuracy[newest] + chance.replay[step] * spread
            is_look = (step + 1) * case.looks // 12 > step * case.looks // 12
            due = is_look and reading < in_training - ACCURACY_TOLERANCE
        if due and policy == "repair":
            offset[month + 1 :] = 0.0
            moved_at_training, last = setting.moved[month], month  # explained, so no longer news
        elif due:
            cohorts = slice(newest - TRAINING_WINDOW + 1, newest + 1)
            live = (world.break_even + offset)[cohorts].mean() + error[step]
            accuracy = world.accuracy(live - offset)
            in_training = accuracy[cohorts].mean()
            moved_at_training, last = recorded_shift, month
        looks[month] = due and policy == "repair"
        retrainings[month] = due and policy != "repair"
        thresholds[month] = live
    cure_cost = retrainings * case.cost_per_retraining + looks * case.cost_per_look
    return _cost(setting, thresholds - offset, retrainings, psi, cure_cost)


def _psi(shift: float, n: int, chance: _Chance, step: int) -> float:
    """Draw the index of two samples of n cases, `shift` standard deviations apart."""
    moved_direction = (chance.index[step] + shift * np.sqrt(n / 2)) ** 2
    return float((moved_direction + chance.other_directions[step]) * 2 / n)


def _cost(
    setting: _Setting, cut: Floats, retrainings: NDArray[np.bool_], psi: Floats, cure_cost: Floats
) -> _Run:
    """Price the decisions of each month's model, which refuses true ratios from `cut`."""
    case, study = setting.case, setting.study
    approved_bad, refused_good = setting.world.wrong_decisions(cut)
    euros = approved_bad * case.loss_per_default + refused_good * case.lost_margin
    return _Run(
        accuracy=(1 - approved_bad - refused_good)[study],
        retrained=retrainings[study],
        psi=psi[study],
        error_cost=case.per_month * euros[study],
        cure_cost=cure_cost[study],
    )
