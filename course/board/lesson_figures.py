"""What a lesson's own model shows of a decision, with the numbers that were decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from course.board import decisions
from course.simulate.drift.retraining import RetrainingCase, simulate_retraining
from course.simulate.measuring_success.goodhart import EUR_A_UNIT, draw_teams, respond

_LENDERS: Final = 60
_FIRST_CHANGE: Final = 13
_YEAR: Final = 12
_AFTER: Final = 36
"""Months that are counted from the change on."""
_MILLION: Final = 1e6


def shown(module: str, choice: Mapping[str, Any]) -> str:
    """Return what the lesson's model shows of the chosen option, or nothing."""
    text = str(decisions.chosen(module, choice).get("shows", ""))
    if "{" not in text:
        return text
    names, figures = FIGURES[module]
    return text.format(**figures(*(decisions.number(module, choice, name) for name in names)))


def _saved_by_looks(looks: float) -> dict[str, float]:
    """Return what watching outcomes saves the lender, against never touching the model.

    The change comes in each month of a year in turn: with few looks, how soon the next one follows
    would decide alone.
    """
    savings = []
    for begin in range(_FIRST_CHANGE, _FIRST_CHANGE + _YEAR):
        case = RetrainingCase(looks=round(looks), start=begin, months=begin - 1 + _AFTER)
        untouched_cost = simulate_retraining("never", case).total_cost  # no luck in it
        savings += [
            untouched_cost - simulate_retraining("accuracy", case, seed=seed).total_cost
            for seed in range(_LENDERS // _YEAR)
        ]
    return {"saved": float(np.mean(savings)) / _MILLION}


def _brought_by_a_team(bonus: float, audit: float) -> dict[str, str]:
    """Return what a team brings in a month under a bonus and audits, in hundreds of euros."""
    value = respond(draw_teams(), bonus, audit=audit / 100).value.mean()
    return {"team": f"{round(EUR_A_UNIT * value, -2):,.0f}"}


_Figures = Callable[..., Mapping[str, float | str]]
FIGURES: Final[Mapping[str, tuple[tuple[str, ...], _Figures]]] = {
    "drift": (("looks",), _saved_by_looks),
    "measuring_success": (("bonus", "audit"), _brought_by_a_team),
}
"""By module, the numbers that count, and a function that makes the figures of ``shows`` of them."""
