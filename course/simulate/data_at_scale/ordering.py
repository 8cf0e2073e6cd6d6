"""A seasonal forecast and an order rule, which show the cost of bad data in money.

Once a week a store orders its forecast plus a reserve, minus the stock in its books. Too little
stock loses the margin of missed sales; too much ties up money and goes off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from course.maths.normal import quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.simulate.data_at_scale.reading import History

    Floats = NDArray[np.float64]

COST_SHARE: Final = 0.70
"""Cost of a product, as a share of its list price; the rest is margin. An assumption."""
SURPLUS_SHARE: Final = 0.08
"""Weekly cost of surplus (money, space, waste), as a share of product cost. An assumption."""
WEEK: Final = 7
LEVEL_DAYS: Final = 28
PROMOTION_LIFT: Final = 2.0
MOST_WEEKS: Final = 4.0
"""A lorry brings no more than four weeks of what the pilot's stores sell."""


@dataclass(frozen=True)
class Outcome:
    """The results of a week of orders, each of shape (stores, products).

    Attributes
    ----------
    forecast, demand, order
        Pieces or kilograms in the week.
    lost, surplus : ndarray
        Euros: margin of missed sales, and cost of surplus stock.
    """

    forecast: Floats
    demand: Floats
    order: Floats
    lost: Floats
    surplus: Floats


def seasonal_forecast(
    sales: Floats, countries: NDArray[np.int64], promotion: NDArray[np.bool_], horizon: int = WEEK
) -> Floats:
    """Forecast the days after a history: level x weekday share x promotion.

    Parameters
    ----------
    sales : ndarray of shape (stores, days, products)
        NaN where unknown, for example on a day on which the shelf ran empty.
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
    """Return weekly patterns of demand, shape (countries, 7), mean 1.

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
    shares: Floats = np.roll(share, first, axis=1)
    return shares


def service_factor(price: Floats, list_price: Floats) -> Floats:
    """Return the reserve that a price justifies, in standard deviations.

    The newsvendor's rule: stock up to the quantile margin / (margin + cost of surplus) of demand,
    here normal. The margin is the price as read, minus the true cost.
    """
    cost = COST_SHARE * list_price
    margin = np.maximum(price - cost, 0.02 * list_price)
    ratio = margin / (margin + SURPLUS_SHARE * cost)
    factor: Floats = quantile(np.clip(ratio, 0.05, 0.9999))
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
    """Order by forecast and books, and return the week's results.

    Parameters
    ----------
    history : History
        Has the stock in the books and the price as read.
    forecast : ndarray of shape (stores, products)
        For the week.
    list_price : ndarray of shape (products,)
        Euros.
    typical : ndarray of shape (products,)
        Weekly sales of a pilot store: the forecast where a product has no history, and the basis of
        what a lorry can bring.
    demand, shelf : ndarray of shape (stores, products)
        What customers want in the week, and the true stock on the shelf before it.
    counted : ndarray of shape (stores, products), optional
        Stock as counted by people; replaces the books.

    Returns
    -------
    Outcome
    """
    expected_sales = np.where(history.known, np.nan_to_num(forecast), typical)
    expected_sales = np.clip(expected_sales, 0, MOST_WEEKS * typical)
    reserve = service_factor(history.price, list_price) * np.sqrt(expected_sales)
    books = history.stock if counted is None else counted
    order = np.maximum(np.round(expected_sales + reserve - books), 0)
    there = shelf + order
    lost_margin = np.maximum(demand - there, 0) * (1 - COST_SHARE) * list_price
    surplus = np.maximum(there - demand, 0) * SURPLUS_SHARE * COST_SHARE * list_price
    return Outcome(expected_sales, demand, order, lost_margin, surplus)


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
    """Return means of known values; 0 where there are none."""
    is_known = ~np.isnan(values)
    count = is_known.sum(axis=axis)
    total = np.where(is_known, values, 0.0).sum(axis=axis)
    mean: Floats = np.divide(total, count, out=np.zeros(count.shape), where=count > 0)
    return mean
