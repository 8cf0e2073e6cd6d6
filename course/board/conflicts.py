"""Where decisions of one board do not fit each other, or cannot be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from course import world
from course.board import boards, conflicts_of_pilots, decisions, promises
from course.board.wording import say

_DRIFT, _CREWS = "drift", "people_and_change"
PAIRS: Final = (
    (
        ("mlops", {"owners"}),
        ("governance", {"businesses"}),
        "Decision 8 gives each model one owner; in decision 9 each site's manager answers.",
    ),
    (
        ("platforms", {"units"}),
        ("prioritization", {"set", "list", "few"}),
        "Decision 5 gives each business its own budget, and decision 6 chooses for all.",
    ),
    (
        ("platforms", {"centre"}),
        ("prioritization", {"set", "list", "few", "businesses"}),
        "Decision 5's committee ranks the requests each quarter, and decision 6 has another rule.",
    ),
    (
        ("prioritization", {"set", "list", "few", "businesses"}),
        ("case_and_pitfalls", {"finish"}),
        "Decision 12 finishes pilots near production first; decision 6 reopens ended ones as well.",
    ),
    (
        ("scaling_gap", {"value"}),
        ("measuring_success", {"accounts", "use"}),
        "Decision 1 counts money that finance confirms; decision 11's number doesn't measure any.",
    ),
)
"""Two modules, the options of each that do not fit together, and what the paper says of it."""


def conflicts(board: boards.Board) -> list[str]:
    """Return a sentence or two for each conflict, the gravest first."""
    grave = (
        _broken,
        _without_notice,
        _stopped_today,
        conflicts_of_pilots.unfunded,
        conflicts_of_pilots.stopped,
        conflicts_of_pilots.waiting,
        conflicts_of_pilots.too_little_for_foundations,
        _missed,
    )
    lesser = (
        conflicts_of_pilots.paused,
        _stopped_by_its_rule,
        conflicts_of_pilots.crowded,
        conflicts_of_pilots.held_up,
    )
    sentences = [
        *(rule(board) for rule in grave),
        *_pairs(board),
        *(rule(board) for rule in lesser),
    ]
    return [sentence for sentence in sentences if sentence]


def _pairs(board: boards.Board) -> list[str]:
    """Return the sentences of the pairs of options that were both chosen."""
    return [
        sentence
        for *both, sentence in PAIRS
        if all(module in board and board[module]["option"] in keys for module, keys in both)
    ]


def _missed(board: boards.Board) -> str:
    """Return that the model has fewer products live than lesson 1's target, if so."""
    target = boards.target(board)
    if target is None:
        return ""
    live = boards.at_the_end({"own": board}).loc["own", "at_target"]
    if boards.reaches(live, target):
        return ""
    return say("missed", target=target, month=boards.TARGET_MONTH, live=live)


def _stopped_by_its_rule(board: boards.Board) -> str:
    """Return that lesson 4's model has fewer crews use the alerts than its decision asks."""
    choice = board.get(_CREWS)
    if choice is None or "use" not in {
        each["key"] for each in decisions.numbers_of(_CREWS, choice)
    }:
        return ""
    use = decisions.chosen(_CREWS, choice)["used"]
    if use >= 10 * decisions.number(_CREWS, choice, "use"):
        return ""
    return say("stopped_by_its_rule", used=use)


def _without_notice(board: boards.Board) -> str:
    choice = _promise(board)
    if choice is None or "notice" not in decisions.chosen(promises.MODULE, choice).get("needs", ()):
        return ""
    if decisions.number(promises.MODULE, choice, "notice"):
        return ""
    return say("without_notice")


def _broken(board: boards.Board) -> str:
    """Return when a ceiling breaks by lesson 10's model, if it does."""
    choice = _promise(board)
    month = 0 if choice is None else promises.breaks_in(choice)
    if choice is None or not month:
        return ""
    cut = decisions.number(promises.MODULE, choice, "cut")
    mean, likely = promises.mean_cuts(choice), promises.likely_cuts(choice)
    ceiling = say("ceiling", cut=cut) if cut else say("ceiling_of_nobody")
    luck = say("not_only_bad_luck" if cut < mean else "bad_luck")
    return say("broken", ceiling=ceiling, mean=mean, likely=likely, month=month, luck=luck)


def _stopped_today(board: boards.Board) -> str:
    """Return that the credit model is already below the accuracy that lesson 7 asks of it."""
    choice, today = board.get(_DRIFT), world.number("accuracy_today", "% right")
    if choice is None or (stop := decisions.number(_DRIFT, choice, "stop")) <= today:
        return ""
    return say("stopped_today", today=today, stop=stop)


def _promise(board: boards.Board) -> Mapping[str, Any] | None:
    return board.get(promises.MODULE)
