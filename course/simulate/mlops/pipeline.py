"""Seven faults, six gates: what passes unnoticed, for how long, and what each gate is worth.

Left out: harm within a canary, false alarms, gates that fail together, and early signs that say
less than the outcome. With false alarms, a gate that pays here could be a loss.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice, require_number

FAULTS: Final = (
    "schema change",
    "leakage",
    "training-serving skew",
    "stale feature",
    "wrong label window",
    "bad configuration",
    "silent quality loss",
)

GATES: Final = {
    gate: world.count(f"gate_{gate}", "thousand EUR a year")
    for gate in ("contract", "backtest", "replay", "canary", "freshness", "outcome")
}
"""Gate -> thousand EUR per year. All figures here are invented: we found no published rates."""

CATCH: Final = {
    "contract": (0.9, 0, 0, 0, 0, 0.3, 0),
    "backtest": (0, 0.8, 0, 0, 0.8, 0, 0),
    "replay": (0.2, 0, 0.9, 0, 0, 0.3, 0),
    "canary": (0.3, 0.3, 0, 0, 0, 0.9, 0),
}
"""Gate before release -> share of each fault that it stops, in the order of `FAULTS`."""

YEARS: Final = 200
YEARS_OF_FAULTS: Final = 3
"""Years of average luck whose faults `follow_each` returns."""

OUTCOME_DAYS: Final = 4
"""Days from the arrival of outcomes to the alert."""

_NEVER: Final = np.inf

# One entry per fault, in the order of FAULTS.
_RATE: Final = (3, 1, 2, 3, 1, 4, 2)  # a year
_HARM: Final = (5, 1.5, 1.5, 1, 1.5, 8, 2)  # thousand EUR a day
_DAYS: Final = (7, 90, 45, 30, 120, 4, 150)  # until customers notice
# It detects live inputs that are late, have another form, or differ from training.
_FRESHNESS: Final = (1, _NEVER, 5, 1, _NEVER, _NEVER, _NEVER)  # days until it alerts


@dataclass(frozen=True)
class World:
    """Rates and effects of faults; arrays have shape (..., 7), all invented.

    Attributes
    ----------
    rate, harm, days, freshness
        Faults per year; thousand EUR per day; days until customers notice; days until the freshness
        gate notices.
    catch
        Gate -> share of each fault that it stops before release.
    """

    rate: np.ndarray
    harm: np.ndarray
    days: np.ndarray
    freshness: np.ndarray
    catch: dict[str, np.ndarray]


def invented_world() -> World:
    """Return the world of the explorable."""
    return World(
        np.array(_RATE, float),
        np.array(_HARM, float),
        np.array(_DAYS, float),
        np.array(_FRESHNESS, float),
        {gate: np.array(shares, float) for gate, shares in CATCH.items()},
    )


def other_worlds(count: int, seed: int = 8) -> World:
    """Draw other assumptions: rates, harms, delays and gates.

    Each rate, harm and delay of customers is halved to doubled, and gates may be weaker. Freshness
    notices faults as soon as in `invented_world`.

    Parameters
    ----------
    count : int
        Number of worlds; arrays of the result have shape (count, 7).
    seed : int, default 8
    """
    rng = np.random.default_rng(seed)
    base = invented_world()

    def factor() -> np.ndarray:
        return np.asarray(2 ** rng.uniform(-1, 1, (count, len(FAULTS))))

    catch = {gate: base.catch[gate] * rng.uniform(0.6, 1.1, (count, 1)) for gate in base.catch}
    return replace(
        base,
        rate=base.rate * factor(),
        harm=base.harm * factor(),
        days=base.days * factor(),
        catch=catch,
    )


def follow_faults(gates: Collection[str], label_days: float) -> pd.DataFrame:
    """Return what happens to each fault.

    Parameters
    ----------
    gates : collection of str
        Some of `GATES`.
    label_days : float, from 0 to 1,000
        Days until the outcome of a decision is known.

    Returns
    -------
    pandas.DataFrame
        One row per fault: ``fault``, ``passing`` (share not stopped before release), ``days``
        (mean time until customers or a gate notice it), ``finder``, ``weeks_alive`` (chance that
        such a fault is released and lives for a week) and ``loss`` (thousand EUR a year).

    Raises
    ------
    TypeError, ValueError
        If a gate is unknown, or the days are not a number in their range.
    """
    _require(gates, label_days)
    world = invented_world()
    passing = _passing(world, gates)
    delays = _delays(world, gates, label_days)
    days = np.minimum.reduce(list(delays.values()))
    finders = list(delays)
    first = np.argmin(np.stack(list(delays.values())), axis=0)
    return pd.DataFrame(
        {
            "fault": FAULTS,
            "passing": passing,
            "days": days,
            "finder": [finders[place] for place in first],
            "weeks_alive": passing * np.exp(-7 / days),
            "loss": world.rate * passing * world.harm * days,
        }
    )


def follow_each(gates: Collection[str], label_days: float) -> pd.DataFrame:
    """Return the fate of each fault of three years.

    Each fault comes as often as on average, and its luck is spread evenly. It keeps this luck
    whatever the gates, so another gate never lets out what was stopped.

    Parameters
    ----------
    gates, label_days
        As in `follow_faults`.

    Returns
    -------
    pandas.DataFrame
        One row per fault of the three years, 48 in all: ``fault``, ``finder`` (the gate that stops
        it or notices it, or customers), ``stopped`` (whether that was before release), ``days``
        (for which it was live) and ``loss`` (thousand EUR).
    """
    _require(gates, label_days)
    world = invented_world()
    before = [gate for gate in CATCH if gate in gates]
    shares = np.cumprod([1 - world.catch[gate] for gate in before], axis=0)  # after each gate
    fates = follow_faults(gates, label_days)
    rows = []
    for number, fault in enumerate(fates.to_dict("records")):
        count = YEARS_OF_FAULTS * int(world.rate[number])
        luck = (np.arange(count) + 0.5) / count
        for place, life in enumerate(_lives(count)):
            stops = [
                gate
                for gate, share in zip(before, shares, strict=True)
                if luck[place] > share[number]
            ]
            days = 0.0 if stops else fault["days"] * life
            rows.append(
                {
                    "fault": fault["fault"],
                    "finder": stops[0] if stops else fault["finder"],
                    "stopped": bool(stops),
                    "days": days,
                    "loss": world.harm[number] * days,
                }
            )
    return pd.DataFrame(rows)


def yearly_cost(
    gates: Collection[str], label_days: float, world: World | None = None
) -> float | np.ndarray:
    """Return the mean cost of losses and gates, thousand EUR per year.

    The loss from a fault is rate x share passing x daily harm x days until the first finder. For
    several worlds the result is an array.
    """
    _require(gates, label_days)
    world = world or invented_world()
    days = np.minimum.reduce(list(_delays(world, gates, label_days).values()))
    loss = (world.rate * _passing(world, gates) * world.harm * days).sum(axis=-1)
    cost: float | np.ndarray = loss + sum(GATES[gate] for gate in gates)
    return cost


def gate_worth(
    gates: Collection[str], label_days: float, world: World | None = None
) -> dict[str, float | np.ndarray]:
    """Return each gate's net saving, whether it is being added or kept.

    In thousand EUR per year. For the parameters, see `yearly_cost`.
    """
    world = world or invented_world()
    gate_set = set(gates)
    return {
        gate: yearly_cost(gate_set - {gate}, label_days, world)
        - yearly_cost(gate_set | {gate}, label_days, world)
        for gate in GATES
    }


def draw_years(gates: Collection[str], label_days: float, seed: int = 0) -> np.ndarray:
    """Return the cost of each of 200 years, thousand EUR.

    Faults come at random (their yearly number is Poisson) and live for exponential times. Luck is
    the same for every set of gates.
    """
    _require(gates, label_days)
    world = invented_world()
    days = np.minimum.reduce(list(_delays(world, gates, label_days).values()))
    scale = world.harm * days
    rng = np.random.default_rng(seed)
    count = rng.poisson(world.rate, (YEARS, len(FAULTS)))
    most = int(count.max())
    happens = np.arange(most) < count[..., None]
    luck, lives = rng.random(happens.shape), rng.exponential(1, happens.shape)
    passes = happens & (luck < _passing(world, gates)[:, None])
    loss = ((passes * lives).sum(axis=2) * scale).sum(axis=1)
    return np.asarray(loss + sum(GATES[gate] for gate in gates))


def _lives(count: int) -> np.ndarray:
    """Return so many exponential lives with a mean of exactly 1, the middle ones first."""
    ends = np.arange(count + 1) / count
    below = ends - ends * np.log(np.where(ends > 0, ends, 1))  # the integral of -log
    lives = count * np.diff(below)
    return lives[np.argsort(np.abs(np.arange(count) - (count - 1) / 2), kind="stable")]


def _require(gates: Collection[str], label_days: float) -> None:
    for gate in gates:
        require_choice("gate", gate, tuple(GATES))
    require_number("label_days", label_days, 0, 1_000)


def _passing(world: World, gates: Collection[str]) -> np.ndarray:
    shares = np.ones_like(world.rate)
    for gate in gates:
        if gate in world.catch:
            shares = shares * (1 - world.catch[gate])
    return shares


def _delays(world: World, gates: Collection[str], label_days: float) -> dict[str, np.ndarray]:
    """Return the days until each finder notices a live fault."""
    delays = {"customers": world.days}
    if "freshness" in gates:
        delays["freshness"] = np.broadcast_to(world.freshness, world.days.shape)
    if "outcome" in gates:
        delays["outcome"] = np.full(world.days.shape, float(label_days + OUTCOME_DAYS))
    return delays
