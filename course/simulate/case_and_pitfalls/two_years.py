"""Two years of Meridian under one set of decisions: what goes live, what it costs, who uses it.

A small deterministic model. It encodes the opinions of this course in one place, so it tests
whether decisions fit each other; it does not test whether the course is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from course.simulate.case_and_pitfalls.purgatory import MOST_PEOPLE, SOUND, WORK

MONTHS: Final = 24
EFFECTS: Final = (
    "breaks_in",
    "broken",
    "cost",
    "decay",
    "incident_harm",
    "incidents",
    "late_block",
    "launches",
    "people",
    "review_right",
    "sound",
    "trust",
    "trust_pace",
    "unsound_stopped",
    "upkeep",
    "work",
    "worth",
)
"""What decisions move; ``course.decisions.EFFECTS`` says what each one is."""

_STAGES = 6
_NEARLY_NONE = 1e-9  # open pilots that share nobody's time


@dataclass(frozen=True)
class Assumptions:
    """What the decisions do not move; all invented, some as in other models of the course.

    Attributes
    ----------
    people : who build, as in `purgatory`.
    work : person-months a pilot takes to its end, as in `purgatory`.
    at_one : the most people who can work on one pilot, as in `purgatory`.
    open, live : pilots and products on the first day, as in the data set `portfolio`.
    sound : share of the first day's pilots that can become products, as in `purgatory`.
    trust, use : on the first day, from 0 to 1.
    incidents : of a live product in a month.
    recovers : share of the way to the trust that people come to have, made in a month.
    hurts : trust that an incident takes.
    worth : thousand EUR a month of a live product that all use. At half use it earns about what
        sponsors expect of a pilot in the data set `portfolio` (1,140 in three years).
    harm : thousand EUR of an incident.
    wage : thousand EUR a month of one who builds.
    """

    people: float = 14
    work: float = WORK
    at_one: float = MOST_PEOPLE
    open: float = 18
    live: float = 2
    sound: float = SOUND
    trust: float = 0.45
    use: float = 0.35
    incidents: float = 0.1
    recovers: float = 0.05
    hurts: float = 0.02
    worth: float = 60
    harm: float = 80
    wage: float = 9


_USUAL: Final = Assumptions()


@dataclass(frozen=True)
class TwoYears:
    """How the months went: arrays of shape (months + 1, ...), from the first day to the last month.

    Attributes
    ----------
    live : products in production.
    open : pilots that are neither live nor stopped.
    money : thousand EUR that the month brought, less what it cost.
    incidents : since the first day.
    trust : from 0 to 1.
    use : share of those who could use a product and do, from 0 to 1.
    """

    live: np.ndarray
    open: np.ndarray
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
    """Play 24 months under one set of decisions, or under many at once.

    Pilots begin evenly. Sound and unsound ones pass six stages of equal work, as fast as the people
    who are free can carry all that are open. A review on the first day looks at what is open, and
    later at each pilot after its first stage; it stops some. A sound pilot goes live at its end
    unless a late check stops it; an unsound one stays open. Live products need upkeep, lose quality
    and have incidents, which cost money and trust; use follows trust. What a product earns is its
    worth times use times quality. Where a promise breaks, trust and the trust that people come to
    have fall by a share.

    Parameters
    ----------
    effects
        What the decisions move, one value for each of ``EFFECTS``: numbers, or arrays of one shape
        with a set of decisions at each place.
    usual
        What the decisions do not move.
    months
        How long to play on: after month 24, only to tell what pays later.

    Returns
    -------
    TwoYears
        Its arrays have the shape of the effects behind the months.

    Raises
    ------
    ValueError
        A name is missing or unknown, or a value is not a finite number of at least 0.

    Notes
    -----
    The model leaves out: chance, competitors, a business that grows or shrinks, people who leave,
    differences between products, what a decision costs in arguments, and everything after month 24.
    """
    now = _checked(effects)
    shape = np.broadcast_shapes(*(value.shape for value in now.values()))
    path = [_first(now, usual, shape)]
    for month in range(1, months + 1):
        path.append(_next(path[-1], now, usual, month))
    return TwoYears(
        *(
            np.array([getattr(state, name) for state in path])
            for name in ("live", "open", "money", "incidents", "trust", "use")
        )
    )


@dataclass(frozen=True)
class _State:
    """One month's end: pilots by stage, of shape (6, ...); all else of shape (...)."""

    sound: np.ndarray
    unsound: np.ndarray
    live: np.ndarray
    quality: np.ndarray
    incidents: np.ndarray
    trust: np.ndarray
    use: np.ndarray
    money: np.ndarray

    @property
    def open(self) -> np.ndarray:
        return np.asarray((self.sound + self.unsound).sum(axis=0))


