"""The pilot's reader, and the repairs that it lacks.

The reader was written for five clean stores. It trusts files: a product is its code, a date is a
date, and a day without a row had no sales. Each repair undoes one family of defects with a rule
that a data engineer could write without looking at the truth; the last one sends people to count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REPAIRS: Final[dict[str, tuple[str, ...]]] = {
    "codes": ("product_codes", "encodings"),
    "dates": ("date_formats",),
    "columns": ("schema_change",),
    "files": ("late_files", "missing_files", "duplicates"),
    "amounts": ("pack_sizes", "units", "unit_change", "typing_errors"),
    "money": ("currency", "tax"),
    "stock equation": ("returns_negative", "tills_offline", "time_zone"),
    "stock-outs": ("stockouts_zero",),
    "count": ("phantom_stock",),
}
"""Repair -> the defects it undoes."""

RULES: Final = tuple(name for name in REPAIRS if name != "count")
"""The repairs that don't need people in the shops."""

FIRST_DAY: Final = np.datetime64("2025-01-01", "D")
_SAME: Final = 0.02


@dataclass(frozen=True)
class Master:
    """The tables that a reader may look up.

    Attributes
    ----------
    stores, products, codes : DataFrame
    days : int
        Length of the history to read.
    """

    stores: pd.DataFrame
    products: pd.DataFrame
    codes: pd.DataFrame
    days: int

    @cached_property
    def countries(self) -> tuple[list[str], NDArray[np.int64]]:
        """The countries, and the index of each store's country."""
        places, names = pd.factorize(self.stores["country"])
        return list(names), np.asarray(places)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of stores, days and products."""
        return len(self.stores), self.days, len(self.products)


@dataclass(frozen=True)
class History:
    """The history as the reader understood it.

    Attributes
    ----------
    sales : ndarray of shape (stores, days, products)
        Pieces or kilograms; NaN where unknown.
    known : ndarray of bool, shape (stores, products)
        Whether the product has any row in that store.
    stock : ndarray of shape (stores, products)
        The last stock in the books.
    price : ndarray of shape (stores, products)
        Price per piece or kilogram, in what the reader takes to be euros.
    """

    sales: Floats
    known: NDArray[np.bool_]
    stock: Floats
    price: Floats


def read(feed: pd.DataFrame, master: Master, repairs: Collection[str] = ()) -> History:
    """Read a feed as the pilot's reader does, with some repairs.

    Parameters
    ----------
    feed : DataFrame
        From ``load("retail")``; rows of later days are left out.
    master : Master
        For the same stores and products.
    repairs : collection of str
        Names of `REPAIRS`. ``"count"`` changes nothing here: a count corrects stock, not files.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        When a repair is unknown.
    """
    unknown = [name for name in repairs if name not in REPAIRS]
    if unknown:
        raise ValueError(f"There is no repair {unknown}; there are {', '.join(REPAIRS)}.")
    cube = _Cube(feed, master, repairs)
    sales = cube.total(_quantity(feed, repairs))
    price = _price(feed, cube, master, repairs)
    if "stock equation" in repairs:
        sales = _by_stock(sales, feed, cube, master)
    if "stock-outs" in repairs:
        empty = cube.last(feed["stock"]) <= 0
        sales[empty] = np.nan
    sales[cube.last(feed["on_shelf"]) == 0] = np.nan
    if "files" not in repairs:
        # The pilot never lost a file: to its reader, a day without a row is a day without sales.
        sales = np.where(cube.filled, sales, 0.0)
    has_rows = np.asarray(cube.filled.any(axis=1))
    return History(sales, has_rows, _latest(cube.last(feed["stock"])), price)


class _Cube:
    """Puts rows into an array over stores, days and products. Skips rows that don't fit."""

    def __init__(self, feed: pd.DataFrame, master: Master, repairs: Collection[str]) -> None:
        self.shape = master.shape
        names, of_store = master.countries
        place = pd.Index(master.stores["store"]).get_indexer(feed["store"].cat.categories)
        self.store = place[feed["store"].cat.codes]
        country = of_store[self.store]
        days = _day_table(feed["date"].cat.categories, names, own_order="dates" in repairs)
        day = days[country, feed["date"].cat.codes]
        products = _product_table(feed["product_code"].cat.categories, master, repairs)
        product = products[country, feed["product_code"].cat.codes]
        is_kept = (product >= 0) & (day >= 0) & (day < master.days) & _in_time(feed, master.days)
        if "files" in repairs:
            is_kept &= ~_again(feed)
        self.rows = np.flatnonzero(is_kept)
        _, n_days, n_products = self.shape
        self.place = ((self.store * n_days + day) * n_products + product)[self.rows]
        size = int(np.prod(self.shape))
        self.filled = (np.bincount(self.place, minlength=size) > 0).reshape(self.shape)

    def total(self, values: Floats) -> Floats:
        """Return sums, with missing values as 0; NaN where there is no row."""
        known_values = np.nan_to_num(values[self.rows])
        sums = np.bincount(self.place, weights=known_values, minlength=self.filled.size)
        return np.where(self.filled, sums.reshape(self.shape), np.nan)

    def last(self, values: pd.Series) -> Floats:
        """Return the value of each last row; NaN where there is no row."""
        last_values = np.full(self.filled.size, np.nan)
        last_values[self.place] = values.to_numpy()[self.rows]
        return last_values.reshape(self.shape)


