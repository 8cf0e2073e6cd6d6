"""Defects between shelf and till: returns, typing errors, lost sales and missing goods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.data.retail.chance import below, happens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records

OFFLINE = 20
TYPED_WRONG = 3
"""Per thousand files, and per thousand records with sales."""


def returns_negative(records: Records) -> NDArray[np.bool_]:
    """Subtract returns from sales, which can fall below zero."""
    is_hit: NDArray[np.bool_] = records.taken_back > 0
    records.units = records.units - records.taken_back
    records.taken_back = np.zeros_like(records.taken_back)
    return is_hit


def tills_offline(records: Records) -> NDArray[np.bool_]:
    """Lose a till's sales after some hour."""
    draws = records.draw_files("offline", each=3)
    off = happens(draws[:, :, 0], OFFLINE)
    percent_left = np.where(off, 25 + below(draws[:, :, 1], 50), 100)
    before = records.units
    records.units = np.where(
        off[:, :, None], before * percent_left[:, :, None].astype(np.int32) // 100, before
    ).astype(np.int16)
    hours = records.numbers["last_hour"]
    early = records.market.opens + 3 + below(draws[:, :, 2], 4)
    records.numbers["last_hour"] = np.where(off, np.minimum(early, hours), hours).astype(np.int8)
    is_hit: NDArray[np.bool_] = records.units != before
    return is_hit


def typing_errors(records: Records) -> NDArray[np.bool_]:
    """Type one or two extra zeros; the card terminal's amount stays right."""
    draws = records.draw("typing")
    quantity = records.numbers["quantity"]
    is_hit: NDArray[np.bool_] = happens(draws, TYPED_WRONG) & (quantity > 0)
    factor = np.where(is_hit, np.where(draws % 2 == 0, 10, 100), 1).astype(np.float32)
    records.numbers["quantity"] = quantity * factor
    return is_hit


def stockouts_zero(records: Records) -> NDArray[np.bool_]:
    """Report that a product was available all day although the shelf ran empty."""
    is_hit: NDArray[np.bool_] = ~records.numbers["on_shelf"]
    records.numbers["on_shelf"] = np.ones_like(is_hit)
    return is_hit


def phantom_stock(records: Records) -> NDArray[np.bool_]:
    """Mark where books show stock but the shelf was empty all day; `world` causes it."""
    world = records.world
    empty = (world.shelf == 0) & (world.sales == 0)
    is_hit: NDArray[np.bool_] = empty & (world.book > 0)
    return is_hit
