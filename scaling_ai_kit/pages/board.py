"""What pages need to draw two years and the board paper from a reader's decisions, without Python.

Nobody can simulate all decisions beforehand: those that move the two years can be combined in 3
million ways. So a page gets the recorded model, the decisions' texts, the paper's sentences,
and what single decisions' own models show. ``front/board`` puts them together as `course.board`
does, and a test compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import product
from typing import Any

import numpy as np

from course import world
from course.board import (
    boards,
    conflicts,
    conflicts_of_pilots,
    decisions,
    lesson_figures,
    paper,
    paper_parts,
    promises,
    register,
    two_year_figure,
    wording,
)
from course.board.decision_checks import EFFECTS
from course.browser import front, printed
from course.explore.case_and_pitfalls.two_years import (
    AS_TODAY,
    DECIDED,
    MEASURES,
    OPEN,
    OPTIONS,
    YOURS,
    choices,
    labels,
)
from course.simulate.case_and_pitfalls import MONTHS
from course.simulate.case_and_pitfalls.two_years import Assumptions, State, first_day, next_month
from course.syllabus.syllabus import MODULES, Module
from scaling_ai_kit.pages import widgets
from scaling_ai_kit.pages.recorded import record

_MAIN = front.FRONT / "board" / "main.js"


def script(pages: Mapping[str, str]) -> str:
    """Return the script of pages that show decisions.

    Parameters
    ----------
    pages
        The path of each lesson's page, by the lesson's name.
    """
    data = json.dumps(everything(pages), separators=(",", ":"), ensure_ascii=False)
    return f'"use strict";\n{{\nglobalThis.courseBoardData = {data};\n{front.joined(_MAIN)}}}\n'


def everything(pages: Mapping[str, str]) -> dict[str, Any]:
    """Return what ``front/board`` knows, by name."""
    deciding = [module for module in MODULES if module.slug in boards.deciding()]
    return {
        "modules": {each.slug: _module(each, pages.get(each.slug, "")) for each in deciding},
        "effects": _effects(),
        "tapes": _tapes(),
        "words": wording.WORDS,
        **_of_the_paper(),
        **_of_conflicts(),
        "picture": {
            "sizes": two_year_figure.SIZES,
            "panels": two_year_figure.PANELS,
            "lines": two_year_figure.LINES,
            "minus": boards.MINUS,
            **two_year_figure.MARKUP,
        },
        "register": {
            "table": register.TABLE,
            "cell": register.CELL,
            "open": register.OPEN,
            "nothing": register.NOTHING,
            "drawn": register.DRAWN,
        },
        "years": _of_the_explorable(),
    }


def _module(module: Module, page: str) -> dict[str, Any]:
    file = decisions.decision(module.slug)
    names = ("key", "says", "says_at", "default", "feeds")
    systems = conflicts_of_pilots.systems({module.slug: {}})
    about = [{"pilot": pilot, "name": name} for pilot, name in systems.values()]
    return {
        "number": module.number,
        "question": module.question,
        "page": page,
        "label": paper_parts.label(module.slug),
        "about": paper_parts.about(module.slug),
        "today": file["today"],
        "options": {each["key"]: _option(each) for each in file["option"]},
        "numbers": [
            {
                **{name: each[name] for name in names if name in each},
                "isSign": (module.slug, each["key"]) in paper_parts.SIGNS,
            }
            for each in file["number"]
        ],
        "system": about[0] if about else None,
        "figures": _figures(module.slug),
    }


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    names = ("text", "feeds", "without", "needs", "meanwhile", "funds", "stops", "used", "shows")
    effect, _, sign = option["text"].partition(paper_parts.SIGN)
    more: dict[str, Any] = {"does": effect, "sign": f"{sign[:1].upper()}{sign[1:]}"}
    if "funds" in option:
        more["foundations"] = conflicts_of_pilots.foundations_cost(option)
    if "trained" in option:
        more["trained"] = f"{option['trained']:g}"
    return {**{name: option[name] for name in names if name in option}, **more}


def _figures(module: str) -> dict[str, Any] | None:
    """Return what the lesson's own model shows, by the numbers that it takes."""
    if module not in lesson_figures.FIGURES:
        return None
    keys, figures = lesson_figures.FIGURES[module]
    at = product(*(_positions(module, key) for key in keys))
    return {"by": keys, "at": {_joined(each): figures(*each) for each in at}}


def _positions(module: str, key: str) -> list[Any]:
    """Return the values that a number of a decision can have."""
    (number,) = (each for each in decisions.decision(module)["number"] if each["key"] == key)
    return widgets.positions({"kind": "slider", **number})


