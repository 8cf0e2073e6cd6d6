"""Releases by hand or by pipeline: hours, and days on which models fail unnoticed."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts, world
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.mlops.by_hand import Way, compare_ways, crossing

_HAND, _PIPELINE = "by hand", "pipeline"
_COLOURS = [charts.ORANGE, charts.BLUE]
_MOST, _MOST_HOURS, _MOST_DAYS = 100, 2_000, 1_500
_NUMBERS = (1, 20, 40, 60, 80, 100)
_SOON = world.count("models_soon", "models")


@focusable
def by_hand(focus: Focus) -> Explorable:
    """Set models, changes and owners; compare two ways to release."""
    return Explorable(
        "mlops.by_hand",
        title="Does automation save hours, failures, or neither?",
        controls=(
            Slider("models", "Models", 5, _MOST, 5, _SOON),
            Slider("changes", "Changes a model and month", 0.5, 3, 0.5, 1),
            Slider("growth", "Times as many changes once it is easy", 1, 6, 0.5, 3),
            Slider("owners", "People who look after live models", 0, 4, 1, 0),
        ),
        presets={"Meridian": {}, "Five models": {"models": 5}, "Two owners": {"owners": 2}},
        guess=GuessNumber(
            "Meridian will have 40 models, changed by hand once a month each. Nobody looks at "
            "them: failures that begin in a month go unseen for 216 days in all, each until "
            "customers complain. Now two people look at each model every two weeks. How many of "
            "the 216 days are left?",
            Slider("left", "Failed days unseen (a month)", 0, 300, 5, 215),
            truth=lambda scene: scene.facts["failed by hand"],
            explanation="Between two looks, a failure lasts seven days on average, not 90 "
            "(invented). Half as many changes would leave 108 days, and the pipeline all 216.",
            setting={"owners": 2},
        ),
        challenges=(
            Challenge(
                "With at most ten models, let the pipeline take fewer hours than work by hand.",
                lambda values, scene: (
                    values["models"] <= 10 and scene.facts["pipeline"] < scene.facts["by hand"]
                ),
                hint="Hours depend on models times changes.",
                witness={"models": 10, "changes": 2},
            ),
            Challenge(
                "With 80 models or more, a change a month or more each, and six times as many by "
                "pipeline, keep its failures below 100 unseen days a month.",
                lambda values, scene: (
                    values["models"] >= 80
                    and values["growth"] == 6
                    and scene.facts["failed days"] < 100
                    and values["changes"] >= 1
                ),
                hint="A failure that somebody looks for is short. Are there enough people to look "
                "at all of the models?",
                witness={"models": 80, "growth": 6, "owners": 3},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(models: float, changes: float, growth: float, owners: float) -> Scene:
    hand, pipeline = compare_ways(int(models), changes, growth, int(owners))
    lines = [
        {"way": way, "models": number, "hours": each.hours, "days": each.failed_days}
        for number in _NUMBERS
        for way, each in zip(
            (_HAND, _PIPELINE), compare_ways(number, changes, growth, int(owners)), strict=True
        )
    ]
    ways = {_HAND: hand, _PIPELINE: pipeline}
    cross = crossing(growth) / changes
    return Scene(
        {"lines": pd.DataFrame(lines), "here": _here(ways, models), "months": _months(ways)},
        f"By hand {hand.hours:,.0f} hours a month, by pipeline {pipeline.hours:,.0f}. Models fail "
        f"unseen for {hand.failed_days:,.0f} and {pipeline.failed_days:,.0f} days a month. With "
        f"hours and harm that is €{hand.cost:,.0f} and €{pipeline.cost:,.0f}.",
        title=_title(cross),
        facts={
            "by hand": hand.hours,
            "pipeline": pipeline.hours,
            "failed by hand": hand.failed_days,
            "failed days": pipeline.failed_days,
        },
    )


def _title(cross: float) -> str:
    if not np.isfinite(cross) or cross > _MOST:
        return "The pipeline saves no hours with up to 100 models"
    return f"The pipeline saves hours from {np.ceil(cross):.0f} models on"


def _here(ways: dict[str, Way], models: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "way": list(ways),
            "models": models,
            "hours": [way.hours for way in ways.values()],
            "days": [way.failed_days for way in ways.values()],
        }
    )


def _months(ways: dict[str, Way]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"way": name, "days": np.unique(way.months.round())})
        for name, way in ways.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _hours(), _days(), title="Hours and failures have different levers", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: hours of work a month against the number of models, a line by hand and a line by "
        "pipeline. Second: days a month on which models fail unseen, in 200 months by hand and by "
        "pipeline, with their means.",
    )


def _colour() -> alt.Color:
    return alt.Color(
        "way:N", scale=alt.Scale(domain=[_HAND, _PIPELINE], range=_COLOURS), legend=None
    )


def _hours() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "models:Q", "Models (count)", 0, 105, every=20, grid=False),
        charts.axis(alt.Y, "hours:Q", "Work (hours a month)", 0, _MOST_HOURS),
    )
    lines = alt.Chart(alt.NamedData("lines"))
    here = alt.Chart(alt.NamedData("here"))
    return alt.layer(
        lines.mark_line(clip=True).encode(*place, _colour()),
        charts.start_line("lines", clip=True).encode(*place, alt.Detail("way:N")),
        here.mark_point(size=90, opacity=1, clip=True).encode(*place, _colour()),
    ).properties(height=200, title="Hours (orange: by hand; blue: pipeline)")


def _days() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "days:Q", "Failed days unseen (a month)", 0, _MOST_DAYS),
        alt.Y(
            "way:N",
            title="Way",
            # The empty row has the numbers of the guess and the truth.
            scale=alt.Scale(domain=["", _HAND, _PIPELINE]),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    months = alt.Chart(alt.NamedData("months")).mark_tick(
        color=charts.GREY, opacity=0.5, size=22, thickness=1.5, clip=True
    )
    here = alt.Chart(alt.NamedData("here"))
    return alt.layer(
        months.encode(*place),
        charts.start_tick("here").encode(*place),
        here.mark_point(size=110, opacity=1, clip=True).encode(*place, _colour()),
        guess_rules(),
    ).properties(height=130, title="200 months (dot: mean; black: start)")
