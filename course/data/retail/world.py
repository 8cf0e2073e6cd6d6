"""What really happens in the stores: demand, deliveries, sales, and stock that goes astray.

Demand is Poisson; its mean depends on weekday, season, promotion and store size. Every evening a
store orders up to its target, based on the stock in its books. Orders arrive two mornings later.
Where staff do not count often, goods vanish from the shelf and stay in the books. When the books
show enough stock, nothing is ordered: replenishment freezes (DeHoratius, Mersereau and Schrage,
M&SOM 2008). All rates are assumptions. In the long run, the rates of losses and counts make about
two records in three wrong, as in one audited chain (DeHoratius and Raman, Management Science
2008).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from course.data.retail.chance import happens, words
from course.data.retail.master import (
    COUNTRIES,
    MOST_PRODUCTS,
    PILOT_STORES,
    Market,
    month_steps,
    products,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from course.data.retail.plan import Plan

    Whole = NDArray[np.int16]

FIRST_DAY: Final = np.datetime64("2025-01-01", "D")
_WEEKDAY_OF_FIRST: Final = 2  # a Wednesday

LEVELS: Final = 140
MEANS: Final = tuple(0.2 * 1.05**level for level in range(LEVELS))
"""Mean demand per day by level: one level up is 5% more."""
PROMOTION_LEVELS: Final = 14
"""A promotion doubles demand."""
_PROMOTION_EVERY: Final = 16

LEAD_DAYS: Final = 2
_CHANCES: Final = 4096

SMALL_LOSSES: Final = 12
WHOLE_SHELF_LOSSES: Final = 1
COUNTS: Final = 8
"""Per thousand records and day: one piece lost, everything on the shelf lost, a count."""


@dataclass(frozen=True)
class World:
    """Events in some stores; arrays have the shape (stores, days, products).

    Attributes
    ----------
    demand, sales, delivered : ndarray of int16
        In pieces, or portions of half a kilogram. The shelf limits sales.
    shelf, book : ndarray of int16
        Stock on the shelf at closing time, and stock in the books.
    promotion : ndarray of bool, shape (days, products)
    """

    demand: Whole
    sales: Whole
    delivered: Whole
    shelf: Whole
    book: Whole
    promotion: NDArray[np.bool_]


def simulate(market: Market, stores: Sequence[int], days: int, count: int, planted: Plan) -> World:
    """Return what happened in some stores of a market.

    Parameters
    ----------
    market : Market
    stores : sequence of int
        Places of the stores in the roll-out.
    days, count : int
        Numbers of days from 1 January 2025, and of products.
    planted : Plan
        Only ``phantom_stock`` changes what happens; all other defects change what is recorded.

    Returns
    -------
    World
    """
    promotion = _promotions(market, days, count)
    usual = _usual_levels(market, stores, days, count) + PROMOTION_LEVELS * promotion
    weekday = np.array(market.weekdays)[(np.arange(days) + _WEEKDAY_OF_FIRST) % 7]
    # In place: the largest feed has nine million of each.
    level = usual + weekday[:, None].astype(np.int16)
    np.clip(level, 0, LEVELS - 1, out=level)
    chance = words(planted.seed, stores, "demand", days, MOST_PRODUCTS)[:, :, :count] >> 4
    demand = _quantiles()[level, chance].astype(np.int16)
    del level, chance
    target = _targets()[np.clip(usual, 0, LEVELS - 1)]
    astray = planted.has("phantom_stock", market.country)
    return _run(demand, target, promotion, _Shelf(planted.seed, stores, days, count, astray=astray))


class _Shelf:
    """Draws of losses and counts; none in stores that count every week."""

    def __init__(
        self, seed: int, stores: Sequence[int], days: int, count: int, *, astray: bool
    ) -> None:
        # The pilot team counted its five stores every week, so losses don't last there.
        is_unwatched = np.array([store >= PILOT_STORES for store in stores])[:, None, None] & astray
        self.any = bool(is_unwatched.any())
        if not self.any:
            return

        def draw(stream: str, per_mille: int) -> NDArray[np.bool_]:
            draws = words(seed, stores, stream, days, MOST_PRODUCTS)[:, :, :count]
            return happens(draws, per_mille) & is_unwatched

        self.small = draw("shrinkage", SMALL_LOSSES)
        self.whole = draw("theft", WHOLE_SHELF_LOSSES)
        self.counted = draw("count", COUNTS)


def _run(demand: Whole, target: Whole, promotion: NDArray[np.bool_], astray: _Shelf) -> World:
    stores, days, count = demand.shape
    sales, deliveries, shelf_at_night, book_at_night = (np.empty_like(demand) for _ in range(4))
    shelf = target[:, 0].copy()
    book = shelf.copy()
    coming = [np.zeros((stores, count), np.int16) for _ in range(LEAD_DAYS)]
    for day in range(days):
        arrivals = coming.pop(0)
        shelf += arrivals
        book += arrivals
        sales_today = np.minimum(demand[:, day], shelf)
        shelf -= sales_today
        book -= sales_today
        if astray.any:
            shelf -= np.minimum(astray.small[:, day], shelf)
            shelf[astray.whole[:, day]] = 0
            np.copyto(book, shelf, where=astray.counted[:, day])
        coming.append(np.maximum(target[:, day] - book - coming[0], 0))
        sales[:, day], deliveries[:, day] = sales_today, arrivals
        shelf_at_night[:, day], book_at_night[:, day] = shelf, book
    return World(demand, sales, deliveries, shelf_at_night, book_at_night, promotion)


def _usual_levels(market: Market, stores: Sequence[int], days: int, count: int) -> Whole:
    """Return the levels of demand without weekday and promotion, shape (stores, days, count)."""
    catalogue = products()
    places = (np.arange(count) + market.taste) % MOST_PRODUCTS
    size = np.array([store * 37 % 17 - 8 for store in stores], np.int16)
    season = _season(market, days)[:, catalogue.kind[:count]] + catalogue.base[places]
    levels: Whole = size[:, None, None] + season.astype(np.int16)
    return levels


def calendar(days: int) -> NDArray[np.datetime64]:
    """Return the dates of the first days of the feed."""
    return FIRST_DAY + np.arange(days).astype("m8[D]")


def _season(market: Market, days: int) -> NDArray[np.int64]:
    """Return each kind's season, interpolated between mid-months, shape (days, kinds)."""
    date = calendar(days)
    month = date.astype("M8[M]")
    part = np.minimum((date - month.astype("M8[D]")).astype(int), 30)
    now = (month.astype(int) + market.season) % 12
    steps = month_steps().T
    season: NDArray[np.int64] = (
        steps[now] * (30 - part)[:, None] + steps[(now + 1) % 12] * part[:, None]
    ) // 30
    return season


def _promotions(market: Market, days: int, count: int) -> NDArray[np.bool_]:
    """Return when each product is on promotion: one week in sixteen, by market and product."""
    week = (np.arange(days) + _WEEKDAY_OF_FIRST) // 7
    place = COUNTRIES.index(market.country)
    turn = week[:, None] * 7 + np.arange(count) * 5 + place * 3
    on: NDArray[np.bool_] = turn % _PROMOTION_EVERY == 0
    return on


@cache
def _quantiles() -> NDArray[np.uint8]:
    """Return Poisson demand by level and by one of 4,096 equal chances."""
    middle = (np.arange(_CHANCES) + 0.5) / _CHANCES
    table = np.empty((LEVELS, _CHANCES), np.uint8)
    for level, mean in enumerate(MEANS):
        term = total = math.exp(-mean)
        totals = [total]
        while total < middle[-1]:
            term *= mean / len(totals)
            total += term
            totals.append(total)
        table[level] = np.searchsorted(totals, middle)
    return table


@cache
def _targets() -> Whole:
    """Return target stock by level: four days of demand plus a reserve."""
    return np.array([math.ceil(4 * mean + 2.3 * math.sqrt(4 * mean)) for mean in MEANS], np.int16)
