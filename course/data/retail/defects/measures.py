"""Defects of measure: currency, tax, weights and packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.data.retail.master import products
from course.data.retail.records import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records

POUNDS_IN_A_KILO = 2.20462
GRAMS_IN_A_KILO = 1000


def tax(records: Records) -> NDArray[np.bool_]:
    """Leave sales tax out of prices and amounts; the file doesn't say so."""
    net = records.numbers["price"].astype(np.float64) / (1 + records.market.tax / 100)
    records.set_price(net)
    return np.ones((1, 1, 1), bool)


def currency(records: Records) -> NDArray[np.bool_]:
    """Report money in the local currency, which the file names."""
    market = records.market
    local = records.numbers["price"].astype(np.float64) * market.rate
    records.set_price(local, decimals=0 if market.currency == "JPY" else 2)
    records.texts["currency"] = Texts((market.currency,), np.zeros(1, np.int32))
    return np.ones((1, 1, 1), bool)


def pack_sizes(records: Records) -> NDArray[np.bool_]:
    """Count cases instead of pieces; amounts stay right, and nothing says so."""
    pieces = ~records.weighed
    pack = np.where(pieces, products().pack[: records.count], 1)
    _rescale(records, 1 / pack, decimals=3)
    return pieces[None, None, :]


def units(records: Records) -> NDArray[np.bool_]:
    """Weigh in pounds; the file says so."""
    is_weighed = records.weighed
    _rescale(records, np.where(is_weighed, POUNDS_IN_A_KILO, 1.0), decimals=2)
    records.texts["unit"] = Texts(("each", "lb"), is_weighed.astype(np.int32))
    return is_weighed[None, None, :]


def unit_change(records: Records) -> NDArray[np.bool_]:
    """Switch from kilograms to grams one day; the file still says kilograms."""
    late = np.arange(records.days) + 1 >= records.plan.starts["unit_change"]
    is_hit = (late[:, None] & records.weighed)[None]
    _rescale(records, np.where(is_hit, GRAMS_IN_A_KILO, 1.0), decimals=3)
    return is_hit


def _rescale(records: Records, factor: NDArray[np.float64], decimals: int) -> None:
    """Multiply the tills' counts. Stock and deliveries come from the warehouse and stay."""
    for name in ("quantity", "returned", "loyalty"):
        exact = records.numbers[name].astype(np.float64) * factor
        records.numbers[name] = np.round(exact, decimals).astype(np.float32)
