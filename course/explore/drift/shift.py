"""Make your own drift: move one part of the lender's world and watch two monitors."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.drift.distance import ACT_FROM, WATCH_FROM
from course.simulate.drift.shift import simulate_shift

_START = 9
_KINDS = {
    "nothing": ("none", "safer"),
    "who applies: safer people (covariate shift)": ("covariate", "safer"),
    "who applies: riskier people (covariate shift)": ("covariate", "riskier"),
    "how many default (prior shift)": ("prior", "safer"),
    "what leads to default (concept drift)": ("concept", "safer"),
}
_SAFER, _RISKIER, _PRIOR, _CONCEPT = list(_KINDS)[1:]


def shift() -> Explorable:
    """Choose what moves, how fast and how far; see inputs, outcomes, accuracy and PSI."""
    return Explorable(
        "drift.shift",
        title="Make your own drift",
        controls=(
            Choice("kind", "What moves from month 9 on", tuple(_KINDS), _CONCEPT),
            Choice("pace", "How it moves", ("sudden", "gradual", "seasonal"), "sudden"),
            Slider("size", "How far it moves", 0.0, 1.0, 0.05, 0.5, "of the largest shift"),
            Slider("per_month", "Applicants a month", 100, 2000, 100, 1000, "applicants"),
        ),
        presets={
            "The fall from 88%": {},
            "Safer customers": {"kind": _SAFER, "size": 1.0},
            "Riskier customers": {"kind": _RISKIER, "size": 1.0},
            "Hard times": {"kind": _PRIOR, "size": 1.0},
            "Christmas every year": {"kind": _SAFER, "pace": "seasonal", "size": 0.8},
            "Quiet, but few cases": {"kind": "nothing", "per_month": 100},
        },
        guess=GuessChoice(
            "A campaign brings in many safer customers: the inputs shift a lot, the link between "
            "debt and default stays. What happens to the model's accuracy?",
            ("It falls a lot", "It stays or rises", "It falls, then recovers"),
            1,
            "Press “Safer customers”. The population stability index sounds the alarm, and "
            "accuracy rises: the model's probabilities still fit. An input alarm tells you that "
            "something moved, not that it hurts.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(kind: str, pace: str, size: float, per_month: float) -> Scene:
    what, applicants = _KINDS[kind]
    study = simulate_shift(
        what,  # type: ignore[arg-type]
        pace,  # type: ignore[arg-type]
        size,
        int(per_month),
        start=_START,
        applicants=applicants,  # type: ignore[arg-type]
    )
    shown = ["month", "accuracy", "psi"]
    return Scene(
        {
            "monthly": study.monthly[shown],
            "distribution": study.distribution[["bin", "share", "period"]],
            "relation": study.relation,
        },
        _summary(study.monthly),
    )


def _summary(monthly: pd.DataFrame) -> str:
    # Plain arrays: this runs at every step of a slider, and pandas would take a millisecond.
    accuracy, psi, cost = (monthly[name].to_numpy() for name in ("accuracy", "psi", "cost"))
    before, after = slice(None, _START - 1), slice(_START - 1, None)
    extra = cost[after].mean() - cost[before].mean()
    return (
        f"Mean accuracy is {accuracy[before].mean():.1%} before month {_START} and "
        f"{accuracy[after].mean():.1%} from then on. The PSI is above {WATCH_FROM} in "
        f"{(psi[before] > WATCH_FROM).sum()} of {psi[before].size} months before, and in "
        f"{(psi[after] > WATCH_FROM).sum()} of {psi[after].size} after; above {ACT_FROM} in "
        f"{(psi[after] > ACT_FROM).sum()} of them. Wrong decisions cost "
        f"€{abs(extra):,.0f} a month {'more' if extra >= 0 else 'less'} than before."
    )


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        alt.hconcat(_inputs(), _relation(), spacing=30).resolve_scale(color="independent"),
        alt.hconcat(_accuracy(), _psi(), spacing=30),
        title="Two monitors watch the lender, and they do not see the same drift",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Four panels. Inputs: histogram of the debt-to-income ratio, reference against last month. "
        "Relation: probability of default by ratio, the model's curve against the world's. "
        "Accuracy by month. Population stability index by month with its bands at 0.1 and 0.25.",
    )


def _legend() -> alt.Legend:
    return alt.Legend(orient="top", title=None, symbolType="stroke", offset=2)


def _inputs() -> alt.Chart:
    return (
        alt.Chart(alt.NamedData("distribution"), title="The inputs", width=275, height=150)
        .mark_line(interpolate="step-after", strokeWidth=2, clip=True)
        .encode(
            alt.X(
                "bin:Q",
                title="Debt-to-income ratio (share of income)",
                scale={"domain": [0, 1], "nice": False},
            ),
            alt.Y(
                "share:Q", title="Applicants (share)", scale={"domain": [0, 0.25], "clamp": True}
            ),
            alt.Color(
                "period:N",
                scale={"domain": ["reference", "current"], "range": [charts.GREY, charts.BLUE]},
                legend=_legend(),
            ),
        )
    )


def _relation() -> alt.Chart:
    return (
        alt.Chart(alt.NamedData("relation"), title="What leads to default", width=275, height=150)
        .mark_line(strokeWidth=2, clip=True)
        .encode(
            alt.X(
                "debt_to_income:Q",
                title="Debt-to-income ratio (share of income)",
                scale={"domain": [0, 1], "nice": False},
            ),
            alt.Y("default_probability:Q", title="Probability of default (share)"),
            alt.Color(
                "line:N",
                scale={
                    "domain": ["the model", "the world now"],
                    "range": [charts.GREY, charts.BLUE],
                },
                legend=_legend(),
            ),
        )
    )


def _months(field: str, title: str, domain: list[float]) -> tuple[alt.X, alt.Y]:
    return (
        alt.X(
            "month:Q",
            title="Month",
            scale={"domain": [1, 24], "nice": False},
            axis={"tickCount": 12},
        ),
        alt.Y(f"{field}:Q", title=title, scale={"domain": domain, "clamp": True}),
    )


def _accuracy() -> alt.ChartType:
    title, domain = "Right decisions (share)", [0.65, 1.0]
    encoding = _months("accuracy", title, domain)
    now = alt.Chart(alt.NamedData("monthly"))
    return alt.layer(
        charts.start_line("monthly").encode(*encoding),
        now.mark_line(color=charts.BLUE, point={"color": charts.BLUE}).encode(*encoding),
        _start_rule(),
        title="Accuracy (dashed: where you started)",
    ).properties(width=275, height=150)


def _psi() -> alt.ChartType:
    bands = alt.Chart(alt.InlineData([{"psi": WATCH_FROM}, {"psi": ACT_FROM}])).mark_rule(
        color=charts.ORANGE, strokeDash=[4, 3]
    )
    now = alt.Chart(alt.NamedData("monthly")).mark_line(
        color=charts.BLUE, point={"color": charts.BLUE}
    )
    return alt.layer(
        bands.encode(y="psi:Q"),
        now.encode(*_months("psi", "PSI (no unit)", [0, 0.6])),
        _start_rule(),
        title="PSI, cut off at 0.6 (dashed: 0.1, 0.25)",
    ).properties(width=275, height=150)


def _start_rule() -> alt.Chart:
    rule = alt.Chart(alt.InlineData([{"month": _START}])).mark_rule(color=charts.INK, opacity=0.4)
    return rule.encode(x="month:Q")
