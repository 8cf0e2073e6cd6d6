"""An explanation that repeats a model's decisions, and what it hides."""

from __future__ import annotations

from functools import partial

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.governance.explanation import MODELS, Explained, explain

_CHECKS = {
    "repeated decisions": charts.BLUE,
    "other first reason": charts.PINK,
    "turned by postcode": charts.ORANGE,
}

# Without these controls, nothing makes a scorecard worse than the best model.
_COMPARED = ("bend", "shown")
_MODELS_TITLE = "How often each model is right"


@focusable
def explanation(focus: Focus) -> Explorable:
    """Explain a lender's model with a simple one, and test the explanation."""
    return Explorable(
        "governance.explanation",
        title="A simple explanation repeats most decisions. Does it say what the model uses?",
        controls=(
            Slider("bend", "How much debt and tenure work together", 0, 2, 0.25, 0),
            Slider("weight", "Weight of the postcode in the model", 0, 1, 0.1, 0.4),
            Slider("likeness", "Correlation of postcode and income", 0, 0.9, 0.1, 0.7),
            Toggle("shown", "The explanation may use the postcode"),
        ),
        presets={
            "Meridian Lending": {},
            "No postcode in the model": {"weight": 0},
            "A crooked world": {"bend": 0.5, "weight": 0, "shown": True},
        },
        guess=GuessNumber(
            "An explanation by income, debt and tenure repeats 95 of 100 of the model's decisions. "
            "Now move every applicant from a poor postcode to a rich one and change nothing else. "
            "How many of 100 decisions change?",
            Slider("twins", "Decisions that change, of 100", 0, 100, 1, 5, "%"),
            truth=lambda scene: scene.facts["twins"],
            explanation="Postcode goes with income, so income replaces it in the explanation. "
            "Agreement cannot tell the two apart; changing one input alone can.",
        ),
        challenges=(
            Challenge(
                "Hide more: the explanation repeats at least 95% of decisions, and postcode alone "
                "turns 28% or more.",
                lambda _values, scene: (
                    scene.facts["agreement"] >= 95 and scene.facts["twins"] >= 28
                ),
                hint="What lets income replace postcode even better?",
                witness={"weight": 0.6, "likeness": 0.9},
            ),
            Challenge(
                "Make simplicity costly. The plain scorecard loses four points or more to the "
                "model without postcode, and the one with a rule at most 1.5. Even so, let the "
                "explanation repeat 88% of decisions.",
                lambda _values, scene: (
                    scene.facts["scorecard_loses"] >= 4
                    and scene.facts["rule_loses"] <= 1.5
                    and scene.facts["agreement"] >= 88
                ),
                hint="Make the world crooked first. Then ask what an explanation needs to see.",
                witness={"bend": 1, "weight": 1, "likeness": 0.9, "shown": True},
            ),
        ),
        model=partial(_model, compares=focus.shows(*_COMPARED)),
        chart=_chart,
        panels={_MODELS_TITLE: _COMPARED},
        focus=focus,
    )


def _model(bend: float, weight: float, likeness: float, *, shown: bool, compares: bool) -> Scene:
    result = explain(bend, weight, likeness, shown=shown)
    percent = {name: 100 * value for name, value in result.accuracy.items()}
    _, best, scorecard, scorecard_with_rule = (percent[name] for name in MODELS)
    checks = (result.agreement, result.wrong_letters, result.twins)
    comparison = (
        f" The scorecard is right for {scorecard:.1f}% of applicants, the model without postcode "
        f"for {best:.1f}%."
    )
    return Scene(
        {
            "checks": pd.DataFrame(
                {"check": list(_CHECKS), "percent": [round(100 * one, 1) for one in checks]}
            ),
            "models": pd.DataFrame(
                {"model": list(percent), "percent": [round(one, 1) for one in percent.values()]}
            ),
        },
        f"The explanation repeats {result.agreement:.0%} of decisions, and postcode alone turns "
        f"{result.twins:.0%}. Of 1,000 refusal letters, {1_000 * result.wrong_letters:.0f} would "
        f"name another first reason than the model has.{comparison if compares else ''}",
        title=_point(result),
        facts={
            "agreement": 100 * result.agreement,
            "twins": 100 * result.twins,
            "scorecard_loses": best - scorecard,
            "rule_loses": best - scorecard_with_rule,
        },
    )


def _point(result: Explained) -> str:
    return (
        f"It repeats {result.agreement:.0%} of decisions; postcode alone turns {result.twins:.0%}"
    )


def _chart() -> alt.ChartType:
    checks = charts.alt_text(
        _checks(),
        "The share of decisions that the explanation repeats, of refusals for which it names "
        "another first reason than the model has, and of decisions that the postcode alone turns. "
        "Bold ticks mark the start.",
    )
    models = charts.alt_text(
        _models(), "How often four models are right about repayment; ticks mark the start."
    )
    return alt.hconcat(checks, models, title="An explanation and two tests of it", spacing=30)


def _checks() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "percent:Q", "Share (%)", 0, 100),
        alt.Y(
            "check:N",
            title="Test",
            sort=list(_CHECKS),
            scale=alt.Scale(paddingOuter=0.5),
            axis=alt.Axis(domain=False, ticks=False, labelLimit=140),
        ),
    )
    base = alt.Chart(alt.NamedData("checks")).encode(*place)
    bars = base.mark_bar(height=22).encode(
        alt.Color("check:N", legend=None, scale=charts.colours(_CHECKS))
    )
    start = charts.start_tick("checks").encode(*place)
    return alt.layer(bars, start, guess_rules()).properties(
        height=210, title="The explanation, tested"
    )


def _models() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "percent:Q", "Right (%)", 60, 100, every=20),
        alt.Y(
            "model:N",
            title="Model",
            sort=list(MODELS),
            axis=alt.Axis(domain=False, ticks=False, labelLimit=140),
        ),
    )
    base = alt.Chart(alt.NamedData("models")).encode(*place)
    points = base.mark_point(size=80, opacity=1, color=charts.GREEN)
    words = (
        base.mark_text(align="right", fontSize=11)
        .transform_calculate(label="format(datum.percent, '.1f') + '%'")
        .encode(alt.Text("label:N"), x=alt.value("width"))
    )
    start = charts.start_tick("models").encode(*place)
    return alt.layer(start, points, words).properties(height=210, title=_MODELS_TITLE)
