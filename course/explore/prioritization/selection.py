"""Budget and people: the best portfolio beside a ranked list and beside quick wins."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.data.portfolio import BUDGET, ROLES
from course.explore.controls import Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.prioritization._register import candidates, foundations, limits
from course.explore.scene import Scene
from course.simulate.prioritization.selection import Portfolio, best_portfolio, greedy_portfolio

_EXACT, _LIST, _QUICK = "best set (exact)", "ranked list", "quick wins only"
_RULES = [_EXACT, _LIST, _QUICK]


def selection() -> Explorable:
    """Change what there is to spend, and compare three ways to choose."""
    return Explorable(
        "prioritization.selection",
        title="What does a rule of thumb leave on the table?",
        controls=(
            Slider("budget", "Budget", 1, 12, 0.5, 7, "million €"),
            Slider("people", "People of each role", 20, 120, 5, 60, "person-months"),
            Toggle("paid", "Somebody else pays for the foundations"),
            Toggle("hype", "Trust the chat assistant: its value three times as large"),
        ),
        presets={
            "This year": {},
            "A small budget": {"budget": 2},
            "Money, but no people": {"budget": 12, "people": 40},
            "Foundations are there": {"paid": True},
        },
        guess=GuessChoice(
            "With 7 million, a ranked list by value for money falls behind the best set. Now "
            "somebody else pays for all foundations. How far behind is the list?",
            ("Further than before", "As far as before", "Not at all"),
            2,
            "The list lost by what pilots share: the first one that needs a foundation had to pay "
            "for it alone. Where nothing is shared and money is what limits you, the list is good.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(budget: float, people: float, *, paid: bool, hype: bool) -> Scene:
    pilots, shared = candidates(), foundations()
    if hype:
        tripled = pilots["value"].where(pilots.index != "P15", 3 * pilots["value"])
        pilots = pilots.assign(value=tripled)
    if paid:
        shared = shared.assign(**dict.fromkeys(limits().index, 0))
    most = {BUDGET: budget * 1000, **dict.fromkeys(ROLES, people)}
    chosen = {
        _EXACT: best_portfolio(pilots, shared, most),
        _LIST: greedy_portfolio(pilots, shared, most),
        _QUICK: greedy_portfolio(pilots, shared, most, build_foundations=False),
    }
    values = pd.DataFrame(
        {"rule": _RULES, "millions": [chosen[rule].net_value / 1000 for rule in _RULES]}
    )
    picks = pd.DataFrame(
        [
            {"rule": rule, "item": item, "kind": kind}
            for rule, portfolio in chosen.items()
            for kind, items in (
                ("pilot", portfolio.pilots),
                ("foundation", portfolio.foundations),
            )
            for item in items
        ],
        columns=["rule", "item", "kind"],
    )
    return Scene({"values": values, "picks": picks}, _summary(chosen, budget))


def _summary(chosen: dict[str, Portfolio], budget: float) -> str:
    best, ranked, quick = (chosen[rule] for rule in _RULES)
    gap = best.net_value - ranked.net_value
    behind = f"€{gap / 1000:.1f} million ({gap / max(best.net_value, 1):.0%}) less"
    built = ", ".join(best.foundations) or "no foundation"
    return (
        f"With €{budget:g} million the best set has {len(best.pilots)} pilots and {built} and "
        f"brings €{best.net_value / 1000:.1f} million net. The ranked list brings "
        f"€{ranked.net_value / 1000:.1f} million: {behind if gap >= 50 else 'as much'}. Quick "
        f"wins alone bring €{quick.net_value / 1000:.1f} million and spend "
        f"€{quick.used[BUDGET] / 1000:.1f} million."
    )


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        _values(),
        _picks(),
        spacing=12,
        title="The best set builds foundations, a ranked list builds them late or never",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Above: net value of the best set, of a ranked list and of quick wins only, in millions "
        "of euros. Below: which pilots and foundations each of the three takes.",
    )


def _values() -> alt.ChartType:
    y = alt.Y("rule:N", title="How to choose", sort=_RULES)
    x = {"domain": [0, 24], "nice": False}
    title = "Net value over three years (million €; black: where you started)"
    values = alt.Chart(alt.NamedData("values"))
    bars = values.mark_bar().encode(
        alt.X("millions:Q", title=title, scale=x),
        y,
        alt.Color(
            "rule:N",
            legend=None,
            scale={"domain": _RULES, "range": [charts.BLUE, charts.SKY, charts.YELLOW]},
        ),
    )
    number = values.mark_text(align="left", dx=6, color=charts.INK).encode(
        alt.X("millions:Q", scale=x), y, alt.Text("millions:Q", format=".1f")
    )
    start = charts.start_tick("values").encode(alt.X("millions:Q", scale=x), y)
    return alt.layer(bars, start, number).properties(width=600, height=90)


def _picks() -> alt.Chart:
    items = [*foundations().index, *candidates().index]
    return (
        alt.Chart(alt.NamedData("picks"), width=600, height=70)
        .mark_rect(stroke="white")
        .encode(
            alt.X(
                "item:N",
                title="Foundation or pilot",
                scale={"domain": items},
                axis={"labelAngle": -90, "labelFontSize": 9},
            ),
            alt.Y("rule:N", title="How to choose", sort=_RULES, scale={"domain": _RULES}),
            alt.Color(
                "kind:N",
                title="Takes",
                scale={
                    "domain": ["foundation", "pilot"],
                    "range": [charts.GREEN, charts.BLUE],
                },
                legend=alt.Legend(orient="bottom"),
            ),
        )
    )
