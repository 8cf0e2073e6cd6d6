"""Make your own drift: change one part of the lender's world and watch two monitors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.drift import _crowd
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.drift.crowd import CROWD, draw_crowd
from course.simulate.drift.distance import ACT_FROM, WATCH_FROM
from course.simulate.drift.shift import pace_profile, simulate_shift

_MONTHS, _START, _PER_MONTH = 24, 9, 500
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
                opens=("The fall from 88%",),
            ),
            Challenge(
                "Accuracy falls by 8 points or more, and the PSI is above 0.25 in every month from "
                "9 on; but at every level of debt as many default as the model expects.",
                lambda values, scene: (
                    _KINDS[values["kind"]][0] == "covariate"
                    and scene.facts["change"] <= -8
                    and scene.facts["lowest_psi"] > ACT_FROM
                ),
                hint="If only people move, chances stay right. Whom does any model misjudge?",
                witness={"kind": _RISKIER, "size": 0.9},
            ),
        ),
        model=_model,
        chart=_chart,
        before=_before,
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
    crowd = draw_crowd(what, size * _last(pace), applicants=applicants)  # type: ignore[arg-type]
    return Scene(
        {"monthly": monthly, **_crowd.frames(crowd)},
        _summary(facts, int(crowd["wrong"].sum())),
        title=_point(facts),
        facts=facts,
    )


def _last(pace: str) -> float:
    """Return the part of the shift that the last month has."""
    return float(pace_profile(pace, _MONTHS, _START)[-1])  # type: ignore[arg-type]


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


def _summary(facts: Mapping[str, Any], wrong: int) -> str:
    return (
        f"The model is right about {facts['before']:.1f}% before month {_START}, "
        f"{facts['after']:.1f}% after; in the picture it misjudges {wrong} of {CROWD}. The PSI is "
        f"above {WATCH_FROM} in {facts['watch']} of {facts['months']} months ({facts['early']} of "
        f"{_START - 1} before), above {ACT_FROM} in {facts['act']}. Wrong decisions cost "
        f"€{abs(round(facts['extra'], -3)):,.0f} a month "
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
        _crowd.picture(),
        alt.hconcat(_accuracy(), _psi()),
        title="Two monitors watch the lender, and they do not see the same drift",
    ).resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: a dot for each of 200 applicants by debt-to-income ratio, filled if it defaults "
        "and ringed if the model judged it wrongly; above three groups, the defaults, and how many "
        "the model expects. Then accuracy, and the population stability index with its bands at "
        "0.1 and 0.25, by month.",
    )


def _before() -> alt.ChartType:
    """Return the applicants of month 1, and the months in which nothing has moved yet."""
    quiet = alt.Chart(alt.InlineData([{"month": 1, "until": _START - 1, "percent": 88}]))
    encoding = _months("percent", "Right decisions (%)", [65, 100])
    line = quiet.mark_rule(color=charts.GREY, strokeWidth=2).encode(*encoding, alt.X2("until:Q"))
    months = alt.layer(
        line,
        _start_rule(),
        guess_rules("y"),
        title="Accuracy",
    ).properties(height=_HEIGHT)
    chart = alt.vconcat(_crowd.situation(), months).resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: a grey ring for each of 200 applicants by debt-to-income ratio; nobody knows who "
        "will default. Second: accuracy by month, so far eight months at 88%.",
    )


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
