"""One fraud model taken further in three ways: what each step earns and risks.

Left out: components that the ways share, and laws that differ by country. Both can change the
order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_number

WAYS: Final = ("horizontal", "vertical", "impact")
"""Into other domains; deeper in its own; or with more at stake in each decision.

The first two ways make more wrong decisions with each step; the third makes the same ones costlier.
"""

STEPS: Final = np.arange(6)
"""Numbers of steps, from zero to five."""

_HIGHEST_PRICE: Final = 1_000_000


@dataclass(frozen=True)
class Rates:
    """Gains, costs and risks of steps; all invented. Money in EUR million a year.

    Each figure is a number, or an array of shape (draws, 1) for many sets of assumptions.

    Attributes
    ----------
    earns_elsewhere, build_elsewhere, reuse
        Horizontal: earnings of a domain identical to the first one, cost of a domain built from
        scratch, and the share of that cost that an identical domain saves.
    wrong_elsewhere, surprise
        Horizontal: wrong decisions per step and unit of dissimilarity; `surprise` is the similarity
        at which all surprises would be gone. It is above 1, since no two domains are the same.
    earns_deeper, fades, build_deeper, dearer
        Vertical: earnings of the first step, the share of them that each next step keeps, the cost
        of the first step, and the factor by which each next one costs more.
    wrong_deeper
        Vertical: wrong decisions per step.
    earns_impact, wrong_impact
        Impact: gain per step; wrong decisions per year, the same after every step. The first step
        adds one price to each, the second two, the third three (see `mistake_factor`).
    """

    earns_elsewhere: float | np.ndarray = 1.2
    build_elsewhere: float | np.ndarray = 0.9
    reuse: float | np.ndarray = 0.6
    wrong_elsewhere: float | np.ndarray = 3_000
    surprise: float | np.ndarray = 1.4
    earns_deeper: float | np.ndarray = 0.9
    fades: float | np.ndarray = 0.65
    build_deeper: float | np.ndarray = 0.25
    dearer: float | np.ndarray = 1.15
    wrong_deeper: float | np.ndarray = 300
    earns_impact: float | np.ndarray = 0.55
    wrong_impact: float | np.ndarray = 1_200


def compare_ways(similarity: float, price: float, rates: Rates = Rates()) -> pd.DataFrame:
    """Return the yearly net of each way after 0 to 5 steps.

    Parameters
    ----------
    similarity : float, from 0 to 1
        Similarity of new domains to the first one; it only matters for the horizontal way.
    price : float, from 0 to 1,000,000
        Cost of one wrong decision, EUR; in the impact way, after its first step.
    rates : Rates, optional
        One set of assumptions, or several.

    Returns
    -------
    pandas.DataFrame, 18 rows for each set of assumptions
        ``way``, ``draw`` (which set, from 0), ``step`` and ``net`` (EUR million a year).

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number or is outside its range.
    """
    require_number("similarity", similarity, 0, 1)
    require_number("price", price, 0, _HIGHEST_PRICE)
    earned, prices = _earned(similarity, rates), _prices_paid(similarity, rates)
    net = np.stack([np.atleast_2d(earned[way] - prices[way] * price / 1e6) for way in WAYS])
    way, draw, step = np.indices(net.shape).reshape(3, -1)
    return pd.DataFrame(
        {"way": np.array(WAYS)[way], "draw": draw, "step": step, "net": net.ravel()}
    )


def mistake_factor(step: int | np.ndarray) -> int | np.ndarray:
    """Return a wrong decision's cost after steps of impact, in prices: 0, 1, 3, 6 ..."""
    return step * (step + 1) // 2


def draw_rates(count: int, seed: int = 1) -> Rates:
    """Draw other sets of assumptions: each figure up to a quarter larger or smaller."""
    rng = np.random.default_rng(seed)
    return Rates(
        **{name: figure * rng.uniform(0.75, 1.25, (count, 1)) for name, figure in _figures()}
    )


def _figures() -> list[tuple[str, float]]:
    return list(asdict(Rates()).items())


def _earned(similarity: float, rates: Rates) -> dict[str, np.ndarray]:
    """Return net gains before wrong decisions, EUR million, of shape (..., 6)."""
    a_domain = rates.earns_elsewhere * similarity - rates.build_elsewhere * (
        1 - rates.reuse * similarity
    )
    before = STEPS[:-1]
    deeper = rates.earns_deeper * rates.fades**before - rates.build_deeper * rates.dearer**before
    no_step = np.zeros_like(deeper[..., :1])
    return {
        "horizontal": a_domain * STEPS,
        "vertical": np.concatenate([no_step, np.cumsum(deeper, axis=-1)], axis=-1),
        "impact": rates.earns_impact * STEPS,
    }


def _prices_paid(similarity: float, rates: Rates) -> dict[str, np.ndarray]:
    """Return the yearly cost of wrong decisions, in prices of one, of shape (..., 6)."""
    return {
        "horizontal": rates.wrong_elsewhere * (rates.surprise - similarity) * STEPS,
        "vertical": rates.wrong_deeper * STEPS,
        "impact": rates.wrong_impact * np.asarray(mistake_factor(STEPS)),
    }
