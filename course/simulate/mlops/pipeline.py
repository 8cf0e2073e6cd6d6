"""Seven faults, six gates: what passes unnoticed, for how long, and what each gate is worth.

Left out: harm within a canary, false alarms, gates that fail together, and early signs that say
less than the outcome. False alarms could make a gate a loss that pays here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from course import world
from course._require import require_choice, require_number

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
"""Gate -> thousand EUR a year. Invented, like every figure here: no published rates were found."""

YEARS: Final = 200

_OUTCOME_DAYS: Final = 4  # from the labels' arrival to the alert
_NEVER: Final = np.inf

# One entry a fault, in the order of FAULTS.
_RATE: Final = (3, 1, 2, 3, 1, 4, 2)  # a year
_HARM: Final = (5, 1.5, 1.5, 1, 1.5, 8, 2)  # thousand EUR a day
_DAYS: Final = (7, 90, 45, 30, 120, 4, 150)  # until customers notice
_CATCH: Final = {
    "contract": (0.9, 0, 0, 0, 0, 0.3, 0),
    "backtest": (0, 0.8, 0, 0, 0.8, 0, 0),
    "replay": (0.2, 0, 0.9, 0, 0, 0.3, 0),
    "canary": (0.3, 0.3, 0, 0, 0, 0.9, 0),
}
# It looks at live inputs: late, of another form, or unlike those of training.
_FRESHNESS: Final = (1, _NEVER, 5, 1, _NEVER, _NEVER, _NEVER)  # days until it alerts


@dataclass(frozen=True)
class World:
    """How often faults come and what they do; each array has shape (..., 7), all invented.

    Attributes
    ----------
    rate, harm, days, freshness
        Faults a year; thousand EUR a day; days until customers notice, and until freshness does.
    catch
        Share of the faults that a gate stops before release, by gate.
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
        {gate: np.array(shares, float) for gate, shares in _CATCH.items()},
    )


def other_worlds(count: int, seed: int = 8) -> World:
    """Return other assumptions: each rate, harm and delay halved to doubled, gates weaker or not.

    The delay is that of customers. Freshness finds each fault as soon as in `invented_world`.

    Parameters
    ----------
    count : int
        How many; arrays of the result have shape (count, 7).
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
    """Return what becomes of each fault.

    Parameters
    ----------
    gates : collection of str
        Some of `GATES`.
    label_days : float, from 0 to 1,000
        Days until the outcome of a decision is known.

    Returns
    -------
    pandas.DataFrame
        One row a fault: ``fault``, ``passing`` (share that no gate stops before release), ``days``
        (until the first of customers and gates notices, on average), ``finder``, ``weeks_alive``
        (chance that such a fault goes out and lives for a week) and ``loss`` (thousand EUR a year).

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


def yearly_cost(
    gates: Collection[str], label_days: float, world: World | None = None
) -> float | np.ndarray:
    """Return losses and gates together, thousand EUR a year on average.

    The loss of a fault is rate x share passing x harm a day x days until the first finder. For
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
    """Return what each gate saves net of its cost: by its coming, or by its staying if it is there.

    Parameters are those of `yearly_cost`; thousand EUR a year.
    """
    world = world or invented_world()
    chosen = set(gates)
    return {
        gate: yearly_cost(chosen - {gate}, label_days, world)
        - yearly_cost(chosen | {gate}, label_days, world)
        for gate in GATES
    }


def draw_years(gates: Collection[str], label_days: float, seed: int = 0) -> np.ndarray:
    """Return the cost of each of 200 years, thousand EUR.

    Faults come at random (their number in a year is Poisson) and live exponentially long.
    Other gates meet the same faults with the same luck.
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


def _require(gates: Collection[str], label_days: float) -> None:
    for gate in gates:
        require_choice("gate", gate, tuple(GATES))
    require_number("label_days", label_days, 0, 1_000)


def _passing(world: World, gates: Collection[str]) -> np.ndarray:
    passing = np.ones_like(world.rate)
    for gate in gates:
        if gate in world.catch:
            passing = passing * (1 - world.catch[gate])
    return passing


def _delays(world: World, gates: Collection[str], label_days: float) -> dict[str, np.ndarray]:
    """Return the days until each finder notices a fault that is live."""
    delays = {"customers": world.days}
    if "freshness" in gates:
        delays["freshness"] = np.broadcast_to(world.freshness, world.days.shape)
    if "outcome" in gates:
        delays["outcome"] = np.full(world.days.shape, float(label_days + _OUTCOME_DAYS))
    return delays
