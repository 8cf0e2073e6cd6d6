"""Whether a promise about jobs can be kept, by lesson 10's model.

The decision of lesson 10 sets the notice and a ceiling for the number of people cut. A ceiling
holds if it also holds with bad luck, in 95 of that model's 100 worlds, as the lesson prints it:
in whole people. Otherwise it may break on
the day the posts go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from course.board import decisions
from course.simulate.culture_and_skills.reskilling import play

MODULE: Final = "culture_and_skills"
_BAD_LUCK: Final = 95  # per cent of worlds, as in lesson 10's promise


def likely_cuts(choice: Mapping[str, Any]) -> int:
    """Return the people cut at most in 95 of 100 worlds of lesson 10's model, by a decision."""
    return round(float(np.percentile(_cuts(choice), _BAD_LUCK)))


def mean_cuts(choice: Mapping[str, Any]) -> float:
    """Return the people cut on average in lesson 10's model, by a decision."""
    return float(_cuts(choice).mean())


def breaks_in(choice: Mapping[str, Any]) -> int:
    """Return the month in which bad luck breaks a decision's ceiling, or 0."""
    if decisions.number(MODULE, choice, "cut") >= likely_cuts(choice):
        return 0
    return max(1, round(decisions.number(MODULE, choice, "notice")))


def _cuts(choice: Mapping[str, Any]) -> np.ndarray:
    """Return the people cut in each world of lesson 10's model, by a decision."""
    share = decisions.chosen(MODULE, choice)["trained"]
    months = decisions.number(MODULE, choice, "notice")
    return play(trained=share, notice=months / 12).cut[:, -1]
