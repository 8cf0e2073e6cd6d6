"""Goals to reach with the controls, which the widget checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from course.explore.scene import Scene


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
    reached: Callable[[Mapping[str, Any], Scene], bool]
    hint: str
    witness: Mapping[str, Any]
    opens: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def asked(challenge: Challenge) -> dict[str, Any]:
    """Return a challenge for the page."""
    return {"text": challenge.text, "hint": challenge.hint, "opens": list(challenge.opens)}
