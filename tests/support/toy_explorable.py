"""A small explorable, for tests of the class."""

import altair as alt
import pandas as pd

from course import charts
from course.explore import (
    Challenge,
    Choice,
    Explorable,
    GuessChoice,
    GuessNumber,
    Scene,
    Slider,
    Toggle,
)


def model(size, kind, season):
    fall = size / 10 if kind == "concept" else size / 30
    months = pd.DataFrame(
        {
            "month": range(1, 5),
            "accuracy": [0.88 - fall * month / 3 for month in range(4)],
            "note": [None, "holiday" if season else "quiet", pd.NA, "quiet"],
        }
    )
    return Scene(
        {"months": months},
        f"Accuracy falls by {100 * fall:.1f} points in 4 months.",
        facts={"lost": 100 * fall},
    )


def line(name):
    return (
        alt.Chart(alt.NamedData(name))
        .mark_line()
        .encode(
            x=alt.X("month:Q", title="Time since launch (months)"),
            y=alt.Y("accuracy:Q", title="Accuracy (share of loans)"),
        )
    )


def chart(*more):
    layers = alt.layer(line("baseline_months"), line("months"), *more)
    titled_chart = layers.properties(title="A larger shift costs more")
    return charts.alt_text(titled_chart, "Accuracy by month, with the default.")


GUESS = GuessChoice("What falls?", ("Nothing", "Accuracy"), 1, "Look at the line.")
CRISIS = Challenge(
    "Lose more than ten points.",
    lambda values, scene: values["kind"] == "concept" and scene.facts["lost"] > 10,
    hint="Not the size alone.",
    witness={"size": 1.5, "kind": "concept"},
)


NUMBER = GuessNumber(
    "How much is lost?",
    Slider("lost", "Points", 0, 20, 1, 10, "%"),
    truth=lambda scene: scene.facts["lost"],
    explanation="A third of the shift.",
    axis="y",
    setting={"kind": "concept"},
)


def veiled(**changes):
    parts = {
        "title": "How much accuracy does a shift cost?",
        "controls": (
            Slider("size", "Size", low=0.0, high=2.0, step=0.1, value=0.5, unit="sd"),
            Choice("kind", "Kind", options=("covariate", "concept"), value="covariate"),
            Toggle("season", "Seasons"),
        ),
        "model": model,
        "chart": chart,
        "presets": {"As in the pilot": {}, "A crisis": {"size": 2.0, "kind": "concept"}},
        "guess": GUESS,
    }
    return Explorable("drift.shift", **{**parts, **changes})


def shift(**changes):
    explorable = veiled(**changes)
    explorable.just_explore()
    return explorable


def situation():
    """Four months of today, in which nothing has fallen yet."""
    months = pd.DataFrame({"month": range(1, 5), "accuracy": [0.9] * 4})
    points = alt.Chart(months).mark_point().encode(x="month:Q", y="accuracy:Q")
    return charts.alt_text(points, "Four months in which nothing has fallen yet.")
