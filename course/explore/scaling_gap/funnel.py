"""Forty pilots through four gates, in 200 companies that differ only by luck."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import words_over
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.scaling_gap.funnel import (
    GATES,
    PASSES,
    PILOTS,
    Funnel,
    chance_of_at_most,
    draw_companies,
    run_funnel,
)

_ON, _END = "go on", "end here"
_FEW, _MORE = "two live or fewer", "more"
_WIDEST, _TOP = 140, 30  # the chart's last row holds all companies with 30 live pilots or more


@focusable
def funnel(focus: Focus) -> Explorable:
    """Buy better chances at four gates; see the results of 200 equal companies."""
    return Explorable(
        "scaling_gap.funnel",
        title="Which lever brings most, and how much of two in forty is luck?",
        controls=(
            *(
                Slider(
                    gate, f"{gate.capitalize()} ({chance:.0%} pass today)", 0, 40, 5, 0, "points"
                )
                for gate, chance in PASSES.items()
            ),
            Slider("correlation", "Shared fate of pilots (correlation)", 0, 0.3, 0.05, 0),
        ),
        presets={
            "Meridian": {},
            "All on adoption": {"adoption": 40},
            "A little everywhere": dict.fromkeys(GATES, 10),
        },
        guess=GuessChoice(
            "Forty pilots set out. Which of the four gates ends the most of them?",
            tuple(f"{gate.capitalize()}: {chance:.0%} pass" for gate, chance in PASSES.items()),
            0,
            "All forty come to the first gate, and five to the last. So the widest gate ends the "
            "most; the tightest is still where a point brings most.",
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
        focus=focus,
    )


def _model(correlation: float, **points: float) -> Scene:
    run = run_funnel(points)
    live = draw_companies(run.rate, correlation)
    few, none = int((live <= 2).sum()), int((live == 0).sum())
    cost = run.levers + run.pilots
    idc, gartner = (chance_of_at_most(2, rate, correlation) for rate in (0.12, 0.48))
    rows = np.minimum(live, _TOP)
    label = pd.DataFrame({"live": [0], "place": [none], "words": [f"none: {none}"]})
    return Scene(
        {"gates": _gates(run), "companies": _dots(rows), "ends": _ends(rows), "none": label},
        f"On average {run.live:.1f} of 40 are live. "
        f"Levers cost {_million(run.levers)} and pilots {_million(run.pilots)}: "
        f"{_million(cost / run.live)} for each live pilot. Two or fewer: a chance of "
        f"{_chance(idc)} if 12% held (IDC, 2025), {_chance(gartner)} if 48% did (Gartner, 2024).",
        title=f"{few} of 200 equal companies have two live pilots or fewer, {none} have none",
        facts={
            "live": run.live,
            "levers": run.levers,
            "none": none,
            "chance_48": gartner,
            "cost_each": cost / run.live,
        },
    )


def _gates(run: Funnel) -> pd.DataFrame:
    """Return the mean number of pilots, one row per gate and fate."""
    gates = run.gates.assign(on=run.gates["reach"] - run.gates["leave"])
    return pd.DataFrame(
        {
            "gate": np.repeat(gates["gate"], 2),
            "fate": [_ON, _END] * len(gates),
            "pilots": gates[["on", "leave"]].to_numpy().ravel(),
            "arrive": np.repeat(gates["reach"], 2),
            "words": [word for end in gates["leave"] for word in ("", f"{end:.0f} end")],
        }
    )


def _dots(live: np.ndarray) -> pd.DataFrame:
    """Return one row per company: live pilots, and its place among equals."""
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
    chart = alt.vconcat(_bars(), _companies(), title="Where pilots end, and luck", spacing=30)
    chart = chart.resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "First: a bar for each gate, as long as the number of pilots that come to it, divided into "
        "those that go on and those that end there. Second: a dot for each of 200 companies, in a "
        "row for each number of live pilots; those with two or fewer are marked, and a tick ends "
        "each row as it was before you moved anything.",
    )


def _bars() -> alt.ChartType:
    place = (
        alt.X(
            "pilots:Q",
            title="Pilots that come to the gate (count)",
            scale=alt.Scale(domain=[0, 50], nice=False),
            axis=alt.Axis(values=list(range(0, PILOTS + 1, 10))),
        ),
        alt.Y(
            "gate:N",
            title="Gate",
            scale=alt.Scale(domain=list(GATES)),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    gates = alt.Chart(alt.NamedData("gates"))
    bars = gates.mark_bar(height=16).encode(
        *place,
        alt.Color(
            "fate:N",
            title=None,
            scale=alt.Scale(domain=[_ON, _END], range=[charts.SKY, charts.GREY]),
            legend=alt.Legend(orient="top"),
        ),
        alt.Order("fate:N", sort="descending"),
    )
    words = gates.mark_text(align="left", dx=5, fontSize=12, color=charts.INK)
    ends = words.encode(alt.X("arrive:Q"), place[1], alt.Text("words:N"))
    start = charts.start_tick("gates").encode(alt.X("arrive:Q"), place[1])
    return alt.layer(bars, start, ends).properties(height=90, title="Forty pilots, on average")


def _companies() -> alt.ChartType:
    place = (
        alt.X(
            "place:Q",
            title="Companies (count)",
            scale=alt.Scale(domain=[0, _WIDEST], nice=False),
        ),
        alt.Y(
            "live:Q",
            title="Live pilots of forty (count)",
            # Most companies have small counts; the square root gives them room.
            scale=alt.Scale(type="sqrt", domain=[-0.1, _TOP + 1], nice=False),
            axis=alt.Axis(
                values=[0, 1, 2, 3, 5, 10, 20, _TOP],
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
    return alt.layer(dots, start, none).properties(
        height=240, title="200 equal companies differ by luck alone (black ticks: the start)"
    )
