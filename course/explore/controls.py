"""The four kinds of control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Slider:
    """A number between two ends.

    ``unit`` is one word, or a singular and a plural: ``("input", "inputs")``. A unit of money
    begins with its sign: ``"€ million"``.
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    unit: str | tuple[str, str] = ""

    def __post_init__(self) -> None:
        if not (self.low < self.high and self.step > 0):
            raise ValueError(
                f"{self.label}: expected a low end below the high end and a step above 0; "
                f"got {self.low:g} to {self.high:g} in steps of {self.step:g}."
            )
        self.check(self.value)

    def say(self, value: float) -> str:
        """Return a value with its unit: ``"2,000 inputs"``, ``"5%"``, ``"€1.15 million"``."""
        unit = self.unit if isinstance(self.unit, str) else self.unit[value != 1]
        number = f"{round(value, 3):,.12g}".replace("-", "\u2212")
        if unit.startswith("€"):
            return f"€{number}{unit[1:]}".replace("€\u2212", "\u2212€")
        gap = "" if unit.startswith("%") or not unit else " "
        return f"{number}{gap}{unit}"

    def check(self, value: Any) -> float:
        """Return the value as a plain number, or raise ValueError if out of range."""
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"{self.label}: expected a number, got {value!r}.")
        if not self.low <= value <= self.high:
            raise ValueError(
                f"{self.label}: expected {self.low:g} to {self.say(self.high)}, got {value:g}."
            )
        return value


def require_options(label: str, options: object) -> None:
    """Raise ValueError unless there are two options or more; a bare text is not one of them."""
    if not isinstance(options, tuple | list) or len(options) < 2:
        raise ValueError(
            f'{label}: expected two options or more, as in ("weekday", "Sunday"); got {options!r}.'
        )


@dataclass(frozen=True)
class Choice:
    """One of a few named options."""

    name: str
    label: str
    options: tuple[str, ...]
    value: str

    def __post_init__(self) -> None:
        require_options(self.label, self.options)
        self.check(self.value)

    def check(self, value: Any) -> str:
        """Return the value, or raise ValueError if it is not an option."""
        if value not in self.options:
            raise ValueError(
                f"{self.label}: expected one of {', '.join(self.options)}; got {value!r}."
            )
        return str(value)


@dataclass(frozen=True)
class Toggle:
    """On or off."""

    name: str
    label: str
    value: bool = False

    def check(self, value: Any) -> bool:
        """Return the value, or raise ValueError if it is neither True nor False."""
        if not isinstance(value, bool):
            raise ValueError(f"{self.label}: expected True or False, got {value!r}.")
        return value


@dataclass(frozen=True)
class Points:
    """Named points in a plane, dragged in the chart or moved by two sliders.

    The sliders are for the keyboard and for screen readers. Both ways give the same value: the
    position of each point, ``[x, y]``, by its name. In the chart, a point is any mark whose row has
    its name in the column ``point``, on the scales ``x`` and ``y``. The sliders' own names and
    values are not used.
    """

    name: str
    label: str
    x: Slider
    y: Slider
    value: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        self.check(self.value)

    def check(self, value: Any) -> dict[str, list[float]]:
        """Return the positions, or raise ValueError if one is missing, unknown or outside."""
        if not isinstance(value, Mapping) or set(value) != set(self.value):
            raise ValueError(
                f"{self.label}: expected a place for each of {', '.join(self.value)}; "
                f"got {value!r}."
            )
        return {name: self._place(name, value[name]) for name in self.value}

    def _place(self, name: str, place: Any) -> list[float]:
        if not isinstance(place, (list, tuple)) or len(place) != 2:
            raise ValueError(f"{self.label}, {name}: expected a place (x, y), got {place!r}.")
        return [self.x.check(place[0]), self.y.check(place[1])]


Control = Slider | Choice | Toggle | Points


def as_json(control: Control) -> dict[str, Any]:
    """Return a control for the front end."""
    value = control.check(control.value)
    return {"kind": type(control).__name__.lower(), **asdict(control), "value": value}
