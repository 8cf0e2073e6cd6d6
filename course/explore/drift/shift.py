"""Make your own drift: change one part of the lender's world and watch two monitors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
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
from course.simulate.drift.distance import ACT_FROM, WATCH_FROM
from course.simulate.drift.shift import simulate_shift

_START, _PER_MONTH = 9, 500
_KINDS = {
    "nothing": ("none", "safer"),
    "who applies: safer people (covariate shift)": ("covariate", "safer"),
    "who applies: riskier people (covariate shift)": ("covariate", "riskier"),
    "how many default (prior shift)": ("prior", "safer"),
    "what leads to default (concept drift)": ("concept", "safer"),
}
_SAFER, _RISKIER, _PRIOR, _CONCEPT = list(_KINDS)[1:]
_HEIGHT = 85


@focusable
def shift(focus: Focus) -> Explorable:
    """Choose what moves, how fast and how far; see inputs, outcomes, accuracy and PSI."""
    return Explorable(
        "drift.shift",
        title="Make your own drift",
        controls=(
            Choice("kind", "What moves from month 9 on", tuple(_KINDS), _SAFER),
            Choice("pace", "How it moves", ("sudden", "gradual", "seasonal"), "sudden"),
            Slider("size", "How far it moves", 0.0, 1.0, 0.05, 0.5, "of the largest shift"),
        ),
        presets={
            "Safer customers": {},
            "Hard times": {"kind": _PRIOR},
            "The fall from 88%": {"kind": _CONCEPT},
            "Christmas every year": {"pace": "seasonal"},
        },
        guess=GuessNumber(
            "The model is right about 88% of applicants. From month 9 on a campaign brings in many "
            "safer customers; what leads to default stays. How often is the model right then?",
            Slider("accuracy", "Right from month 9 on", 65, 100, 1, 80, "%"),
            truth=lambda scene: scene.facts["after"],
            explanation="The inputs alarm, and the model is right more often: people with little "
            "debt are easy to judge. An input alarm says that something moved, not that it hurts.",
            axis="y",
        ),
        challenges=(
            Challenge(
                "Accuracy falls by 12 points or more, and the PSI stays below 0.1 in every month.",
                lambda _values, scene: (
                    scene.facts["change"] <= -12 and scene.facts["highest_psi"] < WATCH_FROM
                ),
                hint="Which kind of change leaves the inputs exactly where they were?",
                witness={"kind": _CONCEPT, "size": 0.8},
            ),
            Challenge(
                "Accuracy falls by 8 points or more while the model is still exactly right: the "
                "two curves agree, and the PSI is above 0.25 in every month from 9 on.",
                lambda values, scene: (
                    _KINDS[values["kind"]][0] == "covariate"
                    and scene.facts["change"] <= -8
                    and scene.facts["lowest_psi"] > ACT_FROM
                ),
                hint="If only applicants move, the curves agree. Whom does any model misjudge?",
                witness={"kind": _RISKIER, "size": 0.9},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(kind: str, pace: str, size: float) -> Scene:
    what, applicants = _KINDS[kind]
    study = simulate_shift(
        what,  # type: ignore[arg-type]
        pace,  # type: ignore[arg-type]
        size,
        _PER_MONTH,
        start=_START,
        applicants=applicants,  # type: ignore[arg-type]
        seed=2,
    )
    facts = _facts(study.monthly)
    monthly = study.monthly[["month", "psi"]].assign(percent=100 * study.monthly["accuracy"])
    return Scene(
        {
            "monthly": monthly,
            "distribution": study.distribution[["bin", "share", "period"]],
            "relation": study.relation,
        },
        _summary(facts),
        title=_point(facts),
        facts=facts,
    )


def _facts(monthly: pd.DataFrame) -> dict[str, float]:
    # Plain arrays: this runs at every step of a slider, and pandas would take a millisecond.
    accuracy, psi, cost = (monthly[name].to_numpy() for name in ("accuracy", "psi", "cost"))
    before, after = slice(None, _START - 1), slice(_START - 1, None)
    was, now = 100 * accuracy[before].mean(), 100 * accuracy[after].mean()
    return {
        "before": was,
        "after": now,
        "change": now - was,
        "highest_psi": psi.max(),
        "lowest_psi": psi[after].min(),
        "watch": (psi[after] > WATCH_FROM).sum(),
        "act": (psi[after] > ACT_FROM).sum(),
        "early": (psi[before] > WATCH_FROM).sum(),
        "months": psi[after].size,
        "extra": cost[after].mean() - cost[before].mean(),
    }


def _summary(facts: Mapping[str, Any]) -> str:
    return (
        f"The model is right about {facts['before']:.1f}% before month {_START}, "
        f"{facts['after']:.1f}% after. The PSI is above {WATCH_FROM} in {facts['watch']} of "
        f"{facts['months']} months ({facts['early']} of {_START - 1} before), above {ACT_FROM} in "
        f"{facts['act']}. Wrong decisions cost €{abs(round(facts['extra'], -3)):,.0f} a month "
        f"{'more' if facts['extra'] >= 0 else 'less'}."
    )


def _point(facts: Mapping[str, Any]) -> str:
    loud, change = facts["act"] > 0, facts["change"]
    if loud and change > 1:
        return "The inputs alarm, and the model is right more often"
    if loud and change < -1:
        return "The inputs alarm, and the model is wrong more often"
    if change < -1 and not facts["watch"]:
        return "The model is wrong more often, and no input says so"
    if change < -1:
        return "The model is wrong more often, and the inputs hardly move"
    return "Two monitors watch the lender, and each answers its own question"


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        alt.hconcat(_accuracy(), _psi()),
        _relation(),
        title="Two monitors watch the lender, and they do not see the same drift",
    )
    return charts.alt_text(
        chart,
        "Three panels. Accuracy by month. Population stability index by month with its bands at "
        "0.1 and 0.25. Below them, by debt-to-income ratio: areas for the applicants, then and "
        "in the last month, and the probability of default, the model's curve against the world's.",
    )


def _relation() -> alt.ChartType:
    ratio = {"domain": [0, 1], "nice": False}
    title = "Debt-to-income ratio (share of income)"
    areas = (
        alt.Chart(alt.NamedData("distribution"))
        .mark_area(interpolate="step-after", opacity=0.3, clip=True)
        .encode(
            alt.X("bin:Q", title=title, scale=ratio),
            alt.Y("share:Q", axis=None, stack=None, scale={"domain": [0, 0.5], "clamp": True}),
            _colour("period", ["reference", "current"]),
        )
    )
    curves = (
        alt.Chart(alt.NamedData("relation"))
        .mark_line(strokeWidth=2, clip=True)
        .encode(
            alt.X("debt_to_income:Q", title=title, scale=ratio),
            alt.Y("default_probability:Q", title="Default (probability)", scale={"domain": [0, 1]}),
            _colour("line", ["the model", "the world now"]),
        )
    )
    words = named({"then, and the model": charts.GREY, "the world now": charts.BLUE})
    return (
        alt.layer(areas, curves, words, title="Who applies (areas), what leads to default (lines)")
        .resolve_scale(y="independent", color="independent")
        .properties(height=_HEIGHT)
    )


def _colour(field: str, names: list[str]) -> alt.Color:
    scale = {"domain": names, "range": [charts.GREY, charts.BLUE]}
    return alt.Color(f"{field}:N", scale=scale, legend=None)


def _months(field: str, title: str, domain: list[float]) -> tuple[alt.X, alt.Y]:
    return (
        charts.axis(alt.X, "month:Q", "Month", 1, 24, values=list(range(3, 25, 3))),
        alt.Y(f"{field}:Q", title=title, scale={"domain": domain, "clamp": True}),
    )


def _accuracy() -> alt.ChartType:
    encoding = _months("percent", "Right decisions (%)", [65, 100])
    now = alt.Chart(alt.NamedData("monthly"))
    return alt.layer(
        charts.start_line("monthly").encode(*encoding),
        now.mark_line(color=charts.BLUE, point={"color": charts.BLUE}).encode(*encoding),
        _start_rule(),
        guess_rules("y"),
        title="Accuracy",
    ).properties(height=_HEIGHT)


def _psi() -> alt.ChartType:
    bands = alt.Chart(alt.InlineData([{"psi": WATCH_FROM}, {"psi": ACT_FROM}])).encode(y="psi:Q")
    names = bands.mark_text(align="left", dx=4, dy=-6, color=charts.ORANGE).encode(
        alt.Text("psi:Q"), x=alt.value(0)
    )
    encoding = _months("psi", "PSI (no unit)", [0, 0.6])
    now = alt.Chart(alt.NamedData("monthly"))
    return alt.layer(
        bands.mark_rule(color=charts.ORANGE, strokeDash=[4, 3]),
        names,
        charts.start_line("monthly").encode(*encoding),
        now.mark_line(color=charts.BLUE, point={"color": charts.BLUE}).encode(*encoding),
        _start_rule(),
        title="Stability index, cut off at 0.6",
    ).properties(height=_HEIGHT)


def _start_rule() -> alt.Chart:
    rule = alt.Chart(alt.InlineData([{"month": _START}])).mark_rule(color=charts.INK, opacity=0.4)
    return rule.encode(x="month:Q")
