"""Checks of arguments, with errors that state the given and expected values."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np


class UnknownNameError(KeyError):
    """A name that isn't among the known ones; the message says which they are."""

    def __str__(self) -> str:
        """Return the message, which a KeyError would put in quotes."""
        return str(self.args[0])


class Named(dict[str, Any]):
    """Values by name that answer an unknown name in words.

    Parameters
    ----------
    values
        The values by name.
    message
        The answer to an unknown name; it has the fields ``{name!r}`` and ``{names}``.

    Examples
    --------
    >>> facts = Named({"empty": 5}, "There is no fact {name!r}; there are {names}.")
    >>> facts["empty"], facts.get("full")
    (5, None)
    >>> facts["full"]
    Traceback (most recent call last):
    course.base.require.UnknownNameError: There is no fact 'full'; there are empty.
    """

    def __init__(self, values: Mapping[str, Any], message: str) -> None:
        super().__init__(values)
        self._message = message

    def __missing__(self, name: str) -> Any:
        """Raise UnknownNameError with the names that there are."""
        raise UnknownNameError(
            self._message.format(name=name, names=", ".join(map(str, self)) or "none")
        )


def read_toml(path: Path) -> dict[str, Any]:
    """Return the contents of a TOML file.

    Raises
    ------
    ValueError
        It isn't TOML; the message names the file and the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        place = "/".join(path.parts[-3:])
        raise ValueError(f"{place} can't be read as TOML: {problem}.") from problem


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise ValueError unless `value` is one of `choices`."""
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; expected one of {', '.join(choices)}.")


def require_number(name: str, value: object, low: float, high: float) -> None:
    """Raise TypeError unless `value` is a number, ValueError unless it is in range."""
    requirement = f"expected a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{name} is {value!r}; {requirement}.")
    if not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; {requirement}.")


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
    requirement = f"expected a whole number{limits}"
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} is {value!r}; {requirement}.")
    if value < low or (high is not None and value > high):
        raise ValueError(f"{name} is {value}; {requirement}.")
    return int(value)