def _first(now: Mapping[str, np.ndarray], usual: Assumptions, shape: tuple[int, ...]) -> _State:
    """Return the first day, after a review of the open pilots, which lie evenly over the stages."""
    each = np.full((_STAGES, *shape), usual.open / _STAGES)
    stopped, right = now["unsound_stopped"], now["review_right"]
    sound = usual.sound * each * (1 - stopped * (1 - right))
    unsound = (1 - usual.sound) * each * (1 - stopped * right)
    level = {
        name: np.full(shape, value)
        for name, value in (
            ("live", usual.live),
            ("trust", usual.trust),
            ("use", usual.use),
            ("quality", 1.0),
        )
    }
    none = np.zeros(shape)
    return _State(sound, unsound, incidents=none, money=none, **level)


def _next(state: _State, now: Mapping[str, np.ndarray], usual: Assumptions, month: int) -> _State:
    sound, unsound, finished = _built(state, now, usual)
    new = finished * (1 - now["late_block"])
    live = state.live + new
    quality = ((1 - now["decay"]) * state.quality * state.live + now["worth"] * new) / live
    incidents = usual.incidents * now["incidents"] * live
    hurt = incidents * now["incident_harm"]
    goal = np.where(month < now["breaks_in"], 1, 1 - now["broken"]) * now["trust"]
    trust = state.trust * np.where(month == now["breaks_in"], 1 - now["broken"], 1)
    trust = np.clip(trust + usual.recovers * (goal - trust) - usual.hurts * hurt, 0, 1)
    use = state.use + now["trust_pace"] * (trust - state.use)
    money = (
        usual.worth * live * use * quality
        - usual.harm * hurt
        - usual.wage * usual.people
        - now["cost"]
    )
    return _State(sound, unsound, live, quality, state.incidents + incidents, trust, use, money)


def _built(
    state: _State, now: Mapping[str, np.ndarray], usual: Assumptions
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Begin pilots, move all open ones on, review; return the open ones and what was finished."""
    begun = now["launches"] / 12
    free = np.maximum(0, usual.people - now["people"] - now["upkeep"] * state.live)
    each = np.minimum(usual.at_one, free / (state.open + begun + _NEARLY_NONE))
    pace = np.minimum(1, _STAGES * each / (usual.work * now["work"]))
    stopped, right = now["unsound_stopped"], now["review_right"]
    sound, finished = _moved(state.sound, now["sound"] * begun, pace, stopped * (1 - right))
    unsound, stay = _moved(state.unsound, (1 - now["sound"]) * begun, pace, stopped * right)
    unsound[-1] += stay  # an unsound pilot never ends by itself
    return sound, unsound, finished


def _moved(
    stages: np.ndarray, begun: np.ndarray, pace: np.ndarray, stopped: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Move pilots on by a stage, stop a share after the first; return them and what passed all."""
    moved = stages.copy()
    moved[0] += begun
    moving = pace * moved
    moved -= moving
    moved[1] += moving[0] * (1 - stopped)
    moved[2:] += moving[1:-1]
    return moved, moving[-1]


def _checked(effects: Mapping[str, ArrayLike]) -> dict[str, np.ndarray]:
    if set(effects) != set(EFFECTS):
        got = ", ".join(effects) or "none"
        raise ValueError(f"Expected a value for each of {', '.join(EFFECTS)}; got {got}.")
    given = {name: np.asarray(value, dtype=float) for name, value in effects.items()}
    for name, value in given.items():
        if not (np.isfinite(value).all() and (value >= 0).all()):
            raise ValueError(f"{name} is {value.tolist()}; expected finite numbers of at least 0.")
    return given
