"""Releases by hand and by pipeline: hours, and models that fail unnoticed.

Left out: the cost of building the pipeline, owners who look and see nothing, and models that become
outdated while nobody releases the next. The last could justify even six times as many changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course._require import require_number, require_whole

MONTHS: Final = 200

# All invented. Hours of work per change, and hours per month to keep a pipeline running.
HOURS_BY_HAND: Final = 12.0
HOURS_AUTOMATED: Final = 1.0
HOURS_PIPELINE: Final = 160.0
_FAIL_BY_HAND: Final = 0.06  # share of changes that fail silently
_FAIL_AUTOMATED: Final = 0.02
_UNSEEN_DAYS: Final = 90  # until somebody notices by chance
_SEEN_DAYS: Final = 7
_OWNER_HOURS: Final = 120  # per month
_LOOK_HOURS: Final = 4  # per model and month
_EUR_AN_HOUR: Final = 80
_EUR_A_FAILED_DAY: Final = 400
_MOST_MODELS: Final = 1_000


@dataclass(frozen=True)
class Way:
    """The results of one way to release, in one month.

    Attributes
    ----------
    hours
        Work on releases.
    failures
        Mean number of silent failures that begin.
    failed_days
        Mean number of days for which models fail unnoticed.
    months : array of shape (200,)
        Failed days of 200 months that differ only by luck.
    """

    hours: float
    failures: float
    failed_days: float
    months: np.ndarray

    @property
    def cost(self) -> float:
        """Cost of hours and failed days, EUR per month."""
        return self.hours * _EUR_AN_HOUR + self.failed_days * _EUR_A_FAILED_DAY


def compare_ways(
    models: int, changes: float, growth: float, owners: int, seed: int = 0
) -> tuple[Way, Way]:
    """Return a month of releases by hand, and the same models with a pipeline.

    Parameters
    ----------
    models : int, from 1 to 1,000
    changes : float, from 0 to 100
        Changes per model and month by hand.
    growth : float, from 1 to 100
        Factor by which changes increase once they are easy.
    owners : int, from 0 to 100
        People who look after live models, either way.
    seed : int, default 0

    Returns
    -------
    (Way, Way)
        By hand; with a pipeline.

    Raises
    ------
    TypeError, ValueError
        If a value is of the wrong type or outside its range.

    Notes
    -----
    Silent failures are a share of changes, 6% by hand and 2% automated, and come at random
    (Poisson). An owner has 120 hours a month and spends four on a model. A failure lasts 7 days
    in a model with an owner, and 90 days otherwise. All of these are invented.
    """
    require_whole("models", models, 1, _MOST_MODELS)
    require_number("changes", changes, 0, 100)
    require_number("growth", growth, 1, 100)
    require_whole("owners", owners, 0, 100)
    looked_at = min(1.0, _OWNER_HOURS * owners / (_LOOK_HOURS * models))
    days = _UNSEEN_DAYS * (1 - looked_at) + _SEEN_DAYS * looked_at
    by_hand = models * changes
    automated = growth * by_hand
    rng = np.random.default_rng(seed)
    return (
        _way(HOURS_BY_HAND * by_hand, _FAIL_BY_HAND * by_hand, days, rng),
        _way(HOURS_PIPELINE + HOURS_AUTOMATED * automated, _FAIL_AUTOMATED * automated, days, rng),
    )


def crossing(growth: float) -> float:
    """Return the changes per month at which a pipeline breaks even.

    F / (c1 - c2), the break-even of a fixed cost: 160 / (12 - growth). Infinite if an automated
    change costs as much as one by hand.
    """
    require_number("growth", growth, 1, 100)
    saved = HOURS_BY_HAND - HOURS_AUTOMATED * growth
    return HOURS_PIPELINE / saved if saved > 0 else float("inf")


def _way(hours: float, failures: float, days: float, rng: np.random.Generator) -> Way:
    return Way(hours, failures, failures * days, rng.poisson(failures, MONTHS) * days)
