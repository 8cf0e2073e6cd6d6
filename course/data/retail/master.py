"""Master data: Meridian's markets, stores and products, and their article numbers.

All of it is invented. Currencies, clocks and habits are those of real countries; rates and taxes
are round assumptions, the same all year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

import numpy as np
import pandas as pd

from course import world

PILOT_STORES: Final = world.count("stores_pilot", "stores")
MOST_STORES: Final = world.count("stores", "stores")
MOST_PRODUCTS: Final = 50
KILOS_IN_A_UNIT: Final = 0.5
"""Weighed goods are drawn in portions of half a kilogram; all others in pieces."""


@dataclass(frozen=True)
class Market:
    """One country of the roll-out.

    Attributes
    ----------
    country
        Two-letter code, which also starts the codes of its stores.
    stores
        Number of stores.
    currency, rate
        Local currency, and its units per euro.
    tax
        Sales tax in per cent of the net price.
    time_zone, utc_offset
        Local time zone, and its hours ahead of UTC.
    opens, closes
        Opening hours in local time.
    season
        Months by which the seasons are ahead: 6 in the southern hemisphere.
    weekdays
        How demand differs from Monday to Sunday, in steps of 5%.
    taste
        Rotates the order of products, so that every market has its own best sellers.
    """

    country: str
    stores: int
    currency: str
    rate: float
    tax: int
    time_zone: str
    utc_offset: int
    opens: int
    closes: int
    season: int
    weekdays: tuple[int, ...]
    taste: int


# In the order of the roll-out. The numbers of stores add up to 500.
MARKETS: Final = (
    Market("NL", 20, "EUR", 1.0, 9, "Europe/Amsterdam", 1, 8, 21, 0, (0, -1, 0, 1, 4, 7, -2), 0),
    Market("DE", 70, "EUR", 1.0, 7, "Europe/Berlin", 1, 7, 20, 0, (0, 0, -1, 1, 5, 8, -9), 3),
    Market("FR", 70, "EUR", 1.0, 6, "Europe/Paris", 1, 8, 20, 0, (-1, 0, 1, 0, 3, 8, -4), 7),
    Market("GB", 70, "GBP", 0.85, 20, "Europe/London", 0, 7, 22, 0, (0, -1, 0, 1, 4, 6, 2), 11),
    Market("PL", 60, "PLN", 4.3, 5, "Europe/Warsaw", 1, 6, 22, 0, (0, 0, 0, 1, 6, 7, -9), 17),
    Market("US", 110, "USD", 1.1, 8, "America/Chicago", -6, 7, 22, 0, (-1, -1, 0, 0, 3, 7, 5), 23),
    Market("JP", 40, "JPY", 160.0, 8, "Asia/Tokyo", 9, 9, 22, 0, (-1, 0, 0, 0, 2, 5, 6), 29),
    Market("BR", 60, "BRL", 6.0, 17, "America/Sao_Paulo", -3, 7, 22, 6, (0, 0, -1, 1, 4, 7, 0), 37),
)
COUNTRIES: Final = tuple(market.country for market in MARKETS)

_FIRST_STORE: Final = dict(
    zip(COUNTRIES, accumulate((market.stores for market in MARKETS[:-1]), initial=0), strict=True)
)

_NAMES: Final = (
    "Crème fraîche",
    "Äpfel",
    "Café moulu",
    "Żurek",
    "Gruyère",
    "Müsli",
    "Pâté",
    "Jalapeños",
    "Smörgås",
    "Açaí",
)
_WEIGHED: Final = (1, 4)
_SORTS: Final = ("", " bio", " mild", " XL", " duo")
_MONTHS: Final = (  # how demand differs from January to December, in steps of 5%, four kinds
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (-6, -5, -2, 1, 4, 7, 9, 8, 3, 0, -3, -5),
    (4, 3, 1, 0, -2, -4, -5, -5, -1, 1, 3, 6),
    (-2, -2, 0, 2, 0, -1, -2, -2, 0, 1, 4, 9),
)


def market_of(store: int) -> Market:
    """Return a store's market, given its place in the roll-out (from 0)."""
    return next(market for market in reversed(MARKETS) if store >= _FIRST_STORE[market.country])


