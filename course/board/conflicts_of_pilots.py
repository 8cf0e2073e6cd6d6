"""Where decisions about pilots do not fit: which begin, which are paid for, which are stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from course import data, world
from course.board import boards, decisions
from course.simulate.case_and_pitfalls import MONTHS
from course.syllabus import MODULES

_NUMBERS: Final = {module.slug: module.number for module in MODULES}
_ARRIVALS, _CREWS, _FUNDING = "scaling_gap", "people_and_change", "prioritization"
_SORTING: Final = "case_and_pitfalls"
_NEXT: Final = "future"
_HIRING_OR_CREDIT: Final = ("P18", "P20", "P22", "P24", "P36", "P37", "P38", "P39", "P40")
"""The hiring function's pilots, and the lender's that judge who gets or keeps credit."""


def paused(board: boards.Board) -> str:
    """Return that one decision begins pilots while another begins none, if so."""
    if not {_ARRIVALS, _FUNDING} <= set(board):
        return ""
    begin, pause = (boards.effects(board)[name] for name in ("launches", "pause"))
    if not (begin and pause):
        return ""
    return (
        f"Decision 1 lets {begin:.0f} pilots begin in a year, and decision 6 begins no new one for "
        f"{pause:.0f} months. In the model they begin after that."
    )


def held_up(board: boards.Board) -> str:
    """Return that a limit on open pilots leaves fewer to begin than lesson 1 or today, if so."""
    if _SORTING not in board:
        return ""
    moved, played = boards.effects(board), boards.play([board])
    planned = boards.half_up(moved["launches"] * (MONTHS - moved["pause"]) / 12)
    begun = boards.half_up(played.begun[-1, 0])
    if begun >= planned:
        return ""
    pace = "decision 1's pace" if _ARRIVALS in board else "today's pace"
    begin = f"{begun} begin" if begun > 1 else ("one begins" if begun else "none begins")
    return (
        f"Decision 12 leaves {_still_open(played.open[0, 0])} on the first day, and its limit is "
        f"{moved['limit']:.0f}; {_waiting(moved['limit'] - played.open[0, 0])} until another ends. "
        f"In the model {begin} in two years, not the {planned} of {pace}."
    )


def _waiting(room: float) -> str:
    """Return whether a new pilot waits at once, or after those for which there is room."""
    free = int(room)
    if free < 1:
        return "a new one waits"
    return f"{'one' if free == 1 else free} can begin at once, and then a new one waits"


def _still_open(pilots: float) -> str:
    """Return how many of the pilots that are open today stay so, in words."""
    left, today = boards.half_up(pilots), world.count("pilots_open", "pilots")
    return f"all {today} open pilots" if left == today else f"{left} of the {today} open pilots"


def crowded(board: boards.Board) -> str:
    """Return that more pilots are chosen than may be open, if so."""
    if not {_FUNDING, _SORTING} <= set(board):
        return ""
    funded, limit = len(_funded(board)), boards.effects(board)["limit"]
    if funded <= limit:
        return ""
    return f"Decision 6 chooses {funded} pilots, and decision 12 lets {limit:.0f} be open at once."


def too_little_for_foundations(board: boards.Board) -> str:
    """Return that the budget's share for foundations does not pay those that are needed."""
    if _FUNDING not in board:
        return ""
    share = decisions.number(_FUNDING, board[_FUNDING], "foundations")
    budget = world.number("budget", "million EUR") * share / 100
    needed = _foundations(decisions.chosen(_FUNDING, board[_FUNDING]))
    if budget >= needed:
        return ""
    in_euros = f" (€{budget:.2f} million)" if budget else ""
    return (
        f"Decision 6 keeps {share:.0f}% of the budget for foundations{in_euros}; its choice of "
        f"pilots needs €{needed:.2f} million."
    )


def unfunded(board: boards.Board) -> str:
    """Return the systems that decisions are about and the choice of pilots does not pay for."""
    unpaid = {
        module: name
        for module, (pilot, name) in _systems(board).items()
        if pilot not in _funded(board)
    }
    if not unpaid:
        return ""
    payer = f"Decision {_NUMBERS[_FUNDING]} does not fund"
    if _FUNDING not in board:
        payer = f"While decision {_NUMBERS[_FUNDING]} is open, nobody has said who pays for"
    levers = (
        " The two years still pay for decision 4's levers, and apply their effect to all products."
        if _CREWS in unpaid
        else ""
    )
    return f"{payer} what other decisions are about: {', '.join(unpaid.values())}.{levers}"


def stopped(board: boards.Board) -> str:
    """Return what lesson 12's rule stops although other decisions count on it."""
    if _SORTING not in board:
        return ""
    stops = decisions.chosen(_SORTING, board[_SORTING]).get("stops", ())
    named = _counted_on(stops, board)
    return f"Decision 12's rule stops what other decisions are about: {named}." if named else ""


def waiting(board: boards.Board) -> str:
    """Return what lesson 13's decision does not begin although other decisions count on it."""
    if board.get(_NEXT, {}).get("option") != "uses":
        return ""
    named = _counted_on(_HIRING_OR_CREDIT, board)
    if not named:
        return ""
    return (
        "Decision 13 begins no new use in hiring or credit, so what other decisions are about "
        f"would wait: {named}."
    )


def _counted_on(pilots: Iterable[str], board: boards.Board) -> str:
    """Return those pilots that decisions fund or are about, in words."""
    names = data.load("portfolio").set_index("pilot_id")["name"]
    return ", ".join(
        f"{names[pilot][0].lower()}{names[pilot][1:]} ({pilot}, {numbers})"
        for pilot in pilots
        if (numbers := _numbers(pilot, board))
    )


def _numbers(pilot: str, board: boards.Board) -> str:
    """Return the numbers of the decisions that fund a pilot or are about it, in words."""
    deciding = [module for module, (of, _) in _systems(board).items() if of == pilot]
    deciding += [_FUNDING] if pilot in _funded(board) else []
    numbers = sorted(_NUMBERS[module] for module in deciding)
    if not numbers:
        return ""
    return f"decision{'s' if len(numbers) > 1 else ''} {' and '.join(map(str, numbers))}"


def _systems(board: boards.Board) -> dict[str, tuple[str, str]]:
    """Return the pilot that each decision is about, and its name, id and number in words."""
    systems = {
        module: world.systems()[decisions.decision(module)["system"]]
        for module in board
        if "system" in decisions.decision(module)
    }
    return {
        module: (system.pilot, f"{system.name} ({system.pilot}, decision {_NUMBERS[module]})")
        for module, system in systems.items()
    }


def _funded(board: boards.Board) -> list[str]:
    """Return the pilots that the choice in lesson 6 pays for."""
    if _FUNDING not in board:
        return []
    return list(decisions.chosen(_FUNDING, board[_FUNDING])["funds"])


def _foundations(option: Mapping[str, Any]) -> float:
    """Return what the foundations of an option's pilots cost, in million euros."""
    pilots = data.load("portfolio").set_index("pilot_id").loc[list(option["funds"])]
    foundations = data.load("portfolio", table="foundations").set_index("foundation_id")
    payers = [pilots]
    if option.get("own_foundations"):
        payers = [of_business for _, of_business in pilots.groupby("business")]
    built = [name for paid in payers for name in set(" ".join(paid["needs"]).split())]
    return float(foundations.loc[built, "cost"].sum()) / 1000
