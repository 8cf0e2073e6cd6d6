"""The five parts of the board paper, from what a learner has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from course import world
from course.board import boards, decisions, lesson_figures
from course.board.conflicts import conflicts
from course.syllabus import DECISION, MODULES

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

_SIGN: Final = " Sign: "
_MOST_MISFITS: Final = 6  # thirteen decisions may have eleven

_NO_EVIDENCE: Final = (DECISION, "checkpoint")
UNWRITTEN: Final = {
    "risk": "Still to be written: whom the plan may hurt, and how we would notice.",
    "sign": "Still to be written: a figure and a date at which we would decide again.",
}
"""What the paper says where the learner's own paragraphs are missing."""
_OWN: Final = {"The risk that remains": "risk", "What would change our mind": "sign"}


@dataclass(frozen=True)
class Part:
    """One part of the paper: paragraphs, and lists of items.

    Attributes
    ----------
    has_figure : whether the two years are drawn under the heading.
    own : the name of its last paragraph, if that is the learner's: ``risk`` or ``sign``.
    """

    head: str
    blocks: list[Block]
    has_figure: bool = False
    own: str = ""


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
    written: dict[str, list[Block]] = {
        "What we will do": _plan(board),
        "Why": _reasons(board),
        "What it rests on": _evidence(board),
        "The risk that remains": [*_misfits(board), own["risk"]],
        "What would change our mind": [_signs(board), own["sign"]],
    }
    return [
        Part(
            head,
            [block for block in blocks if block],
            has_figure=head == "Why",
            own=_OWN.get(head, ""),
        )
        for head, blocks in written.items()
    ]


def _plan(board: boards.Board) -> list[Block]:
    """Return what is decided, and what holds where nothing is."""
    made, asked = len(board), len(boards.deciding())
    left = [module for module in boards.deciding() if module not in board]
    decided = f"{made} of {asked} questions {'is' if made == 1 else 'are'} decided."
    if not left:
        decided = f"All {asked} questions are decided."
    if not made:
        decided = f"None of the {asked} questions is decided yet."
    return [
        decided,
        [(_label(module), _decision(module, board[module])) for module in _in_order(board)],
        "Until we decide, this holds:" if left else "",
        [(_label(module), _meanwhile(module, board)) for module in left],
    ]


def _reasons(board: boards.Board) -> list[Block]:
    """Return what two years of the plan bring, and the learner's reasons."""
    ends = boards.at_the_end({"plan": board, "today": {}})
    plan, today = ends.loc["plan"], ends.loc["today"]
    if not board:
        said = (
            f"If all stays as it is, our model has {today['live']:.1f} products in production "
            f"after two years (today: {world.count('pilots_live', 'pilots')}). Over the two years "
            f"that {_in_words(today['total'])}."
        )
        return [said]
    said = (
        f"After two years of this plan our model has {plan['live']:.1f} products in production; if "
        f"all stays as it is, {today['live']:.1f}. Over the two years the plan "
        f"{_in_words(plan['total'])}, and leaving all as it is {_in_words(today['total'])}. "
        f"{_movers(board)}"
    )
    return [said, [(_label(module), board[module]["reason"]) for module in _in_order(board)]]


def _movers(board: boards.Board) -> str:
    """Return which decisions earn and cost most."""
    moved = boards.moved_by(board)["total"]
    extremes = ((moved.idxmax(), 1, "earns", "less"), (moved.idxmin(), -1, "costs", "more"))
    said = [
        f"Decision {_about(module)} {verb} most: without it, the plan would be worth "
        f"{_amount(moved[module])} {otherwise}."
        for module, sign, verb, otherwise in extremes
        if sign * _tenths(moved[module]) > 0
    ]
    return " ".join(said) or "No single decision moves this by much."


def _evidence(board: boards.Board) -> list[Block]:
    """Return what was tried, what lessons' models say, and what the two years leave out."""
    blind = [module for module in board if not examined(board[module]["seen"])]
    tried = "We tried a simulation of each question before we decided it." if board else ""
    if blind:
        tried = f"We tried simulations before we decided, except for decision{_listed(blind)}."
    if board and len(blind) == len(board):
        tried = "We decided without trying any simulation of these questions."
    shown = {module: lesson_figures.shown(module, board[module]) for module in _in_order(board)}
    own = [(_label(module), words) for module, words in shown.items() if words]
    says = "Models of single decisions, with invented data, say:" if own else ""
    return [f"{tried} {says}".strip(), own, _model()]


