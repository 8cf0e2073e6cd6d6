"""What a promise on jobs is worth, by lesson 10's model.

The decision of lesson 10 sets the notice and a ceiling for the people who are cut. Who can count
believes no ceiling below what holds with bad luck, in 95 of that model's 100 worlds. Such a ceiling
breaks on the day on which the posts go.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np

from course import decisions
from course.simulate.culture_and_skills.reskilling import PEOPLE, POSTS_LEFT, YEARS, play

MODULE: Final = "culture_and_skills"
_TRAINS_ALL: Final = ("training", "both")
_BAD_LUCK: Final = 95  # per cent of worlds, as lesson 10 words a promise
_HALF: Final = 0.5  # of the people without a post, as lesson 10 begins
_POSTS: Final = PEOPLE - POSTS_LEFT


def likely_cuts(made: Mapping[str, Any]) -> float:
    """Return the people cut at most in 95 of 100 worlds of lesson 10's model, by a decision."""
    years = np.arange(YEARS)
    trained = 1.0 if made["option"] in _TRAINS_ALL else _HALF
    return float(np.interp(decisions.number(MODULE, made, "notice") / 12, years, _cuts(trained)))


def believed(made: Mapping[str, Any]) -> dict[str, Any]:
    """Return the decision with the ceiling that people believe."""
    ceiling = max(decisions.number(MODULE, made, "cut"), likely_cuts(made))
    return {**made, "numbers": {**made.get("numbers", {}), "cut": ceiling}}


def breach(made: Mapping[str, Any] | None) -> dict[str, float]:
    """Return the share of trust that a broken ceiling takes, and the month in which it breaks.

    The share is that of the 400 posts which are cut against the promise: 0 if it holds.
    """
    beyond = 0 if made is None else likely_cuts(made) - decisions.number(MODULE, made, "cut")
    if made is None or beyond <= 0:
        return {"broken": 0.0, "breaks_in": 0.0}
    return {
        "broken": beyond / _POSTS,
        "breaks_in": max(1.0, decisions.number(MODULE, made, "notice")),
    }


@cache
def _cuts(trained: float) -> list[float]:
    """Return the people cut at most in 95 of 100 worlds, after 0, 1, ... years of notice."""
    played = (play(trained=trained, notice=years) for years in range(YEARS))
    return [float(np.percentile(staff.cut[:, -1], _BAD_LUCK)) for staff in played]
