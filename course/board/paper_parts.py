"""The five parts of the board paper, from what a learner has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from course import world
from course.board import boards, decisions, lesson_figures
from course.board.conflicts import conflicts
from course.board.wording import listed, say
from course.syllabus.syllabus import DECISION, MODULES

Item = tuple[str, str]
"""A label and what is said of it."""
Block = str | list[Item]
"""A paragraph, or a list."""

_NUMBERS: Final = {module.slug: module.number for module in MODULES}
SIGNS: Final = (
    ("people_and_change", "use"),
    ("platforms", "again"),
    ("drift", "stop"),
    ("governance", "stop"),
    ("future", "again"),
)
"""The numbers, by module and key, at which a decision stops or is looked at again."""

SIGN: Final = " Sign: "
"""What parts an option from the sign at which it is looked at again."""
MOST_MISFITS: Final = 6  # thirteen decisions may have eleven

NO_EVIDENCE: Final = (DECISION, "checkpoint")
UNWRITTEN: Final = {
    "risk": "Still to be written: whom the plan may hurt, and how we would notice.",
    "sign": "Still to be written: a figure and a date at which we would decide again.",
}
"""What the paper says where the learner's own paragraphs are missing."""


@dataclass(frozen=True)
class Part:
    """One part of the paper: paragraphs, and lists of items.

    Attributes
    ----------
    has_figure : whether the two years are drawn under the heading.
    own : the name of its last paragraph, if that is the learner's: ``risk`` or ``sign``.
    """

    head: str
    blocks: list[Block] = field(default_factory=list)
    has_figure: bool = False
    own: str = ""


PARTS: Final = (
    Part("What we will do"),
    Part("Why", has_figure=True),
    Part("What it rests on"),
    Part("The risk that remains", own="risk"),
    Part("What would change our mind", own="sign"),
)
"""The parts, before anything is in them."""


def parts(board: boards.Board, words: Mapping[str, str]) -> list[Part]:
    """Return the parts of the paper.

    Parameters
    ----------
    board
        What is decided.
    words
        The learner's own paragraphs: ``risk`` and ``sign``, as far as written.
    """
    own = {name: words.get(name) or unwritten for name, unwritten in UNWRITTEN.items()}
    contents: list[list[Block]] = [
        _plan(board),
        _reasons(board),
        _evidence(board),
        [*_misfits(board), own["risk"]],
        [_signs(board), own["sign"]],
    ]
    return [
        replace(part, blocks=[block for block in blocks if block])
        for part, blocks in zip(PARTS, contents, strict=True)
    ]


def _plan(board: boards.Board) -> list[Block]:
    """Return what is decided, and what holds where nothing is."""
    open_modules = [module for module in boards.deciding() if module not in board]
    return [
        how_many_are_decided(len(board)),
        [(label(module), _decision(module, board[module])) for module in _in_order(board)],
        say("meanwhile") if open_modules else "",
        [(label(module), _meanwhile(module, board)) for module in open_modules],
    ]


def how_many_are_decided(count: int) -> str:
    """Return how many questions are decided, as a sentence."""
    total = len(boards.deciding())
    names = {0: "decided_none", 1: "decided_one", total: "decided_all"}
    return say(names.get(count, "decided"), made=count, asked=total)


def _reasons(board: boards.Board) -> list[Block]:
    """Return what two years of the plan bring, and the learner's reasons."""
    ends = boards.at_the_end({"plan": board, "today": {}})
    plan, today = ends.loc["plan"], ends.loc["today"]
    as_it_is = {"today": today["live"], "today_brings": _in_words(today["total"])}
    if not board:
        return [say("as_it_is", live=world.count("pilots_live", "pilots"), **as_it_is)]
    brings, movers = _in_words(plan["total"]), _movers(board)
    summary = say("plan", plan=plan["live"], plan_brings=brings, movers=movers, **as_it_is)
    return [summary, [(label(module), board[module]["reason"]) for module in _in_order(board)]]


def _movers(board: boards.Board) -> str:
    """Return which decisions earn and cost most."""
    totals = boards.moved_by(board)["total"]
    extremes = ((totals.idxmax(), 1, "earns_most"), (totals.idxmin(), -1, "costs_most"))
    sentences = [
        say(words, decision=about(module), amount=_amount(totals[module]))
        for module, sign, words in extremes
        if sign * _tenths(totals[module]) > 0
    ]
    return " ".join(sentences) or say("no_mover")


