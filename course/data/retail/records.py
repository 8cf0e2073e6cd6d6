"""A market's records on their way to headquarters, which the defects then change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from course.data.retail.chance import below, happens, words
from course.data.retail.master import KILOS_IN_A_UNIT, MOST_PRODUCTS, Market, products
from course.data.retail.world import calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from course.data.retail.chance import Words
    from course.data.retail.plan import Plan
    from course.data.retail.world import World

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float32]

RETURNS = 6
"""Records per thousand with a return."""
PROMOTION_PRICE = 80
"""Price on promotion, in per cent of the list price."""


@dataclass
class Texts:
    """A text column: indices into a list of labels, in a shape that broadcasts to the rows."""

    labels: Sequence[str]
    codes: NDArray[np.int32]


@dataclass
class Records:
    """The reports of one market's stores.

    Arrays of rows have the shape (stores, days, products); arrays of files (stores, days). A defect
    may replace an array with another one that broadcasts to its shape.

    Attributes
    ----------
    market, stores, plan, world
        Sources of the records.
    units : ndarray of int16
        Recorded sales in pieces or portions, before `settle`.
    taken_back : ndarray of int16
        Recorded returns in pieces or portions, before `settle`.
    wrong : dict
        Defect -> affected rows, in a shape that broadcasts to all rows.
    """

    market: Market
    stores: Sequence[int]
    plan: Plan
    world: World
    units: NDArray[np.int16] = field(init=False)
    taken_back: NDArray[np.int16] = field(init=False)
    wrong: dict[str, Flags] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    copies: NDArray[np.int8] = field(init=False)
    minutes: NDArray[np.int32] = field(init=False)
    resent_minutes: NDArray[np.int32] = field(init=False)
    renamed: Flags = field(init=False)

    def __post_init__(self) -> None:
        """Record everything as it is. The defects come later."""
        self.units = self.world.sales
        is_returned = happens(self.draw("returns"), RETURNS) & (self.units > 0)
        self.taken_back = np.where(is_returned, (self.units + 3) // 2, 0).astype(np.int16)
        arrival = below(self.draw_files("arrival"), 240)
        self.minutes = (60 + arrival).astype(np.int32)
        self.resent_minutes = self.minutes
        self.copies = np.ones(self.minutes.shape, np.int8)
        self.renamed = np.zeros(self.days, bool)
        self.numbers["first_hour"] = np.full(self.minutes.shape, self.market.opens, np.int8)
        self.numbers["last_hour"] = np.full(self.minutes.shape, self.market.closes - 1, np.int8)

    @property
    def days(self) -> int:
        """The number of days."""
        return int(self.world.sales.shape[1])

    @property
    def count(self) -> int:
        """The number of products."""
        return int(self.world.sales.shape[2])

    @property
    def weighed(self) -> Flags:
        """Which products are sold by the kilogram, shape (products,)."""
        is_weighed: Flags = products().weighed[: self.count]
        return is_weighed

    def draw(self, stream: str) -> Words:
        """Return a random word for each row."""
        draws = words(self.plan.seed, self.stores, stream, self.days, MOST_PRODUCTS)
        return draws[:, :, : self.count]

    def draw_files(self, stream: str, each: int = 1) -> Words:
        """Return random words for each file: shape (stores, days), or with a last axis `each`."""
        draws = words(self.plan.seed, self.stores, stream, self.days, each)
        return draws[:, :, 0] if each == 1 else draws

    def settle(self) -> None:
        """Convert pieces and portions to quantities and money, in kilograms and euros."""
        a_unit = np.where(self.weighed, KILOS_IN_A_UNIT, 1.0).astype(np.float32)
        world = self.world
        self.numbers["quantity"] = self.units * a_unit
        self.numbers["returned"] = self.taken_back * a_unit
        self.numbers["delivered"] = world.delivered * a_unit
        self.numbers["stock"] = world.book * a_unit
        choices = np.maximum(self.units, 0).astype(np.int32) + 1
        card = (self.draw("loyalty") * choices) >> 16
        self.numbers["loyalty"] = card.astype(np.int16) * a_unit
        self.numbers["promotion"] = world.promotion
        self.numbers["on_shelf"] = world.demand == world.sales
        cents = products().cents[: self.count]
        now = np.where(world.promotion, cents * PROMOTION_PRICE // 100, cents)
        self.set_price(now / 100)

    def true_amount(self) -> Floats:
        """Return what customers really paid for each row, in euros with tax."""
        cents = products().cents[: self.count]
        now = np.where(self.world.promotion, cents * PROMOTION_PRICE // 100, cents)
        a_unit = np.where(self.weighed, KILOS_IN_A_UNIT, 1.0)
        return np.round(self.world.sales * a_unit * (now / 100), 2).astype(np.float32)

    def set_price(self, price: NDArray[np.float64], decimals: int = 2) -> None:
        """Set prices per piece or kilogram, shape (days, products), and the amounts."""
        price = np.round(price, decimals)
        self.numbers["price"] = price.astype(np.float32)
        quantity = self.numbers["quantity"].astype(np.float64)
        self.numbers["amount"] = np.round(quantity * price, decimals).astype(np.float32)

    def label(self) -> None:
        """Write the texts of a feed without defects."""
        date = np.datetime_as_string(calendar(self.days)).tolist()
        catalogue = products()
        place = np.arange(self.count, dtype=np.int32)
        kilos = self.weighed.astype(np.int32)
        day = np.arange(self.days, dtype=np.int32)[:, None]
        self.texts["date"] = Texts(date, day)
        self.texts["product_code"] = Texts(catalogue.gtin[: self.count], place)
        self.texts["product_name"] = Texts(catalogue.name[: self.count], place)
        self.texts["unit"] = Texts(("each", "kg"), kilos)
        self.texts["currency"] = Texts(("EUR",), np.zeros(1, np.int32))
