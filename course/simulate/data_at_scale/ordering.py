"""A seasonal forecast and an order rule, so that bad data show up in money.

Once a week a store orders what its forecast says, a reserve for chance, less what its books say it
has. Too little costs the margin of what customers do not find; too much ties up money and goes off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.simulate.data_at_scale.reading import History

    Floats = NDArray[np.float64]

COST_SHARE: Final = 0.70
"""What a product costs, as a share of its list price; the rest is margin. Own assumption."""
SURPLUS_SHARE: Final = 0.08
"""What a week of surplus costs, as a share of the product's cost: money, space, waste. Own too."""
WEEK: Final = 7
LEVEL_DAYS: Final = 28
PROMOTION_LIFT: Final = 2.0
MOST_WEEKS: Final = 4.0
"""A lorry brings no more than four weeks of what the pilot's stores sell."""


@dataclass(frozen=True)
class Outcome:
    """What a week of orders led to, shape (stores, products) each.

    Attributes
    ----------
    forecast, demand, order
        Pieces or kilograms in the week.
    lost, surplus : ndarray
        Euros: margin of what could not be sold, and the cost of what lies around.
    """

    forecast: Floats
    demand: Floats
    order: Floats
    lost: Floats
    surplus: Floats


def seasonal_forecast(
    sales: Floats, countries: NDArray[np.int64], promotion: NDArray[np.bool_], horizon: int = WEEK
) -> Floats:
    """Forecast the days after a history: recent level times the weekday's share, times promotion.

    Parameters
    ----------
    sales : ndarray of shape (stores, days, products)
        NaN where nothing is known, such as a day on which the shelf ran empty.
    countries : ndarray of int, shape (stores,)
        Stores of a country share their weekdays.
    promotion : ndarray of bool, shape (stores, days + horizon, products)
        Past and planned promotions. A past one counts half, a planned one double.
    horizon : int
        Days to forecast.

    Returns
    -------
    ndarray of shape (stores, horizon, products)
    """
    days = sales.shape[1]
    plain = np.where(promotion[:, :days], sales / PROMOTION_LIFT, sales)
    level = _mean(plain[:, -LEVEL_DAYS:], axis=1)
    share = weekday_shares(plain, countries)
    ahead = np.arange(days, days + horizon) % WEEK
    lift = np.where(promotion[:, days : days + horizon], PROMOTION_LIFT, 1.0)
    forecast: Floats = level[:, None, :] * share[countries][:, ahead, None] * lift
    return forecast


def weekday_shares(sales: Floats, countries: NDArray[np.int64]) -> Floats:
    """Return how demand differs over a week, by country: shape (countries, 7), mean 1.

    The week starts with the weekday of the history's first day. Only whole weeks count.
    """
    weeks = sales.shape[1] // WEEK
    whole = sales[:, sales.shape[1] - weeks * WEEK :]
    first = (sales.shape[1] - weeks * WEEK) % WEEK
    daily = np.nansum(whole, axis=2).reshape(sales.shape[0], weeks, WEEK).sum(axis=1)
    total = np.zeros((int(countries.max(initial=0)) + 1, WEEK))
    np.add.at(total, countries, daily)
    mean = total.mean(axis=1, keepdims=True)
    share = np.divide(total, mean, out=np.ones_like(total), where=mean > 0)
    rolled: Floats = np.roll(share, first, axis=1)
    return rolled


def service_factor(price: Floats, list_price: Floats) -> Floats:
    """Return how many standard deviations of reserve a price justifies.

    The newsvendor's rule: stock up to the quantile margin / (margin + cost of surplus) of demand,
    here a normal one. The margin is what the reader takes for the price, less the true cost.
    """
    cost = COST_SHARE * list_price
    margin = np.maximum(price - cost, 0.02 * list_price)
    ratio = margin / (margin + SURPLUS_SHARE * cost)
    factor: Floats = ndtri(np.clip(ratio, 0.05, 0.9999))
    return factor


def order_for_a_week(  # noqa: PLR0913 - what an order depends on, each named
    history: History,
    forecast: Floats,
    *,
    list_price: Floats,
    typical: Floats,
    demand: Floats,
    shelf: Floats,
    counted: Floats | None = None,
) -> Outcome:
    """Order by the forecast and the books, and see what the week makes of it.

    Parameters
    ----------
    history : History
        Gives the stock in the books and the price as read.
    forecast : ndarray of shape (stores, products)
        For the week.
    list_price : ndarray of shape (products,)
        Euros.
    typical : ndarray of shape (products,)
        What a pilot store sells in a week: the forecast where a product has no history, and the
        measure of what a lorry can bring.
    demand, shelf : ndarray of shape (stores, products)
        What customers want in the week, and what really lies on the shelf before it.
    counted : ndarray of shape (stores, products), optional
        Stock as people counted it; takes the place of the books.

    Returns
    -------
    Outcome
    """
    expected = np.where(history.known, np.nan_to_num(forecast), typical)
    expected = np.clip(expected, 0, MOST_WEEKS * typical)
    reserve = service_factor(history.price, list_price) * np.sqrt(expected)
    books = history.stock if counted is None else counted
    order = np.maximum(np.round(expected + reserve - books), 0)
    there = shelf + order
    lost = np.maximum(demand - there, 0) * (1 - COST_SHARE) * list_price
    surplus = np.maximum(there - demand, 0) * SURPLUS_SHARE * COST_SHARE * list_price
    return Outcome(expected, demand, order, lost, surplus)


def weighted_error(forecast: Floats, demand: Floats) -> float:
    """Return the weighted absolute percentage error: summed errors over summed demand.

    Raises
    ------
    ValueError
        When there is no demand to compare with.
    """
    total = float(np.sum(demand))
    if total <= 0:
        raise ValueError(f"demand adds up to {total:g}; the error needs a sum above 0.")
    return float(np.abs(forecast - demand).sum() / total)


def _mean(values: Floats, axis: int) -> Floats:
    """Return means of what is known; 0 where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    mean: Floats = np.divide(total, count, out=np.zeros(count.shape), where=count > 0)
    return mean