def _model() -> str:
    """Return what the two years are made of, and leave out."""
    feeds = {module: decisions.effects(module, None) for module in boards.deciding()}
    played = [module for module, effects in feeds.items() if effects]
    costs = [module for module, effects in feeds.items() if "cost" in effects]
    return (
        "The two years come from a small model with invented figures. It plays "
        f"decision{_listed(played)}; the others move nothing in it. Money is what products in use "
        f"bring, less incidents, the wages of {world.count('builders', 'people')} people and the "
        f"cost of decision{_listed(costs)}. The cost of next year's pilots is left out. We assume "
        "that trust moves everywhere as it does among the maintenance crews. Chance, fairness, "
        "competitors and people who leave are not in the model. It tests whether decisions fit "
        "each other, not whether they are right."
    )


def _misfits(board: boards.Board) -> list[Block]:
    """Return the gravest misfits; a board that reads ten of them settles none."""
    sentences = conflicts(board)
    if not sentences:
        return []
    items: list[Item] = [("", sentence) for sentence in sentences]
    if len(items) <= _MOST_MISFITS:
        return ["These decisions don't fit each other yet:", items]
    gravest, lesser = items[: _MOST_MISFITS - 1], len(items) - _MOST_MISFITS + 1
    return [
        "These decisions don't fit each other yet, the gravest first:",
        gravest,
        f"There are {lesser} lesser ones, which appear once some of these are settled.",
    ]


def _signs(board: boards.Board) -> list[Item]:
    """Return the limits that the learner has set, where a decision stops or is looked at again."""
    return [
        (_label(module), words)
        for module in _in_order(board)
        if (words := _sign(module, board[module]))
    ]


def _decision(module: str, made: Mapping[str, Any]) -> str:
    choice, _, _ = decisions.option_text(module, made).partition(_SIGN)
    return f"{choice} {_numbers(module, made, are_signs=False)}".strip()


def _sign(module: str, made: Mapping[str, Any]) -> str:
    """Return the sign that the option names, and the numbers that are signs."""
    _, _, sign = decisions.option_text(module, made).partition(_SIGN)
    numbers = _numbers(module, made, are_signs=True)
    return f"{sign[:1].upper()}{sign[1:]} {numbers}".strip()


def _numbers(module: str, made: Mapping[str, Any], *, are_signs: bool) -> str:
    """Return the sentences of the numbers that are signs, or of those that aren't."""
    return " ".join(
        decisions.number_text(number, made["numbers"][number["key"]])
        for number in decisions.numbers_of(module, made)
        if number["key"] in made["numbers"] and ((module, number["key"]) in SIGNS) == are_signs
    )


def _meanwhile(module: str, board: boards.Board) -> str:
    """Return what holds until a question is decided, which another decision may have changed."""
    changed = [
        decisions.chosen(other, made).get("meanwhile", {}).get(module)
        for other, made in board.items()
    ]
    return str(next(filter(None, changed), decisions.option_text(module, None)))


def examined(steps: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the steps that were guessed at, or reached a goal: more than opened to explore."""
    return {
        step: facts
        for step, facts in steps.items()
        if step not in _NO_EVIDENCE and (facts.get("solved") or not facts.get("skipped"))
    }


def _label(module: str) -> str:
    return f"{_NUMBERS[module]} {decisions.decision(module)['topic']}"


def _about(module: str) -> str:
    topic = decisions.decision(module)["topic"]
    return f"{_NUMBERS[module]} ({topic[0].lower()}{topic[1:]})"


def _listed(modules: Iterable[str]) -> str:
    """Return the numbers of decisions, to follow the word "decision"."""
    *most, last = sorted(_NUMBERS[module] for module in modules)
    return f"s {', '.join(map(str, most))} and {last}" if most else f" {last}"


def _in_order(board: boards.Board) -> list[str]:
    return [module for module in boards.deciding() if module in board]


def _in_words(thousand: float) -> str:
    return f"{'costs' if _tenths(thousand) < 0 else 'brings'} {_amount(thousand)}"


def _amount(thousand: float) -> str:
    """Return thousands of euros in millions, without their sign."""
    tenths = abs(_tenths(thousand))
    return f"€{tenths / 10:.1f} million" if tenths else "about nothing"


def _tenths(thousand: float) -> int:
    """Round thousands of euros to tenths of a million, halves away from zero."""
    return boards.half_up(thousand / 100)
