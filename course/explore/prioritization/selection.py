"""Budget and people: the best set, a ranked list, and pilots that stand alone."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from course import charts
from course.data.portfolio import BUDGET
from course.explore.challenges import Challenge
from course.explore.controls import Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_line
from course.explore.guesses import GuessLine
from course.explore.prioritization._portfolios import (
    ALONE,
    BUDGETS,
    EXACT,
    LIST,
    PEOPLE,
    RULES,
    portfolios,
)
from course.explore.prioritization._register import candidates, foundations
from course.explore.scene import Scene

_SHARED, _NEEDS, _STANDS, _IDLE = _PARTS = (
    "foundation",
    "pilot on it",
    "stand-alone pilot",
    "not spent",
)
_ASKED = (2, 4, 6, 8, 10, 12)
_TOP = 28.0  # million EUR, above every possible value
_APART = 2.4  # million EUR between the names of two curves, so that they are readable
_COLOURS = {"domain": list(RULES), "range": [charts.BLUE, charts.ORANGE, charts.GREEN]}


@focusable
def selection(focus: Focus) -> Explorable:
    """Change the limits, and compare three ways to choose."""
    return Explorable(
        "prioritization.selection",
        title="What does a rule of thumb leave on the table?",
        controls=(
            Slider("budget", "Budget", BUDGETS[0], BUDGETS[-1], 0.5, 7, "€ million"),
            Slider("people", "People of each role", PEOPLE[0], PEOPLE[-1], 10, 60, "person-months"),
            Toggle("paid", "Somebody else pays for the foundations"),
        ),
        presets={
            "This year": {},
            "A small budget": {"budget": 3},
            "Money, but few people": {"budget": 12, "people": 40},
            "Foundations are there": {"paid": True},
        },
        guess=GuessLine(
            "With 7 million euros the best set brings 11.5 million net. Stand-alone pilots need no "
            "foundation; take them best value for money first. What do they bring as the budget "
            "grows?",
            at=_ASKED,
            slider=Slider("net", "Net value of stand-alone pilots", 0, _TOP, 0.5, 10, "€ million"),
            truth=lambda scene: [scene.facts[f"alone_{budget}"] for budget in _ASKED],
            explanation="Stand-alone pilots run out after three million euros: what is left of "
            "Meridian's pilots needs a foundation, or costs more than it brings. More money does "
            "not help them.",
        ),
        challenges=(
            Challenge(
                "With at most 10 million, find a budget and a number of people at which the ranked "
                "list brings at least a million less than with ten person-months fewer.",
                lambda values, scene: values["budget"] <= 10 and scene.facts["list_gains"] <= -1,
                hint="More people let the list take the next pilot, with its foundation. Try much "
                "money.",
                witness={"budget": 10, "people": 80},
            ),
            Challenge(
                "Make the ranked list as good as the best set at 12 million.",
                lambda values, scene: values["budget"] == 12 and scene.facts["gap"] < 0.05,
                hint="The list cannot share, and it looks at money only. Take both troubles away.",
                witness={"budget": 12, "people": 120, "paid": True},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(budget: float, people: float, *, paid: bool) -> Scene:
    curves, rows, items = _at_all_budgets(paid, people)
    now, choices = curves.loc[budget], items.loc[budget]
    bricks = _bricks(choices, budget, is_paid=paid)
    return Scene(
        {
            "curves": rows,
            "here": pd.DataFrame({"budget": budget, "rule": RULES, "millions": now.to_numpy()}),
            "names": _names(curves.iloc[-1]),
            "bricks": bricks,
        },
        _summary(now, bricks, choices, budget),
        _point(now, curves[EXACT].max()),
        {
            "gap": now[EXACT] - now[LIST],
            "list_gains": now[LIST] - _list_with_fewer(budget, people, is_paid=paid),
            **{f"alone_{each}": curves.loc[each, ALONE] for each in _ASKED},
        },
    )


@cache
def _at_all_budgets(
    is_paid: bool,  # noqa: FBT001 - a key
    people: float,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return net values (million EUR) by budget and rule, wide and long, and the choices."""
    here = portfolios().loc[(is_paid, people)]
    net = here["net_value"] / 1000
    curves = pd.DataFrame({rule: net.xs(rule, level="rule") for rule in RULES})
    return curves, net.rename("millions").reset_index(), here["items"]


def _list_with_fewer(budget: float, people: float, *, is_paid: bool) -> float:
    """Return the list's value with ten person-months fewer, million EUR; 0 below the slider."""
    if people - 10 < PEOPLE[0]:
        return 0.0
    return float(_at_all_budgets(is_paid, people - 10)[0].loc[budget, LIST])


def _bricks(items: pd.Series, budget: float, *, is_paid: bool) -> pd.DataFrame:
    """Return where each rule's budget goes: a brick per pilot or foundation, as wide as its cost.

    A foundation comes before the pilots that need it, so that one that few share can be seen.
    """
    rows = []
    for rule in RULES:
        end = 0.0
        for item in sorted(items[rule], key=_order):
            cost = _cost(item, is_paid=is_paid)
            if cost:
                rows.append((rule, item, _named(item), _part(item), end, end + cost))
                end += cost
        if end < budget:
            rows.append((rule, "", "not spent", _IDLE, end, budget))
    return pd.DataFrame(rows, columns=["rule", "item", "name", "part", "start", "end"])


