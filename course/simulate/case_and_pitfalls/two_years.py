"""Two years of Meridian under one set of decisions: live products, costs and use.

A small deterministic model. It encodes this course's opinions in one place, so it tests whether
decisions fit together. It does not test whether the course is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from course import world
from course.simulate.case_and_pitfalls.purgatory import MONTHLY_COST, MOST_PEOPLE, SOUND, WORK

MONTHS: Final = 24
EFFECTS: Final = (
    "cost",
    "incident_harm",
    "incidents",
    "launches",
    "limit",
    "pause",
    "review_after",
    "stopped_sound",
    "stopped_unsound",
    "trust",
    "trust_pace",
    "work",
    "worth",
)
"""Inputs that decisions change; ``course.board.decision_checks.EFFECTS`` describes each one."""

_STAGES = 9  # of two person-months each: the total varies like the work in `purgatory`
_NEARLY_NONE = 1e-9  # number of open pilots that counts as none


@dataclass(frozen=True)
class Assumptions:
    """Constants of the model; all invented, some as in other models.

    Attributes
    ----------
    people : people who build, as in `purgatory`.
    work : person-months a pilot takes to its end, as in `purgatory`.
    at_one : the most people who can work on one pilot, as in `purgatory`.
    open, live : pilots and products on the first day, as in the data set `portfolio`.
    sound : share of pilots that can become products, as in `purgatory`.
    upkeep : people needed to maintain a live product.
    decay : share of a product's quality lost per month, as lesson 7's model loses accuracy over
        four years if nobody monitors it.
    trust, use : values on the first day, from 0 to 1.
    incidents : incidents per live product and month.
    recovers : share of the gap to people's eventual trust that closes per month.
    hurts : trust lost per incident among those who could use the failed product.
    worth : thousand EUR per month of a live product used by all. At half use it earns about what
        sponsors expect of a pilot in the data set `portfolio` (1,140 in three years).
    harm : thousand EUR per incident.
    wage : thousand EUR per month and builder.
    """

    people: float = world.number("builders", "people")
    work: float = WORK
    at_one: float = MOST_PEOPLE
    open: float = world.number("pilots_open", "pilots")
    live: float = world.number("pilots_live", "pilots")
    sound: float = SOUND
    upkeep: float = 0.4
    decay: float = 0.0035
    trust: float = 0.45
    use: float = 0.35
    incidents: float = 0.1
    recovers: float = 0.05
    hurts: float = 0.08
    worth: float = 60
    harm: float = 80
    wage: float = MONTHLY_COST / 1000


_USUAL: Final = Assumptions()


@dataclass(frozen=True)
class TwoYears:
    """Monthly results: arrays of shape (months + 1, ...), starting on the first day.

    Attributes
    ----------
    live : products in production.
    open : pilots that are neither live nor stopped.
    begun : pilots that began, since the first day.
    money : thousand EUR that the month brought, less what it cost.
    incidents : since the first day.
    trust : from 0 to 1.
    use : share of possible users who use a product, from 0 to 1.
    """

    live: np.ndarray
    open: np.ndarray
    begun: np.ndarray
    money: np.ndarray
    incidents: np.ndarray
    trust: np.ndarray
    use: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Thousand EUR since the first day."""
        return self.money.cumsum(axis=0)


def two_years(
    effects: Mapping[str, ArrayLike], usual: Assumptions = _USUAL, months: int = MONTHS
) -> TwoYears:
    """Run 24 months under one set of decisions, or under many at once.

    Pilots arrive evenly once a pause is over, and begin while the number of open pilots is below
    the limit. All pilots pass through nine stages of equal work, at a speed set by the free people
    per open pilot. A review judges each pilot once, after some work, and stops some. On the first
    day it judges the pilots that already had that much work. A sound pilot goes live at its end; an
    unsound one stays open. Live products need upkeep, lose quality and have incidents, which cost
    money and trust. Use follows trust. A product earns its worth times use times quality.

    Parameters
    ----------
    effects
        One value for each of ``EFFECTS``: numbers, or arrays of the same shape with one set of
        decisions per element.
    usual
        Constants of the model.
    months
        Number of months; months after 24 only show what pays later.

    Returns
    -------
    TwoYears
        The shape of its arrays is (months + 1,), followed by the shape of the effects.

    Raises
    ------
    ValueError
        If a name is missing or unknown, or a value is not a finite number of at least 0.

    Notes
    -----
    The model leaves out: chance, competitors, a business that grows or shrinks, people who leave,
    differences between products, the cost of arguing about decisions, and all months after 24.
    """
    now = _check(effects)
    shape = np.broadcast_shapes(*(value.shape for value in now.values()))
    path = [first_day(now, usual, shape)]
    for month in range(1, months + 1):
        path.append(next_month(path[-1], now, usual, month))
    return TwoYears(
        *(
            np.array([getattr(state, name) for state in path])
            for name in ("live", "open", "begun", "money", "incidents", "trust", "use")
        )
    )


