"""The value of ten of forty use cases until month 24, if one metric chooses them.

Left out: teams that game a metric once it decides (the lesson's next model), benefits that come
after use, and saved time that goes unused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np

from course.base.require import require_number, require_whole
from course.data.metrics.programme import (
    HIGH_IS_GOOD,
    MONTHS,
    Luck,
    Programme,
    candidate_metrics,
    draw_luck,
    run_programme,
)

METRICS: Final = tuple(HIGH_IS_GOOD)
KEPT: Final = 10
WORLDS: Final = 60

NEAR_THE_MEAN: Final = 187
"""The seed whose 60 worlds are closest to the means of 200 such draws."""

LIKE_MOST: Final = 50
"""Of those worlds, one in which each metric keeps about as many that pay as on average."""


@dataclass(frozen=True)
class Kept:
    """Value of ten use cases after the decision, in euros, in each world.

    Attributes
    ----------
    by_metric : dict of str to array of shape (worlds,)
        The best ten by that metric.
    lots : array of shape (worlds,)
        A random ten, on average.
    best : array of shape (worlds,)
        The truly best ten.
    later : array of shape (worlds, use cases)
        Value of each use case.
    shown : dict of str to array of shape (worlds, use cases)
        What each metric shows of it at the decision; high is good.
    """

    by_metric: dict[str, np.ndarray]
    lots: np.ndarray
    best: np.ndarray
    later: np.ndarray
    shown: dict[str, np.ndarray]

    def order(self, metric: str, world: int = LIKE_MOST) -> np.ndarray:
        """Return a world's use cases, the best by a metric first; ten are kept."""
        return np.argsort(-self.shown[metric][world], kind="stable")


def keep_by_metric(
    mean_minutes: float = 1.0,
    size_spread: float = 0.8,
    month: int = 6,
    pairs: int = 20,
    seed: int = NEAR_THE_MEAN,
) -> Kept:
    """Decide by each of twelve metrics in many worlds, and sum the results.

    Parameters
    ----------
    mean_minutes : float, from -5 to 5
        Minutes saved per task in the average use case.
    size_spread : float, from 0 to 1.5
        Standard deviation of the logarithm of the number of people invited.
    month : int, from 1 to 23
        The decision is made after this month; the chosen use cases run until month 24.
    pairs : int, from 1
        Tasks compared per month and use case, with and without the assistant.
    seed : int

    Returns
    -------
    Kept

    Raises
    ------
    TypeError
        If an argument is not a number, or `month` or `pairs` is not whole.
    ValueError
        If an argument is outside its range.
    """
    require_number("mean_minutes", mean_minutes, -5, 5)
    require_number("size_spread", size_spread, 0, 1.5)
    require_whole("month", month, 1, MONTHS - 1)
    require_whole("pairs", pairs, 1)
    programme = _programme(mean_minutes, size_spread, seed)
    later = programme.value[..., month:].sum(axis=-1)
    scores = {
        name: values if HIGH_IS_GOOD[name] else -values
        for name, values in candidate_metrics(programme, month, pairs).items()
    }
    return Kept(
        {name: _value_of_best(later, values) for name, values in scores.items()},
        later.mean(axis=-1) * KEPT,
        _value_of_best(later, later),
        later,
        scores,
    )


def _value_of_best(later: np.ndarray, by: np.ndarray) -> np.ndarray:
    best_by_metric = np.argpartition(by, -KEPT, axis=-1)[:, -KEPT:]
    return np.asarray(np.take_along_axis(later, best_by_metric, axis=-1).sum(axis=-1))


@cache
def _luck(seed: int) -> Luck:
    return draw_luck(np.random.default_rng(seed), WORLDS)


@lru_cache(maxsize=8)
def _programme(mean_minutes: float, size_spread: float, seed: int) -> Programme:
    return run_programme(_luck(seed), mean_minutes, size_spread)
