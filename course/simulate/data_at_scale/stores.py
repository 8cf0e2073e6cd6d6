"""From 5 stores to 500: quality, forecast error and money, as markets and their defects come in.

The study makes the real feed of `course.data.retail`, reads six weeks of it with the pilot's
reader, orders for the seventh, and compares with what customers wanted. A market does not depend on
the others, so each is worked out once for each set of its own defects, and kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from course.data import retail
from course.data.retail.feed import frame
from course.data.retail.master import KILOS_IN_A_UNIT, MARKETS, products, stores_of
from course.data.retail.truth import by_row
from course.simulate.data_at_scale.dimensions import DIMENSIONS, quality_dimensions
from course.simulate.data_at_scale.ordering import (
    PROMOTION_LIFT,
    WEEK,
    Outcome,
    order_for_a_week,
    seasonal_forecast,
    weighted_error,
)
from course.simulate.data_at_scale.reading import REPAIRS, Master, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HISTORY_DAYS: Final = 42
PRODUCTS: Final = 4
WEEKS_A_YEAR: Final = 52
RANGE: Final = 50
"""Products of a real store's range here; money is scaled up from the four that are simulated."""
COUNT_COST: Final = 0.40
"""Euros for counting one product in one store, once a week: under a minute of work. Own."""


@dataclass(frozen=True)
class StoresStudy:
    """What a roll-out of some size gives.

    Attributes
    ----------
    dimensions : DataFrame, one row a dimension
        ``dimension`` and ``share``: the mean over stores, from 0 to 1.
    money : DataFrame, one row a country
        ``country``, ``stores``, and euros a year: ``lost``, ``surplus``, ``counting``.
    forecast_error : float
        Weighted absolute percentage error of the week's forecast, as a share of demand.
    """

    dimensions: pd.DataFrame
    money: pd.DataFrame
    forecast_error: float

    @property
    def cost(self) -> float:
        """Euros a year in all stores."""
        return float(self.money[["lost", "surplus", "counting"]].to_numpy().sum())


def simulate_stores(
    stores: int = 5, defects: Collection[str] | None = None, repairs: Collection[str] = ()
) -> StoresStudy:
    """Read, order and count the cost for the first stores of the roll-out.

    Parameters
    ----------
    stores : int, from 1 to 500
    defects : collection of str, optional
        Defects that exist in the world (`course.data.retail.KINDS`); None for all. A store has
        those of its market only.
    repairs : collection of str
        Names of `REPAIRS` that the reader has.

    Returns
    -------
    StoresStudy

    Raises
    ------
    TypeError, ValueError
        When an argument has the wrong type or a value outside its range.

    Notes
    -----
    Euros are for a year of 52 such weeks and a range of 50 products, scaled up from one week and
    four products. Margin, cost of surplus and cost of counting are own assumptions.
    """
    retail.load("stores", stores=stores)  # complains about a number that it does not have
    planted = retail.plan(HISTORY_DAYS + WEEK, defects)
    chosen = tuple(name for name in REPAIRS if name in repairs)
    if len(chosen) < len(set(repairs)):
        raise ValueError(f"repairs is {list(repairs)}; expected some of {', '.join(REPAIRS)}.")
    found = []
    for market in MARKETS:
        if count := len(stores_of(market, stores)):
            country = market.country
            own = tuple(kind for kind in planted.markets if planted.has(kind, country))
            found.append((country, _market(country, own, chosen), count))
    return _together(found)


@dataclass(frozen=True)
class _Market:
    """One market, store by store, in the order of the roll-out."""

    dimensions: Floats
    outcome: Outcome
    counting: float


@lru_cache(maxsize=512)
def _market(country: str, defects: tuple[str, ...], repairs: tuple[str, ...]) -> _Market:
    size: dict[str, Any] = {"countries": [country], "products": PRODUCTS}
    days = HISTORY_DAYS + WEEK
    (records,) = retail.by_market(stores=500, days=days, defects=defects, **size)
    master = Master(
        retail.load("stores", stores=500, countries=[country]),
        retail.load("products", products=PRODUCTS),
        retail.load("codes", **size),
        HISTORY_DAYS,
    )
    received, truth = frame(iter([records])), by_row(iter([records]))
    past = np.asarray(truth["date"].cat.codes < HISTORY_DAYS)
    quality = quality_dimensions(received[past], master, truth[past])
    history = read(received, master, repairs)
    promotion = np.broadcast_to(records.world.promotion, records.world.demand.shape)
    daily = seasonal_forecast(history.sales, master.countries[1], promotion)
    shelf = _amounts(records.world.shelf[:, HISTORY_DAYS - 1])
    counted = "count" in repairs
    outcome = order_for_a_week(
        history,
        daily.sum(axis=1),
        list_price=master.products["list_price"].to_numpy(float),
        typical=_typical(),
        demand=_amounts(records.world.demand[:, HISTORY_DAYS:]).sum(axis=1),
        shelf=shelf,
        counted=shelf if counted else None,
    )
    counting = COUNT_COST * RANGE * WEEKS_A_YEAR if counted else 0.0
    return _Market(quality[list(DIMENSIONS)].to_numpy(float), outcome, counting)


def _amounts(units: NDArray[np.int16]) -> Floats:
    """Turn pieces and portions into pieces and kilograms."""
    amounts: Floats = units.astype(float) * np.where(
        products().weighed[:PRODUCTS], KILOS_IN_A_UNIT, 1.0
    )
    return amounts


@lru_cache(maxsize=1)
def _typical() -> Floats:
    """Return what a pilot store sells of each product in an ordinary week."""
    (records,) = retail.by_market(days=HISTORY_DAYS + WEEK, products=PRODUCTS)
    demand: Floats = _amounts(records.world.demand)
    plain: Floats = np.where(records.world.promotion, demand / PROMOTION_LIFT, demand)
    typical: Floats = WEEK * plain.mean(axis=(0, 1))
    return typical


def _together(found: list[tuple[str, _Market, int]]) -> StoresStudy:
    """Add up the first stores of each market."""
    scale = WEEKS_A_YEAR * RANGE / PRODUCTS
    quality = np.concatenate([market.dimensions[:count] for _, market, count in found])
    money = pd.DataFrame(
        {
            "country": [country for country, _, _ in found],
            "stores": [count for _, _, count in found],
            "lost": [scale * market.outcome.lost[:count].sum() for _, market, count in found],
            "surplus": [scale * market.outcome.surplus[:count].sum() for _, market, count in found],
            "counting": [market.counting * count for _, market, count in found],
        }
    )
    forecast = np.concatenate([market.outcome.forecast[:count] for _, market, count in found])
    demand = np.concatenate([market.outcome.demand[:count] for _, market, count in found])
    shares = pd.DataFrame({"dimension": DIMENSIONS, "share": np.nanmean(quality, axis=0)})
    return StoresStudy(shares, money, weighted_error(forecast, demand))
