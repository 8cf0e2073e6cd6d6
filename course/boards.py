"""Boards: one decision a module, what all of them move together, and two years of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum, prod
from typing import Any, Final

import numpy as np
import pandas as pd

from course import decisions
from course.simulate.case_and_pitfalls import TwoYears, two_years
from course.syllabus import MODULES

Board = Mapping[str, Mapping[str, Any]]
"""What is decided, by module: ``option`` and, where they differ from the default, ``numbers``."""

REFERENCE: Final[dict[str, Board]] = {
    "As it is": {},
    "Launch more": {
        "scaling_gap": {"option": "started", "numbers": {"target": 12, "open": 20}},
        "data_at_scale": {"option": "count"},
        "infrastructure": {"option": "vendor"},
        "people_and_change": {"option": "order"},
        "prioritization": {"option": "businesses"},
        "culture_and_skills": {"option": "open"},
    },
    "Platform first": {
        "data_at_scale": {"option": "central"},
        "infrastructure": {"option": "freeze"},
        "platforms": {"option": "lent", "numbers": {"foundations": 40}},
        "drift": {"option": "calendar"},
        "mlops": {"option": "all"},
    },
    "Stop and finish": {
        "scaling_gap": {"option": "value"},
        "people_and_change": {"option": "override"},
        "prioritization": {"option": "few"},
        "governance": {"option": "person"},
        "measuring_success": {"option": "value"},
        "case_and_pitfalls": {"option": "review"},
    },
}
"""Three boards to compare with, and none: what a board does not decide stays as it is today."""


def _either(shares: Sequence[float]) -> float:
    """Return the share that one or another of several rules stops, each by its own lights."""
    return 1 - prod(1 - share for share in shares)


# How decisions that move the same effect count together; all other effects are averaged.
_TOGETHER: Final[dict[str, Callable[[Sequence[float]], float]]] = {
    "cost": fsum,
    "people": fsum,
    "work": prod,
    "incidents": prod,
    "incident_harm": prod,
    "unsound_stopped": _either,
}


def learners_board() -> dict[str, dict[str, Any]]:
    """Return what this learner has decided so far."""
    made = {module: decisions.kept(module) for module in deciding()}
    return {module: choice for module, choice in made.items() if choice is not None}


def deciding() -> list[str]:
    """Return the modules that ask for a decision, in the order of the syllabus."""
    known = decisions.modules()
    return [module.slug for module in MODULES if module.slug in known]


def effects(board: Board) -> dict[str, float]:
    """Return what a board's decisions move together, by the names in ``decisions.EFFECTS``.

    Costs and people add up, and factors multiply. A pilot is stopped if one of the rules stops it.
    All else is averaged over the decisions that are made and move it. What nobody has decided stays
    as it is today.
    """
    made = [decisions.effects(module, board[module]) for module in deciding() if module in board]
    today = [decisions.effects(module, None) for module in deciding() if module not in board]
    return {name: _together(name, made, today) for name in decisions.EFFECTS}


def _together(
    name: str, made: Sequence[Mapping[str, float]], today: Sequence[Mapping[str, float]]
) -> float:
    decided, still_open = ([each[name] for each in some if name in each] for some in (made, today))
    if name in _TOGETHER:
        return float(_TOGETHER[name]([*decided, *still_open]))
    return fsum(decided or still_open) / len(decided or still_open)


def play(boards: Sequence[Board]) -> TwoYears:
    """Play several boards' two years at once; the arrays have the shape (25, boards)."""
    moved = [effects(board) for board in boards]
    return two_years({name: np.array([each[name] for each in moved]) for name in moved[0]})


def at_the_end(boards: Mapping[str, Board]) -> pd.DataFrame:
    """Return where boards are after two years.

    Returns
    -------
    pandas.DataFrame
        A row a board, by name: ``live`` products, ``money`` of the last month (thousand EUR),
        ``total`` of the two years (thousand EUR), ``incidents``, ``trust`` and ``use`` (0 to 1).
    """
    played = play(list(boards.values()))
    names = ["live", "money", "total", "incidents", "trust", "use"]
    return pd.DataFrame(
        {name: getattr(played, name)[-1] for name in names}, index=pd.Index(boards, name="board")
    )


def moved_by(board: Board) -> pd.DataFrame:
    """Return what each decision of a board moved: with it, less as if it were still open.

    The decisions are taken back one at a time. What they move does not add up to what the board
    moves, because they act on each other.

    Returns
    -------
    pandas.DataFrame
        A row a decided module, in the order of the syllabus; the columns of `at_the_end`.
    """
    decided = [module for module in deciding() if module in board]
    without = {
        module: {name: made for name, made in board.items() if name != module} for module in decided
    }
    ends = at_the_end({"": board, **without})
    moved: pd.DataFrame = ends.loc[""] - ends.drop(index="")
    return moved.rename_axis("module")