def _order(item: str) -> tuple[str, bool, str]:
    """Return the place of a brick: by the foundation, which comes first, then by identifier."""
    if item in foundations().index:
        return item, False, item
    return (candidates()["needs"][item] or "none"), True, item


def _cost(item: str, *, is_paid: bool) -> float:
    if item in foundations().index:
        return 0.0 if is_paid else float(foundations()[BUDGET][item]) / 1000
    return float(candidates()[BUDGET][item]) / 1000


def _part(item: str) -> str:
    if item in foundations().index:
        return _SHARED
    return _NEEDS if candidates()["needs"][item] else _STANDS


def _named(item: str) -> str:
    table = foundations() if item in foundations().index else candidates()
    return f"{item} {table['name'][item]}"


def _names(ends: pd.Series) -> pd.DataFrame:
    """Return the names at the ends of the curves, moved apart where curves meet."""
    rows, above = [], _TOP + _APART
    for rule, millions in ends.sort_values(ascending=False, kind="stable").items():
        place = millions + 0.5 * _APART
        if place > above - _APART:  # no room above the curve: below it
            place = min(millions - 0.55 * _APART, above - _APART)
        above = place
        rows.append({"budget": BUDGETS[-1], "rule": rule, "millions": above})
    return pd.DataFrame(rows)


def _point(now: pd.Series, most: float) -> str:
    behind = now[EXACT] - now[LIST]
    if now[EXACT] - now[ALONE] < 0.05:
        return "At this budget stand-alone pilots are as good as anything"
    if behind < 0.05:
        return "Here a ranked list is as good as the best set"
    if now[EXACT] > most - 0.005:
        return "More money brings nothing more: people or ideas are the limit"
    return f"The ranked list leaves €{behind:.1f} million on the table"


def _summary(now: pd.Series, bricks: pd.DataFrame, items: pd.Series, budget: float) -> str:
    names = [
        " ".join(item for item in items[rule] if item in foundations().index) or "no foundation"
        for rule in (EXACT, LIST)
    ]
    idle_bricks = bricks[(bricks["rule"] == ALONE) & (bricks["part"] == _IDLE)]
    idle = (idle_bricks["end"] - idle_bricks["start"]).sum()
    behind = now[EXACT] - now[LIST]
    less = f"{behind / now[EXACT]:.0%} less" if behind >= 0.05 else "as much"
    return (
        f"With €{budget:g} million the best set takes {names[0]} and brings "
        f"€{now[EXACT]:.1f} million net; the ranked list takes {names[1]} and brings "
        f"€{now[LIST]:.1f} million, {less}. Stand-alone pilots bring "
        f"€{now[ALONE]:.1f} million and leave €{idle:.1f} million unspent."
    )


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        _curves(), _spent(), spacing=12, title="The ranked list leaves millions on the table"
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Above: net value of the best set, of a ranked list and of stand-alone pilots against the "
        "budget. Below: for each way to choose, a brick for each pilot and foundation that it pays "
        "for, as wide as its cost, and what is not spent.",
    )


def _curves() -> alt.ChartType:
    title, domain = "Budget (€ million)", {"domain": [1, BUDGETS[-1]], "nice": False}
    x = alt.X("budget:Q", title=title, scale=domain)
    y = charts.axis(alt.Y, "millions:Q", "Net value (€ million)", 0, _TOP)
    rule = alt.Color("rule:N", legend=None, scale=_COLOURS)
    here, curves = alt.Chart(alt.NamedData("here")), alt.Chart(alt.NamedData("curves"))
    words: dict[str, Any] = {"align": "right", "fontSize": 12, "fontWeight": 600}
    return alt.layer(
        here.mark_rule(strokeDash=[6, 3]).encode(x),
        charts.start_line("curves").encode(x, y, detail="rule:N"),
        curves.mark_line().encode(x, y, rule),
        here.mark_point(size=90, opacity=1).encode(x, y, rule),
        alt.Chart(alt.NamedData("names")).mark_text(**words).encode(x, y, rule, text="rule:N"),
        guess_line(alt.X("at:Q", title=title, scale=domain)),
    ).properties(height=210)


def _spent() -> alt.ChartType:
    x = charts.axis(alt.X, "start:Q", "Where the budget goes (€ million)", 0, BUDGETS[-1])
    y = alt.Y("rule:N", title="Way to choose", sort=list(RULES), scale={"domain": list(RULES)})
    base = alt.Chart(alt.NamedData("bricks")).encode(y)
    bricks = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x,
        alt.X2("end:Q"),
        alt.Color(
            "part:N",
            title=None,
            scale={
                "domain": list(_PARTS),
                "range": [charts.ORANGE, charts.SKY, "#BCDDF3", "#E0E0E0"],
            },
            legend=alt.Legend(orient="bottom", columns=2),
        ),
        tooltip=["rule:N", "name:N", "part:N"],
    )
    room = f"(datum.end - datum.start) * width / {BUDGETS[-1]} > 22"
    words = base.transform_calculate(middle="(datum.start + datum.end) / 2").mark_text(
        fontSize=10, text={"expr": f"{room} ? datum.item : ''"}
    )
    dark = alt.condition(f"datum.part == '{_SHARED}'", alt.value("white"), alt.value(charts.INK))
    return alt.layer(bricks, words.encode(alt.X("middle:Q"), color=dark)).properties(
        height=100, title="A brick is a pilot or a foundation"
    )
