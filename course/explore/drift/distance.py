"""False alarms: the bands of the population stability index when nothing has changed."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.drift._words import named
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.drift.distance import ACT_FROM, WATCH_FROM, expected_psi_without_drift
from course.simulate.drift.shift import null_psi

_RULES = {
    f"watch: PSI above {WATCH_FROM}": WATCH_FROM,
    f"act: PSI above {ACT_FROM}": ACT_FROM,
}
_WATCH, _ACT = _RULES
_COST_OF_AN_ALARM = 2_000
_EDGES = np.linspace(0, 0.6, 61)
_COLOURS = {"quiet": charts.SKY, "a false alarm": charts.ORANGE}


@focusable
def false_alarms(focus: Focus) -> Explorable:
    """Choose sample size, bins and watched inputs; count the alarms in a quiet year."""
    return Explorable(
        "drift.false_alarms",
        title="What does the index say in a month in which nothing moved?",
        controls=(
            Slider("per_month", "Applicants in each sample", 50, 2000, 50, 200, "applicants"),
            Slider("bins", "Bins of the index", 5, 20, 1, 10, "bins"),
            Slider("inputs", "Inputs watched", 1, 40, 1, 10, ("input", "inputs")),
            Choice("rule", "Alarm rule", tuple(_RULES), _WATCH),
        ),
        presets={
            "A small lender": {},
            "Ten times the cases": {"per_month": 2000},
            "Forty inputs": {"inputs": 40},
            "Only the upper band": {"rule": _ACT},
        },
        guess=GuessNumber(
            "Two samples of 200 applicants come from the same people; nothing has moved. You cut "
            "them into 10 bins. What is the PSI, on average over many such months?",
            Slider("psi", "Mean PSI", 0, 0.6, 0.01, 0.3),
            truth=lambda scene: scene.facts["mean"],
            explanation="A band at 0.1 sits in the middle of this noise: one month in three "
            "crosses it although nothing moved.",
        ),
        challenges=(
            Challenge(
                "Watch 40 inputs at the lower band, 0.1, in 15 bins or more, with less than one "
                "false alarm a year.",
                lambda values, scene: (
                    values["inputs"] == 40
                    and values["bins"] >= 15
                    and values["rule"] == _WATCH
                    and scene.facts["alarms"] < 1
                ),
                hint="The bands are fixed. What makes the noise smaller?",
                witness={"inputs": 40, "per_month": 1200, "bins": 15},
            ),
            Challenge(
                "Break the upper band: one single input alarms above 0.25 in more than half of the "
                "quiet months.",
                lambda values, scene: (
                    values["inputs"] == 1 and values["rule"] == _ACT and scene.facts["one"] > 0.5
                ),
                hint="Few cases in many bins leave each bin almost empty.",
                witness={"inputs": 1, "per_month": 50, "bins": 20, "rule": _ACT},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(per_month: float, bins: float, inputs: float, rule: str) -> Scene:
    limit, n = _RULES[rule], int(per_month)
    draws = null_psi(n, int(bins), repeats=1_000)
    share, _ = np.histogram(np.minimum(draws, _EDGES[-1]), bins=_EDGES)
    one = float((draws > limit).mean())
    several = 1 - (1 - one) ** int(inputs)
    alarms = 12 * inputs * one
    noise = pd.DataFrame({"psi": _EDGES[:-1], "psi_end": _EDGES[1:], "share": share / draws.size})
    noise["reads_as"] = np.where(noise["psi"] >= limit - 1e-9, "a false alarm", "quiet")
    return Scene(
        {"noise": noise, "rule": pd.DataFrame({"psi": [limit]})},
        f"Nothing moved, yet one input alarms in {one:.0%} of months; the mean PSI is "
        f"{draws.mean():.3f} (formula: {expected_psi_without_drift(int(bins), n, n):.3f}). "
        f"{_watched(int(inputs), several)}: {alarms:.1f} false alarms a year on average, or "
        f"€{round(alarms * _COST_OF_AN_ALARM, -3):,.0f} at €{_COST_OF_AN_ALARM:,} for each "
        "investigation.",
        title=_point(alarms),
        facts={"mean": float(draws.mean()), "one": one, "alarms": alarms},
    )


def _watched(inputs: int, several: float) -> str:
    who = "With 1 input" if inputs == 1 else f"With {inputs} independent inputs"
    return f"{who}, {several:.0%} of months have at least one alarm"


def _point(alarms: float) -> str:
    if alarms >= 12:
        return "Chance alone alarms every month"
    if alarms >= 1:
        return "Chance alone alarms in some months of the year"
    return "With so many cases for its band, the rule is quiet when nothing moves"


def _chart() -> alt.ChartType:
    title, scale = "Population stability index (no unit)", {"domain": [0, 0.6], "nice": False}
    x = alt.X("psi:Q", title=title, scale=scale)
    height = {"domain": [0, 0.35], "clamp": True}
    bars = (
        alt.Chart(alt.NamedData("noise"))
        .mark_bar()
        .encode(
            alt.X("psi:Q", title=title, scale=scale, bin="binned"),
            alt.X2("psi_end:Q"),
            alt.Y("share:Q", title="Simulated months (share)", scale=height),
            alt.Color("reads_as:N", scale=charts.colours(_COLOURS), legend=None),
        )
    )
    start = charts.start_outline("noise", interpolate="step-after").encode(x, alt.Y("share:Q"))
    rule = alt.Chart(alt.NamedData("rule")).mark_rule(color=charts.ORANGE, strokeWidth=2).encode(x)
    words = named({"quiet": charts.BLUE, "a false alarm": charts.ORANGE}, "right")
    chart = alt.layer(bars, start, rule, words, guess_rules()).properties(
        height=230, title="With few cases, chance alone crosses the bands"
    )
    return charts.alt_text(
        chart,
        "Histogram of the population stability index in 1,000 simulated months in which nothing "
        "moved. Bars beyond the rule, at 0.1 or 0.25, are false alarms. The last bar holds all "
        "months above 0.59; a dashed line shows where you started.",
    )
