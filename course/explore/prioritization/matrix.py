"""The two-by-two: movable cards, and the foundations that it neglects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from course.explore.challenges import Challenge
from course.explore.controls import Points, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.prioritization import _plane
from course.explore.scene import Scene
from course.simulate.prioritization.matrix import foundation_credit, quadrants, threads

# The steering group's positions: ease from feasibility and data readiness, value over three years.
# A foundation has no value by itself. The identifiers are the register's.
_PLACES: dict[str, tuple[float, float]] = {
    "P01 Shelf replenishment": (5, 4.5),
    "P02 Promotion uplift": (6, 2.0),
    "P18 Warning of default": (7.5, 1.9),
    "P22 Limit increase": (8, 1.5),
    "P03 Markdown": (9, 1.4),
    "P15 Chat assistant": (6, 1.4),
    "P05 Staff rota": (7, 1.1),
    "P31 Spare parts": (9, 0.8),
    "F1 Product master": (3, 0.0),
    "F4 Decision log": (4.5, 0.0),
}
_MASTER, _LOG = _FOUNDATIONS = ("F1 Product master", "F4 Decision log")
_CHAT = "P15 Chat assistant"
_NEEDS = {
    "P01 Shelf replenishment": [_MASTER],
    "P02 Promotion uplift": [_MASTER],
    "P18 Warning of default": [_LOG],
    "P22 Limit increase": [_LOG],
}
_STARTS, _WAITS, _SHARED = _plane.KINDS


@focusable
def matrix(focus: Focus) -> Explorable:
    """Move pilots and foundations by value and ease, and see what may start."""
    return Explorable(
        "prioritization.matrix",
        title="Value against ease: what does the two-by-two choose?",
        controls=(
            Points(
                "places",
                "Card to move (or drag it in the chart)",
                x=Slider("x", "Its ease", 1, 10, 0.5, 5, "(10 is easy)"),
                y=Slider("y", "Its value", 0, _plane.TOP, 0.1, 1, "€ million"),
                value=_PLACES,
            ),
            Slider("value_cut", "Valuable from", 0.5, 3.4, 0.1, 1.2, "€ million"),
            Slider("ease_cut", "Easy from", 2, 9, 0.5, 6, "(10 is easy)"),
            Toggle("credit", "Credit a foundation with what needs it"),
        ),
        presets={
            "The steering group": {},
            "Foundations get their credit": {"credit": True},
            "The sponsor is generous": {"places": {**_PLACES, _CHAT: (8.5, 3.2)}},
        },
        guess=GuessChoice(
            "The steering group put these eight pilots on its chart. Five of them came out "
            "valuable and easy: quick wins. How many of the five could start today?",
            ("All of the five", "Four of the five", "Three of the five", "Two of the five"),
            3,
            "The other three wait for a foundation that nobody has built. The group's chart says "
            "how easy a pilot is, and not what it waits for.",
        ),
        challenges=(
            Challenge(
                "By moving the two cuts alone, get at least two quick wins, none of which waits "
                "for a foundation.",
                lambda values, scene: (
                    _at_start(values)
                    and not values["credit"]
                    and scene.facts["quick"] >= 2
                    and not scene.facts["waiting"]
                ),
                hint="What can start now is easy, but small.",
                witness={"ease_cut": 8.5, "value_cut": 0.8},
            ),
        ),
        model=_model,
        chart=_plane.chart,
        before=lambda: _plane.before(list(_PLACES), _FOUNDATIONS),
        focus=focus,
    )


def _at_start(values: Mapping[str, Any]) -> bool:
    """Return whether every card is where the steering group put it."""
    return all(tuple(values["places"][name]) == place for name, place in _PLACES.items())


def _model(
    places: dict[str, list[float]], value_cut: float, ease_cut: float, *, credit: bool
) -> Scene:
    at = [places[name] for name in _PLACES]
    cards = pd.DataFrame(at, index=list(_PLACES), columns=["ease", "value"])
    if credit:
        cards["value"] += foundation_credit(cards["value"], _NEEDS)
    cards["quadrant"] = quadrants(cards, value_cut, ease_cut)
    shared = cards.index.isin(_FOUNDATIONS)
    cards["kind"] = [
        _SHARED if is_shared else _WAITS if name in _NEEDS else _STARTS
        for name, is_shared in zip(cards.index, shared, strict=True)
    ]
    wins = cards[cards["quadrant"] == "quick win"]
    quick = wins[wins["kind"] != _SHARED]
    waiting = quick[quick["kind"] == _WAITS]
    rejects = cards.index[shared & (cards["quadrant"] == "leave")]
    return Scene(
        {
            "cards": _plane.cards(cards, lifted=_FOUNDATIONS if credit else ()),
            "threads": threads(cards.assign(value=cards["value"].clip(upper=_plane.TOP)), _NEEDS),
            "cuts": pd.DataFrame({"ease": [ease_cut], "value": [value_cut]}),
            "corners": _plane.corners(f"{len(quick) - len(waiting)} of {len(quick)} can start"),
        },
        _summary(cards, quick, waiting, credit=credit),
        title=_point(len(quick), len(waiting), len(rejects), credit=credit),
        facts={
            "quick": len(quick),
            "waiting": len(waiting),
            "left": len(rejects),
        },
    )


def _point(quick: int, waiting: int, rejects: int, *, credit: bool) -> str:
    wins = f"{quick} quick {'win' if quick == 1 else 'wins'}, {quick - waiting} of which can start"
    if rejects == len(_FOUNDATIONS):
        return f"{wins}; both foundations are to be left"
    if credit:
        return f"{wins}; credited with what needs it, a foundation leaves its corner"
    return f"{wins}; a foundation left its corner because somebody moved it or the cuts"


def _summary(
    cards: pd.DataFrame, quick: pd.DataFrame, waiting: pd.DataFrame, *, credit: bool
) -> str:
    wins = f"{len(quick)} quick {'win' if len(quick) == 1 else 'wins'}"
    foundations = [
        f"{name} €{cards.loc[name, 'value']:.1f} million ({cards.loc[name, 'quadrant']})"
        for name in _FOUNDATIONS
    ]
    basis = "with what needs it" if credit else "by itself"
    return (
        f"{wins} worth €{quick['value'].sum():.1f} million. {len(waiting)} of them, worth "
        f"€{waiting['value'].sum():.1f} million, cannot start before a foundation is built. "
        f"Counted {basis}: {', '.join(foundations)}."
    )
