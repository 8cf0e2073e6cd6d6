"""Three repairs in an order: the value of each depends on those before it."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd

from course import charts
from course.data.retail import COUNTRIES
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.data_at_scale import REPAIRS, simulate_stores
from course.simulate.data_at_scale.repairs import simulate_repairs
from course.simulate.data_at_scale.stores import StoresStudy

_STORES = 500
_WAIT = "nothing yet"
_OPTIONS = (_WAIT, *REPAIRS)
_MOST = 18


@focusable
def repairs(focus: Focus) -> Explorable:
    """Choose three repairs; see the remaining cost after each, in total and by country."""
    return Explorable(
        "data_at_scale.repairs",
        title="One team, three repairs: which, and in which order?",
        controls=(
            Choice("first", "Repair first", _OPTIONS, _WAIT),
            Choice("second", "Repair second", _OPTIONS, _WAIT),
            Choice("third", "Repair third", _OPTIONS, _WAIT),
        ),
        presets={
            "As they come": {},
            "What most rows break": {"first": "money"},
            "Send people to count": {"first": "count"},
        },
        guess=GuessNumber(
            "Unrepaired data cost 500 stores €15.0 million a year, clean data €4.6 million. "
            "Somebody repairs every wrong quantity (cases, pounds, grams, typing errors), and "
            "nothing else. What does a year cost then?",
            Slider("cost", "Cost after that repair", 0, _MOST, 0.5, 10, "€ million"),
            truth=lambda scene: scene.facts["cost"],
            explanation="Hardly less. Most wrong quantities are British, and in Britain dates are "
            "still misread, so right quantities lie on wrong days.",
            setting={"first": "amounts"},
        ),
        challenges=(
            Challenge(
                "With three repairs bring the year below €6.5 million.",
                lambda _values, scene: scene.facts["cost"] < 6.5,
                hint="Look at the countries with the longest bars, and at what hides what.",
                witness={"first": "dates", "second": "amounts", "third": "columns"},
            ),
            Challenge(
                "Find two repairs that each make things worse alone, and together save €0.5 "
                "million or more. Make no third.",
                lambda _values, scene: scene.facts["cured"] >= 0.5,
                hint="A fault may cover for another. In which country does the program know "
                "neither stock nor price?",
                witness={"first": "count", "second": "money"},
                opens=("What most rows break", "Send people to count"),
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(first: str, second: str, third: str) -> Scene:
    choices = [first, second, third]
    studies = _after_each(choices)
    costs = [study.cost / 1e6 for study in studies]
    names = ["no repair", *choices]
    steps = pd.DataFrame({"made": range(4), "millions": costs})
    steps["label"] = [f"{name}: {cost:.2f}" for name, cost in zip(names, costs, strict=True)]
    clean = simulate_stores(_STORES, ())
    gains = [before - after for before, after in pairwise(costs)]
    return Scene(
        {
            "steps": steps,
            "clean": pd.DataFrame({"millions": [clean.cost / 1e6]}),
            "countries": pd.DataFrame(
                {"country": studies[-1].money["country"], "millions": _by_country(studies[-1])}
            ),
        },
        _summary(choices, gains, costs[-1], clean.cost / 1e6),
        title=_point(gains),
        facts={"cost": costs[-1], "cured": _joint_gain(choices, costs)},
    )


def _after_each(choices: list[str]) -> list[StoresStudy]:
    """Return the studies after each choice; waiting changes nothing."""
    studies = simulate_repairs(_STORES, [name for name in choices if name != _WAIT])
    counts = [sum(name != _WAIT for name in choices[:place]) for place in range(len(choices) + 1)]
    return [studies[number] for number in counts]


def _joint_gain(choices: list[str], costs: list[float]) -> float:
    """Return the joint gain of two repairs if each loses alone; 0 for any other choice."""
    repairs = {name for name in choices if name != _WAIT}
    if len(repairs) != 2:
        return 0.0
    alone = [simulate_stores(_STORES, None, {name}).cost / 1e6 for name in repairs]
    return costs[0] - costs[-1] if min(alone) > costs[0] else 0.0


def _by_country(study: StoresStudy) -> pd.Series:
    return study.money[["lost", "surplus", "counting"]].sum(axis=1) / 1e6


def _summary(choices: list[str], gains: list[float], costs: float, clean: float) -> str:
    phrases = [
        f"{name} {_gain(gain)}"
        for place, (name, gain) in enumerate(zip(choices, gains, strict=True))
        if name != _WAIT and name not in choices[:place]
    ]
    steps = f"In this order, {', then '.join(phrases)}. " if phrases else "Nothing is repaired. "
    return (
        f"{steps}Lost sales, surplus and counting cost €{costs:.2f} million a year in 500 stores; "
        f"with clean data they would cost €{clean:.2f} million."
    )


def _gain(gain: float) -> str:
    if abs(gain) < 0.005:
        return "saves nothing"
    return f"saves €{gain:.2f} million" if gain > 0 else f"costs €{-gain:.2f} million"


def _point(gains: list[float]) -> str:
    if min(gains) < -0.005:
        return "A right repair can make things worse, as long as another fault remains"
    if gains[1] > gains[0] + 0.1 or gains[2] > gains[1] + 0.1:
        return "A later repair can save more than an earlier one, which cleared its way"
    return "What is left to pay after each repair"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _steps(), _countries(), spacing=40, title="What is left to pay after each repair"
    )
    return charts.alt_text(
        chart,
        "First: cost of a year after none, one, two and three repairs, with the cost of clean data "
        "as a grey line. Second: cost by country now, and before any repair.",
    )


def _steps() -> alt.ChartType:
    y = alt.Y("made:O", title="Repairs made (count)", scale={"domain": [0, 1, 2, 3]})
    x = charts.axis(alt.X, "millions:Q", "Cost (€ million a year)", 0, _MOST)
    base = alt.Chart(alt.NamedData("steps"))
    bars = base.mark_bar(color=charts.SKY).encode(x, y)
    label = base.mark_text(align="left", dx=5, dy=17, color=charts.INK).encode(
        alt.X(datum=5), y, alt.Text("label:N")
    )
    clean = alt.Chart(alt.NamedData("clean")).mark_rule(color=charts.GREY, strokeWidth=2).encode(x)
    return alt.layer(
        bars, clean, label, guess_rules(), title="All countries (grey: clean data)"
    ).properties(height=200)


def _countries() -> alt.ChartType:
    y = alt.Y("country:N", title="Country", sort=list(COUNTRIES), scale={"domain": COUNTRIES})
    x = alt.X("millions:Q", title="Cost (€ million a year)", scale={"domain": [0, 5.5]})
    base = alt.Chart(alt.NamedData("countries"))
    bars = base.mark_bar(color=charts.BLUE).encode(x, y)
    label = base.mark_text(align="left", dx=5, color=charts.INK).encode(
        alt.X(datum=4.8), y, alt.Text("millions:Q", format=".2f")
    )
    start = charts.start_tick("countries").encode(x, y)
    return alt.layer(bars, start, label, title="By country (bold: no repair)").properties(
        height=200
    )
