"""Goals to reach with the controls, which the widget checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from course.base.require import Named, UnknownNameError
from course.explore.scene import Scene

_Reached = Callable[[Mapping[str, Any], Scene], bool]
_NO_CONTROL = "there is no control {name!r}; there are {names}."


@dataclass(frozen=True)
class Challenge:
    """A goal that takes several moves to reach.

    Parameters
    ----------
    text
        The goal, as an instruction: "Find a setting where ...". Also its name in the progress.
    reached
        ``reached(values, scene) -> bool``, a pure function of the controls and the scene's facts.
    hint
        What to try; appears after some moves.
    witness
        A setting that reaches the goal. Missing controls have their defaults.
    opens
        Names of presets that would give the goal away; they appear once it is reached.
    needs
        Controls without which the text makes no sense. Those that the witness has to move are
        known.
    """

    text: str
    reached: _Reached
    hint: str
    witness: Mapping[str, Any]
    opens: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "reached", _in_words(self.reached, self.text))


def _in_words(goal: _Reached, text: str) -> _Reached:
    """Return a challenge's function that names the challenge if it asks for an unknown figure."""

    @wraps(goal)
    def is_reached(values: Mapping[str, Any], scene: Scene) -> bool:
        try:
            return goal(Named(values, _NO_CONTROL), scene)
        except UnknownNameError as unknown:
            raise UnknownNameError(f"challenge {text!r}: {unknown}") from unknown

    return is_reached


def asked(challenge: Challenge) -> dict[str, Any]:
    """Return a challenge for the page."""
    return {"text": challenge.text, "hint": challenge.hint, "opens": list(challenge.opens)}