def stores_of(market: Market, stores: int) -> range:
    """Return the places of a market's stores among the first `stores`."""
    first = _FIRST_STORE[market.country]
    return range(min(first, stores), min(first + market.stores, stores))


@cache
def store_codes() -> tuple[str, ...]:
    """Return the codes of all stores, in the order of the roll-out."""
    return tuple(
        f"{market.country}{number:03d}"
        for market in MARKETS
        for number in range(1, market.stores + 1)
    )


def stores_table() -> pd.DataFrame:
    """Return one row per store: code, country, pilot, and its market's settings."""
    markets = [market_of(store) for store in range(MOST_STORES)]
    columns = ("country", "currency", "rate", "tax", "time_zone", "opens", "closes")
    table = pd.DataFrame({"store": store_codes()})
    for name in columns:
        table[name] = [getattr(market, name) for market in markets]
    table.insert(2, "pilot", np.arange(MOST_STORES) < PILOT_STORES)
    return table


@dataclass(frozen=True)
class Products:
    """The products that every store sells.

    Attributes
    ----------
    gtin, name : tuple of str
    weighed : ndarray of bool
        Sold by the kilogram; all others by the piece.
    cents : ndarray of int
        List price in euro cents per kilogram or piece, tax included.
    pack : ndarray of int
        Pieces in a case, or portions of half a kilogram.
    base : ndarray of int
        Demand on an ordinary day, on the scale of `world.MEANS`.
    kind : ndarray of int
        Which of the four yearly seasons it follows.
    """

    gtin: tuple[str, ...]
    name: tuple[str, ...]
    weighed: np.ndarray
    cents: np.ndarray
    pack: np.ndarray
    base: np.ndarray
    kind: np.ndarray


@cache
def products() -> Products:
    """Return all products; a smaller feed has the first ones."""
    number = np.arange(MOST_PRODUCTS)
    return Products(
        gtin=tuple(_gtin(int(place)) for place in number),
        name=tuple(_NAMES[n % 10] + _SORTS[n // 10] for n in range(MOST_PRODUCTS)),
        weighed=np.isin(number % 10, _WEIGHED),
        cents=149 + 50 * (number * 7 % 23),
        pack=np.array([6, 10, 12, 24])[number % 4],
        base=32 + number * 11 % 37,
        kind=number * 3 % 4,
    )


def month_steps() -> np.ndarray:
    """Return the yearly seasons, shape (4 kinds, 12 months), in steps of 5%."""
    return np.array(_MONTHS)


def _gtin(number: int) -> str:
    """Return a thirteen-digit number with a GS1 check digit (alternating weights 1 and 3)."""
    body = f"{871234500000 + number * 37:012d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)


def products_table(count: int = MOST_PRODUCTS) -> pd.DataFrame:
    """Return one row per product: gtin, name, unit, list price and pack size."""
    catalogue = products()
    return pd.DataFrame(
        {
            "gtin": catalogue.gtin[:count],
            "name": catalogue.name[:count],
            "unit": np.where(catalogue.weighed, "kg", "each")[:count],
            "list_price": catalogue.cents[:count] / 100,
            "pack_size": np.where(
                catalogue.weighed, catalogue.pack * KILOS_IN_A_UNIT, catalogue.pack
            )[:count],
        }
    )


def local_code(country: str, product: int) -> str:
    """Return a market's old article number of a product."""
    return f"{country}-{4000 + product * 13 % 977}"


def codes_table(count: int = MOST_PRODUCTS) -> pd.DataFrame:
    """Return one row per market and product: country, local_code, gtin."""
    rows = [
        (country, local_code(country, product), products().gtin[product])
        for country in COUNTRIES
        for product in range(count)
    ]
    return pd.DataFrame(rows, columns=["country", "local_code", "gtin"])
