"""Forty pilots, four gates, 200 companies: the best lever, and the role of luck.

Left out: rising costs per point, which would favour spreading; pilots that are still running; and
pilots that were rightly stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice, require_number
from course.maths.binomial import beta_binomial, binomial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GATES: Final = ("owner", "data", "integration", "adoption")
"""What a pilot must pass, in this order."""

PILOTS: Final = world.count("pilots_launched", "pilots")
COMPANIES: Final = 200

AVERAGE_LUCK: Final = 98_861
"""The seed of `draw_pilots` that is nearest to the averages, with 40 points at a gate or none."""

# Invented; together they let 2 of 40 through, as at Meridian.
PASSES: Final = {"owner": 0.60, "data": 0.45, "integration": 0.50, "adoption": 0.37}
# Thousand EUR. As in Meridian's register, 40 pilots together cost ten million, and a pilot that
# ends late costs about twice as much as one that ends early.
_COST_AT_GATE: Final = {"owner": 100, "data": 120, "integration": 150, "adoption": 280}
_COST_OF_A_POINT: Final = 80


@dataclass(frozen=True)
class Funnel:
    """Effects of a set of levers on forty pilots.

    Attributes
    ----------
    gates : DataFrame
        ``gate``, ``passes`` (chance, with its lever), ``reach`` (pilots that arrive at the gate,
        on average) and ``leave`` (pilots that end there); one row per gate.
    live : float
        Mean number of pilots that pass all gates.
    levers, pilots : float
        Cost of the levers and of the pilots, thousand EUR.
    """

    gates: pd.DataFrame
    live: float
    levers: float
    pilots: float

    @property
    def rate(self) -> float:
        """Chance that one pilot passes all gates."""
        return self.live / PILOTS


def run_funnel(
    points: Mapping[str, float] | None = None, passes: Mapping[str, float] = PASSES
) -> Funnel:
    """Send forty pilots through the gates.

    Parameters
    ----------
    points : mapping of gate to percentage points, from 0 to 100, optional
        Points that levers add to the chance at a gate: 10 turns 0.45 into 0.55, up to at most 1.
    passes : mapping of gate to chance, default `PASSES`
        The chances without levers.

    Returns
    -------
    Funnel

    Raises
    ------
    TypeError, ValueError
        If a gate is unknown, or its points are not a number from 0 to 100.

    Notes
    -----
    A pilot costs 100, 120, 150 and 280 thousand EUR at the gates that it reaches; a percentage
    point costs 80. All of these are invented.
    """
    points = points or {}
    for gate, increase in points.items():
        require_choice("gate", gate, GATES)
        require_number(gate, increase, 0, 100)
    chance = np.array([min(passes[gate] + points.get(gate, 0) / 100, 1) for gate in GATES])
    through = PILOTS * np.cumprod(chance)
    reach = np.array([PILOTS, *through[:-1]])
    gates = pd.DataFrame(
        {"gate": GATES, "passes": chance, "reach": reach, "leave": reach - through}
    )
    pilot_cost = reach @ np.array([_COST_AT_GATE[gate] for gate in GATES])
    return Funnel(
        gates, float(through[-1]), _COST_OF_A_POINT * sum(points.values()), float(pilot_cost)
    )


def live_count_probabilities(rate: float, correlation: float = 0) -> np.ndarray:
    """Return the probabilities of 0 to 40 live pilots.

    Parameters
    ----------
    rate : float, from 0 to 1
        Chance that one pilot goes live, on average over companies.
    correlation : float, from 0 to 0.99, default 0
        Correlation between two pilots of one company.

    Returns
    -------
    array of shape (41,), sums to 1

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number or is outside its range.

    Notes
    -----
    Binomial if pilots are independent; otherwise beta-binomial with intra-class correlation
    `correlation`.
    """
    require_number("rate", rate, 0, 1)
    require_number("correlation", correlation, 0, 0.99)
    if correlation == 0 or rate in (0, 1):
        return binomial(PILOTS, rate)
    strength = (1 - correlation) / correlation
    return beta_binomial(PILOTS, rate * strength, (1 - rate) * strength)


def chance_of_at_most(live: int, rate: float, correlation: float = 0) -> float:
    """Return the chance of at most this many live pilots; arguments as above."""
    return float(live_count_probabilities(rate, correlation)[: live + 1].sum())


def draw_companies(rate: float, correlation: float = 0, seed: int = 0) -> np.ndarray:
    """Draw the live pilots, of forty, in 200 companies with the same chances.

    A company's luck does not depend on the rate: its count changes because the rate changes, not
    because it is drawn again.

    Parameters
    ----------
    rate, correlation
        As in `live_count_probabilities`.
    seed : int, default 0

    Returns
    -------
    array of shape (200,), sorted
    """
    luck = np.sort(np.random.default_rng(seed).random(COMPANIES))
    return np.searchsorted(np.cumsum(live_count_probabilities(rate, correlation)), luck)


def draw_pilots(passes: Sequence[float] | np.ndarray, seed: int = AVERAGE_LUCK) -> pd.DataFrame:
    """Draw how far each of forty pilots gets in one company.

    A pilot keeps its luck at every gate, so a better chance never takes it back.

    Parameters
    ----------
    passes : sequence of 4 chances, in the order of `GATES`
    seed : int, default `AVERAGE_LUCK`

    Returns
    -------
    pandas.DataFrame, 40 rows
        ``passed`` (number of gates, 4 for a live pilot) and ``missed_by`` (by how much its luck
        missed the chance at the gate that ended it; 0 for a live pilot).
    """
    luck = np.random.default_rng(seed).random((PILOTS, len(GATES)))
    shortfall = luck - np.asarray(passes, dtype=float)
    gate_count = np.logical_and.accumulate(shortfall < 0, axis=1).sum(axis=1)
    live = gate_count == len(GATES)
    ended_at = np.where(live, 0, gate_count)
    return pd.DataFrame(
        {
            "passed": gate_count,
            "missed_by": np.where(live, 0, shortfall[np.arange(PILOTS), ended_at]),
        }
    )
