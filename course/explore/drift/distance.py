"""False alarms: what the bands of the population stability index say when nothing moved."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
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


def false_alarms() -> Explorable:
    """Choose sample size, bins and number of watched inputs; count the alarms of a quiet year."""
    return Explorable(
        "drift.false_alarms",
        title="How often does a quiet month sound the alarm?",
        controls=(
            Slider("per_month", "Applicants in each sample", 50, 2000, 50, 200, "applicants"),
            Slider("bins", "Bins of the index", 5, 20, 1, 10, "bins"),
            Slider("inputs", "Inputs watched", 1, 40, 1, 10, "inputs"),
            Choice("rule", "Alarm rule", tuple(_RULES), _WATCH),
        ),
        presets={
            "A small lender": {},
            "Ten times the cases": {"per_month": 2000},
            "Forty inputs": {"inputs": 40},
            "Only the upper band": {"rule": _ACT},
        },
        guess=GuessChoice(
            "Two samples of 200 applicants come from the same population. You cut them into 10 "
            "bins. How often is the PSI above 0.1, although nothing moved?",
            ("Almost never", "About one time in twenty", "About one time in three"),
            2,
            "With 200 cases on each side and 10 bins, chance alone gives a PSI of about 0.09 on "
            "average. The band at 0.1 sits in the middle of that noise.",
        ),
        model=_model,
        chart=_chart,
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
    summary = (
        f"Nothing moved, yet one input alarms in {one:.0%} of months; the mean PSI is "
        f"{draws.mean():.3f} (formula: {expected_psi_without_drift(int(bins), n, n):.3f}). With "
        f"{inputs:.0f} independent inputs, {several:.0%} of months have at least one alarm: "
        f"{alarms:.0f} false alarms a year, or €{alarms * _COST_OF_AN_ALARM:,.0f} at "
        f"€{_COST_OF_AN_ALARM:,} for each investigation."
    )
    return Scene({"noise": noise, "rule": pd.DataFrame({"psi": [limit]})}, summary)


def _chart() -> alt.ChartType:
    title, scale = "Population stability index (no unit)", {"domain": [0, 0.6]}
    x = alt.X("psi:Q", title=title, scale=scale)
    bars = (
        alt.Chart(alt.NamedData("noise"))
        .mark_bar()
        .encode(
            alt.X("psi:Q", title=title, scale=scale, bin="binned"),
            alt.X2("psi_end:Q"),
            alt.Y("share:Q", title="Simulated months (share)", scale={"domain": [0, 0.35]}),
            alt.Color(
                "reads_as:N",
                title="The rule reads it as",
                scale={
                    "domain": ["quiet", "a false alarm"],
                    "range": [charts.SKY, charts.ORANGE],
                },
                legend=alt.Legend(orient="top-right"),
            ),
        )
        .transform_calculate(share="min(datum.share, 0.35)")
    )
    start = (
        charts.start_outline("noise", interpolate="step-after")
        .encode(x, alt.Y("share:Q"))
        .transform_calculate(share="min(datum.share, 0.35)")
    )
    rule = alt.Chart(alt.NamedData("rule")).mark_rule(color=charts.INK, strokeWidth=2).encode(x)
    chart = alt.layer(bars, start, rule).properties(
        width=620,
        height=230,
        title="With few cases, chance alone crosses the bands (dashed: where you started)",
    )
    return charts.alt_text(
        chart,
        "Histogram of the population stability index in 1,000 simulated months in which nothing "
        "moved. Bars beyond the rule, at 0.1 or 0.25, are false alarms.",
    )