def _quantity(feed: pd.DataFrame, repairs: Collection[str]) -> Floats:
    quantity: Floats = feed["quantity"].to_numpy(float)
    if "columns" in repairs and "qty" in feed:
        quantity = np.where(np.isnan(quantity), feed["qty"].to_numpy(float), quantity)
    if "amounts" in repairs:
        amount, price = feed["amount"].to_numpy(float), feed["price"].to_numpy(float)
        paid_quantity = amount / price
        # Rounded to halves, since goods are counted or sold by the half kilogram.
        quantity = np.where(np.isnan(quantity), quantity, np.round(paid_quantity * 2) / 2)
    return quantity


def _price(feed: pd.DataFrame, cube: _Cube, master: Master, repairs: Collection[str]) -> Floats:
    """Return the last regular price of each store and product."""
    regular = np.where(feed["promotion"], np.nan, feed["price"].to_numpy(float))
    price: Floats = _latest(cube.last(pd.Series(regular)))
    if "money" in repairs:
        list_price: Floats = master.products["list_price"].to_numpy(float)
        price = np.broadcast_to(list_price, price.shape)
    return price


def _by_stock(sales: Floats, feed: pd.DataFrame, cube: _Cube, master: Master) -> Floats:
    """Balance the books where hours or returns suggest wrong sales.

    Sales are then yesterday's stock plus deliveries less today's stock.
    """
    stock, deliveries = cube.last(feed["stock"]), cube.last(feed["delivered"])
    before = np.concatenate([np.full_like(stock[:, :1], np.nan), stock[:, :-1]], axis=1)
    balance = before + deliveries - stock
    opens = master.stores["opens"].to_numpy()[:, None, None]
    closes = master.stores["closes"].to_numpy()[:, None, None]
    odd_hours = (cube.last(feed["first_hour"]) < opens) | (
        cube.last(feed["last_hour"]) < closes - 1
    )
    returns = cube.last(feed["returned"])
    _, of_store = master.countries
    by_country = np.bincount(of_store, weights=np.nansum(returns, axis=(1, 2)))
    no_returns = (by_country == 0)[of_store][:, None, None]
    trust = (odd_hours | no_returns) & (balance >= 0)
    return np.where(trust, balance, sales)


def _day_table(labels: pd.Index, countries: list[str], *, own_order: bool) -> NDArray[np.int64]:
    """Return the day (from 0) that each country's reader makes of a label; -1 if none."""
    text = labels.astype(str)
    iso = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    month_first = pd.to_datetime(text, format="%m/%d/%Y", errors="coerce")
    day_first = pd.to_datetime(text, format="%d/%m/%Y", errors="coerce")
    table = np.empty((len(countries), len(labels)), np.int64)
    for place, country in enumerate(countries):
        # Like many readers: month first, if the label allows it.
        guess = day_first if own_order and country != "US" else month_first
        date = iso.where(iso.notna(), guess)
        days = (np.asarray(date, "datetime64[D]") - FIRST_DAY).astype(np.int64)
        table[place] = np.where(date.notna(), days, -1)
    return table


def _product_table(labels: pd.Index, master: Master, repairs: Collection[str]) -> NDArray[np.int64]:
    """Return the product that each country's reader makes of a code; -1 if none."""
    gtins = pd.Index(master.products["gtin"])
    countries, _ = master.countries
    table = np.tile(gtins.get_indexer(labels), (len(countries), 1))
    if "codes" in repairs:
        for place, country in enumerate(countries):
            own = master.codes[master.codes["country"] == country].set_index("local_code")["gtin"]
            products = gtins.get_indexer(own.reindex(labels).astype("str"))
            table[place] = np.where(table[place] < 0, products, table[place])
    return table


def _in_time(feed: pd.DataFrame, days: int) -> NDArray[np.bool_]:
    """Return which rows arrive before orders: by six on the morning after the last day."""
    now = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=days, hours=6)
    is_in_time: NDArray[np.bool_] = (feed["received_at"] <= now).to_numpy()
    return is_in_time


def _again(feed: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which rows repeat an earlier one of the same file and product."""
    codes = feed["product_code"].cat.codes.to_numpy(np.int64)
    key = feed["file"].cat.codes.to_numpy(np.int64) * (codes.max(initial=0) + 1) + codes
    again: NDArray[np.bool_] = pd.Series(key).duplicated().to_numpy()
    return again


def _latest(values: Floats) -> Floats:
    """Return the last known value over the days; 0 where none is known."""
    is_known = ~np.isnan(values)
    last = values.shape[1] - 1 - np.argmax(is_known[:, ::-1], axis=1)
    latest = np.take_along_axis(values, last[:, None, :], axis=1)[:, 0]
    return np.where(is_known.any(axis=1), latest, 0.0)
