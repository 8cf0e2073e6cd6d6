"""From 5 stores to 500: quality, forecast error and money, as markets and their defects come in.

The study builds the feed of `course.data.retail`, reads six weeks of it with the pilot's reader,
orders for the seventh week, and compares with demand. Markets do not depend on each other, so each
is computed once for each set of its defects, and cached.
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
from course.data.retail.world import World
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
"""Products in a store's range; money is scaled up from the four simulated products."""
COUNT_COST: Final = 0.40
"""Euros for a weekly count of one product in one store: under a minute. An assumption."""
NEEDS_ITS_DEFECT: Final = frozenset({"codes", "dates", "columns", "amounts", "stock equation"})
"""Repairs that change nothing in a market without their defects; a test checks this."""


@dataclass(frozen=True)
class StoresStudy:
    """The results of a roll-out.

    Attributes
    ----------
    dimensions : DataFrame, one row per dimension
        ``dimension`` and ``share``: the mean over stores, from 0 to 1.
    money : DataFrame, one row per country
        ``country``, ``stores``, and euros per year: ``lost``, ``surplus``, ``counting``.
    struck : DataFrame, one row per defect
        ``defect`` and ``share`` of the received records that it affected.
    shops : DataFrame, one row per store, in the order of the roll-out
        ``broken``: share of its received records that any defect affected; ``euros`` per year,
        lost, surplus and counting.
    forecast_error : float
        Weighted absolute percentage error of the week's forecast, as a share of demand.
    """

    dimensions: pd.DataFrame
    money: pd.DataFrame
    struck: pd.DataFrame
    shops: pd.DataFrame
    forecast_error: float

    @property
    def cost(self) -> float:
        """Total euros per year, over all stores."""
        return float(self.money[["lost", "surplus", "counting"]].to_numpy().sum())


def simulate_stores(
    stores: int = 5,
    defects: Collection[str] | None = None,
    repairs: Collection[str] = (),
    seed: int | None = None,
) -> StoresStudy:
    """Read, order and compute costs for the first stores of the roll-out.

    Parameters
    ----------
    stores : int, from 1 to 500
    defects : collection of str, optional
        Defects that exist in the world (`course.data.retail.KINDS`); None for all. A store only has
        those of its market.
    repairs : collection of str
        Names of `REPAIRS` that the reader has.
    seed : int, optional
        Seed for other random numbers with the same plan; None gives the course's own.

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
    four products. Margin, cost of surplus and cost of counting are assumptions.
    """
    retail.load("stores", stores=stores)  # raises the error for a bad number
    plan = retail.plan(HISTORY_DAYS + WEEK, defects)
    repairs_in_order = tuple(name for name in REPAIRS if name in repairs)
    if len(repairs_in_order) < len(set(repairs)):
        raise ValueError(f"repairs is {list(repairs)}; expected some of {', '.join(REPAIRS)}.")
    market_results = []
    for market in MARKETS:
        if count := len(stores_of(market, stores)):
            country = market.country
            own = tuple(kind for kind in plan.markets if plan.has(kind, country))
            active_repairs = tuple(name for name in repairs_in_order if _acts(name, own))
            market_results.append((country, _market(country, own, active_repairs, seed), count))
    return _together(market_results)


def _acts(repair: str, defects: tuple[str, ...]) -> bool:
    return repair not in NEEDS_ITS_DEFECT or not set(REPAIRS[repair]).isdisjoint(defects)


@dataclass(frozen=True)
class _Market:
    """One market, store by store, in the order of the roll-out."""

    feed: _Feed
    outcome: Outcome
    counting: float


@dataclass(frozen=True)
class _Feed:
    """A market's feed before any repair, with affected records counted by store and defect."""

    received: pd.DataFrame
    world: World
    master: Master
    dimensions: Floats
    struck: Floats
    broken: Floats
    rows: Floats


