"""Where decisions of one board do not fit each other, or cannot be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from course import decisions, promises, world
from course.syllabus import MODULES

_LESSONS: Final = {module.slug: module.number for module in MODULES}
_WITH_NOTICE: Final = ("notice", "both")
_FUNDING: Final = "prioritization"
_ARRIVALS: Final = "scaling_gap"


def conflicts(board: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a sentence or two for each conflict; a board whose decisions fit has none."""
    made = board.get(promises.MODULE)
    problems = [] if made is None else [_without_notice(made), _broken(made)]
    return [sentence for sentence in [*problems, _paused(board), _unfunded(board)] if sentence]


def _without_notice(made: Mapping[str, Any]) -> str:
    if made["option"] not in _WITH_NOTICE or decisions.number(promises.MODULE, made, "notice"):
        return ""
    return "Notice is promised, and its length is set to 0 months."


def _broken(made: Mapping[str, Any]) -> str:
    """Return when a ceiling breaks by lesson 10's model, if it does."""
    month = promises.breaks_in(made)
    if not month:
        return ""
    cut, likely = decisions.number(promises.MODULE, made, "cut"), promises.likely_cuts(made)
    return (
        f"At most {cut:.0f} people are to be cut. With that notice it can be {likely:.0f} in "
        f"lesson 10's model (more in 5 of 100 worlds). With bad luck the promise "
        f"breaks in month {month}, and the two years leave out what that does to trust."
    )


def _paused(board: Mapping[str, Mapping[str, Any]]) -> str:
    """Return that one decision begins pilots while another begins none, if so."""
    if _ARRIVALS not in board or _FUNDING not in board:
        return ""
    begin = decisions.number(_ARRIVALS, board[_ARRIVALS], "begin")
    pause = decisions.effects(_FUNDING, board[_FUNDING])["pause"]
    if not (begin and pause):
        return ""
    return (
        f"Lesson 1 lets {begin:.0f} pilots begin in a year, and lesson 6 begins none for "
        f"{pause:.0f} months. In the two years they begin after that."
    )


def _unfunded(board: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the systems that decisions run and the choice of pilots does not pay for."""
    funded, made = [], board.get(_FUNDING)
    if made is not None:
        options = {each["key"]: each for each in decisions.decision(_FUNDING)["option"]}
        funded = options[made["option"]]["funds"]
    systems = {
        module: world.systems()[decisions.decision(module)["system"]]
        for module in board
        if "system" in decisions.decision(module)
    }
    names = [
        f"{system.name} ({system.pilot}, lesson {_LESSONS[module]})"
        for module, system in systems.items()
        if system.pilot not in funded
    ]
    if not names:
        return ""
    lesson = f"lesson {_LESSONS[_FUNDING]}"
    payer = f"The choice in {lesson} does not fund"
    if made is None:
        payer = f"While {lesson} is open, nothing funds"
    return f"{payer} what other decisions run: {', '.join(names)}."
