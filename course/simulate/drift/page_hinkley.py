"""Page-Hinkley: an alarm when the deviations from the running mean add up."""

import math
from typing import Literal

from course.simulate.drift.detector import DriftDetector, require_at_least


class PageHinkley(DriftDetector):
    """Page-Hinkley test: sum deviations from the mean up to a threshold.

    Parameters
    ----------
    min_instances : int, default 30
        Values to see before the first judgement.
    delta : float, default 0.005
        Tolerated deviation, in the unit of the values.
    threshold : float, default 50.0
        Alarm level of the cumulative sum (lambda), in the unit of the values. The default suits
        values of about 1 and lasting shifts: a stream of 0 and 1 needs more than 50 surprises.
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
    >>> from course.simulate.drift import detections
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
        require_at_least(1, min_instances=min_instances)
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
        """Reset the state; keep the parameters."""
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
