"""Goals that a learner reaches by moving the controls, and that the widget checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from course.explore.scene import Scene


@dataclass(frozen=True)
class Challenge:
    """A goal that only a move of several steps can reach.

    Parameters
    ----------
    text
        The goal, as an instruction: "Find a setting where ...". Progress is kept under it.
    reached
        ``reached(values, scene) -> bool``: pure. It reads the controls and the scene's facts.
    hint
        What to try; it appears after some moves.
    witness
        A setting that reaches the goal. Controls that it leaves out stand at their defaults.
    opens
        Names of presets that would give the goal away: they appear when it is reached.
    """

    text: str
    reached: Callable[[Mapping[str, Any], Scene], bool]
    hint: str
    witness: Mapping[str, Any]
    opens: tuple[str, ...] = ()


def asked(challenge: Challenge) -> dict[str, Any]:
    """Return what the page shows of a challenge."""
    return {"text": challenge.text, "hint": challenge.hint, "opens": list(challenge.opens)}
