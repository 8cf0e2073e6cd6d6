"""Describe what a benchmark returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number with its target: a maximum, or a ratio's minimum."""

    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Tell whether the target is met; without one, yes."""
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target

    def row(self) -> tuple[str, str, str, str]:
        """Return a table row: name, figure, target, verdict."""
        if self.target is None:
            return self.what, self._written, "", ""
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.met else "missed"
        return (
            self.what,
            self._written,
            f"{sign} {self.target:g} {self.unit}",
            verdict,
        )

    @property
    def _written(self) -> str:
        number = f"{self.value:,.0f}" if self.value >= 1000 else f"{self.value:.3g}"
        return f"{number} {self.unit}"