@lru_cache(maxsize=512)
def _market(
    country: str, defects: tuple[str, ...], repairs: tuple[str, ...], seed: int | None = None
) -> _Market:
    feed = _feed(country, defects, seed)
    world, master = feed.world, feed.master
    history = read(feed.received, master, repairs)
    promotion = np.broadcast_to(world.promotion, world.demand.shape)
    daily = seasonal_forecast(history.sales, master.countries[1], promotion)
    shelf = _amounts(world.shelf[:, HISTORY_DAYS - 1])
    is_counted = "count" in repairs
    outcome = order_for_a_week(
        history,
        daily.sum(axis=1),
        list_price=master.products["list_price"].to_numpy(float),
        typical=_typical(),
        demand=_amounts(world.demand[:, HISTORY_DAYS:]).sum(axis=1),
        shelf=shelf,
        counted=shelf if is_counted else None,
    )
    counting = COUNT_COST * RANGE * WEEKS_A_YEAR if is_counted else 0.0
    return _Market(feed, outcome, counting)


@lru_cache(maxsize=256)
def _feed(country: str, defects: tuple[str, ...], seed: int | None) -> _Feed:
    size: dict[str, Any] = {"countries": [country], "products": PRODUCTS}
    days = HISTORY_DAYS + WEEK
    (records,) = retail.by_market(stores=500, days=days, defects=defects, seed=seed, **size)
    master = Master(
        retail.load("stores", stores=500, countries=[country]),
        retail.load("products", products=PRODUCTS),
        retail.load("codes", **size),
        HISTORY_DAYS,
    )
    feed, truth = frame(iter([records])), by_row(iter([records]))
    past = np.asarray(truth["date"].cat.codes < HISTORY_DAYS)
    quality = quality_dimensions(feed[past], master, truth[past])
    store, count = truth["store"].cat.codes.to_numpy()[past], len(quality)
    defect_counts = [
        np.bincount(store, truth[kind].to_numpy()[past], count) for kind in retail.KINDS
    ]
    return _Feed(
        feed,
        records.world,
        master,
        quality[list(DIMENSIONS)].to_numpy(float),
        np.stack(defect_counts, axis=1),
        np.bincount(store, truth[list(retail.KINDS)].any(axis=1)[past], count).astype(float),
        np.bincount(store, minlength=count).astype(float),
    )


def _amounts(units: NDArray[np.int16]) -> Floats:
    """Turn pieces and portions into pieces and kilograms."""
    amounts: Floats = units.astype(float) * np.where(
        products().weighed[:PRODUCTS], KILOS_IN_A_UNIT, 1.0
    )
    return amounts


@lru_cache(maxsize=1)
def _typical() -> Floats:
    """Return a pilot store's sales of each product in an ordinary week."""
    (records,) = retail.by_market(days=HISTORY_DAYS + WEEK, products=PRODUCTS)
    demand: Floats = _amounts(records.world.demand)
    plain: Floats = np.where(records.world.promotion, demand / PROMOTION_LIFT, demand)
    typical: Floats = WEEK * plain.mean(axis=(0, 1))
    return typical


def _together(markets: list[tuple[str, _Market, int]]) -> StoresStudy:
    """Add up the first stores of each market."""
    scale = WEEKS_A_YEAR * RANGE / PRODUCTS
    quality = np.concatenate([market.feed.dimensions[:count] for _, market, count in markets])
    defect_counts = sum(market.feed.struck[:count].sum(axis=0) for _, market, count in markets)
    rows = sum(market.feed.rows[:count].sum() for _, market, count in markets)
    money = pd.DataFrame(
        {
            "country": [country for country, _, _ in markets],
            "stores": [count for _, _, count in markets],
            "lost": [scale * market.outcome.lost[:count].sum() for _, market, count in markets],
            "surplus": [
                scale * market.outcome.surplus[:count].sum() for _, market, count in markets
            ],
            "counting": [market.counting * count for _, market, count in markets],
        }
    )
    shops = pd.DataFrame(
        {
            "broken": np.concatenate(
                [(market.feed.broken / market.feed.rows)[:count] for _, market, count in markets]
            ),
            "euros": np.concatenate(
                [
                    scale * (market.outcome.lost + market.outcome.surplus)[:count].sum(axis=1)
                    + market.counting
                    for _, market, count in markets
                ]
            ),
        }
    )
    forecast = np.concatenate([market.outcome.forecast[:count] for _, market, count in markets])
    demand = np.concatenate([market.outcome.demand[:count] for _, market, count in markets])
    shares = pd.DataFrame({"dimension": DIMENSIONS, "share": np.nanmean(quality, axis=0)})
    by_defect = pd.DataFrame({"defect": retail.KINDS, "share": defect_counts / rows})
    return StoresStudy(shares, money, by_defect, shops, weighted_error(forecast, demand))
