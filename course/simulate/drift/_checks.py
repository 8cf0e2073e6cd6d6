"""Clear errors for arguments that a simulation cannot use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise ValueError unless `value` is one of `choices`."""
    if value not in choices:
        expected = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name} is {value!r}; choose one of {expected}.")


def require_number(name: str, value: object, low: float, high: float) -> None:
    """Raise TypeError unless `value` is a number, ValueError unless low <= value <= high."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{name} is {value!r}; give a number from {low:g} to {high:g}.")
    if not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; give a number from {low:g} to {high:g}.")


def require_whole(name: str, value: object, low: int, high: int) -> None:
    """Raise TypeError unless `value` is a whole number, ValueError unless low <= value <= high."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} is {value!r}; give a whole number from {low} to {high}.")
    if not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; give a whole number from {low} to {high}.")
