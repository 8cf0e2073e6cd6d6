"""A contract editor: choose a rule and a threshold; see what it catches, misses and holds back."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from course import charts
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.data_at_scale.contract import ContractStudy, simulate_contract

_RULES = {
    "quantity: at most so many times the usual": ("usual", "more than {:.1f} times the usual"),
    "amount: equal to quantity times price": ("amount", "off by more than {:.1%}"),
    "sales: some, while the books show stock": ("silence", "silent for more than {:.1f} days"),
    "arrival: in the night after the day": ("arrival", "more than {:.1f} hours after midnight"),
    "day: not far below the store's usual day": ("day", "a usual day is more than {:.1f} times it"),
}
_USUAL, _AMOUNT, _SILENCE, _ARRIVAL, _DAY = _RULES
_ACTIONS = {"the row": "row", "its whole file": "file"}
_ROW, _FILE = _ACTIONS
_LINES = {"caught": "caught, of what it is for", "blocked": "held, of the good rows"}


def contract() -> Explorable:
    """Choose a rule, how strict it is, what it holds back and what a check costs."""
    return Explorable(
        "data_at_scale.contract",
        title="Edit a data contract",
        controls=(
            Choice("rule", "Rule", tuple(_RULES), _USUAL),
            Slider("strictness", "How strict", 0, 100, 1, 85, "(100 strictest)"),
            Choice("action", "What breaks the rule is held back:", tuple(_ACTIONS), _ROW),
            Slider("check", "Cost of checking a held row", 0, 5, 0.25, 1, "€"),
        ),
        presets={
            "A strict limit": {},
            "A lenient limit": {"strictness": 55},
            "Two columns that must agree": {"rule": _AMOUNT, "strictness": 50},
            "Phantom stock": {"rule": _SILENCE, "strictness": 60},
            "Late files": {"rule": _ARRIVAL, "strictness": 40},
            "Hold the whole file": {"action": _FILE, "strictness": 55},
        },
        guess=GuessChoice(
            "A rule for phantom stock: hold back a product that has not sold for some days "
            "although the books show stock. How much of it can you find before you hold back more "
            "good rows than bad ones?",
            ("Nearly all of it", "About a third", "None of it"),
            1,
            "A slow seller and an empty shelf look alike in the file. Most phantom stock is found "
            "by people who count. A contract guards the record; it does not see the shelf.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(rule: str, strictness: float, action: str, check: float) -> Scene:
    name, reading = _RULES[rule]
    study = simulate_contract(name, int(strictness), _ACTIONS[action], check)  # type: ignore[arg-type]
    lines = study.curve.melt(["strictness"], list(_LINES), var_name="line", value_name="share")
    lines["line"] = lines["line"].map(_LINES)
    defects = study.by_defect.assign(
        written=study.by_defect["target"].map({True: "yes", False: "no"})
    )
    return Scene(
        {
            "lines": lines,
            "cost": study.curve[["strictness", "cost"]],
            "now": pd.DataFrame({"strictness": [strictness]}),
            "defects": defects[["defect", "caught", "written"]],
        },
        _summary(study, int(strictness), reading),
    )


def _summary(study: ContractStudy, place: int, reading: str) -> str:
    now = study.curve.iloc[place]
    cheapest = study.curve.loc[study.curve["cost"].idxmin()]
    held = (
        "It holds back nothing"
        if math.isnan(study.precision)
        else f"Of what it holds back, {study.precision:.0%} is bad"
    )
    return (
        f"Held back: {reading.format(study.threshold)}. The rule catches {now['caught']:.0%} of "
        f"what it is written for and holds {now['blocked']:.2%} of the good ones. {held}; "
        f"checks and misses cost €{now['cost']:,.0f} a day in 500 stores, at the cheapest "
        f"threshold (strictness {cheapest['strictness']:.0f}) €{cheapest['cost']:,.0f}."
    )


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        alt.vconcat(_caught(), _cost(), spacing=12),
        _defects(),
        spacing=40,
        title="A stricter rule catches more, and holds back more that is good",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Left, by strictness: share of bad rows caught and of good rows held back; below it the "
        "cost a day, with where you started dashed. Right: share of rows caught for each of seven "
        "defects.",
    )


def _strictness() -> alt.X:
    title = "How strict (0 lenient, 100 strict)"
    return alt.X("strictness:Q", title=title, scale={"domain": [0, 100]}, axis={"tickCount": 10})


def _now() -> alt.Chart:
    rule = alt.Chart(alt.NamedData("now")).mark_rule(color=charts.INK, strokeWidth=2)
    return rule.encode(alt.X("strictness:Q"))


def _caught() -> alt.ChartType:
    lines = (
        alt.Chart(alt.NamedData("lines"))
        .mark_line()
        .encode(
            _strictness(),
            alt.Y("share:Q", title="Rows (share)", scale={"domain": [0, 1]}),
            alt.Color(
                "line:N",
                scale={"domain": list(_LINES.values()), "range": [charts.BLUE, charts.ORANGE]},
                legend=alt.Legend(orient="top", title=None, labelLimit=220),
            ),
        )
    )
    return alt.layer(lines, _now()).properties(width=340, height=140)


def _cost() -> alt.ChartType:
    y = alt.Y(
        "cost:Q",
        title="Cost (€ a day, up to 4,000)",
        scale={"domain": [0, 4000], "clamp": True},
        axis={"tickCount": 4},
    )
    x = _strictness()
    before = charts.start_line("cost").encode(x, y)
    now = alt.Chart(alt.NamedData("cost")).mark_line(color=charts.PINK).encode(x, y)
    return alt.layer(before, now, _now()).properties(width=340, height=110)


def _defects() -> alt.ChartType:
    y = alt.Y("defect:N", title="Defect", sort=None)
    bars = (
        alt.Chart(alt.NamedData("defects"))
        .mark_bar()
        .encode(
            alt.X("caught:Q", title="Caught (share of its rows)", scale={"domain": [0, 1]}),
            y,
            alt.Color(
                "written:N",
                title="The rule is written for it",
                scale={"domain": ["yes", "no"], "range": [charts.BLUE, charts.GREY]},
                legend=alt.Legend(orient="bottom"),
            ),
        )
    )
    label = (
        alt.Chart(alt.NamedData("defects"))
        .mark_text(align="left", dx=4, color=charts.INK)
        .encode(alt.X("caught:Q"), y, alt.Text("caught:Q", format=".0%"))
    )
    return alt.layer(bars, label, title="By defect").properties(width=180, height=230)
