"""What a benchmark returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number, and what it should be at most (or, for a ratio, at least)."""

    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Tell whether the target is met; no target is always met."""
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target

    def row(self) -> tuple[str, str, str, str]:
        """Return the figure as text: what, figure, target, verdict."""
        if self.target is None:
            return self.what, f"{self.value:.3g} {self.unit}", "", ""
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.met else "missed"
        return (
            self.what,
            f"{self.value:.3g} {self.unit}",
            f"{sign} {self.target:g} {self.unit}",
            verdict,
        )
