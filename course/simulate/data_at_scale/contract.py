"""A contract's rule and its threshold: what it catches, misses and wrongly holds back.

A rule gives each row of a feed a score: its distance from the agreement. Rows above the threshold
are held back. Scores are computed once; moving the threshold only needs counting.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
import pandas as pd

from course.base.require import require_choice, require_whole
from course.data import retail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Rule = Literal["usual", "amount", "silence", "arrival", "day"]
Action = Literal["row", "file"]

DAYS: Final = 60
PRODUCTS: Final = 6
COUNTRIES: Final = ("DE", "FR", "GB", "PL", "JP")
MISS_COST: Final = {
    "typing_errors": 15.0,
    "unit_change": 5.0,
    "phantom_stock": 3.0,
    "tills_offline": 2.0,
    "late_files": 0.5,
    "duplicates": 3.0,
    "returns_negative": 1.0,
}
"""Cost in euros of letting a bad row through, by defect. Assumptions."""

TARGETS: Final[dict[str, tuple[str, ...]]] = {
    "usual": ("typing_errors", "unit_change"),
    "amount": ("typing_errors", "unit_change"),
    "silence": ("phantom_stock",),
    "arrival": ("late_files", "duplicates"),
    "day": ("tills_offline",),
}
"""The defects that each rule is written for; it isn't blamed for others."""

# From the most lenient threshold to the strictest, in the rule's own unit.
SCALES: Final[dict[str, tuple[float, float]]] = {
    "usual": (100.0, 1.5),
    "amount": (1.0, 0.001),
    "silence": (60.0, 0.9),
    "arrival": (168.0, 1.0),
    "day": (20.0, 1.05),
}
_STEPS: Final = 100
_FULL_DAY_ROWS: Final = 500 * 50


@dataclass(frozen=True)
class ContractStudy:
    """The effects of a rule at each threshold, and at the chosen one.

    Attributes
    ----------
    threshold : float
        In the rule's own unit; see `simulate_contract`.
    curve : DataFrame, one row per step of strictness
        ``strictness``; ``caught``: share of rows, averaged over the defects that the rule is
        written for; ``blocked``: share of good rows; ``cost``: euros per day for 500 stores and
        50 products, of checks and of misses.
    by_defect : DataFrame, one row per defect
        ``defect``, ``rows``, ``caught`` (share of its rows) and ``target`` (whether the rule is
        written for it).
    precision : float
        Share of held rows that are bad in any way; NaN if none are held.
    promoted : float
        Share of held good rows that are on promotion; NaN if none are held.
    """

    threshold: float
    curve: pd.DataFrame
    by_defect: pd.DataFrame
    precision: float
    promoted: float


def simulate_contract(
    rule: Rule = "usual",
    strictness: int = 40,
    action: Action = "row",
    check_cost: float = 1.0,
    seed: int | None = None,
) -> ContractStudy:
    """Apply one rule of a contract to a feed with known defects.

    Parameters
    ----------
    rule : {"usual", "amount", "silence", "arrival", "day"}
        - ``usual``: the quantity is above this multiple of the store's median for the product;
        - ``amount``: the amount differs from quantity times price by more than this share;
        - ``silence``: no sale for this many days in a row although the books show stock;
        - ``arrival``: the file arrives more than this many hours after midnight;
        - ``day``: a store's usual daily sales are more than this multiple of the day's sales.
    strictness : int, from 0 to 100
        Position of the threshold from the lenient to the strict end of `SCALES`, in equal ratios.
    action : {"row", "file"}
        Hold back the row, or all rows of its file.
    check_cost : float
        Euros per held row: a person checks it, bad or good.
    seed : int, optional
        Seed for other random numbers with the same defects; None gives the course's own.

    Returns
    -------
    ContractStudy

    Raises
    ------
    TypeError, ValueError
        When an argument has the wrong type or a value outside its range.

    Notes
    -----
    The feed has 310 stores of five countries, 60 days and six products, with seven defects.
    A row with two defects counts for both.
    """
    for name, value, choices in (("rule", rule, Rule), ("action", action, Action)):
        require_choice(name, value, get_args(choices))
    place = require_whole("strictness", strictness, 0, _STEPS)
    if not check_cost >= 0:
        raise ValueError(f"check_cost is {check_cost!r}; expected euros, at least 0.")
    thresholds = np.geomspace(*SCALES[rule], _STEPS + 1)
    held_rows, rows = _count_held(rule, action, seed)
    miss_cost = sum(MISS_COST[kind] * (rows[kind] - held_rows[kind]) for kind in TARGETS[rule])
    checked_rows = held_rows["good"] + held_rows["bad"]
    scale = _FULL_DAY_ROWS / (rows["good"] + rows["bad"])
    curve = pd.DataFrame(
        {
            "strictness": np.arange(_STEPS + 1),
            "caught": np.mean([held_rows[kind] / rows[kind] for kind in TARGETS[rule]], axis=0),
            "blocked": held_rows["good"] / rows["good"],
            "cost": scale * (check_cost * checked_rows + miss_cost),
        }
    )
    by_defect = pd.DataFrame(
        {
            "defect": [kind.replace("_", " ") for kind in MISS_COST],
            "rows": [rows[kind] for kind in MISS_COST],
            "caught": [held_rows[kind][place] / rows[kind] for kind in MISS_COST],
            "target": [kind in TARGETS[rule] for kind in MISS_COST],
        }
    )
    precision = (
        held_rows["bad"][place] / checked_rows[place] if checked_rows[place] else float("nan")
    )
    good = held_rows["good"][place]
    promoted_share = held_rows["promoted"][place] / good if good else float("nan")
    return ContractStudy(
        float(thresholds[place]), curve, by_defect, float(precision), float(promoted_share)
    )


