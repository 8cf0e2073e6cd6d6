"""Forty pilots walk through four gates; 200 companies differ only by luck."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.scaling_gap.funnel import (
    GATES,
    PASSES,
    PILOTS,
    Funnel,
    chance_of_at_most,
    draw_companies,
    draw_pilots,
    run_funnel,
)

_FEW, _MORE = "two live or fewer", "more"
_TOP = 24  # the chart's last column holds all companies with 30 live pilots or more
_LIVE, _ENDED = "live", "ended at a gate"
_ABREAST, _ROOM, _HIGH = 5, 7, 8  # pilots abreast, width of a room, rows of pilots
_DOTS = 4  # companies abreast
_HIGHEST = 26  # rows of companies for which there is room


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
            "It fails 16 of the forty that come. The second fails a larger share, but only 13 of "
            "24. At which gate a point brings most is another question.",
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
        before=_before,
        focus=focus,
    )


def _model(correlation: float, **points: float) -> Scene:
    run = run_funnel(points)
    live = draw_companies(run.rate, correlation)
    few, none = int((live <= 2).sum()), int((live == 0).sum())
    cost = run.levers + run.pilots
    pilots = _pilots(run.gates["passes"].to_numpy())
    return Scene(
        {
            "pilots": pilots,
            "gates": _gates(run),
            "ends": _ends(pilots),
            "companies": _companies(np.minimum(live, _TOP)),
            "none": pd.DataFrame({"words": [f"{none} of 200 have none, {few} have two or fewer"]}),
        },
        f"On average {run.live:.1f} of 40 are live. Levers cost {_million(run.levers)} and pilots "
        f"{_million(run.pilots)}: {_million(cost / run.live)} for each live pilot."
        f"{_luck(correlation)}",
        title=f"{few} of 200 equal companies have two live pilots or fewer, {none} have none",
        facts={"live": run.live, "levers": run.levers, "none": none},
    )


def _pilots(passes: np.ndarray) -> pd.DataFrame:
    """Return one row per pilot: its fate, and its place in the room that it gets to.

    The pilots that missed their gate by most are at the bottom. As a gate opens, the top ones leave
    first, and the others stay where they are.
    """
    pilots = draw_pilots(passes)
    room, shortfall = pilots["passed"].to_numpy(), pilots["missed_by"].to_numpy()
    order = np.lexsort((np.arange(PILOTS), -shortfall, room))
    place = np.empty(PILOTS, dtype=int)
    place[order] = np.arange(PILOTS) - np.searchsorted(room[order], room[order])
    return pd.DataFrame(
        {
            "pilot": np.arange(PILOTS),
            "x": room * _ROOM + place % _ABREAST + 1,
            "y": place // _ABREAST + 0.6,
            "fate": np.where(room == len(GATES), _LIVE, _ENDED),
        }
    )


def _gates(run: Funnel) -> pd.DataFrame:
    """Return one row per gate: its name, its place and how far it is open."""
    passes = run.gates["passes"]
    return pd.DataFrame(
        {
            "gate": [gate.capitalize() for gate in GATES],
            "x": [_ROOM * (number + 1) - 0.75 for number in range(len(GATES))],
            "left": [_ROOM * number + 0.5 for number in range(len(GATES))],
            "open": _HIGH * passes,
            "zero": 0,
            "high": _HIGH,
            "named": _HIGH + 1.8,
            "said": _HIGH + 0.7,
            "passes": [f"{chance:.0%} pass" for chance in passes],
        }
    )


def _ends(pilots: pd.DataFrame) -> pd.DataFrame:
    """Return one row per room: in words, the number of pilots in it."""
    counts = np.bincount((pilots["x"] - 1) // _ROOM, minlength=len(GATES) + 1)
    words = ["end"] * len(GATES) + ["live"]
    return pd.DataFrame(
        {
            "x": [_ROOM * room + 0.5 for room in range(len(words))],
            "below": -0.8,
            "words": [f"{count} {word}" for count, word in zip(counts, words, strict=True)],
            "fate": [_ENDED] * len(GATES) + [_LIVE],
        }
    )


def _companies(live: np.ndarray) -> pd.DataFrame:
    """Return one row per company: the place of its dot in the column of its live pilots."""
    rank = np.arange(len(live)) - np.searchsorted(live, live)  # `live` is sorted
    squeeze = max(1.0, (rank.max() // _DOTS + 1) / _HIGHEST)
    return pd.DataFrame(
        {
            "company": np.arange(len(live)),
            "live": (live + (rank % _DOTS + 0.5) / _DOTS * 0.84 + 0.08).round(3),
            "level": ((rank // _DOTS + 0.7) / squeeze).round(2),
            "reads": np.where(live <= 2, _FEW, _MORE),
        }
    )


def _million(thousand: float) -> str:
    return f"€{thousand / 1000:.1f} million"


def _luck(correlation: float) -> str:
    """Return what a shared fate does to two published rates; no lever moves these chances."""
    if not correlation:
        return ""
    first, second = (chance_of_at_most(2, rate, correlation) for rate in (0.12, 0.50))
    return (
        f" Two or fewer: a chance of {_chance(first)} if 12% held (IDC, 2025), {_chance(second)} "
        "if half did (IDC, 2026)."
    )


def _chance(chance: float) -> str:
    return f"{chance:.2f}" if chance >= 0.01 else f"1 in {1 / chance:,.0f}"


_X = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _ROOM * 5], nice=False))
_Y = alt.Scale(domain=[-1.3, _HIGH + 2.4], nice=False)
_PITCH = f"item.mark.group.width / {5 * _ROOM}"
_SMALL = {"expr": f"{_PITCH} > 12 ? 13 : 10"}
_DOT: dict[str, Any] = {
    "size": {"expr": f"pow(0.8 * min({_PITCH}, item.mark.group.height / {_HIGH + 3.7}), 2)"},
    "strokeWidth": 1.6,
    "opacity": 1,
}


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        _forty(),
        _two_hundred(),
        title="Where pilots end, and luck",
        spacing=30,
    ).resolve_scale(color="independent", fill="independent", stroke="independent")
    return charts.alt_text(
        chart,
        "First: a dot for each of forty pilots, in the room before the gate where it ends, or in "
        "the last room if it is live; each gate is open as far as its share that passes. Second: "
        "a dot for each of 200 companies by its number of live pilots.",
    )


def _before() -> alt.ChartType:
    """Return the forty pilots before the first gate.

    How far a gate is open is part of the question, so it gives nothing away.
    """
    place = np.arange(PILOTS)
    pilots = pd.DataFrame({"x": place % _ABREAST + 1, "y": place // _ABREAST + 0.6})
    dots = (
        alt.Chart(pilots)
        .mark_point(filled=True, color=charts.GREY, **_DOT)
        .encode(_X, alt.Y("y:Q", axis=None, scale=_Y))
    )
    run = run_funnel()
    shares = [f"{chance:.0%}" for chance in run.gates["passes"]]
    gates = _gates(run).assign(passes=shares)
    return charts.alt_text(
        alt.layer(*_building(gates), dots).properties(
            height=215, title="Forty pilots set out. A gate is open as far as its pilots pass"
        ),
        "Forty pilots stand before four gates: owner, data, integration and adoption. Behind them "
        "is a room for live pilots, still empty.",
    )


def _building(gates: alt.Data | pd.DataFrame) -> list[alt.Chart]:
    """Return the floor, the four gates and their names."""
    base = alt.Chart(gates)
    floor = alt.Chart(alt.InlineData([{"y": 0}])).encode(alt.Y("y:Q", axis=None, scale=_Y))
    wall, name = base.encode(_X), base.encode(alt.X("left:Q", axis=None))
    words: dict[str, Any] = {"align": "left", "fontSize": _SMALL, "color": charts.INK}
    end = alt.Chart(
        alt.InlineData(
            [
                {
                    "x": _ROOM * 4 + 0.1,
                    "words": "Live",
                    "zero": 0,
                    "high": _HIGH,
                    "named": _HIGH + 1.8,
                }
            ]
        )
    )
    return [
        end.mark_rect(color=charts.SKY, opacity=0.22).encode(
            _X, _height("zero"), alt.Y2("high:Q"), x2=alt.value("width")
        ),
        floor.mark_rule(color=charts.INK, strokeWidth=1),
        wall.mark_rule(color=charts.GREY, strokeWidth=1, strokeDash=[2, 3]).encode(
            _height("zero"), alt.Y2("open:Q")
        ),
        wall.mark_rule(color=charts.INK, strokeWidth=5).encode(_height("open"), alt.Y2("high:Q")),
        name.mark_text(**words).encode(alt.Text("gate:N"), _height("named")),
        name.mark_text(fontWeight=600, **words).encode(alt.Text("passes:N"), _height("said")),
        end.mark_text(fontWeight=600, dx=6, **words).encode(
            _X, alt.Text("words:N"), _height("named")
        ),
    ]


def _height(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=_Y)


def _forty() -> alt.ChartType:
    y = alt.Y("y:Q", axis=None, scale=_Y)
    fates = alt.Scale(domain=[_LIVE, _ENDED], range=[charts.BLUE, charts.ORANGE])
    pilots = (
        alt.Chart(alt.NamedData("pilots"))
        .mark_point(**_DOT)
        .encode(
            _X,
            y,
            alt.Key("pilot:Q"),
            alt.Stroke("fate:N", scale=fates, legend=None),
            alt.Fill("fate:N", scale=fates, legend=None),
            fillOpacity=alt.condition(f"datum.fate == '{_LIVE}'", alt.value(1), alt.value(0.15)),
        )
    )
    start = (
        alt.Chart(alt.NamedData("baseline_pilots"))
        .mark_point(filled=False, color=charts.GREY, **{**_DOT, "opacity": 0.35, "strokeWidth": 1})
        .encode(_X, y)
    )
    ends = (
        alt.Chart(alt.NamedData("ends"))
        .mark_text(align="left", fontWeight=600, fontSize=_SMALL)
        .encode(
            _X,
            _height("below"),
            alt.Text("words:N"),
            alt.Color("fate:N", scale=fates, legend=None),
        )
    )
    return alt.layer(*_building(alt.NamedData("gates")), start, pilots, ends).properties(
        height=215, title="Forty pilots of a company with average luck (faint rings: the start)"
    )


def _two_hundred() -> alt.ChartType:
    pitch = f"item.mark.group.width / {_TOP + 1} * 0.84 / {_DOTS}"
    x = alt.X(
        "live:Q",
        title="Live pilots of forty (count)",
        scale=alt.Scale(domain=[0, _TOP + 1], nice=False),
        axis=alt.Axis(
            values=[number + 0.5 for number in (0, 2, 5, 10, 15, 20, _TOP)],
            labelExpr=f"datum.value > {_TOP} ? '{_TOP}+' : format(datum.value - 0.5, '.0f')",
            grid=False,
            ticks=False,
        ),
    )
    dots = (
        alt.Chart(alt.NamedData("companies"))
        .mark_point(filled=True, opacity=1, size={"expr": f"pow(0.92 * {pitch}, 2)"})
        .encode(
            x,
            alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[0, _HIGHEST + 1.5], nice=False)),
            alt.Key("company:Q"),
            alt.Color(
                "reads:N",
                scale=alt.Scale(domain=[_FEW, _MORE], range=[charts.ORANGE, charts.BLUE]),
                legend=None,
            ),
        )
    )
    words = (
        alt.Chart(alt.NamedData("none"))
        .mark_text(align="right", fontSize=12, fontWeight=600, color=charts.ORANGE)
        .encode(alt.Text("words:N"), x=alt.value("width"), y=alt.value(8))
    )
    return alt.layer(dots, words).properties(
        height=150, title="200 such companies: they differ by luck alone"
    )
