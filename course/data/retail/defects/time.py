"""Defects of time: when a day ends, and how its date is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.data.retail.records import Texts
from course.data.retail.world import calendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records

_MONTH_FIRST = ("US",)


def time_zone(records: Records) -> NDArray[np.bool_]:
    """End the day at midnight UTC, so evening sales count for the next date.

    Sales are assumed even over the opening hours. On the first day nothing is carried over from the
    day before.
    """
    market = records.market
    hours = market.closes - market.opens
    evening = max(market.closes - market.utc_offset - 24, 0)
    evening_sales = (records.units * np.int32(evening) // hours).astype(np.int16)
    sales = records.units - evening_sales
    sales[:, 1:] += evening_sales[:, :-1]
    records.units = sales
    records.numbers["first_hour"] = np.zeros_like(records.numbers["first_hour"])
    records.numbers["last_hour"] = np.full_like(records.numbers["last_hour"], 23)
    return np.ones((1, 1, 1), bool)


def date_formats(records: Records) -> NDArray[np.bool_]:
    """Write the date in the local order: day or month first."""
    iso = np.datetime_as_string(calendar(records.days)).tolist()
    parts = [text.split("-") for text in iso]
    if records.market.country in _MONTH_FIRST:
        local_dates = [f"{month}/{day}/{year}" for year, month, day in parts]
    else:
        local_dates = [f"{day}/{month}/{year}" for year, month, day in parts]
    records.texts["date"] = Texts(local_dates, records.texts["date"].codes)
    return np.ones((1, 1, 1), bool)
