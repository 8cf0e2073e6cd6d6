"""Watch a stream one value at a time and say when it changes: ADWIN, DDM and Page-Hinkley.

Defaults, parameter names and behaviour are those of the `river` library. All three start afresh on
the first value after a detection. (The ADWIN paper keeps the recent part of the window instead.)
"""

import math
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class DriftDetector(ABC):
    """What the detectors share: feed a value, learn whether it revealed a drift.

    Attributes
    ----------
    drift_detected : bool
        Whether the last value raised the alarm.
    """

    drift_detected: bool

    def update(self, value: float) -> bool:
        """Take the next value of the stream.

        Parameters
        ----------
        value : float
            A finite number; for `DDM` 0 (right) or 1 (wrong).

        Returns
        -------
        bool
            True where drift is detected at this value. The next update starts afresh.

        Raises
        ------
        ValueError
            If the value is not a finite number.
        """
        if not math.isfinite(value):
            raise ValueError(f"a drift detector needs finite numbers, got {value}.")
        if self.drift_detected:
            self.reset()
        self.drift_detected = self._observe(float(value))
        return self.drift_detected

    @abstractmethod
    def reset(self) -> None:
        """Forget everything seen; keep the parameters."""

    @abstractmethod
    def _observe(self, value: float) -> bool:
        """Take one checked value and say whether it reveals a drift."""


def detections(detector: DriftDetector, values: Iterable[float]) -> list[int]:
    """List where a detector raises the alarm.

    Parameters
    ----------
    detector : DriftDetector
        It is reset first, so that the same call gives the same answer.
    values : iterable of float
        The stream, oldest first.

    Returns
    -------
    list of int
        Positions in the stream, from 0.

    Raises
    ------
    ValueError
        If a value does not suit the detector.
    """
    detector.reset()
    return [position for position, value in enumerate(values) if detector.update(value)]


class ADWIN(DriftDetector):
    """Adaptive windowing: keep as long a window as has one mean, drop its old part when it has two.

    The window is cut in two at every place where a bucket ends. Where the means of the two parts
    differ by more than chance allows, the oldest bucket goes. Buckets of 1, 2, 4, 8 ... values
    keep memory and time logarithmic in the width of the window.

    Parameters
    ----------
    delta : float, default 0.002
        Significance, between 0 and 1: smaller raises fewer false alarms and detects later.
    clock : int, default 32
        Look for a change at every `clock`-th value only.
    max_buckets : int, default 5
        Buckets of one size before the two oldest of them are merged.
    min_window_length : int, default 5
        Shortest part that a cut may leave.
    grace_period : int, default 10
        No check while the window has no more values than this.

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
            raise ValueError(f"delta must lie between 0 and 1, got {delta}.")
        _check_at_least(1, clock=clock, max_buckets=max_buckets)
        _check_at_least(1, min_window_length=min_window_length, grace_period=grace_period)
        self.delta = delta
        self.clock = clock
        self.max_buckets = max_buckets
        self.min_window_length = min_window_length
        self.grace_period = grace_period
        self.reset()

    def reset(self) -> None:
        """Forget everything seen; keep the parameters."""
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

        As in river, each part counts `min_window_length - 1` values less than it has, which makes
        the bound stricter for short parts.
        """
        log_term = math.log(2 * math.log(self.width) / self.delta)
        shortened = self.min_window_length - 1
        reciprocal = 1 / (old_size - shortened) + 1 / (new_size - shortened)
        variance = self._window.squares / self.width
        return math.sqrt(2 * reciprocal * variance * log_term) + 2 / 3 * log_term * reciprocal


class _Bucket(NamedTuple):
    """Neighbouring values in brief: how many, their sum, their squared deviations from the mean."""

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
        # Rounding must not leave a negative sum of squares: its root is taken.
        return rest._replace(squares=max(squares, 0.0))

    def _between(self, other: "_Bucket") -> float:
        if not self.size:
            return 0.0
        gap = self.total / self.size - other.total / other.size
        return self.size * other.size * gap * gap / (self.size + other.size)


