"""Releases by hand and by pipeline: hours, and models that fail and are not looked at.

Left out: what it costs to build the pipeline, owners who look and see nothing, and models that grow
old because nobody releases the next one. The last could justify even six times as many changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course._require import require_number, require_whole

MONTHS: Final = 200

# All invented. Hours of work on one change, and hours a month that keep a pipeline running.
HOURS_BY_HAND: Final = 12.0
HOURS_AUTOMATED: Final = 1.0
HOURS_PIPELINE: Final = 160.0
_FAIL_BY_HAND: Final = 0.06  # share of changes that fail silently
_FAIL_AUTOMATED: Final = 0.02
_UNSEEN_DAYS: Final = 90  # until somebody notices where nobody looks
_SEEN_DAYS: Final = 7
_OWNER_HOURS: Final = 120  # a month
_LOOK_HOURS: Final = 4  # a model and month
_EUR_AN_HOUR: Final = 80
_EUR_A_FAILED_DAY: Final = 400
_MOST_MODELS: Final = 1_000


@dataclass(frozen=True)
class Way:
    """One way to release, in one month.

    Attributes
    ----------
    hours
        Work on releases.
    failures
        Silent failures that begin, on average.
    failed_days
        Days that models will have failed unnoticed, on average.
    months : array of shape (200,)
        Failed days of 200 months that differ by luck alone.
    """

    hours: float
    failures: float
    failed_days: float
    months: np.ndarray

    @property
    def cost(self) -> float:
        """Hours and failed days, EUR a month."""
        return self.hours * _EUR_AN_HOUR + self.failed_days * _EUR_A_FAILED_DAY


def compare_ways(
    models: int, changes: float, growth: float, owners: int, seed: int = 0
) -> tuple[Way, Way]:
    """Return a month of releases by hand, and the same models with a pipeline.

    Parameters
    ----------
    models : int, from 1 to 1,000
    changes : float, from 0 to 100
        Changes a model and month by hand.
    growth : float, from 1 to 100
        How many times as many changes people make once a change is easy.
    owners : int, from 0 to 100
        People who look after models that are live, under both ways.
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
    (Poisson). An owner has 120 hours a month and looks four hours at a model. A model that is
    looked at fails for 7 days, another one for 90. All of these are invented.
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
    """Return how many changes a month by hand take as many hours as a pipeline.

    F / (c1 - c2), the break-even of a fixed cost: 160 / (12 - growth). Infinite where an automated
    change costs as much as one by hand.
    """
    require_number("growth", growth, 1, 100)
    saved = HOURS_BY_HAND - HOURS_AUTOMATED * growth
    return HOURS_PIPELINE / saved if saved > 0 else float("inf")


def _way(hours: float, failures: float, days: float, rng: np.random.Generator) -> Way:
    return Way(hours, failures, failures * days, rng.poisson(failures, MONTHS) * days)
