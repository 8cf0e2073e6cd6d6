"""ADWIN: a window that shrinks when the means of its old and new parts differ."""

import math
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from course.simulate.drift.detector import DriftDetector, require_at_least


class ADWIN(DriftDetector):
    """Adaptive windowing: drop the old part of a window when its mean changes.

    The window is cut in two at the end of every bucket. If the means of the two parts differ by
    more than chance allows, the oldest bucket is dropped. Buckets of 1, 2, 4, 8 ... values keep
    memory and time logarithmic in the width of the window.

    Parameters
    ----------
    delta : float, default 0.002
        Significance, between 0 and 1. Smaller values raise fewer false alarms and detect later.
    clock : int, default 32
        Check for a change only at every `clock`-th value.
    max_buckets : int, default 5
        Buckets of one size before the two oldest are merged.
    min_window_length : int, default 5
        Shortest part after a cut.
    grace_period : int, default 10
        Don't check while the window has at most this many values.

    Raises
    ------
    ValueError
        If a parameter is out of range.

    References
    ----------
    A. Bifet and R. Gavalda (2007), *Learning from Time-Changing Data with Adaptive Windowing*,
    SIAM International Conference on Data Mining, doi:10.1137/1.9781611972771.42. The variance of
    merged buckets follows B. Babcock et al. (2003), doi:10.1145/773153.773176.

    Examples
    --------
    >>> from course.simulate.drift import detections
    >>> detections(ADWIN(), [0.0] * 500 + [1.0] * 500)
    [511]
    """

    def __init__(
        self,
        delta: float = 0.002,
        clock: int = 32,
        max_buckets: int = 5,
        min_window_length: int = 5,
        grace_period: int = 10,
    ) -> None:
        if not 0 < delta < 1:
            raise ValueError(f"delta must be between 0 and 1, got {delta}.")
        require_at_least(1, clock=clock, max_buckets=max_buckets)
        require_at_least(1, min_window_length=min_window_length, grace_period=grace_period)
        self.delta = delta
        self.clock = clock
        self.max_buckets = max_buckets
        self.min_window_length = min_window_length
        self.grace_period = grace_period
        self.reset()

    def reset(self) -> None:
        """Reset the state; keep the parameters."""
        self.drift_detected = False
        self._rows: list[deque[_Bucket]] = [deque()]
        self._seen = 0
        self._window = _Bucket(0, 0.0, 0.0)

    @property
    def width(self) -> int:
        """Number of values in the window."""
        return self._window.size

    @property
    def estimation(self) -> float:
        """Mean of the window; 0 while it is empty."""
        return self._window.total / self.width if self.width else 0.0

    def _observe(self, value: float) -> bool:
        self._insert(_Bucket(1, value, 0.0))
        self._seen += 1
        if self._seen % self.clock or self.width <= self.grace_period:
            return False
        changed = False
        while self._has_two_means():
            self._drop_oldest_bucket()
            changed = True
        return changed

    def _insert(self, bucket: "_Bucket") -> None:
        self._window = self._window.merged_with(bucket)
        for row in self._rows:
            row.append(bucket)
            if len(row) <= self.max_buckets:
                return
            bucket = row.popleft().merged_with(row.popleft())
        self._rows.append(deque([bucket]))

    def _drop_oldest_bucket(self) -> None:
        self._window = self._window.without(self._rows[-1].popleft())
        if not self._rows[-1]:
            self._rows.pop()

    def _buckets_from_oldest(self) -> Iterator["_Bucket"]:
        for row in reversed(self._rows):
            yield from row

    def _has_two_means(self) -> bool:
        old_size, old_total = 0, 0.0
        for bucket in self._buckets_from_oldest():
            old_size += bucket.size
            old_total += bucket.total
            new_size = self.width - old_size
            if new_size < self.min_window_length:
                return False
            if old_size < self.min_window_length:
                continue
            new_mean = (self._window.total - old_total) / new_size
            if abs(old_total / old_size - new_mean) > self._bound(old_size, new_size):
                return True
        return False

    def _bound(self, old_size: int, new_size: int) -> float:
        """Return the difference of two means that chance explains: the paper's epsilon_cut.

        As in river, each part counts `min_window_length - 1` values fewer than it has, which makes
        the bound stricter for short parts.
        """
        log_term = math.log(2 * math.log(self.width) / self.delta)
        shortened = self.min_window_length - 1
        reciprocal = 1 / (old_size - shortened) + 1 / (new_size - shortened)
        variance = self._window.squares / self.width
        return math.sqrt(2 * reciprocal * variance * log_term) + 2 / 3 * log_term * reciprocal


class _Bucket(NamedTuple):
    """Summary of neighbouring values: count, sum, and squared deviations from the mean."""

    size: int
    total: float
    squares: float

    def merged_with(self, other: "_Bucket") -> "_Bucket":
        return _Bucket(
            self.size + other.size,
            self.total + other.total,
            self.squares + other.squares + self._between(other),
        )

    def without(self, part: "_Bucket") -> "_Bucket":
        rest = _Bucket(self.size - part.size, self.total - part.total, 0.0)
        squares = self.squares - part.squares - rest._between(part)
        # Rounding must not make the sum of squares negative, because we take its root.
        return rest._replace(squares=max(squares, 0.0))

    def _between(self, other: "_Bucket") -> float:
        if not self.size:
            return 0.0
        gap = self.total / self.size - other.total / other.size
        return self.size * other.size * gap * gap / (self.size + other.size)
