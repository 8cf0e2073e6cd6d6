"""Six dimensions of data quality, measured on the feed.

The names are those of DAMA UK's working group (2013), quoted from general knowledge: completeness,
uniqueness, timeliness, validity, accuracy, consistency. What each counts here is our own choice: a
measure that is not tied to a use means little. (DAMA NL, 2020, lists 60 dimensions and advises
picking a few.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from course.simulate.data_at_scale.reading import Master

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

DIMENSIONS: Final = (
    "completeness",
    "uniqueness",
    "timeliness",
    "validity",
    "accuracy",
    "consistency",
)
REQUIRED: Final = ("quantity", "amount", "stock", "loyalty")
DEADLINE: Final = pd.Timedelta(days=1, hours=6)
"""Files are due at six on the morning after their business day."""
_UNITS: Final = ("each", "kg")
_MONEY_STEP: Final = 0.0051
_SAME_QUANTITY: Final = 0.011


def quality_dimensions(
    feed: pd.DataFrame, master: Master, truth: pd.DataFrame | None = None, by: str = "store"
) -> pd.DataFrame:
    """Measure the six dimensions of a feed, by store or by country.

    - completeness: share of expected values in the required fields that arrived, with one record
      per store, day and product;
    - uniqueness: rows that do not repeat an earlier row of their file and product;
    - timeliness: rows that arrived by six on the morning after their business day;
    - validity: rows in which date, name and quantity have the agreed form;
    - consistency: rows in which product code, unit, currency, price and hours agree with the master
      data, and the amount with quantity times price;
    - accuracy: rows with the true sales, stock and presence on the shelf.

    All but accuracy can be measured on the feed. Accuracy needs the real world: a count, an audit,
    or, here, the planted truth.

    Parameters
    ----------
    feed : DataFrame
        From ``load("retail")``.
    master : Master
        Master data for the same stores, products and days.
    truth : DataFrame, optional
        From ``truth("retail", level="rows")``, with the same options. Without it, accuracy is
        missing.
    by : {"store", "country"}

    Returns
    -------
    DataFrame
        Indexed by store or country, in the order of the roll-out; one column per dimension, shares
        from 0 to 1. A store that sent nothing has a completeness of 0 and nothing else.

    Raises
    ------
    ValueError
        When ``by`` is something else.
    """
    if by not in ("store", "country"):
        raise ValueError(f"by is {by!r}; expected 'store' or 'country'.")
    stores = master.stores
    names = stores["store"] if by == "store" else pd.Index(stores["country"].unique())
    group_of_store = pd.Index(names).get_indexer(stores[by])
    place = pd.Index(stores["store"]).get_indexer(feed["store"].cat.categories)
    group = group_of_store[place[feed["store"].cat.codes]]
    size = len(names)
    rows = np.bincount(group, minlength=size)
    expected_rows = np.bincount(group_of_store, minlength=size) * master.days * len(master.products)

    def share(good: Flags) -> NDArray[np.float64]:
        counts = np.bincount(group, weights=good, minlength=size)
        shares: NDArray[np.float64] = np.full(size, np.nan)
        np.divide(counts, rows, out=shares, where=rows > 0)
        return shares

    first = is_first(feed)
    value_count = sum(
        np.bincount(group, weights=first & feed[name].notna(), minlength=size) for name in REQUIRED
    )
    by_dimension = {
        "completeness": value_count / (len(REQUIRED) * expected_rows),
        "uniqueness": share(first),
        "timeliness": share(is_timely(feed)),
        "validity": share(is_valid(feed)),
        "accuracy": np.full(size, np.nan) if truth is None else share(is_accurate(feed, truth)),
        "consistency": share(is_consistent(feed, master)),
    }
    return pd.DataFrame(by_dimension, index=pd.Index(names, name=by))


def is_first(feed: pd.DataFrame) -> Flags:
    """Return which rows are the first of their file and product."""
    codes = feed["product_code"].cat.codes.to_numpy(np.int64)
    key = feed["file"].cat.codes.to_numpy(np.int64) * (codes.max(initial=0) + 1) + codes
    first: Flags = ~pd.Series(key).duplicated().to_numpy()
    return first


def is_timely(feed: pd.DataFrame) -> Flags:
    """Return which rows arrived by six on the morning after their business day."""
    day = pd.to_datetime(feed["file"].cat.categories.str[-14:-4], format="%Y-%m-%d")
    deadline = (day + DEADLINE).as_unit("s").to_numpy()
    timely: Flags = feed["received_at"].to_numpy() <= deadline[feed["file"].cat.codes]
    return timely


def is_valid(feed: pd.DataFrame) -> Flags:
    """Return which rows have a valid date (YYYY-MM-DD), name and quantity."""
    date = feed["date"].cat
    name = feed["product_name"].cat
    iso = pd.to_datetime(date.categories, format="%Y-%m-%d", errors="coerce").notna()
    is_broken = name.categories.str.contains("[ÃÂÅÄ][\x80-\xbf]", regex=True)
    is_intact = ~np.asarray(is_broken, bool)
    valid: Flags = iso[date.codes] & is_intact[name.codes]
    # A missing quantity is incomplete, not invalid.
    valid &= ~(feed["quantity"] < 0).to_numpy()
    return valid


def is_consistent(feed: pd.DataFrame, master: Master) -> Flags:
    """Return which rows agree with the master data and with themselves."""
    product = pd.Index(master.products["gtin"]).get_indexer(feed["product_code"].cat.categories)
    product = product[feed["product_code"].cat.codes]
    unit = feed["unit"].cat.categories.isin(_UNITS)[feed["unit"].cat.codes]
    euro = (feed["currency"].cat.categories == "EUR")[feed["currency"].cat.codes]
    list_price = np.where(
        feed["promotion"],
        np.round(master.products["list_price"].to_numpy() * 0.8 - 0.005, 2)[product],
        master.products["list_price"].to_numpy()[product],
    )
    price = feed["price"].to_numpy(float)
    quantity = feed["quantity"].to_numpy(float)
    exact = np.abs(quantity * price - feed["amount"].to_numpy(float)) > _MONEY_STEP
    place = pd.Index(master.stores["store"]).get_indexer(feed["store"].cat.categories)
    place = place[feed["store"].cat.codes]
    opens = master.stores["opens"].to_numpy()[place]
    closes = master.stores["closes"].to_numpy()[place]
    hours = (feed["first_hour"].to_numpy() >= opens) & (feed["last_hour"].to_numpy() < closes)
    fair = np.abs(price - list_price) < 0.02
    agrees: Flags = (product >= 0) & unit & euro & hours & fair & ~exact
    return agrees


def is_accurate(feed: pd.DataFrame, truth: pd.DataFrame) -> Flags:
    """Return which rows have the true sales, stock and presence on the shelf."""
    error = np.abs(feed["quantity"].to_numpy(float) - truth["sales"].to_numpy(float))
    was_available = (truth["sales"] == truth["demand"]).to_numpy()
    accurate: Flags = (
        (error < _SAME_QUANTITY)
        & (feed["stock"].to_numpy() == truth["shelf"].to_numpy())
        & (feed["on_shelf"].to_numpy() == was_available)
    )
    return accurate