@dataclass(frozen=True)
class State:
    """State at a month's end: pilots by stage have shape (9, ...); the rest has shape (...)."""

    sound: np.ndarray
    unsound: np.ndarray
    waiting: np.ndarray
    begun: np.ndarray
    live: np.ndarray
    quality: np.ndarray
    incidents: np.ndarray
    trust: np.ndarray
    use: np.ndarray
    money: np.ndarray

    @property
    def open(self) -> np.ndarray:
        """Pilots that are neither live nor stopped."""
        pilots: np.ndarray = (self.sound + self.unsound).sum(axis=0)
        return pilots


def first_day(now: Mapping[str, np.ndarray], usual: Assumptions, shape: tuple[int, ...]) -> State:
    """Return the first day, after a review of the open pilots, which are spread over the stages."""
    each = np.full((_STAGES, *shape), usual.open / _STAGES)
    reviews = np.cumsum(_reviews(now, usual, shape), axis=0)
    sound = usual.sound * each * (1 - now["stopped_sound"] * reviews)
    unsound = (1 - usual.sound) * each * (1 - now["stopped_unsound"] * reviews)
    level = {
        name: np.full(shape, value)
        for name, value in (
            ("live", usual.live),
            ("trust", usual.trust),
            ("use", usual.use),
            ("quality", 1.0),
            ("waiting", 0.0),
            ("begun", 0.0),
        )
    }
    none = np.zeros(shape)
    return State(sound, unsound, incidents=none, money=none, **level)


def _reviews(
    now: Mapping[str, np.ndarray], usual: Assumptions, shape: tuple[int, ...]
) -> np.ndarray:
    """Return 1 for the stage that follows a review, else 0; of shape (9, ...)."""
    before = np.rint(now["review_after"] * _STAGES / usual.work)
    stages = np.arange(_STAGES).reshape(-1, *(1 for _ in shape))
    return np.broadcast_to(stages == before, (_STAGES, *shape)).astype(float)


def next_month(
    state: State, now: Mapping[str, np.ndarray], usual: Assumptions, month: int
) -> State:
    """Return the state a month later."""
    sound, unsound, ready, starts, new = _built(state, now, usual, month)
    live = state.live + new
    quality = ((1 - usual.decay) * state.quality * state.live + now["worth"] * new) / live
    incidents = usual.incidents * now["incidents"] * live
    harm = incidents * now["incident_harm"]
    trust = state.trust + usual.recovers * (now["trust"] - state.trust) - usual.hurts * harm / live
    trust = np.clip(trust, 0, 1)
    use = state.use + now["trust_pace"] * (trust - state.use)
    money = (
        usual.worth * live * use * quality
        - usual.harm * harm
        - usual.wage * usual.people
        - now["cost"]
    )
    total_incidents = state.incidents + incidents
    queue, starts = ready - starts, state.begun + starts
    return State(sound, unsound, queue, starts, live, quality, total_incidents, trust, use, money)


def _built(
    state: State, now: Mapping[str, np.ndarray], usual: Assumptions, month: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Begin pilots and move all open ones on.

    Return the sound and the unsound, those ready to begin, those begun, and the finished.
    """
    ready = state.waiting + np.where(month > now["pause"], now["launches"] / 12, 0)
    starts = np.clip(now["limit"] - state.open, 0, ready)
    free = np.maximum(0, usual.people - usual.upkeep * state.live)
    each = np.minimum(usual.at_one, free / (state.open + starts + _NEARLY_NONE))
    pace = np.minimum(1, _STAGES * each / (usual.work * now["work"]))
    reviews = _reviews(now, usual, state.live.shape)
    sound, completions = _advance(
        state.sound, usual.sound * starts, pace, reviews * now["stopped_sound"]
    )
    unsound, rest = _advance(
        state.unsound, (1 - usual.sound) * starts, pace, reviews * now["stopped_unsound"]
    )
    unsound[-1] += rest  # an unsound pilot never ends by itself
    return sound, unsound, ready, starts, completions


def _advance(
    stages: np.ndarray, starts: np.ndarray, pace: np.ndarray, stop_share: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Advance pilots by a stage and stop a share; return open and finished pilots."""
    open_pilots = stages.copy()
    open_pilots[0] += starts * (1 - stop_share[0])
    movers = pace * open_pilots
    open_pilots -= movers
    open_pilots[1:] += movers[:-1] * (1 - stop_share[1:])
    return open_pilots, movers[-1]


def _check(effects: Mapping[str, ArrayLike]) -> dict[str, np.ndarray]:
    if set(effects) != set(EFFECTS):
        names = ", ".join(effects) or "none"
        raise ValueError(f"Expected a value for each of {', '.join(EFFECTS)}; got {names}.")
    arrays = {name: np.asarray(value, dtype=float) for name, value in effects.items()}
    for name, value in arrays.items():
        if not (np.isfinite(value).all() and (value >= 0).all()):
            raise ValueError(f"{name} is {value.tolist()}; expected finite numbers of at least 0.")
    return arrays
