"""The feed as received: records of all markets in one frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from course.data.retail.defects import strike
from course.data.retail.master import MARKETS, store_codes, stores_of
from course.data.retail.records import Records
from course.data.retail.world import calendar, simulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.plan import Plan

    Columns = dict[str, NDArray[Any]]

VALUES: Final = (
    "quantity",
    "returned",
    "price",
    "amount",
    "promotion",
    "delivered",
    "stock",
    "on_shelf",
    "loyalty",
)
TEXTS: Final = ("date", "product_code", "product_name", "unit", "currency")
ORDER: Final = (
    "file",
    "received_at",
    "store",
    "date",
    "product_code",
    "product_name",
    "unit",
    "quantity",
    "qty",
    "returned",
    "price",
    "amount",
    "currency",
    "promotion",
    "delivered",
    "stock",
    "on_shelf",
    "loyalty",
    "first_hour",
    "last_hour",
)


def markets(
    stores: int, days: int, count: int, countries: Sequence[str], planted: Plan
) -> Iterator[Records]:
    """Yield each market's records, defects included, in the order of the roll-out."""
    for market in MARKETS:
        places = stores_of(market, stores)
        if market.country in countries and len(places):
            world = simulate(market, places, days, count, planted)
            records = Records(market, places, planted, world)
            strike(records)
            yield records


def frame(parts: Iterator[Records]) -> pd.DataFrame:
    """Return the feed of several markets, in their order."""
    labels: dict[str, dict[str, int]] = {name: {} for name in TEXTS}
    blocks: list[Columns] = []
    places: list[int] = []
    days = 0
    for records in parts:
        days = records.days
        blocks.append(_columns(records, labels, first=len(places)))
        places += list(records.stores)
    columns: dict[str, Any] = {**joined(blocks)}
    names = {name: list(codes) for name, codes in labels.items()}
    names["store"] = [store_codes()[place] for place in places]
    names["file"] = _file_names(names["store"], days)
    for name, categories in names.items():
        columns[name] = pd.Categorical.from_codes(columns[name], categories)
    # No copy: at nine million rows, it would take half a gigabyte.
    return pd.DataFrame({name: columns[name] for name in ORDER if name in columns}, copy=False)


class Rows:
    """Turns arrays over stores, days and products into feed columns, duplicates included."""

    def __init__(self, records: Records) -> None:
        copies = records.copies.ravel()
        self.count = records.count
        self.shape = records.world.sales.shape
        self.file = np.repeat(np.arange(copies.size), copies)
        self.second = np.concatenate([[False], self.file[1:] == self.file[:-1]])
        self._plain = bool((copies == 1).all())

    def of_rows(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return a column from an array that broadcasts to (stores, days, products)."""
        whole = np.broadcast_to(values, self.shape).reshape(-1, self.count)
        return whole.ravel() if self._plain else whole[self.file].ravel()

    def of_files(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return a column from an array that broadcasts to (stores, days)."""
        whole = np.broadcast_to(values, self.shape[:2]).ravel()
        return np.repeat(whole[self.file], self.count)


def joined(blocks: list[Columns]) -> Columns:
    """Join the columns of all blocks; numbers that a block lacks are missing."""
    names = dict.fromkeys(name for block in blocks for name in block)
    sizes = [block["store"].size for block in blocks]
    columns: Columns = {}
    for name in names:
        columns[name] = np.concatenate(
            [
                block.pop(name) if name in block else np.full(size, np.nan, np.float32)
                for block, size in zip(blocks, sizes, strict=True)
            ]
        )
    return columns


def _columns(records: Records, labels: dict[str, dict[str, int]], first: int) -> Columns:
    rows = Rows(records)
    columns: Columns = {name: rows.of_rows(records.numbers[name]) for name in VALUES}
    for name in TEXTS:
        text, codes_by_label = records.texts[name], labels[name]
        place = [codes_by_label.setdefault(label, len(codes_by_label)) for label in text.labels]
        columns[name] = rows.of_rows(np.array(place, np.int16)[text.codes])
    for name in ("first_hour", "last_hour"):
        columns[name] = rows.of_files(records.numbers[name])
    store = first + np.arange(len(records.stores), dtype=np.int32)[:, None]
    columns["store"] = rows.of_files(store.astype(np.int16))
    columns["file"] = rows.of_files(store * np.int32(records.days) + _days(records))
    columns["received_at"] = _received(records, rows)
    if records.renamed.any():
        late = rows.of_files(records.renamed[None, :])
        columns["qty"] = np.where(late, columns["quantity"], np.float32(np.nan))
        columns["quantity"] = np.where(late, np.float32(np.nan), columns["quantity"])
    return columns


def _days(records: Records) -> NDArray[np.int32]:
    return np.arange(records.days, dtype=np.int32)


def _received(records: Records, rows: Rows) -> NDArray[np.datetime64]:
    """Return when each row's file arrived: normally the night after its day."""
    night = calendar(records.days + 1)[1:].astype("M8[s]")
    first, again = (
        (night + minutes.astype("m8[m]").astype("m8[s]")).ravel()[rows.file]
        for minutes in (records.minutes, records.resent_minutes)
    )
    return np.repeat(np.where(rows.second, again, first), rows.count)


def _file_names(stores: list[str], days: int) -> list[str]:
    dates = np.datetime_as_string(calendar(days)).tolist()
    return [f"{store}_{date}.csv" for store in stores for date in dates]
