"""What was planted: by incident, by store, by file, and for each row of the feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from course.data.retail.feed import Rows, joined
from course.data.retail.master import KILOS_IN_A_UNIT, products, store_codes
from course.data.retail.plan import BY_KIND, DEFECTS, KINDS, Plan
from course.data.retail.world import calendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records

LEVELS: Final = ("incidents", "stores", "files", "rows")
_FILE_KINDS: Final = ("tills_offline", "late_files", "missing_files", "duplicates")


def incidents(planted: Plan, days: int) -> pd.DataFrame:
    """Return one row per defect and market: what, where, from when, and what to do."""
    rows = [
        {
            "kind": defect.kind,
            "country": country,
            "start": (start := planted.starts.get(defect.kind, 1)),
            "end": days,
            "dimension": defect.dimension,
            "remedy": defect.remedy,
            "description": f"{country}, from day {start} on: {defect.effect}.",
        }
        for defect in DEFECTS
        for country in planted.markets.get(defect.kind, ())
    ]
    columns = ["kind", "country", "start", "end", "dimension", "remedy", "description"]
    return pd.DataFrame(rows, columns=columns)


def by_store(parts: Iterator[Records]) -> pd.DataFrame:
    """Return one row per store and defect, with the number of affected records."""
    rows = []
    for records in parts:
        shape = records.world.sales.shape
        for kind, is_hit in records.wrong.items():
            counts = np.broadcast_to(is_hit, shape).sum(axis=(1, 2))
            rows += [
                (store_codes()[store], records.market.country, kind, int(number))
                for store, number in zip(records.stores, counts, strict=True)
                if number
            ]
    table = pd.DataFrame(rows, columns=["store", "country", "kind", "records"])
    return table.assign(dimension=[BY_KIND[kind].dimension for kind in table["kind"]])


def by_file(parts: Iterator[Records]) -> pd.DataFrame:
    """Return one row for each file that is late, duplicated or missing, or lacks sales."""
    rows = []
    for records in parts:
        for kind in _FILE_KINDS:
            if kind in records.wrong:
                is_hit = records.wrong[kind].any(axis=2)
                date = calendar(records.days)
                rows += [
                    (store_codes()[records.stores[store]], date[day], kind)
                    for store, day in np.argwhere(is_hit)
                ]
    table = pd.DataFrame(rows, columns=["store", "date", "kind"])
    return table.astype({"date": "datetime64[s]"})


def by_row(parts: Iterator[Records]) -> pd.DataFrame:
    """Return the truth for each row of the feed, in the same order.

    Returns
    -------
    pandas.DataFrame
        ``store``, ``date``, ``gtin``; ``sales``, ``demand`` and ``shelf`` in pieces or kilograms;
        ``amount`` in euros with tax, for what was really sold; and a column of booleans for each
        defect.
    """
    blocks: list[dict[str, NDArray[Any]]] = []
    stores: list[str] = []
    days = count = 0
    for records in parts:
        days, count = records.days, records.count
        blocks.append(_truth_columns(records, len(stores)))
        stores += [store_codes()[store] for store in records.stores]
    columns: dict[str, Any] = {**joined(blocks)}
    dates = pd.DatetimeIndex(calendar(days)).as_unit("s")
    texts = {"store": stores, "date": dates, "gtin": products().gtin[:count]}
    for name, categories in texts.items():
        columns[name] = pd.Categorical.from_codes(columns[name], categories)
    return pd.DataFrame(columns, copy=False)


def _truth_columns(records: Records, first: int) -> dict[str, NDArray[Any]]:
    rows = Rows(records)
    world = records.world
    number, day, product = (np.arange(size, dtype=np.int16) for size in world.sales.shape)
    a_unit = np.where(records.weighed, KILOS_IN_A_UNIT, 1.0).astype(np.float32)
    columns = {
        "store": rows.of_files((first + number)[:, None].astype(np.int16)),
        "date": rows.of_files(day[None, :]),
        "gtin": rows.of_rows(product),
        "sales": rows.of_rows(world.sales * a_unit),
        "demand": rows.of_rows(world.demand * a_unit),
        "shelf": rows.of_rows(world.shelf * a_unit),
        "amount": rows.of_rows(records.true_amount()),
    }
    for kind in KINDS:
        is_hit = records.wrong.get(kind, np.zeros(1, bool))
        columns[kind] = rows.of_rows(is_hit)
    if "duplicates" in records.wrong:
        # Only the second of two copies is the duplicate.
        columns["duplicates"] &= np.repeat(rows.second, rows.count)
    return columns
