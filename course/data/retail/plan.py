"""Which market brings which defect, and from which day: the story and its variants."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from course.data._variant import number, require_variant
from course.data.retail.master import COUNTRIES

DEFAULT_SEED: Final = 58


@dataclass(frozen=True)
class Defect:
    """One way in which a feed goes wrong.

    Attributes
    ----------
    kind
        Name in ``defects=...`` and in the truth.
    dimension
        The dimension of quality that it hurts most.
    remedy
        What to do about it.
    effect
        Effect on the feed, as the end of a sentence.
    """

    kind: str
    dimension: str
    remedy: str
    effect: str


# In the order in which the roll-out meets them.
DEFECTS: Final = (
    Defect("phantom_stock", "accuracy", "count", "book stock stays above what is on the shelf"),
    Defect("product_codes", "consistency", "map", "products go by local article numbers"),
    Defect("returns_negative", "validity", "separate", "returns are subtracted from sales"),
    Defect("tills_offline", "accuracy", "estimate", "a till is offline and its sales are lost"),
    Defect("encodings", "validity", "decode", "accents are broken: UTF-8 was read as Latin-1"),
    Defect("date_formats", "validity", "parse", "dates are written in the local order"),
    Defect("late_files", "timeliness", "wait", "files arrive one to six days late"),
    Defect("stockouts_zero", "accuracy", "censor", "an empty shelf is recorded as no demand"),
    Defect("currency", "consistency", "convert", "money is in the local currency"),
    Defect("duplicates", "uniqueness", "deduplicate", "files are sent twice"),
    Defect("pack_sizes", "consistency", "convert", "quantities count cases instead of pieces"),
    Defect("missing_files", "completeness", "request", "whole days do not arrive"),
    Defect("typing_errors", "accuracy", "correct", "a typed quantity has zeros too many"),
    Defect("units", "consistency", "convert", "weighed goods are in pounds"),
    Defect("tax", "consistency", "convert", "prices and amounts are without tax"),
    Defect("time_zone", "consistency", "shift", "the day is cut at midnight in UTC"),
    Defect("schema_change", "completeness", "merge", "the column quantity is now called qty"),
    Defect("residency", "completeness", "accept", "loyalty data may not leave the country"),
    Defect("unit_change", "accuracy", "convert", "weighed goods turn from kilograms to grams"),
)
KINDS: Final = tuple(defect.kind for defect in DEFECTS)
BY_KIND: Final = {defect.kind: defect for defect in DEFECTS}

_DEFAULT_MARKETS: Final[dict[str, tuple[str, ...]]] = {
    "phantom_stock": ("NL", "DE", "FR", "GB", "PL", "US", "BR"),
    "product_codes": ("DE",),
    "returns_negative": ("DE",),
    "tills_offline": ("DE", "BR"),
    "encodings": ("FR", "PL"),
    "date_formats": ("FR", "GB", "US"),
    "late_files": ("FR", "BR"),
    "stockouts_zero": ("FR", "BR"),
    "currency": ("GB", "PL", "US", "JP", "BR"),
    "duplicates": ("GB",),
    "pack_sizes": ("GB",),
    "missing_files": ("PL", "BR"),
    "typing_errors": ("PL",),
    "units": ("US",),
    "tax": ("US",),
    "time_zone": ("US",),
    "schema_change": ("US",),
    "residency": ("JP",),
    "unit_change": ("JP",),
}

# Defects that follow from a country's money, weights or clock stay there; the rest may move.
_MOVABLE: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "product_codes": (("DE",), ("GB",), ("BR",)),
    "returns_negative": (("DE",), ("FR",), ("PL",)),
    "tills_offline": (("DE", "BR"), ("FR", "PL"), ("GB", "BR")),
    "late_files": (("FR", "BR"), ("DE", "PL"), ("GB", "BR")),
    "stockouts_zero": (("FR", "BR"), ("DE", "PL"), ("GB",)),
    "duplicates": (("GB",), ("FR",), ("BR",)),
    "pack_sizes": (("GB",), ("PL",), ("FR",)),
    "missing_files": (("PL", "BR"), ("DE", "US"), ("FR", "BR")),
    "typing_errors": (("PL",), ("BR",), ("DE",)),
    "schema_change": (("US",), ("FR",), ("PL",)),
    "residency": (("JP",), ("BR",), ("PL",)),
    "unit_change": (("JP",), ("DE",), ("BR",)),
}
_CHANGES: Final = ("schema_change", "unit_change")
_DEFAULT_START: Final = 60


@dataclass(frozen=True)
class Plan:
    """The defects planted in one feed.

    Attributes
    ----------
    seed
        Seed of all random numbers.
    markets
        Defect -> countries that have it; leaves out defects that are switched off.
    starts
        Defect -> first day (from 1) of a change in the middle of the feed.
    """

    seed: int
    markets: dict[str, tuple[str, ...]]
    starts: dict[str, int]

    def has(self, kind: str, country: str) -> bool:
        """Return whether a market has a defect."""
        return country in self.markets.get(kind, ())


def plan(
    days: int,
    defects: Collection[str] | None = None,
    variant: str | None = None,
    seed: int | None = None,
) -> Plan:
    """Return the plan of a feed's defects.

    Parameters
    ----------
    days : int
        Length of the feed; changes in the middle come after 45% to 70% of the days.
    defects : collection of str, optional
        The defects to switch on; None switches on all, ``()`` none.
    variant : str, optional
        A learner's identity; None gives the course's own version. A variant moves defects to
        other markets and changes to other days. Defects that follow from currency, weights or
        clock stay in their country.
    seed : int, optional
        Seed for other random numbers with the same plan.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None, or ``defects`` is a string.
    ValueError
        When a defect is unknown.
    """
    require_variant(variant)
    active_kinds = _check(defects)
    markets = dict(_DEFAULT_MARKETS)
    shares = dict.fromkeys(_CHANGES, _DEFAULT_START)
    if variant is not None:
        for kind, options in _MOVABLE.items():
            markets[kind] = options[_number(variant, kind) % len(options)]
        shares = {kind: 45 + _number(variant, f"{kind} start") % 26 for kind in _CHANGES}
    own_seed = DEFAULT_SEED if variant is None else _number(variant, "rows") % 2**32
    return Plan(
        seed=own_seed if seed is None else seed,
        markets={kind: markets[kind] for kind in KINDS if kind in active_kinds},
        starts={kind: 1 + days * share // 100 for kind, share in shares.items()},
    )


def _check(defects: Collection[str] | None) -> Sequence[str]:
    if defects is None:
        return KINDS
    if isinstance(defects, str):
        raise TypeError(f"defects is {defects!r}; expected a list, such as [{defects!r}].")
    unknown = [kind for kind in defects if kind not in KINDS]
    if unknown:
        raise ValueError(
            f"There is no defect {', '.join(map(repr, unknown))}; there are {', '.join(KINDS)}."
        )
    return [kind for kind in KINDS if kind in defects]


def require_countries(countries: Collection[str] | None) -> tuple[str, ...]:
    """Return countries in the order of the roll-out, or raise TypeError or ValueError."""
    if countries is None:
        return COUNTRIES
    if isinstance(countries, str):
        raise TypeError(f"countries is {countries!r}; expected a list, such as [{countries!r}].")
    unknown = [country for country in countries if country not in COUNTRIES]
    if unknown or not countries:
        raise ValueError(
            f"countries is {list(countries)}; expected some of {', '.join(COUNTRIES)}."
        )
    return tuple(country for country in COUNTRIES if country in countries)


def _number(variant: str, what: str) -> int:
    return number(variant, what, between=":")
