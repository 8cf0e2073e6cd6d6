"""Forty pilots through four gates, in 200 companies that differ by luck alone."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.ghosts import guess_rules, words_over
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.scaling_gap.funnel import (
    GATES,
    PASSES,
    chance_of_at_most,
    draw_companies,
    run_funnel,
)

_FEW, _MORE = "two live or fewer", "more"
_WIDEST, _TOP = 140, 30  # the chart's last row holds all companies with 30 live pilots or more


def funnel() -> Explorable:
    """Buy better chances at four gates; see what 200 equal companies get for it."""
    return Explorable(
        "scaling_gap.funnel",
        title="Which lever brings most, and how much of two in forty is luck?",
        controls=(
            *(
                Slider(gate, f"{gate.capitalize()}, added to {chance:.0%}", 0, 40, 5, 0, "points")
                for gate, chance in PASSES.items()
            ),
            Slider("correlation", "Shared fate of pilots (correlation)", 0, 0.3, 0.05, 0),
        ),
        presets={
            "Meridian": {},
            "All on adoption": {"adoption": 40},
            "A little everywhere": dict.fromkeys(GATES, 10),
        },
        guess=GuessNumber(
            "Here are 200 companies exactly like Meridian: two of forty pilots live on average. "
            "How many of them have nothing live at all, by luck alone?",
            Slider(
                "none", "Companies with nothing live", 0, _WIDEST, 1, 5, ("company", "companies")
            ),
            truth=lambda scene: scene.facts["none"],
            explanation="Theory says 26 on average, and other draws give 17 to 36. Equal companies "
            "end with none, or with five.",
        ),
        challenges=(
            Challenge(
                "Bring 4.5 live pilots or more on average, for at most €3.2 million of levers.",
                lambda _values, scene: (
                    round(scene.facts["live"], 1) >= 4.5 and scene.facts["levers"] <= 3_200
                ),
                hint="Buy in small steps. After each one, ask again which gate is tightest now.",
                witness={"data": 10, "integration": 10, "adoption": 20},
            ),
            Challenge(
                "Bring 3 live pilots or more on average, and still leave half of the 200 companies "
                "with nothing live.",
                lambda _values, scene: scene.facts["live"] >= 3 and scene.facts["none"] >= 100,
                hint="A mean can rise while luck grows.",
                witness={"adoption": 20, "correlation": 0.3},
            ),
        ),
        model=_model,
        chart=_chart,
    )


def _model(correlation: float, **points: float) -> Scene:
    run = run_funnel(points)
    live = draw_companies(run.rate, correlation)
    few, none = int((live <= 2).sum()), int((live == 0).sum())
    spent = run.levers + run.pilots
    idc, gartner = (chance_of_at_most(2, rate, correlation) for rate in (0.12, 0.48))
    rows = np.minimum(live, _TOP)
    label = pd.DataFrame({"live": [-1.3], "place": [none], "words": [f"none: {none}"]})
    return Scene(
        {"companies": _dots(rows), "ends": _ends(rows), "none": label},
        f"On average {run.live:.1f} of 40 are live. Levers cost {_million(run.levers)} and pilots "
        f"{_million(run.pilots)}: {_million(spent / run.live)} for each live one. The chance of "
        f"two or fewer: {_chance(idc)} if 12% held (IDC, 2025), {_chance(gartner)} if 48% held "
        "(Gartner, 2024).",
        title=f"{few} of 200 equal companies have two live pilots or fewer, {none} have none",
        facts={
            "live": run.live,
            "levers": run.levers,
            "none": none,
            "chance_48": gartner,
            "cost_each": spent / run.live,
        },
    )


def _dots(live: np.ndarray) -> pd.DataFrame:
    """Return one row a company: its live pilots, and its place in the row of that number."""
    first = np.searchsorted(live, live)  # `live` is sorted
    return pd.DataFrame(
        {
            "live": live,
            "place": np.arange(len(live)) - first + 1,
            "reads": np.where(live <= 2, _FEW, _MORE),
        }
    )


def _ends(live: np.ndarray) -> pd.DataFrame:
    numbers, companies = np.unique(live, return_counts=True)
    return pd.DataFrame({"live": numbers, "place": companies})


def _million(thousand: float) -> str:
    return f"€{thousand / 1000:.1f} million"


def _chance(chance: float) -> str:
    if chance < 1e-6:
        return "less than 1 in a million"
    return f"{chance:.2f}" if chance >= 0.01 else f"1 in {1 / chance:,.0f}"


def _chart() -> alt.ChartType:
    place = (
        alt.X(
            "place:Q",
            title="Companies (count)",
            scale=alt.Scale(domain=[0, _WIDEST], nice=False),
        ),
        alt.Y(
            "live:Q",
            title="Live pilots of forty (count)",
            scale=alt.Scale(domain=[-2.2, _TOP + 0.7], nice=False),
            axis=alt.Axis(
                values=list(range(0, _TOP + 1, 5)),
                grid=False,
                labelExpr=f"datum.value == {_TOP} ? '{_TOP}+' : datum.label",
            ),
        ),
    )
    dots = (
        alt.Chart(alt.NamedData("companies"))
        .mark_point(size=11, opacity=1, clip=True)
        .encode(
            *place,
            alt.Color(
                "reads:N",
                title=None,
                scale=alt.Scale(domain=[_FEW, _MORE], range=[charts.ORANGE, charts.BLUE]),
                legend=alt.Legend(orient="top"),
            ),
        )
    )
    start = charts.start_tick("ends").encode(*place)
    none = words_over(
        alt.Chart(alt.NamedData("none")).encode(*place),
        alt.Text("words:N"),
        align={"expr": "datum.place > 70 ? 'right' : 'left'"},
        dx={"expr": "datum.place > 70 ? -5 : 5"},
        fontSize=12,
        fontWeight=600,
        color=charts.ORANGE,
    )
    chart = alt.layer(dots, start, guess_rules(), none).properties(
        height=290, title="200 equal companies differ by luck alone (black ticks: the start)"
    )
    return charts.alt_text(
        chart,
        "A dot for each of 200 companies, in a row for each number of live pilots. Companies with "
        "two or fewer are marked; a tick ends each row as it was before you moved anything.",
    )