def _joined(values: Iterable[float]) -> str:
    """Return values as JavaScript joins them."""
    return ",".join(f"{value:g}" for value in values)


def _effects() -> dict[str, dict[str, Any]]:
    kinds = {
        **dict.fromkeys(EFFECTS, "only"),
        **dict.fromkeys(boards.AMOUNTS, "sum"),
        **dict.fromkeys(boards.FACTORS, "product"),
    }
    return {
        name: {"together": kinds[name], "low": low, "high": high}
        for name, (_, low, high) in EFFECTS.items()
    }


def _tapes() -> dict[str, Any]:
    """Return the model of the two years as steps: the first day, and from one month to the next."""
    usual = Assumptions()
    names = [each.name for each in fields(State)]
    effects: dict[str, tuple[int, ...]] = dict.fromkeys(EFFECTS, ())

    def parts(state: State) -> dict[str, np.ndarray]:
        return {name: getattr(state, name) for name in [*names, "open"]}

    def first(now: Mapping[str, Any]) -> dict[str, np.ndarray]:
        return parts(first_day(now, usual, ()))

    def following(inputs: Mapping[str, Any]) -> dict[str, np.ndarray]:
        now = {name: inputs[f"now_{name}"] for name in effects}
        state = State(**{name: inputs[name] for name in names})
        return parts(next_month(state, now, usual, inputs["month"]))

    tape = record(first, effects)
    shapes: dict[str, tuple[int, ...]] = {
        name: (len(tape["outputs"][name]),) if len(tape["outputs"][name]) > 1 else ()
        for name in names
    }
    others = {"month": (), **{f"now_{name}": () for name in effects}}
    return {"months": MONTHS, "first": tape, "next": record(following, {**shapes, **others})}


def _of_the_paper() -> dict[str, Any]:
    nobodys = paper_parts.parts({}, {})
    as_it_is = next(part for part in nobodys if part.has_figure).blocks
    return {
        "heads": [
            {"head": part.head, "hasFigure": part.has_figure, "own": part.own}
            for part in paper_parts.PARTS
        ],
        "decided": [
            paper_parts.how_many_are_decided(count) for count in range(len(boards.deciding()) + 1)
        ],
        "asItIs": as_it_is[0],
        "model": paper_parts.model(),
        "noEvidence": paper_parts.NO_EVIDENCE,
        "mostMisfits": paper_parts.MOST_MISFITS,
        "unwritten": paper_parts.UNWRITTEN,
        "document": printed.document("{title}", "{body}"),
        "link": printed.save_link("", *paper.LINK).replace("base64,", "base64,{content}"),
    }


def _of_conflicts() -> dict[str, Any]:
    pilots = {
        *conflicts_of_pilots.HIRING_OR_CREDIT,
        *(
            pilot
            for module in boards.deciding()
            for option in decisions.decision(module)["option"]
            for pilot in option.get("stops", ())
        ),
    }
    return {
        "pairs": [
            [*([module, sorted(keys)] for module, keys in both), sentence]
            for *both, sentence in conflicts.PAIRS
        ],
        "pilots": conflicts_of_pilots.names_of(sorted(pilots)),
        "hiringOrCredit": conflicts_of_pilots.HIRING_OR_CREDIT,
        "promises": dict(_promises()),
        "facts": {
            "accuracy": world.number("accuracy_today", "% right"),
            "budget": world.number("budget", "million EUR"),
            "open": world.count("pilots_open", "pilots"),
            "month": boards.TARGET_MONTH,
        },
    }


def _promises() -> Iterator[tuple[str, dict[str, tuple[float, int]]]]:
    """Yield the people cut on average and with bad luck, by the share trained and the notice."""
    for option in decisions.decision(promises.MODULE)["option"]:
        yield (
            f"{option['trained']:g}",
            {
                _joined([notice]): (promises.mean_cuts(at), promises.likely_cuts(at))
                for notice in _positions(promises.MODULE, "notice")
                for at in [{"option": option["key"], "numbers": {"notice": notice}}]
            },
        )


def _of_the_explorable() -> dict[str, Any]:
    return {
        "measures": {name: factor for name, (*_, factor) in MEASURES.items()},
        "labels": labels(),
        "choices": {module: choices(module) for module in labels().values()},
        "reference": boards.REFERENCE,
        "yours": YOURS,
        "decided": DECIDED,
        "asToday": AS_TODAY,
        "open": OPEN,
        "options": OPTIONS,
    }
