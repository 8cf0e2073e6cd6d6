"""DDM: an alarm when the error rate rises clearly above its minimum."""

import math

from course.simulate.drift.detector import DriftDetector, require_at_least


class DDM(DriftDetector):
    """Drift detection method: alarm when a model's error rate climbs above its best so far.

    With n values seen, p is the error rate and s = sqrt(p(1 - p) / n). The detector remembers the
    p and s at which p + s was smallest. It warns if p + s exceeds p_min + 2 s_min and signals drift
    above p_min + 3 s_min. A model without errors by the end of the warm start has
    p_min = s_min = 0, so its first error raises an alarm.

    Parameters
    ----------
    warm_start : int, default 30
        Values to see before the first judgement.
    warning_threshold, drift_threshold : float, default 2.0 and 3.0
        Heights of the two levels above p_min, in units of s_min.

    Attributes
    ----------
    warning_detected : bool
        Whether the stream is above the warning level and not above the drift level.
    error_rate : float
        Share of errors since the start or the last drift; 0 before any value.
    p_min, s_min : float
        Error rate and standard deviation at the best moment; infinite during the warm start.

    Raises
    ------
    ValueError
        If a parameter is out of range.

    References
    ----------
    J. Gama, P. Medas, G. Castillo, P. Rodrigues (2004), *Learning with Drift Detection*, SBIA.

    Examples
    --------
    >>> from course.simulate.drift import detections
    >>> detections(DDM(), [0, 0, 0, 1] * 100 + [1, 1, 0, 1] * 100)
    [435]
    """

    warning_detected: bool
    p_min: float
    s_min: float

    def __init__(
        self, warm_start: int = 30, warning_threshold: float = 2.0, drift_threshold: float = 3.0
    ) -> None:
        require_at_least(1, warm_start=warm_start)
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
        """Reset the state; keep the parameters."""
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