def _evidence(board: boards.Board) -> list[Block]:
    """Return what was tried, what lessons' models say, and what the two years leave out."""
    blind = [module for module in board if not examined(board[module]["seen"])]
    sentence = say("tried") if board else ""
    if blind:
        sentence = say("tried_some", blind=_listed(blind))
    if board and len(blind) == len(board):
        sentence = say("tried_none")
    texts = {module: lesson_figures.shown(module, board[module]) for module in _in_order(board)}
    own = [(label(module), words) for module, words in texts.items() if words]
    intro = say("models_say") if own else ""
    return [f"{sentence} {intro}".strip(), own, model()]


def model() -> str:
    """Return what the two years are made of, and leave out."""
    feeds = {module: decisions.effects(module, None) for module in boards.deciding()}
    played_modules = [module for module, effects in feeds.items() if effects]
    costs = [module for module, effects in feeds.items() if "cost" in effects]
    builders = world.count("builders", "people")
    return say("model", played=_listed(played_modules), builders=builders, costing=_listed(costs))


def _misfits(board: boards.Board) -> list[Block]:
    """Return the gravest misfits; a board that reads ten of them settles none."""
    sentences = conflicts(board)
    if not sentences:
        return []
    items: list[Item] = [("", sentence) for sentence in sentences]
    if len(items) <= MOST_MISFITS:
        return [say("misfits"), items]
    gravest, lesser = items[: MOST_MISFITS - 1], len(items) - MOST_MISFITS + 1
    return [say("misfits_gravest"), gravest, say("misfits_lesser", lesser=lesser)]


def _signs(board: boards.Board) -> list[Item]:
    """Return the limits that the learner has set, where a decision stops or is looked at again."""
    return [
        (label(module), words)
        for module in _in_order(board)
        if (words := _sign(module, board[module]))
    ]


def _decision(module: str, choice: Mapping[str, Any]) -> str:
    text, _, _ = decisions.option_text(module, choice).partition(SIGN)
    return f"{text} {_numbers(module, choice, are_signs=False)}".strip()


def _sign(module: str, choice: Mapping[str, Any]) -> str:
    """Return the sign that the option names, and the numbers that are signs."""
    _, _, sign = decisions.option_text(module, choice).partition(SIGN)
    numbers = _numbers(module, choice, are_signs=True)
    return f"{sign[:1].upper()}{sign[1:]} {numbers}".strip()


def _numbers(module: str, choice: Mapping[str, Any], *, are_signs: bool) -> str:
    """Return the sentences of the numbers that are signs, or of those that aren't."""
    return " ".join(
        decisions.number_text(number, choice["numbers"][number["key"]])
        for number in decisions.numbers_of(module, choice)
        if number["key"] in choice["numbers"] and ((module, number["key"]) in SIGNS) == are_signs
    )


def _meanwhile(module: str, board: boards.Board) -> str:
    """Return what holds until a question is decided, which another decision may have changed."""
    texts = [
        decisions.chosen(other, choice).get("meanwhile", {}).get(module)
        for other, choice in board.items()
    ]
    return str(next(filter(None, texts), decisions.option_text(module, None)))


def examined(steps: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the steps that were guessed at, or reached a goal: more than opened to explore."""
    return {
        step: facts
        for step, facts in steps.items()
        if step not in NO_EVIDENCE and (facts.get("solved") or not facts.get("skipped"))
    }


def label(module: str) -> str:
    """Return a decision's number and topic."""
    return f"{_NUMBERS[module]} {decisions.decision(module)['topic']}"


def about(module: str) -> str:
    """Return a decision's number and topic, to follow the word "decision"."""
    topic = decisions.decision(module)["topic"]
    return f"{_NUMBERS[module]} ({topic[0].lower()}{topic[1:]})"


def _listed(modules: Iterable[str]) -> str:
    return listed([_NUMBERS[module] for module in modules])


def _in_order(board: boards.Board) -> list[str]:
    return [module for module in boards.deciding() if module in board]


def _in_words(thousand: float) -> str:
    return say("costs" if _tenths(thousand) < 0 else "brings", amount=_amount(thousand))


def _amount(thousand: float) -> str:
    """Return thousands of euros in millions, without their sign."""
    tenths = abs(_tenths(thousand))
    return say("amount", millions=tenths / 10) if tenths else say("no_amount")


def _tenths(thousand: float) -> int:
    """Round thousands of euros to tenths of a million, halves away from zero."""
    return boards.half_up(thousand / 100)
