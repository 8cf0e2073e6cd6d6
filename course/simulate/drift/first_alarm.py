"""First alarms of detectors, for many streams at once.

`DDM` and `PageHinkley` read one value at a time. Until their first alarm, they only use running
sums and minima, so many streams can be read together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

NEVER = -1
"""Position of an alarm that never comes."""


def ddm_first_alarms(
    wrong: ArrayLike, drift_threshold: float = 3.0, *, warm_start: int = 30
) -> NDArray[np.int64]:
    """Return the position of `DDM`'s first alarm in each stream.

    Parameters
    ----------
    wrong : array-like of shape (streams, n)
        0 for a right decision, 1 for a wrong one; oldest first.
    drift_threshold, warm_start
        As for `DDM`.

    Returns
    -------
    ndarray of shape (streams,)
        Positions from 0; -1 where there is no alarm.

    Raises
    ------
    ValueError
        If `wrong` does not have two dimensions, or has values other than 0 and 1.
    """
    errors = _streams(wrong)
    counts = np.arange(1, errors.shape[1] + 1)
    rate = errors.cumsum(axis=1) / counts
    deviation = np.sqrt(rate * (1 - rate) / counts)
    level = np.where(counts > warm_start, rate + deviation, np.inf)
    best = np.minimum.accumulate(level, axis=1)
    # Of equal levels the latest one counts, as in the detector.
    place = np.maximum.accumulate(np.where(level <= best, counts - 1, 0), axis=1)
    least, spread = (np.take_along_axis(part, place, axis=1) for part in (rate, deviation))
    return _first((counts > warm_start) & (rate + deviation - least > drift_threshold * spread))


def page_hinkley_first_alarms(
    wrong: ArrayLike,
    threshold: float = 50.0,
    *,
    delta: float = 0.005,
    alpha: float = 1 - 0.0001,
    min_instances: int = 30,
) -> NDArray[np.int64]:
    """Return the position of `PageHinkley`'s first "up" alarm in each stream.

    Parameters
    ----------
    wrong : array-like of shape (streams, n)
        0 for a right decision, 1 for a wrong one; oldest first.
    threshold, delta, alpha, min_instances
        As for `PageHinkley`.

    Returns
    -------
    ndarray of shape (streams,)
        Positions from 0; -1 where there is no alarm.

    Raises
    ------
    ValueError
        If `wrong` does not have two dimensions, or has values other than 0 and 1.
    """
    errors = _streams(wrong)
    counts = np.arange(1, errors.shape[1] + 1)
    deviation = errors - errors.cumsum(axis=1) / counts - delta
    fading = alpha ** counts.astype(float)
    rising: Floats = fading * np.cumsum(deviation / fading, axis=1)
    rise = rising - np.minimum.accumulate(rising, axis=1)
    return _first((counts >= min_instances) & (rise > threshold))


def _streams(wrong: ArrayLike) -> Floats:
    errors = np.asarray(wrong, dtype=float)
    if errors.ndim != 2 or not np.isin(errors, (0, 1)).all():
        raise ValueError(
            "wrong must be a table of 0 (right) and 1 (wrong), one row per stream; "
            f"got shape {errors.shape}."
        )
    return errors


def _first(alarm: Bools) -> NDArray[np.int64]:
    return np.where(alarm.any(axis=1), alarm.argmax(axis=1), NEVER)
