"""Boards: one decision a module, what all of them move together, and two years of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import copysign, floor, fsum, prod
from typing import Any, Final

import numpy as np
import pandas as pd

from course.board import decisions
from course.board.decision_checks import EFFECTS
from course.simulate.case_and_pitfalls import MONTHS, TwoYears, two_years
from course.syllabus import MODULES

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

LATER: Final = 60
"""Months after which to look whether a decision has paid that has not within two years."""

MINUS: Final = "\u2212\u2060"
"""A minus sign that no line break parts from its number."""

# How decisions count together; any other effect has one decision that feeds it.
_AMOUNTS: Final = ("cost",)
_FACTORS: Final = ("incident_harm", "incidents", "worth")


def learners_board() -> dict[str, dict[str, Any]]:
    """Return what this learner has decided so far.

    A decision of an older edition, whose option there is no more, counts as open.
    """
    made = {module: decisions.kept(module) for module in deciding()}
    return {
        module: choice
        for module, choice in made.items()
        if choice is not None and choice["option"] in _keys(module)
    }


def _keys(module: str) -> list[str]:
    return [option["key"] for option in decisions.decision(module)["option"]]


def deciding() -> list[str]:
    """Return the modules that ask for a decision, in the order of the syllabus."""
    known = decisions.modules()
    return [module.slug for module in MODULES if module.slug in known]


def effects(board: Board) -> dict[str, float]:
    """Return what a board's decisions move together, by the names in ``EFFECTS``.

    Costs add up, and factors multiply. What is open stays as it is today.
    """
    moved: dict[str, list[float]] = {}
    for module in deciding():
        for name, value in decisions.effects(module, board.get(module)).items():
            moved.setdefault(name, []).append(value)
    return {name: _together(name, values) for name, values in moved.items()}


def in_euros(thousand: float) -> str:
    """Return thousands of euros in full: with a true minus; nothing is ``€0``."""
    whole = half_up(thousand)
    return f"{MINUS if whole < 0 else ''}€{abs(whole):,}{',000' if whole else ''}"


def half_up(value: float) -> int:
    """Round to a whole number, halves away from zero."""
    return int(copysign(floor(abs(value) + 0.5), value))


def target(board: Board) -> float | None:
    """Return the use cases that lesson 1's decision wants by month 18, or None."""
    made = board.get(_TARGET)
    if made is None or "target" not in {
        each["key"] for each in decisions.numbers_of(_TARGET, made)
    }:
        return None
    return decisions.number(_TARGET, made, "target")


def reaches(live: float, target: float) -> bool:
    """Tell whether live products are as many as a target, in whole products."""
    return half_up(live) >= target


def _together(name: str, values: Sequence[float]) -> float:
    """Return an effect of several decisions."""
    if name in _AMOUNTS:
        value = fsum(values)
    elif name in _FACTORS:
        value = prod(values)
    else:
        (value,) = values
    _, low, high = EFFECTS[name]
    return min(max(value, low), high)


def play(boards: Sequence[Board], months: int = MONTHS) -> TwoYears:
    """Play several boards' two years at once; the arrays have the shape (months + 1, boards)."""
    moved = [effects(board) for board in boards]
    together = {name: np.array([each[name] for each in moved]) for name in moved[0]}
    return two_years(together, months=months)


def at_the_end(boards: Mapping[str, Board]) -> pd.DataFrame:
    """Return where boards are after two years.

    Returns
    -------
    pandas.DataFrame
        A row a board, by name: ``live`` products, ``money`` of the last month (thousand EUR),
        ``total`` of the two years (thousand EUR), ``incidents``, ``trust`` and ``use`` (0 to 1);
        then ``first``, the money of the first month, and ``at_target``, live in month 18.
    """
    played = play(list(boards.values()))
    names = ["live", "money", "total", "incidents", "trust", "use"]
    ends = {name: getattr(played, name)[-1] for name in names}
    earlier = {"first": played.money[1], "at_target": played.live[TARGET_MONTH]}
    return pd.DataFrame({**ends, **earlier}, index=pd.Index(boards, name="board"))


def ahead_from(board: Board) -> int | None:
    """Return the month from which on a board is ahead of leaving all as it is.

    Played on for five years; None if it never does, or if nothing differs.
    """
    own, today = play([board, {}], LATER).total.T
    behind = np.flatnonzero(own <= today)
    return None if behind[-1] == LATER else int(behind[-1]) + 1


def beside_closing(board: Board) -> tuple[int | None, float]:
    """Return the first month that brings more than it costs, and what five years bring.

    Closing everything, live products too, brings and costs nothing. So the second figure, in
    thousand EUR, is also what the board brings more than that. The month is None if there is none.
    """
    played = play([board], LATER)
    paying = np.flatnonzero(played.money[:, 0] > 0)
    return (int(paying[0]) if len(paying) else None), float(played.total[-1, 0])


def moved_by(board: Board) -> pd.DataFrame:
    """Return what each decision of a board moved: with it, less as if it were still open.

    The decisions are taken back one at a time. What they move does not add up to what the board
    moves, because they act on each other.

    Returns
    -------
    pandas.DataFrame
        A row a decided module, in the order of the syllabus; the columns of `at_the_end`, and
        ``later``: what five years bring more (thousand EUR), if all goes on.
    """
    decided = [module for module in deciding() if module in board]
    without = {
        module: {name: made for name, made in board.items() if name != module} for module in decided
    }
    both = {"": board, **without}
    ends = at_the_end(both).assign(later=play(list(both.values()), LATER).total[-1])
    moved: pd.DataFrame = ends.loc[""] - ends.drop(index="")
    return moved.rename_axis("module")
