"""Decide like five learners with different temperaments, and make their papers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from course import decide
from course.board import boards, decisions
from course.board.paper import BoardPaper

# By module: the option, then the numbers that differ from their defaults.
_BOLD: Final[dict[str, tuple[str, dict[str, float]]]] = {
    "scaling_gap": ("started", {"target": 12, "begin": 40}),
    "data_at_scale": ("count", {"counted": 50}),
    "infrastructure": ("freeze", {"slo": 999}),
    "people_and_change": ("order", {}),
    "platforms": ("centre", {}),
    "prioritization": ("set", {"margin": 0}),
    "drift": ("calendar", {}),
    "mlops": ("all", {}),
    "governance": ("person", {}),
    "culture_and_skills": ("both", {"notice": 3, "cut": 0}),
    "measuring_success": ("use", {"bonus": 1.5}),
    "case_and_pitfalls": ("finish", {"open": 20}),
    "future": ("search", {}),
}
_CAREFUL: Final[dict[str, tuple[str, dict[str, float]]]] = {
    "scaling_gap": ("value", {"target": 4, "begin": 8}),
    "data_at_scale": ("source", {}),
    "infrastructure": ("morning", {}),
    "people_and_change": ("promise", {"shadow": 12}),
    "platforms": ("rights", {}),
    "prioritization": ("few", {"foundations": 25}),
    "drift": ("outcomes", {}),
    "mlops": ("tiers", {}),
    "governance": ("recruiting", {"audits": 12}),
    "culture_and_skills": ("both", {"notice": 36, "cut": 100}),
    "measuring_success": ("value", {"audit": 30}),
    "case_and_pitfalls": ("review", {"review_after": 4}),
    "future": ("devices", {}),
}
_BROKE: Final[dict[str, tuple[str, dict[str, float]]]] = {
    "scaling_gap": ("businesses", {"begin": 4}),
    "infrastructure": ("vendor", {}),
    "people_and_change": ("promise", {}),
    "platforms": ("units", {}),
    "prioritization": ("businesses", {"foundations": 0}),
    "mlops": ("owners", {"early": 0}),
    "governance": ("businesses", {"audits": 1}),
    "case_and_pitfalls": ("rule", {"open": 4}),
}
_LAZY: Final[dict[str, tuple[str, dict[str, float]]]] = {
    "people_and_change": ("check", {}),
    "mlops": ("owners", {}),
    "case_and_pitfalls": ("review", {"review_after": 2}),
}


def tempers() -> dict[str, dict[str, Any]]:
    """Return each learner's options and numbers by module."""
    choices = {"bold": _BOLD, "careful": _CAREFUL, "broke": _BROKE, "lazy": _LAZY}
    boards_ = {
        temper: {module: _made(module, *choice) for module, choice in choice_by_module.items()}
        for temper, choice_by_module in choices.items()
    }
    return {**boards_, "random": _random(36)}


def drawn_boards(without: str, count: int = 60) -> list[dict[str, Any]]:
    """Return boards that decide most questions at random, and one of them never."""
    rng = np.random.default_rng(3)
    modules = [module for module in boards.deciding() if module != without]
    return [
        {
            module: {"option": str(rng.choice(options))}
            for module in modules
            if rng.random() < 0.8
            for options in [[option["key"] for option in decisions.decision(module)["option"]]]
        }
        for _ in range(count)
    ]


def paper_of(board: dict[str, Any]) -> BoardPaper:
    """Decide as the board does, and return the paper."""
    for module, choice in board.items():
        decide(module).decide(choice["option"], "It is our first guess.", **choice["numbers"])
    return BoardPaper({}, lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))


def _made(module: str, option: str, numbers: dict[str, float]) -> dict[str, Any]:
    defaults = {number["key"]: number["default"] for number in decisions.decision(module)["number"]}
    return {"option": option, "numbers": {**defaults, **numbers}}


def _random(seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    board = {}
    for module in boards.deciding():
        question = decisions.decision(module)
        option = str(rng.choice([each["key"] for each in question["option"]]))
        numbers = {
            each["key"]: float(rng.choice([each["low"], each["default"], each["high"]]))
            for each in question["number"]
        }
        if rng.random() < 0.7:
            board[module] = _made(module, option, numbers)
    return board