class DDM(DriftDetector):
    """Drift detection method: alarm when a model's error rate climbs above its best so far.

    With n values seen, p is the error rate and s = sqrt(p(1 - p) / n). The detector remembers the
    p and s at which p + s was least. It warns where p + s exceeds p_min + 2 s_min and signals drift
    above p_min + 3 s_min. A model that has made no error by the end of the warm start has
    p_min = s_min = 0, so that its first error is an alarm.

    Parameters
    ----------
    warm_start : int, default 30
        Values to see before the first judgement.
    warning_threshold, drift_threshold : float, default 2.0 and 3.0
        How many s_min above p_min the two levels lie.

    Attributes
    ----------
    warning_detected : bool
        Whether the stream is in the warning zone: above the first level, not above the second.
    error_rate : float
        Share of errors since the start or the last drift; 0 before any value.
    p_min, s_min : float
        The error rate and standard deviation at the best moment; infinite during the warm start.

    Raises
    ------
    ValueError
        If a parameter is out of range.

    References
    ----------
    J. Gama, P. Medas, G. Castillo, P. Rodrigues (2004), *Learning with Drift Detection*, SBIA.

    Examples
    --------
    >>> detections(DDM(), [0, 0, 0, 1] * 100 + [1, 1, 0, 1] * 100)
    [435]
    """

    warning_detected: bool
    p_min: float
    s_min: float

    def __init__(
        self, warm_start: int = 30, warning_threshold: float = 2.0, drift_threshold: float = 3.0
    ) -> None:
        _check_at_least(1, warm_start=warm_start)
        if not 0 < warning_threshold <= drift_threshold:
            raise ValueError(
                "thresholds must satisfy 0 < warning_threshold <= drift_threshold, got "
                f"{warning_threshold} and {drift_threshold}."
            )
        self.warm_start = warm_start
        self.warning_threshold = warning_threshold
        self.drift_threshold = drift_threshold
        self.reset()

    def reset(self) -> None:
        """Forget everything seen; keep the parameters."""
        self.drift_detected = False
        self.warning_detected = False
        self._seen = 0
        self._errors = 0
        self.p_min = math.inf
        self.s_min = math.inf

    @property
    def error_rate(self) -> float:
        """Share of errors since the start or the last drift; 0 before any value."""
        return self._errors / self._seen if self._seen else 0.0

    def _observe(self, value: float) -> bool:
        if value not in (0, 1):
            raise ValueError(f"DDM watches errors: 0 for right and 1 for wrong, got {value:g}.")
        self._seen += 1
        self._errors += int(value)
        if self._seen <= self.warm_start:
            return False
        rate = self.error_rate
        deviation = math.sqrt(rate * (1 - rate) / self._seen)
        if rate + deviation <= self.p_min + self.s_min:
            self.p_min, self.s_min = rate, deviation
        excess = rate + deviation - self.p_min
        drift = excess > self.drift_threshold * self.s_min
        self.warning_detected = not drift and excess > self.warning_threshold * self.s_min
        return drift


class PageHinkley(DriftDetector):
    """Page-Hinkley test: add up deviations from the running mean until they outgrow a threshold.

    Parameters
    ----------
    min_instances : int, default 30
        Values to see before the first judgement.
    delta : float, default 0.005
        Deviation that is tolerated, in the unit of the values.
    threshold : float, default 50.0
        Alarm level of the cumulative sum (lambda), in the unit of the values. The default suits
        values about as large as 1 and shifts that last: a stream of 0 and 1 needs more than 50
        surprises.
    alpha : float, default 0.9999
        Forgetting factor of the sums, above 0 and at most 1.
    mode : {"both", "up", "down"}, default "both"
        Direction of the change in the mean to watch.

    Raises
    ------
    ValueError
        If a parameter is out of range.

    References
    ----------
    E. S. Page (1954), *Continuous Inspection Schemes*, Biometrika 41.

    Examples
    --------
    >>> detections(PageHinkley(threshold=10), [0.0] * 100 + [1.0] * 100)
    [110]
    """

    def __init__(
        self,
        min_instances: int = 30,
        delta: float = 0.005,
        threshold: float = 50.0,
        alpha: float = 1 - 0.0001,
        mode: Literal["both", "up", "down"] = "both",
    ) -> None:
        _check_at_least(1, min_instances=min_instances)
        if delta < 0:
            raise ValueError(f"delta must be 0 or more, got {delta}.")
        if threshold <= 0:
            raise ValueError(f"threshold must be above 0, got {threshold}.")
        if not 0 < alpha <= 1:
            raise ValueError(f"alpha must be above 0 and at most 1, got {alpha}.")
        if mode not in ("both", "up", "down"):
            raise ValueError(f"mode must be 'both', 'up' or 'down', got {mode!r}.")
        self.min_instances = min_instances
        self.delta = delta
        self.threshold = threshold
        self.alpha = alpha
        self.mode = mode
        self.reset()

    def reset(self) -> None:
        """Forget everything seen; keep the parameters."""
        self.drift_detected = False
        self._seen = 0
        self._mean = 0.0
        self._rising_sum = 0.0
        self._falling_sum = 0.0
        self._lowest = math.inf
        self._highest = -math.inf

    @property
    def statistic(self) -> float:
        """The test statistic that is compared with the threshold; 0 before any value."""
        if not self._seen:
            return 0.0
        rise = self._rising_sum - self._lowest
        fall = self._highest - self._falling_sum
        return {"up": rise, "down": fall, "both": max(rise, fall)}[self.mode]

    def _observe(self, value: float) -> bool:
        self._seen += 1
        self._mean += (value - self._mean) / self._seen
        deviation = value - self._mean
        self._rising_sum = self.alpha * self._rising_sum + deviation - self.delta
        self._falling_sum = self.alpha * self._falling_sum + deviation + self.delta
        self._lowest = min(self._lowest, self._rising_sum)
        self._highest = max(self._highest, self._falling_sum)
        return self._seen >= self.min_instances and self.statistic > self.threshold


def _check_at_least(least: int, **parameters: int) -> None:
    for name, value in parameters.items():
        if value < least:
            raise ValueError(f"{name} must be {least} or more, got {value}.")
