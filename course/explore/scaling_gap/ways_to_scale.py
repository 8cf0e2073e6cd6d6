"""Three ways to scale one fraud model: gains of the next step, and costs of mistakes."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.scaling_gap.ways_to_scale import (
    STEPS,
    WAYS,
    Rates,
    compare_ways,
    draw_rates,
    mistake_factor,
)

_COLOURS = [charts.GREEN, charts.BLUE, charts.ORANGE]
_LOW, _HIGH = -2.0, 4.5
_LINE = 0.45  # the height of a line of text, on the axis of money
_OTHERS = 12


@focusable
def ways_to_scale(focus: Focus) -> Explorable:
    """Take one model into other domains, deeper, or into more important decisions."""
    return Explorable(
        "scaling_gap.ways_to_scale",
        title="A model works. Which way should it grow, and when does the next step lose money?",
        controls=(
            Slider("similarity", "Similarity of new domains (1 = same)", 0.3, 1, 0.05, 0.6),
            Slider("price", "Cost of a wrong decision", 20, 300, 20, 40, "€"),
            Slider("steps", "Steps taken", 1, 5, 1, 3, ("step", "steps")),
        ),
        presets={
            "Card payments": {},
            "Costly mistakes": {"price": 180},
            "Five steps": {"steps": 5},
        },
        guess=GuessChoice(
            "With wrong decisions at €40, impact earns most after three steps. Let one cost €180. "
            "Which way earns most then?",
            (
                "Horizontal: into other domains",
                "Vertical: deeper in its own",
                "Impact: more rides on each decision",
            ),
            1,
            "Each step of impact makes the same mistakes dearer, and each new domain makes new "
            "ones. Going deeper makes fewest. Press “Costly mistakes”.",
        ),
        challenges=(
            Challenge(
                "Let horizontal scaling earn more than either other way does at its best number of "
                "steps. A wrong decision costs €200 or more; new domains are at most 85% similar.",
                lambda values, scene: (
                    values["price"] >= 200
                    and values["similarity"] <= 0.85
                    and scene.facts["horizontal_leads"] > 0
                ),
                hint="One way gains a little at every step. At which step does it overtake the "
                "others' best?",
                witness={"similarity": 0.85, "price": 200, "steps": 4},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


@cache
def _other_rates() -> Rates:
    return draw_rates(_OTHERS)


def _model(similarity: float, price: float, steps: float) -> Scene:
    number = int(steps)
    ways = compare_ways(similarity, price)
    ends = ways[ways["step"] == number].set_index("way")["net"]
    before = ways[ways["step"] == number - 1].set_index("way")["net"]
    best = str(ends.idxmax())
    peaks = ways.groupby("way")["net"].max()
    others = compare_ways(similarity, price, _other_rates())
    gain = ends - before
    return Scene(
        {
            "ways": ways[["way", "step", "net"]],
            "others": others.assign(line=others["way"] + others["draw"].astype(str))[
                ["way", "line", "step", "net"]
            ],
            "here": ways.loc[ways["step"] == number, ["way", "step", "net"]],
            "names": _names(ways),
        },
        f"After {_steps(number)}: horizontal {_money(ends['horizontal'])}, vertical "
        f"{_money(ends['vertical'])}, impact {_money(ends['impact'])} million a year. "
        f"Of these, the last step brings {_money(gain['horizontal'])}, "
        f"{_money(gain['vertical'])} and {_money(gain['impact'])} million. Stopped at its best "
        f"step, vertical earns {_money(peaks['vertical'])} and impact {_money(peaks['impact'])} "
        f"million; each mistake of impact now costs €{mistake_factor(number) * price:,.0f}.",
        title=f"After {_steps(number)}, {best} scaling earns most: {_money(ends[best])} million a "
        "year",
        facts={"horizontal_leads": float(ends["horizontal"] - peaks.drop("horizontal").max())},
    )


def _names(ways: pd.DataFrame) -> pd.DataFrame:
    """Return positions for the names of the lines: at their ends, without overlap.

    An arrow means that the line ends below the chart.
    """
    ends = ways[ways["step"] == ways["step"].max()].sort_values("net")
    heights: list[float] = []
    for number, net in enumerate(ends["net"]):
        room = _HIGH - _LINE * (len(WAYS) - number - 0.5)
        lowest = heights[-1] + _LINE if heights else _LOW + _LINE / 2
        heights.append(min(max(net, lowest), room))
    words = [
        way if net >= _LOW else f"{way} \N{DOWNWARDS ARROW}"
        for way, net in ends[["way", "net"]].to_numpy()
    ]
    return pd.DataFrame({"way": ends["way"], "step": ends["step"], "net": heights, "words": words})


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"


def _money(million: float) -> str:
    sign = "\N{MINUS SIGN}" if million <= -0.005 else ""  # lines may break after a hyphen
    return f"{sign}€{abs(million):.2f}"


def _chart() -> alt.ChartType:
    place = (
        alt.X(
            "step:Q",
            title="Steps taken (count)",
            scale=alt.Scale(domain=[0, 6.9], nice=False),
            axis=alt.Axis(values=list(range(6)), grid=False),
        ),
        alt.Y(
            "net:Q",
            title="Net gain (€ million a year)",
            scale=alt.Scale(domain=[_LOW, _HIGH], nice=False),
        ),
    )
    colour = alt.Color("way:N", scale=alt.Scale(domain=list(WAYS), range=_COLOURS), legend=None)
    ends = [{"step": step, "net": 0} for step in (0, STEPS[-1].item())]
    zero = alt.Chart(alt.InlineData(ends)).mark_line(color=charts.GREY, strokeWidth=1)
    others = (
        alt.Chart(alt.NamedData("others"))
        .mark_line(strokeWidth=1, opacity=0.18, clip=True)
        .encode(*place, colour, alt.Detail("line:N"))
    )
    lines = (
        alt.Chart(alt.NamedData("ways")).mark_line(clip=True, strokeWidth=3).encode(*place, colour)
    )
    start = charts.start_line("ways", clip=True).encode(*place, alt.Detail("way:N"))
    here = alt.Chart(alt.NamedData("here")).encode(*place, colour)
    points = here.mark_point(size=90, opacity=1, clip=True)
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", dx=9, fontSize=12, fontWeight=600)
        .encode(*place, colour, alt.Text("words:N"))
    )
    chart = alt.layer(zero.encode(*place), others, start, lines, points, names).properties(
        height=260,
        title="Each way to scale has its own limit (dashed: where you started; faint: other "
        "assumptions)",
    )
    return charts.alt_text(
        chart,
        "Net gain in million euros a year against steps taken, a line each for horizontal, "
        "vertical and impact scaling. Faint lines show assumptions up to a quarter higher or "
        "lower, a dashed line shows the start.",
    )
