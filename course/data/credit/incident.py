"""One dated change in the applications: in inputs, outcomes or records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from course.data.credit.features import CATEGORIES, COEFFICIENTS

REMEDIES: Final = {
    "covariate": "none",
    "prior": "recalibrate",
    "concept": "retrain",
    "fault": "repair",
}
"""Kind of incident -> what to do about it."""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One dated change in the stream of applications.

    Parameters
    ----------
    kind : {"covariate", "prior", "concept", "fault"}
        - ``covariate``: the inputs really shift; P(y|x) stays the same.
        - ``prior``: the default rate changes; P(x|y) stays the same.
        - ``concept``: P(y|x) changes.
        - ``fault``: the recorded value is wrong; the applicant and the outcome are unchanged.
    start : int
        First month affected (1 = January 2024).
    ramp : int, default=1
        Months until full strength; 1 means immediately.
    feature : str
        The numeric feature affected; ``"defaulted"`` for a prior shift.
    size : float
        - ``covariate``: shift of the feature in reference standard deviations.
        - ``prior``: shift of the log odds of default.
        - ``concept``: change in the log odds of default for one reference standard deviation.
        - ``fault``: factor on the recorded value.
    segment : tuple of (str, str), optional
        Column and category affected, such as ``("channel", "broker")``. A covariate incident with
        a segment is a campaign: 40% of the month's applicants come through it, shifted.
    end : int, optional
        Last month affected; None means that the change lasts.
    cause : str
        A few words on what happened.

    Raises
    ------
    ValueError
        When a value is not as described above.
    """

    kind: str
    start: int
    ramp: int = 1
    feature: str
    size: float
    segment: tuple[str, str] | None = None
    end: int | None = None
    cause: str = ""

    def __post_init__(self) -> None:
        if self.kind not in REMEDIES:
            raise ValueError(f"kind is {self.kind!r}; expected one of {', '.join(REMEDIES)}.")
        features = ("defaulted",) if self.kind == "prior" else tuple(COEFFICIENTS)
        if self.feature not in features:
            raise ValueError(
                f"feature of a {self.kind} incident is {self.feature!r}; "
                f"expected one of {', '.join(features)}."
            )
        if self.start < 1 or self.ramp < 1 or (self.end is not None and self.end < self.start):
            raise ValueError(
                f"start, ramp and end are {self.start}, {self.ramp} and {self.end}; expected "
                "start >= 1, ramp >= 1 and end >= start (or None when the incident lasts)."
            )
        if self.segment is not None:
            self._check_segment(self.segment)

    def _check_segment(self, segment: tuple[str, str]) -> None:
        if self.kind == "prior":
            raise ValueError(
                f"segment is {segment!r}; a prior incident affects everybody: pass None."
            )
        column, value = segment
        if value not in CATEGORIES.get(column, ()):
            categories = "; ".join(f"{name}: {', '.join(v)}" for name, v in CATEGORIES.items())
            raise ValueError(
                f"segment is {segment!r}; expected a column and its category: {categories}."
            )

    @property
    def remedy(self) -> str:
        """What to do: none, recalibrate, retrain or repair."""
        return REMEDIES[self.kind]

    def strength(self, month: int) -> float:
        """Return the share of the full effect in a month, from 0 to 1."""
        if month < self.start or (self.end is not None and month > self.end):
            return 0.0
        return min(1.0, (month - self.start + 1) / self.ramp)

    def describe(self) -> str:
        """Return the incident as one sentence."""
        until = "on" if self.end is None else f"to month {self.end}"
        place = "" if self.segment is None else f" ({self.segment[0]} {self.segment[1]})"
        effect = {
            "covariate": f"shifts by {self.size:+g} standard deviations{place}; "
            "the risk at given inputs is unchanged",
            "prior": f"changes by {self.size:+g} in log odds; "
            "defaulters and repayers look as before",
            "concept": f"counts for {self.size:+g} more in the log odds of default "
            f"for each standard deviation{place}",
            "fault": f"is recorded {self.size:g} times too large{place}; "
            "the applicants are unchanged",
        }[self.kind]
        subject = "the rate of default" if self.kind == "prior" else self.feature
        when = f"From month {self.start} {until}"
        if self.ramp > 1:
            when += f", at full strength in month {self.start + self.ramp - 1}"
        cause = f" ({self.cause})" if self.cause else ""
        return f"{when}{cause}: {subject} {effect}."
