"""Checks of arguments, with errors that state the given and expected values."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise ValueError unless `value` is one of `choices`."""
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; expected one of {', '.join(choices)}.")


def require_number(name: str, value: object, low: float, high: float) -> None:
    """Raise TypeError unless `value` is a number, ValueError unless it is in range."""
    expected = f"expected a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{name} is {value!r}; {expected}.")
    if not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; {expected}.")


def require_whole(name: str, value: object, low: int, high: int | None = None) -> int:
    """Return a whole number from `low` to `high`, or of at least `low`.

    Raises
    ------
    TypeError
        If the value is not a whole number.
    ValueError
        If the value is outside its range.
    """
    limits = f", at least {low}" if high is None else f" from {low} to {high}"
    expected = f"expected a whole number{limits}"
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} is {value!r}; {expected}.")
    if value < low or (high is not None and value > high):
        raise ValueError(f"{name} is {value}; {expected}.")
    return int(value)
