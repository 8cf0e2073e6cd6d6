"""A chain of parts that can fail: where money saves minutes, and where it prevents harm.

Left out: releases, which cause many outages; parts that are slow instead of down; and months in
which outages come in clusters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course import world
from course.base.require import require_choice, require_number, require_whole

MONTH: Final = 43_200
"""Minutes in 30 days."""
DRAWN_MONTHS: Final = 2_000

# Invented: outages per month, and minutes per outage.
PARTS: Final[Mapping[str, tuple[float, float]]] = {
    "gateway": (0.3, 60.0),
    "identity vendor": (0.4, 90.0),
    "feature store": (1.2, 180.0),
    "model server": (1.0, 180.0),
    "ledger": (0.05, 90.0),
}
# Invented: EUR per month for one more copy, for shorter repairs and for the fallback rule; EUR per
# hour in which payments go through unchecked, and in which a simple rule checks them.
COPY_COSTS: Final[Mapping[str, int]] = {
    "feature store": world.count("feature_store_copy", "EUR a month"),
    "model server": world.count("model_server_copy", "EUR a month"),
}
REPAIR_COSTS: Final[Mapping[int, int]] = {100: 0, 75: 3_000, 50: 7_000, 25: 15_000}
FALLBACK_COST: Final = world.count("fallback_month", "EUR a month")
UNCHECKED_HOUR: Final = round(
    world.count("payments_an_hour", "payments") * world.number("unchecked_payment", "EUR")
)
FALLBACK_HOUR: Final = world.count("fallback_hour", "EUR")


@dataclass(frozen=True)
class Month:
    """The average downtime and costs of a month.

    Attributes
    ----------
    parts : DataFrame
        ``part`` and its ``minutes`` of downtime; one row per part.
    minutes : float
        Minutes in which the chain is down.
    spent, harm : float
        EUR per month: for copies, repairs and fallback; and from unchecked payments.
    """

    parts: pd.DataFrame
    minutes: float
    spent: float
    harm: float

    @property
    def availability(self) -> float:
        """Share of the month in which the chain works."""
        return 1 - self.minutes / MONTH


def run_month(
    copies: Mapping[str, int] | None = None,
    repair: int = 100,
    shared: float = 0.1,
    *,
    fallback: bool = False,
) -> Month:
    """Compute an average month of the fraud check.

    Parameters
    ----------
    copies : mapping of part to number, 1 to 9, optional
        Copies of feature store and model server; 1 if left out.
    repair : {100, 75, 50, 25}, default 100
        Length of repairs, as a percentage of today's.
    shared : float, from 0 to 1, default 0.1
        Share of a part's outages that hit all its copies at once: a bad setting, one power supply.
    fallback : bool, default False
        Whether a simple rule decides while the check is down. It does not shorten outages.

    Returns
    -------
    Month

    Raises
    ------
    TypeError, ValueError
        When a part is unknown, or a number is outside its range.

    Notes
    -----
    A part with unavailability u and n copies is down ``b u + ((1 - b) u)^n`` of the time, with b
    the shared part: the beta-factor model (K. N. Fleming, 1974). The chain works only if all parts
    do, so availabilities multiply.
    """
    copies = copies or {}
    for part, number in copies.items():
        require_choice("part", part, COPY_COSTS)
        require_whole(part, number, 1, 9)
    require_choice("repair", str(repair), [str(length) for length in REPAIR_COSTS])
    require_number("shared", shared, 0, 1)
    down = np.array([sum(_down(part, copies, repair, shared)) for part in PARTS])
    minutes = MONTH * float(1 - np.prod(1 - down))
    hour = FALLBACK_HOUR if fallback else UNCHECKED_HOUR
    monthly_spend = sum(COPY_COSTS[part] * (number - 1) for part, number in copies.items())
    monthly_spend += REPAIR_COSTS[repair] + (FALLBACK_COST if fallback else 0)
    parts = pd.DataFrame({"part": list(PARTS), "minutes": down * MONTH})
    return Month(parts, minutes, float(monthly_spend), minutes / 60 * hour)


def _down(part: str, copies: Mapping[str, int], repair: int, shared: float) -> tuple[float, float]:
    """Return a part's shares of downtime: from shared outages, and from separate ones."""
    outages, length = PARTS[part]
    share = outages * length * repair / 100 / MONTH
    number = copies.get(part, 1)
    if number == 1:
        return share, 0.0
    return shared * share, ((1 - shared) * share) ** number


