"""Boards: one decision a module, what all of them move together, and two years of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import copysign, floor, fsum, prod
from typing import Any, Final

import numpy as np
import pandas as pd

from course.board import decisions
from course.board.decision_checks import EFFECTS
from course.simulate.case_and_pitfalls import TwoYears, two_years
from course.syllabus.syllabus import MODULES

Board = Mapping[str, Mapping[str, Any]]
"""What is decided, by module: ``option`` and, where they differ from the default, ``numbers``."""

REFERENCE: Final[dict[str, Board]] = {
    "As it is": {},
    "Launch more": {
        "scaling_gap": {"option": "started", "numbers": {"target": 12, "begin": 40}},
        "people_and_change": {"option": "order"},
        "prioritization": {"option": "businesses"},
    },
    "Platform first": {
        "infrastructure": {"option": "freeze"},
        "platforms": {"option": "lent"},
        "mlops": {"option": "all"},
    },
    "Stop and finish": {
        "people_and_change": {"option": "override"},
        "prioritization": {"option": "few"},
        "case_and_pitfalls": {"option": "review"},
    },
}
"""Three boards to compare with, and none: what a board does not decide stays as it is today."""


_TARGET: Final = "scaling_gap"
TARGET_MONTH: Final = 18
"""The month of lesson 1's target."""

MINUS: Final = "\u2212\u2060"
"""A minus sign that no line break parts from its number."""

# How decisions count together; any other effect has one decision that feeds it.
AMOUNTS: Final = ("cost",)
FACTORS: Final = ("incident_harm", "incidents", "worth")


def learners_board() -> dict[str, dict[str, Any]]:
    """Return what this learner has decided so far.

    A decision of an older edition, whose option there is no more, counts as open.
    """
    return {
        module: choice
        for module in deciding()
        if (choice := decisions.kept(module)) is not None and choice["option"] in _keys(module)
    }


def _keys(module: str) -> list[str]:
    return [option["key"] for option in decisions.decision(module)["option"]]


def deciding() -> list[str]:
    """Return the modules that ask for a decision, in the order of the syllabus."""
    slugs = decisions.modules()
    return [module.slug for module in MODULES if module.slug in slugs]


def effects(board: Board) -> dict[str, float]:
    """Return what a board's decisions move together, by the names in ``EFFECTS``.

    Costs add up, and factors multiply. What is open stays as it is today.
    """
    values_by_name: dict[str, list[float]] = {}
    for module in deciding():
        for name, value in decisions.effects(module, board.get(module)).items():
            values_by_name.setdefault(name, []).append(value)
    return {name: _together(name, values) for name, values in values_by_name.items()}


def in_euros(thousand: float) -> str:
    """Return thousands of euros in full: with a true minus; nothing is ``€0``."""
    whole = half_up(thousand)
    return f"{MINUS if whole < 0 else ''}€{abs(whole):,}{',000' if whole else ''}"


def half_up(value: float) -> int:
    """Round to a whole number, halves away from zero."""
    return int(copysign(floor(abs(value) + 0.5), value))


def target(board: Board) -> float | None:
    """Return the use cases that lesson 1's decision wants by month 18, or None."""
    choice = board.get(_TARGET)
    if choice is None or "target" not in {
        each["key"] for each in decisions.numbers_of(_TARGET, choice)
    }:
        return None
    return decisions.number(_TARGET, choice, "target")


def reaches(live: float, target: float) -> bool:
    """Tell whether live products are as many as a target, in whole products."""
    return half_up(live) >= target


def _together(name: str, values: Sequence[float]) -> float:
    """Return an effect of several decisions."""
    if name in AMOUNTS:
        value = fsum(values)
    elif name in FACTORS:
        value = prod(values)
    else:
        (value,) = values
    _, low, high = EFFECTS[name]
    return min(max(value, low), high)


def play(boards: Sequence[Board]) -> TwoYears:
    """Play several boards' two years at once; the arrays have the shape (months + 1, boards)."""
    board_effects = [effects(board) for board in boards]
    together = {name: np.array([each[name] for each in board_effects]) for name in board_effects[0]}
    return two_years(together)


def at_the_end(boards: Mapping[str, Board]) -> pd.DataFrame:
    """Return where boards are after two years.

    Returns
    -------
    pandas.DataFrame
        A row a board, by name: ``live`` products, ``money`` of the last month (thousand EUR),
        ``total`` of the two years (thousand EUR), ``incidents``, ``trust`` and ``use`` (0 to 1);
        then ``at_target``, live in month 18.
    """
    outcome = play(list(boards.values()))
    names = ["live", "money", "total", "incidents", "trust", "use"]
    ends = {name: getattr(outcome, name)[-1] for name in names}
    ends["at_target"] = outcome.live[TARGET_MONTH]
    return pd.DataFrame(ends, index=pd.Index(boards, name="board"))


def moved_by(board: Board) -> pd.DataFrame:
    """Return what each decision of a board moved: with it, less as if it were still open.

    The decisions are taken back one at a time. What they move does not add up to what the board
    moves, because they act on each other.

    Returns
    -------
    pandas.DataFrame
        A row per decided module, in the order of the syllabus; the columns of `at_the_end`.
    """
    decided_modules = [module for module in deciding() if module in board]
    without = {
        module: {name: choice for name, choice in board.items() if name != module}
        for module in decided_modules
    }
    ends = at_the_end({"": board, **without})
    differences: pd.DataFrame = ends.loc[""] - ends.drop(index="")
    return differences.rename_axis("module")
