"""Meridian's retail feed: from 5 clean stores in one country to 500 stores in eight.

The pilot's five stores are modern and well kept. Every further market has its own way of doing
things, and defects that are planted on purpose and listed in the truth. See
``datasets/retail/card.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import pandas as pd

from course.base.require import require_choice, require_whole
from course.data.retail import feed, master
from course.data.retail import truth as planted_truth
from course.data.retail.master import COUNTRIES, MARKETS, stores_of
from course.data.retail.plan import DEFECTS, KINDS, plan, require_countries
from course.data.retail.records import Records

__all__ = [
    "COUNTRIES",
    "DEFECTS",
    "KINDS",
    "MARKETS",
    "TABLES",
    "by_market",
    "load",
    "plan",
    "truth",
]

TABLES: Final = ("feed", "stores", "products", "codes")
MOST_DAYS: Final = 1096


def load(  # noqa: PLR0913 - one argument for each way in which the feed can vary
    table: str = "feed",
    *,
    stores: int = 5,
    days: int = 90,
    products: int = 50,
    countries: Collection[str] | None = None,
    defects: Collection[str] | None = None,
    variant: str | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Return the retail feed, or a table of master data.

    Parameters
    ----------
    table : {"feed", "stores", "products", "codes"}
        The feed as received, or its master data: stores, products, or the article numbers of
        each market.
    stores : int, from 1 to 500
        Take this many stores, in the order of the roll-out; the first 5 are the pilot.
    days : int, from 1 to 1096
        Number of days from 1 January 2025.
    products : int, from 1 to 50
        Take this many products, in order.
    countries : collection of str, optional
        Keep only the stores in these countries; None keeps all.
    defects : collection of str, optional
        Kinds of defect to switch on (`KINDS`); None switches on all, ``()`` none.
    variant : str, optional
        A learner's identity: the same lesson, with defects in other markets and on other days.
    seed : int, optional
        Seed for other random numbers with the same plan.

    Returns
    -------
    pandas.DataFrame
        The feed has one row per store, day and product, as it arrived. Columns and units are in
        the data card.

    Notes
    -----
    A store's numbers do not depend on the numbers of stores, days or products, or on the defects.
    Only a change in the middle of the feed moves with the feed's length.
    """
    require_choice("table", table, TABLES)
    if table == "feed":
        parts = by_market(
            stores=stores,
            days=days,
            products=products,
            countries=countries,
            defects=defects,
            variant=variant,
            seed=seed,
        )
        return feed.frame(parts)
    count = require_whole("products", products, 1, master.MOST_PRODUCTS)
    if table == "products":
        return master.products_table(count)
    first = require_whole("stores", stores, 1, master.MOST_STORES)
    table_rows = (
        master.codes_table(count) if table == "codes" else master.stores_table().head(first)
    )
    in_countries = table_rows["country"].isin(require_countries(countries))
    rows: pd.DataFrame = table_rows[in_countries].reset_index(drop=True)
    return rows


def truth(  # noqa: PLR0913 - the options of load, and the level
    variant: str | None = None,
    *,
    level: str = "incidents",
    stores: int = 5,
    days: int = 90,
    products: int = 50,
    countries: Collection[str] | None = None,
    defects: Collection[str] | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Return what was planted in the feed of the same options.

    Parameters
    ----------
    variant, stores, days, products, countries, defects, seed
        As for `load`.
    level : {"incidents", "stores", "files", "rows"}
        - ``incidents``: one row per defect and market, whatever the number of stores.
        - ``stores``: one row per store and defect, with the number of records affected.
        - ``files``: one row for each file that is late, missing, sent twice or lacks sales.
        - ``rows``: one row for each row of the feed, in the same order: true sales, demand and
          shelf stock, and a column of booleans for each defect.
    """
    require_choice("level", level, planted_truth.LEVELS)
    if level == "incidents":
        days = require_whole("days", days, 1, MOST_DAYS)
        return planted_truth.incidents(plan(days, defects, variant, seed), days)
    parts = by_market(
        stores=stores,
        days=days,
        products=products,
        countries=countries,
        defects=defects,
        variant=variant,
        seed=seed,
    )
    if level == "stores":
        return planted_truth.by_store(parts)
    if level == "files":
        return planted_truth.by_file(parts)
    return planted_truth.by_row(parts)


def by_market(  # noqa: PLR0913 - the options of load
    *,
    stores: int = 5,
    days: int = 90,
    products: int = 50,
    countries: Collection[str] | None = None,
    defects: Collection[str] | None = None,
    variant: str | None = None,
    seed: int | None = None,
) -> Iterator[Records]:
    """Yield the records behind a feed, one market at a time.

    Parameters
    ----------
    stores, days, products, countries, defects, variant, seed
        As for `load`.

    Returns
    -------
    iterator of Records

    Raises
    ------
    TypeError, ValueError
        When an option has the wrong type or a value outside its range.
    """
    stores = require_whole("stores", stores, 1, master.MOST_STORES)
    days = require_whole("days", days, 1, MOST_DAYS)
    products = require_whole("products", products, 1, master.MOST_PRODUCTS)
    selection = require_countries(countries)
    if not any(
        market.country in selection and len(stores_of(market, stores)) for market in MARKETS
    ):
        raise ValueError(
            f"None of the first {stores} stores is in {', '.join(selection)}; ask for more stores."
        )
    if seed is not None:
        seed = require_whole("seed", seed, 0, 2**32 - 1)
    return feed.markets(stores, days, products, selection, plan(days, defects, variant, seed))
