"""Retraining policies: when to train again, and what each habit costs."""

from __future__ import annotations

from typing import get_args

import altair as alt
import pandas as pd

from course import charts
from course.explore.controls import Choice, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.drift.retraining import (
    Policy,
    RetrainingCase,
    compare_policies,
    simulate_retraining,
)

_NAMES: dict[str, str] = {
    "never": "never",
    "calendar": "every six months",
    "accuracy": "on known accuracy",
    "psi": "on input alarm (PSI)",
}
_COLOURS = [charts.GREY, charts.YELLOW, charts.BLUE, charts.ORANGE]


def retraining() -> Explorable:
    """Compare four retraining policies over four years, in accuracy and in euros."""
    return Explorable(
        "drift.retraining",
        title="When should you retrain, and what does it cost?",
        controls=(
            Choice("pace", "How the world drifts", ("sudden", "gradual", "seasonal"), "sudden"),
            Slider("maturity", "Months until an outcome is known", 0, 24, 1, 12, "months"),
            Slider("price", "Price of one retraining", 0, 600, 50, 150, "thousand €"),
            Slider("newcomers", "Harmless change of applicants", 0, 1, 0.1, 0, "(0 none)"),
            Toggle("fault", "For six months the feed is broken"),
        ),
        presets={
            "The fall from 88%": {},
            "Outcomes known at once": {"maturity": 0},
            "Harmless change": {"newcomers": 1.0},
            "A broken feed, outcomes after 3 months": {"fault": True, "maturity": 3},
        },
        guess=GuessChoice(
            "A concept drift cuts accuracy by 9 points; the inputs do not move. Which habit costs "
            "as much as never retraining?",
            ("Every six months", "On known accuracy", "On input alarm (PSI)"),
            2,
            "The inputs look as they always did, so the input alarm stays silent for four years. "
            "A policy can act only on what it watches.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(pace: str, maturity: float, price: float, newcomers: float, *, fault: bool) -> Scene:
    case = RetrainingCase(
        pace=pace,  # type: ignore[arg-type]
        maturity=int(maturity),
        covariate_size=newcomers,
        fault=fault,
        cost_per_retraining=price * 1_000,
    )
    monthly = pd.concat(
        [
            simulate_retraining(policy, case)
            .monthly[["month", "accuracy"]]
            .assign(policy=_NAMES[policy])
            for policy in get_args(Policy)
        ],
        ignore_index=True,
    )
    costs = compare_policies(case, seeds=3)
    costs["policy"] = costs["policy"].map(_NAMES)
    bars = costs.rename(
        columns={"error_cost": "wrong decisions", "retraining_cost": "retraining"}
    ).melt(["policy"], ["wrong decisions", "retraining"], var_name="cost", value_name="euros")
    bars["millions"] = bars["euros"] / 1e6
    ranked = costs.sort_values("total_cost")
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    never = costs.loc[costs["policy"] == _NAMES["never"]].iloc[0]
    summary = (
        f"Cheapest over four years: {best['policy']}, €{best['total_cost'] / 1e6:.1f} million with "
        f"{best['retrainings']:.1f} retrainings and a mean accuracy of "
        f"{best['mean_accuracy']:.1%}. Dearest: {worst['policy']}, "
        f"€{worst['total_cost'] / 1e6:.1f} million and {worst['mean_accuracy']:.1%}. Never "
        f"retraining costs €{never['total_cost'] / 1e6:.1f} million."
    )
    return Scene({"monthly": monthly, "costs": bars[["policy", "cost", "millions"]]}, summary)


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _accuracy(),
        _costs(),
        spacing=30,
        title="A policy can act only on what it watches",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Left: expected accuracy by month under four retraining policies. Right: cost of wrong "
        "decisions and of retraining over four years for each policy, in millions of euros.",
    )


def _accuracy() -> alt.Chart:
    legend = alt.Legend(orient="bottom", columns=2, labelLimit=200)
    return (
        alt.Chart(alt.NamedData("monthly"), title="Accuracy", width=270, height=210)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            alt.X("month:Q", title="Month", scale={"domain": [1, 48], "nice": False}),
            alt.Y("accuracy:Q", title="Right decisions (share)", scale={"domain": [0.7, 0.95]}),
            alt.Color(
                "policy:N",
                title="Retrain",
                scale={"domain": list(_NAMES.values()), "range": _COLOURS},
                legend=legend,
            ),
            alt.StrokeDash(
                "policy:N",
                title="Retrain",
                scale={
                    "domain": list(_NAMES.values()),
                    "range": [[1, 0], [8, 3], [1, 0], [2, 3]],
                },
                legend=legend,
            ),
        )
    )


def _costs() -> alt.ChartType:
    y = alt.Y("policy:N", title="Retrain", sort=list(_NAMES.values()))
    order = ["wrong decisions", "retraining"]
    bars = (
        alt.Chart(alt.NamedData("costs"))
        .mark_bar()
        .encode(
            alt.X(
                "millions:Q",
                title="Cost over four years (million €)",
                scale={"domain": [0, 50]},
            ),
            y,
            alt.Color(
                "cost:N",
                title="Cost of",
                scale={"domain": order, "range": [charts.BLUE, charts.ORANGE]},
                legend=alt.Legend(orient="bottom"),
            ),
            alt.Order("cost:N", sort="descending"),
        )
    )
    start = charts.start_tick("costs").encode(alt.X("sum(millions):Q"), y)
    total = (
        alt.Chart(alt.NamedData("costs"))
        .mark_text(align="left", dx=6, color=charts.INK)
        .encode(alt.X("sum(millions):Q"), y, alt.Text("sum(millions):Q", format=".1f"))
    )
    return alt.layer(bars, start, total, title="Cost (black: where you started)").properties(
        width=185, height=210
    )
