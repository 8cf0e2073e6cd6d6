"""Sixty crews and an alarm model: five levers, one after another, and trust that can be lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course import world
from course.base.require import require_choice
from course.simulate.people_and_change.alarms import Alarms, count_alarms

WEEKS: Final = 26
COMPANIES: Final = 50
LEVERS: Final = ("campaign", "training", "workflow", "right to override", "second check")
"""The levers that Meridian can pull, one at a time."""

COSTS: Final = {  # thousand EUR
    lever: world.count(f"lever_{lever.replace(' ', '_')}", "thousand EUR") for lever in LEVERS
}
DURATIONS: Final = dict(zip(LEVERS, (1, 2, 4, 2, 3), strict=True))  # weeks

_CREWS: Final = world.count("crews", "crews")
_TODAY, _CHECKED = count_alarms(), count_alarms(second="other evidence")


def _of_a_crew(week: Alarms) -> tuple[float, float]:
    """Return the weekly alarms of a crew, and the share that is real."""
    return round(week.alarms / _CREWS, 1), round(week.real, 3)


@dataclass(frozen=True)
class Assumptions:
    """The model's assumptions; all are invented.

    Attributes
    ----------
    innovation, campaign : float
        Bass's p per week, without and with a campaign.
    imitation : float
        Bass's q per week.
    reach, workflow : float
        Share of crews that could ever use alerts, without and with the alert in the work order.
    tries : float
        Share of crews within reach that would try after training if they trusted fully.
    quits : float
        Weekly chance that a crew without any trust stops.
    start : float
        Trust at the start, from 0 to 1.
    enough : float
        Share of good alarms in a week that moves trust towards 1.
    credit : float
        Credit for a false alarm that a crew may override and get an answer to; a real one counts
        1.
    alarms, checked : tuple of float
        Weekly alarms per crew, and the share that is real: today, and after a second check by
        other evidence, at the same threshold (`count_alarms`).
    trusting : bool
        False fixes trust at 1; the model is then Bass's.
    crews : int
        Crews per company.
    """

    innovation: float = 0.02
    campaign: float = 0.04
    imitation: float = 0.2
    reach: float = 0.5
    workflow: float = 0.95
    tries: float = 0.6
    quits: float = 0.12
    start: float = 0.6
    enough: float = 0.3
    credit: float = 0.25
    alarms: tuple[float, float] = _of_a_crew(_TODAY)
    checked: tuple[float, float] = _of_a_crew(_CHECKED)
    trusting: bool = True
    crews: int = _CREWS


USUAL: Final = Assumptions()


@dataclass(frozen=True)
class Adoption:
    """The results of a plan in 50 companies that differ only by luck.

    Attributes
    ----------
    use : array of shape (50, weeks + 1)
        Share of crews that use the alerts, from the start to the last week.
    trust : array of shape (50, weeks + 1)
        Average trust of all crews, from 0 to 1.
    cost : float
        Thousand EUR.
    """

    use: np.ndarray
    trust: np.ndarray
    cost: float

    @property
    def final(self) -> float:
        """Share of crews at the end, in the median company."""
        return float(np.median(self.use[:, -1]))


def weekly_worth(use: float, plan: Sequence[str] = ()) -> float:
    """Return what the alarms bring in a week, compared with silence, EUR.

    Parameters
    ----------
    use : float
        Share of crews that use the alerts. They are taken to inspect every alarm that reaches
        them; the other crews inspect none.
    plan : sequence of levers
        Levers that are done. Only the second check changes the alarms.
    """
    return use * (_CHECKED if "second check" in plan else _TODAY).net


def follow_plan(
    plan: Sequence[str] = (),
    assumptions: Assumptions = USUAL,
    seed: int = 0,
    weeks: int = WEEKS,
) -> Adoption:
    """Pull levers one after another, and follow use and trust from week to week.

    Parameters
    ----------
    plan : sequence of levers, each at most once
        In order. Each lever starts when the one before is done, and acts from the week after its
        own end.
    assumptions : Assumptions
    seed : int, default 0
    weeks : int, default 26

    Returns
    -------
    Adoption

    Raises
    ------
    ValueError
        If a lever is unknown or named twice.

    Notes
    -----
    A crew within reach c that does not use the alerts begins with chance
    T (1 - exp(-p - q A / c)), where A is the share of users and T the crew's trust. With T = 1
    this is the model of Bass (1969, Management Science 15), in weekly steps. A user's trust moves
    a fifth of the way to min(1, good share / 0.3) in each week with alarms. A crew that does not
    use the alerts hears of them: its trust moves by 0.1 A towards the users' trust.

    Experiments support that people drop a model that errs, and keep one that they may correct
    (Dietvorst et al. 2015, 2018). The size of every effect is invented. Left out: orders
    that are obeyed, crews' time, fear for jobs, and the cost of free overrides, which reduced
    sales in one trial (fact 5.5).
    """
    for lever in plan:
        require_choice("lever", lever, LEVERS)
    if len(set(plan)) < len(plan):
        raise ValueError(f"plan is {list(plan)}; expected each lever at most once.")
    company = _Companies(assumptions, seed, weeks)
    ends = np.cumsum([DURATIONS[lever] for lever in plan])
    ready = dict(zip(plan, ends.tolist(), strict=True))
    for week in range(weeks):
        company.live_a_week(week, {lever for lever in plan if ready[lever] <= week}, ready)
    return Adoption(
        np.array(company.use).T, np.array(company.trusts).T, float(sum(COSTS[x] for x in plan))
    )


class _Companies:
    """Fifty companies, each with sixty crews."""

    def __init__(self, assumptions: Assumptions, seed: int, weeks: int) -> None:
        self.assume = assumptions
        self.luck = _luck(
            seed, (weeks, COMPANIES, assumptions.crews), assumptions.alarms, assumptions.checked
        )
        self.uses = np.zeros((COMPANIES, assumptions.crews), dtype=bool)
        start = assumptions.start if assumptions.trusting else 1.0
        self.trust: NDArray[np.floating[Any]] = np.full(self.uses.shape, start, dtype=np.float32)
        self.use = [self.uses.mean(axis=1)]
        self.trusts = [self.trust.mean(axis=1)]

    def live_a_week(self, week: int, levers: set[str], ready: dict[str, int]) -> None:
        """Let crews begin, see alarms, stop, and talk to each other."""
        assume, luck = self.assume, self.luck
        reach = assume.workflow if "workflow" in levers else assume.reach
        within = np.arange(assume.crews) < reach * assume.crews
        p = assume.campaign if "campaign" in levers else assume.innovation
        share = self.uses.mean(axis=1, keepdims=True)
        chance = -np.expm1(-p - assume.imitation * share / reach)
        if ready.get("training") == week:
            chance = 1 - (1 - chance) * (1 - assume.tries)
        self.uses = self.uses | (within & (luck.begin[week] < self.trust * chance))
        if assume.trusting:
            self._see_alarms(week, levers)
            self.uses &= luck.stop[week] >= assume.quits * (1 - self.trust)
            self._talk()
        self.use.append(self.uses.mean(axis=1))
        self.trusts.append(self.trust.mean(axis=1))

    def _see_alarms(self, week: int, levers: set[str]) -> None:
        alarms = self.luck.seen["second check" in levers]
        credit = self.assume.credit if "right to override" in levers else 0.0
        good = credit + (1 - credit) * alarms.real[week]
        target = np.minimum(good / self.assume.enough, 1)
        learns = 0.2 * (self.uses & alarms.any[week])
        self.trust = self.trust + learns * (target - self.trust)

    def _talk(self) -> None:
        users = self.uses.sum(axis=1, keepdims=True)
        opinion = (self.trust * self.uses).sum(axis=1, keepdims=True) / np.maximum(users, 1)
        hears = ~self.uses * (0.1 * users / self.assume.crews)
        self.trust = self.trust + hears * (opinion - self.trust)


@dataclass(frozen=True)
class _Seen:
    """A crew's week: whether it gets any alarm, and the share of its alarms that is real."""

    any: np.ndarray
    real: np.ndarray


@dataclass(frozen=True)
class _Luck:
    """All random draws, made once, so that a lever does not change the luck."""

    begin: np.ndarray
    stop: np.ndarray
    seen: tuple[_Seen, _Seen]  # today, and after a second check


@cache
def _luck(seed: int, shape: tuple[int, int, int], *kinds: tuple[float, float]) -> _Luck:
    rng = np.random.default_rng(seed)
    begin, stop = rng.random((2, *shape), dtype=np.float32)
    before, after = (_draw_alarms(rng, shape, *kind) for kind in kinds)
    return _Luck(begin, stop, (before, after))


def _draw_alarms(
    rng: np.random.Generator, shape: tuple[int, int, int], mean: float, share: float
) -> _Seen:
    alarms = rng.poisson(mean, shape)
    real = rng.binomial(alarms, share) / np.maximum(alarms, 1)
    return _Seen(alarms > 0, real.astype(np.float32))
