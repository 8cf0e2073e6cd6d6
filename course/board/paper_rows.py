"""The board paper's rows: a decision with its reason, evidence and what it moved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from course import progress
from course.board import boards, decisions, lesson_figures, plans_in_words
from course.syllabus import DECISION, MODULES

TITLES: Final = json.loads(Path(__file__).with_name("titles.json").read_text(encoding="utf-8"))
"""What each explorable asks, by module and step; ``tools/notebooks.py`` collects it."""
_NUMBERS: Final = {module.slug: f"Lesson {module.number}" for module in MODULES}
_NO_EVIDENCE: Final = (DECISION, "checkpoint")
_NAMED = 2  # of what had been seen; more do not fit on two pages


def cells(module: str, made: Mapping[str, Any], moved: pd.Series) -> list[str]:
    """Return question, decision, reason, evidence, what it moved, and what is left out."""
    return [
        _question(module),
        " ".join(
            [decisions.option_text(module, made), *decisions.number_texts(module, dict(made))]
        ),
        made["reason"],
        _evidence(module, made["seen"]),
        _moved(module, moved),
        _left_out(module, made),
    ]


def open_question(module: str, board: boards.Board) -> str:
    """Return an open question with what holds until it is decided.

    A decision of another lesson may have changed that.
    """
    unseen = "" if examined(progress.done(module)) else " Not examined."
    changed = [
        decisions.chosen(other, made).get("meanwhile", {}).get(module)
        for other, made in board.items()
    ]
    holds = next(filter(None, changed), decisions.option_text(module, None))
    return f"{_question(module)}{unseen} Until then: {holds}"


def examined(steps: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the steps that were guessed at, or reached a goal: more than opened to explore."""
    return {
        step: facts
        for step, facts in steps.items()
        if step not in _NO_EVIDENCE and (facts.get("solved") or not facts.get("skipped"))
    }


def _question(module: str) -> str:
    """Return a decision's question with the number of its lesson."""
    return f"{_NUMBERS[module]}. {decisions.decision(module)['question']}"


def _evidence(module: str, seen: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what had been moved before deciding, with the number of challenges solved."""
    names, seen = [], examined(seen)
    for step, facts in list(seen.items())[:_NAMED]:
        reached = len(facts.get("solved", ()))
        name = TITLES.get(module, {}).get(step, step.replace("_", " "))
        names.append(f"{name} ({reached} solved)" if reached else name)
    if more := len(seen) - len(names):
        names.append(f"{more} more")
    return " / ".join(names) or "none"


def _moved(module: str, moved: pd.Series) -> str:
    """Return what a decision moved, or that the two years do not have it."""
    if not decisions.effects(module, None):
        return "not part of the two-year model"
    return _measures(moved) or "no visible change"


def _left_out(module: str, made: Mapping[str, Any]) -> str:
    """Return what the two years leave out, and what the lesson's own model shows."""
    shows = lesson_figures.shown(module, made)
    own = f" In {_NUMBERS[module].lower()}'s own model: {shows}" if shows else ""
    return f"{decisions.decision(module)['outside']}.{own}"


def _measures(moved: pd.Series) -> str:
    """Return the measures that a decision moved; those that stayed the same are left out."""
    total, later = plans_in_words.tenths(moved["total"]), plans_in_words.tenths(moved["later"])
    words = {
        "live": f"{moved['live']:+.1f} live",
        "total": _signed(moved["total"]),
        "incidents": f"{moved['incidents']:+.1f} incidents",
        "trust": f"{100 * moved['trust']:+.0f} trust",
    }
    least = {"live": 0.05, "total": 50, "incidents": 0.05, "trust": 0.005}
    kept = [text for name, text in words.items() if abs(moved[name]) >= least[name]]
    if total <= 0 < later or later < 0 <= total:
        kept.append(f"{_signed(moved['later'])} over five years")
    return "; ".join(kept).replace("-", boards.MINUS)


def _signed(thousand: float) -> str:
    """Return an amount that was moved, with its sign."""
    plus = "+" if plans_in_words.tenths(thousand) > 0 else ""
    return f"{plus}{plans_in_words.in_millions(thousand)}"
