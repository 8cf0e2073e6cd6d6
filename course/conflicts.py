"""Where decisions of one board do not fit each other, or cannot be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course import decisions, promises
from course.simulate.case_and_pitfalls import MONTHS

_LIMITS = ("scaling_gap", "case_and_pitfalls")  # both ask how many pilots may be open
_WITH_NOTICE = ("notice", "both")


def conflicts(board: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a sentence or two for each conflict; a board whose decisions fit has none."""
    made = board.get(promises.MODULE)
    said = [] if made is None else [_without_notice(made), _broken(made)]
    return [sentence for sentence in [*said, _two_limits(board)] if sentence]


def _without_notice(made: Mapping[str, Any]) -> str:
    if made["option"] not in _WITH_NOTICE or decisions.number(promises.MODULE, made, "notice"):
        return ""
    return "Notice is promised, and its length is set to 0 months."


def _broken(made: Mapping[str, Any]) -> str:
    """Return when a ceiling breaks by lesson 10's model, if it does."""
    month = round(promises.breach(made)["breaks_in"])
    if not month:
        return ""
    cut, likely = decisions.number(promises.MODULE, made, "cut"), promises.likely_cuts(made)
    seen = "and trust falls" if month <= MONTHS else "which the two years do not show"
    return (
        f"At most {cut:.0f} people are to be cut. With that notice it can be {likely:.0f} in "
        f"lesson 10's model (more in 5 of 100 worlds). With bad luck the promise "
        f"breaks in month {month}, {seen}."
    )


def _two_limits(board: Mapping[str, Mapping[str, Any]]) -> str:
    limits = [
        decisions.number(module, board[module], "open") for module in _LIMITS if module in board
    ]
    if len(set(limits)) < 2:
        return ""
    one, other = limits
    return f"One decision lets {one:g} pilots be open at the same time, another {other:g}."