def draw_months(
    copies: Mapping[str, int] | None = None,
    repair: int = 100,
    shared: float = 0.1,
    months: int = DRAWN_MONTHS,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Draw months that differ only by luck.

    Parameters
    ----------
    copies, repair, shared
        As in `run_month`.
    months : int, default 2,000
    seed : int, default 0
        Luck is the same for every setting.

    Returns
    -------
    array of shape (months,), sorted
        Minutes of downtime. Outages come at random (Poisson) and last exponential times. If two
        parts fail at once, which is rare, both count.
    """
    total = np.zeros(months)
    for number, part in enumerate(PARTS):
        length = PARTS[part][1] * repair / 100
        together, apart = _down(part, copies or {}, repair, shared)
        running = (copies or {}).get(part, 1)
        total += _draw(together * MONTH / length, length, months, (seed, number, 0))
        # Copies that fail one after another are all down only for the rest of the first repair.
        rest = length / running
        total += _draw(apart * MONTH / rest, rest, months, (seed, number, 1))
    return np.sort(total)


def _draw(
    outages: float, length: float, months: int, seed: tuple[int, int, int]
) -> NDArray[np.float64]:
    """Return minutes of outage a month: a Poisson number of exponential times."""
    if outages == 0:
        return np.zeros(months)
    first, total = _moments(months, seed)
    counts = np.searchsorted(_poisson_steps(outages), first)
    return length * total[counts, np.arange(months)]


@lru_cache(maxsize=32)
def _moments(
    months: int, seed: tuple[int, int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the luck of the counts, and sums of the first 0, 1, 2, ... unit times."""
    rng = np.random.default_rng(seed)
    times = rng.standard_exponential((12, months))
    return rng.random(months), np.vstack([np.zeros(months), np.cumsum(times, axis=0)])


def _poisson_steps(mean: float) -> NDArray[np.float64]:
    """Return the chances of at most 0, 1, ... 11 outages."""
    ratios = mean / np.arange(1, 12)
    return np.asarray(np.exp(-mean) * np.cumsum(np.concatenate([[1.0], np.cumprod(ratios)])))


def error_budget(objective: float, period: float = MONTH) -> float:
    """Return the error budget that an objective allows.

    Parameters
    ----------
    objective : float, from 0 to 1
        Share that has to be good, such as 0.999.
    period : float, default 43,200
        Minutes, by default of 30 days, or any number of requests.

    Returns
    -------
    float
        In the unit of `period`.

    Examples
    --------
    >>> round(error_budget(0.999), 1)  # minutes of a month
    43.2
    """
    require_number("objective", objective, 0, 1)
    return (1 - objective) * period


def any_slow(parts: int, slow: float = 0.01) -> float:
    """Return the chance that one of several independent parts is slow.

    Parameters
    ----------
    parts : int
        Parts that a request waits for, at least 1.
    slow : float, from 0 to 1, default 0.01
        Chance that a part is slow.

    Returns
    -------
    float
        ``1 - (1 - slow)^parts`` (J. Dean and L. A. Barroso, 2013, Communications of the ACM 56(2)).

    Examples
    --------
    >>> round(any_slow(100), 2)
    0.63
    """
    require_whole("parts", parts, 1)
    require_number("slow", slow, 0, 1)
    return float(1 - (1 - slow) ** parts)