@lru_cache(maxsize=16)
def _count_held(
    rule: Rule, action: Action, seed: int | None
) -> tuple[dict[str, NDArray[np.int64]], dict[str, int]]:
    """Return the rows held back at each threshold, and all rows, by group."""
    feed, truth = _feed(seed)
    score = _SCORES[rule](feed)
    if action == "file":
        file = feed["file"].cat.codes.to_numpy()
        highest = np.full(len(feed["file"].cat.categories), -np.inf)
        np.maximum.at(highest, file, score)
        score = highest[file]
    flags = {kind: truth[kind].to_numpy() for kind in MISS_COST}
    bad = np.logical_or.reduce(list(flags.values()))
    is_promoted = ~bad & feed["promotion"].to_numpy()
    groups = {"good": ~bad, "bad": bad, "promoted": is_promoted, **flags}
    thresholds = np.geomspace(*SCALES[rule], _STEPS + 1)
    held_rows = {
        name: own.sum() - np.searchsorted(np.sort(score[own]), thresholds, side="right")
        for name, own in groups.items()
    }
    return held_rows, {name: int(own.sum()) for name, own in groups.items()}


@lru_cache(maxsize=1)
def _feed(seed: int | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    options: dict[str, Any] = {
        "stores": 500,
        "days": DAYS,
        "products": PRODUCTS,
        "countries": COUNTRIES,
        # Money, dates and codes are already agreed; these defects remain.
        "defects": tuple(MISS_COST),
        "seed": seed,
    }
    return retail.load(**options), retail.truth(level="rows", **options)


def _series(feed: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number for each store and product."""
    store, product = (feed[name].cat.codes.to_numpy(np.int64) for name in ("store", "product_code"))
    number: NDArray[np.int64] = store * (product.max() + 1) + product
    return number


def _beyond_usual(feed: pd.DataFrame) -> Floats:
    usual = feed["quantity"].groupby(_series(feed)).transform("median").to_numpy(float)
    score: Floats = feed["quantity"].to_numpy(float) / np.maximum(usual, 0.5)
    return score


def _beside_amount(feed: pd.DataFrame) -> Floats:
    amount = feed["amount"].to_numpy(float)
    worth = feed["quantity"].to_numpy(float) * feed["price"].to_numpy(float)
    larger = np.maximum(np.abs(amount), np.abs(worth))
    gap = np.abs(amount - worth)
    # Half a cent is the till's rounding.
    return np.where(gap > 0.0051, gap / np.maximum(larger, 0.01), 0.0)


def _silent_days(feed: pd.DataFrame) -> Floats:
    """Return the days without a sale up to each row, while the books show stock."""
    series = _series(feed)
    order = np.lexsort((feed["file"].cat.codes.to_numpy(), series))
    silent = ((feed["quantity"] <= 0) & (feed["stock"] > 0)).to_numpy()[order]
    starts = np.r_[True, np.diff(series[order]) > 0]
    place = np.arange(silent.size)
    last_reset = np.maximum.accumulate(np.where(~silent, place, np.where(starts, place - 1, 0)))
    run = np.empty(silent.size)
    run[order] = np.where(silent, place - last_reset, 0)
    return run


def _hours_late(feed: pd.DataFrame) -> Floats:
    day = pd.to_datetime(feed["file"].cat.categories.str[-14:-4], format="%Y-%m-%d")
    midnight = (day + pd.Timedelta(days=1)).as_unit("s").to_numpy()[feed["file"].cat.codes]
    hours: Floats = (feed["received_at"].to_numpy() - midnight) / np.timedelta64(1, "h")
    return hours


def _beyond_day(feed: pd.DataFrame) -> Floats:
    file = feed["file"].cat.codes.to_numpy()
    total = np.bincount(file, weights=feed["amount"].to_numpy(float))
    store = feed["store"].cat.codes.to_numpy()
    of_file = np.zeros(total.size, int)
    of_file[file] = store
    by_store = pd.Series(total).groupby(of_file).median()
    ratio: Floats = (by_store.to_numpy()[of_file] / np.maximum(total, 0.01))[file]
    return ratio


_SCORES: Final = {
    "usual": _beyond_usual,
    "amount": _beside_amount,
    "silence": _silent_days,
    "arrival": _hours_late,
    "day": _beyond_day,
}
