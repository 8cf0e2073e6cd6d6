"""Where decisions about pilots do not fit: which begin, which are paid for, which are stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from course import data, world
from course.board import boards, decisions
from course.board.wording import listed, say
from course.simulate.case_and_pitfalls import MONTHS
from course.syllabus.syllabus import MODULES

_NUMBERS: Final = {module.slug: module.number for module in MODULES}
_ARRIVALS, _CREWS, _FUNDING = "scaling_gap", "people_and_change", "prioritization"
_SORTING: Final = "case_and_pitfalls"
_NEXT: Final = "future"
HIRING_OR_CREDIT: Final = ("P18", "P20", "P22", "P24", "P36", "P37", "P38", "P39", "P40")
"""The hiring function's pilots, and the lender's that judge who gets or keeps credit."""


def paused(board: boards.Board) -> str:
    """Return that one decision begins pilots while another begins none, if so."""
    if not {_ARRIVALS, _FUNDING} <= set(board):
        return ""
    begin, pause = (boards.effects(board)[name] for name in ("launches", "pause"))
    if not (begin and pause):
        return ""
    return say("paused", begin=begin, pause=pause)


def held_up(board: boards.Board) -> str:
    """Return that a limit on open pilots leaves fewer to begin than lesson 1 or today, if so."""
    if _SORTING not in board:
        return ""
    effects, outcome = boards.effects(board), boards.play([board])
    planned_starts = boards.half_up(effects["launches"] * (MONTHS - effects["pause"]) / 12)
    starts = boards.half_up(outcome.begun[-1, 0])
    if starts >= planned_starts:
        return ""
    return say(
        "held_up",
        left=_still_open(outcome.open[0, 0]),
        limit=effects["limit"],
        waits=_waiting(effects["limit"] - outcome.open[0, 0]),
        begin=say(
            "begin" if starts > 1 else ("one_begins" if starts else "none_begins"), begun=starts
        ),
        planned=planned_starts,
        pace=say("decided_pace" if _ARRIVALS in board else "todays_pace"),
    )


def _waiting(room: float) -> str:
    """Return whether a new pilot waits at once, or after those for which there is room."""
    free = max(0, int(room))
    names = {0: "waits", 1: "one_begins_at_once"}
    return say(names.get(free, "some_begin_at_once"), room=free)


def _still_open(pilots: float) -> str:
    """Return how many of the pilots that are open today stay so, in words."""
    count, today = boards.half_up(pilots), world.count("pilots_open", "pilots")
    return say("left_all" if count == today else "left", left=count, today=today)


def crowded(board: boards.Board) -> str:
    """Return that more pilots are chosen than may be open, if so."""
    if not {_FUNDING, _SORTING} <= set(board):
        return ""
    count, limit = len(_funded(board)), boards.effects(board)["limit"]
    if count <= limit:
        return ""
    return say("crowded", funded=count, limit=limit)


def too_little_for_foundations(board: boards.Board) -> str:
    """Return that the budget's share for foundations does not pay those that are needed."""
    if _FUNDING not in board:
        return ""
    share = decisions.number(_FUNDING, board[_FUNDING], "foundations")
    budget = world.number("budget", "million EUR") * share / 100
    cost = foundations_cost(decisions.chosen(_FUNDING, board[_FUNDING]))
    if budget >= cost:
        return ""
    in_euros = say("in_euros", budget=budget) if budget else ""
    return say("too_little", share=share, in_euros=in_euros, needed=cost)


def unfunded(board: boards.Board) -> str:
    """Return the systems that decisions are about and the choice of pilots does not pay for."""
    unpaid = {
        module: name
        for module, (pilot, name) in systems(board).items()
        if pilot not in _funded(board)
    }
    if not unpaid:
        return ""
    payer = say("payer" if _FUNDING in board else "payer_while_open")
    levers = say("levers") if _CREWS in unpaid else ""
    return say("unfunded", payer=payer, systems=", ".join(unpaid.values())) + levers


def stopped(board: boards.Board) -> str:
    """Return what lesson 12's rule stops although other decisions count on it."""
    if _SORTING not in board:
        return ""
    stops = decisions.chosen(_SORTING, board[_SORTING]).get("stops", ())
    pilots = _counted_on(stops, board)
    return say("stopped", pilots=pilots) if pilots else ""


def waiting(board: boards.Board) -> str:
    """Return what lesson 13's decision does not begin although other decisions count on it."""
    if board.get(_NEXT, {}).get("option") != "uses":
        return ""
    pilots = _counted_on(HIRING_OR_CREDIT, board)
    return say("waiting", pilots=pilots) if pilots else ""


def _counted_on(pilots: Iterable[str], board: boards.Board) -> str:
    """Return those pilots that decisions fund or are about, in words."""
    return ", ".join(
        say("counted_on", pilot=name, id=pilot, numbers=listed(numbers))
        for pilot, name in names_of(pilots).items()
        if (numbers := _numbers(pilot, board))
    )


def names_of(pilots: Iterable[str]) -> dict[str, str]:
    """Return pilots' names within a sentence, by identifier."""
    names = data.load("portfolio").set_index("pilot_id")["name"]
    return {pilot: f"{names[pilot][0].lower()}{names[pilot][1:]}" for pilot in pilots}


def _numbers(pilot: str, board: boards.Board) -> list[int]:
    """Return the numbers of the decisions that fund a pilot or are about it."""
    deciding = [module for module, (of, _) in systems(board).items() if of == pilot]
    deciding += [_FUNDING] if pilot in _funded(board) else []
    return [_NUMBERS[module] for module in deciding]


def systems(board: boards.Board) -> dict[str, tuple[str, str]]:
    """Return the pilot that each decision is about, and its name, id and number in words."""
    about = {
        module: world.systems()[decisions.decision(module)["system"]]
        for module in board
        if "system" in decisions.decision(module)
    }
    return {
        module: (system.pilot, f"{system.name} ({system.pilot}, decision {_NUMBERS[module]})")
        for module, system in about.items()
    }


def _funded(board: boards.Board) -> list[str]:
    """Return the pilots that the choice in lesson 6 pays for."""
    if _FUNDING not in board:
        return []
    return list(decisions.chosen(_FUNDING, board[_FUNDING])["funds"])


def foundations_cost(option: Mapping[str, Any]) -> float:
    """Return what the foundations of an option's pilots cost, in million euros."""
    pilots = data.load("portfolio").set_index("pilot_id").loc[list(option["funds"])]
    foundations = data.load("portfolio", table="foundations").set_index("foundation_id")
    payers = [pilots]
    if option.get("own_foundations"):
        payers = [of_business for _, of_business in pilots.groupby("business")]
    names = [name for payer in payers for name in set(" ".join(payer["needs"]).split())]
    return float(foundations.loc[names, "cost"].sum()) / 1000
