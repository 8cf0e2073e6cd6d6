"""Watch a stream one value at a time and detect changes.

The detectors are `ADWIN`, `DDM` and `PageHinkley`, one per file. Defaults, parameter names and
behaviour are those of the `river` library. All three restart with the first value after a
detection. (The ADWIN paper keeps the recent part of the window instead.)
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable


class DriftDetector(ABC):
    """Base class of detectors: takes a value and reports drift.

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
            True if this value reveals a drift. The next update restarts the detector.

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
        """Reset the state; keep the parameters."""

    @abstractmethod
    def _observe(self, value: float) -> bool:
        """Take one checked value and return whether it reveals a drift."""


def detections(detector: DriftDetector, values: Iterable[float]) -> list[int]:
    """Return the positions of a detector's alarms.

    Parameters
    ----------
    detector : DriftDetector
        It is reset first, so the same call gives the same answer.
    values : iterable of float
        The stream, oldest first.

    Returns
    -------
    list of int
        Positions in the stream, from 0.

    Raises
    ------
    ValueError
        If a value is invalid for the detector.
    """
    detector.reset()
    return [position for position, value in enumerate(values) if detector.update(value)]


def require_at_least(least: int, **parameters: int) -> None:
    """Raise ValueError unless every parameter is at least its minimum."""
    for name, value in parameters.items():
        if value < least:
            raise ValueError(f"{name} must be {least} or more, got {value}.")
