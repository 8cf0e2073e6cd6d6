"""A feedback loop: the recommender learns from clicks that it made itself."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.drift.feedback import simulate_feedback_loop

_MARGIN_PER_CLICK = 5.0  # EUR
_BEST_CLICKS = 0.29
"""Clicks a visit to the five truly best products, at the default pull of the first place."""


def feedback() -> Explorable:
    """Let a recommender learn from its own clicks; add exploration or a correction."""
    return Explorable(
        "drift.feedback",
        title="The shop recommends what it recommended before",
        controls=(
            Slider("exploration", "Users who see a random choice", 0, 0.5, 0.05, 0, "share"),
            Slider("correction", "Weigh clicks by how often shown", 0, 1, 0.1, 0, "(0 no, 1 full)"),
            Slider("position_bias", "Pull of the first place", 0, 2, 0.25, 1, "(0 none)"),
            Slider("rounds", "Rounds of learning", 5, 80, 5, 40, "rounds"),
        ),
        presets={
            "Clicks only": {},
            "A tenth explores": {"exploration": 0.1},
            "Explore and correct": {"exploration": 0.1, "correction": 1.0},
            "Correct, never explore": {"correction": 1.0},
        },
        guess=GuessChoice(
            "Twenty products, almost equally good. The shop shows the five with the most clicks. "
            "After 40 rounds, who has the most exposure?",
            (
                "The five best products",
                "Products that were lucky at the start",
                "All of them, about equally",
            ),
            1,
            "What is shown is clicked, and what is clicked is shown. Early luck decides, and the "
            "data never say so: products that are not shown have no clicks to lose.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(exploration: float, correction: float, position_bias: float, rounds: float) -> Scene:
    study = simulate_feedback_loop(
        rounds=int(rounds),
        exploration=exploration,
        correction=correction,
        position_bias=position_bias,
        seed=2,
    )
    last = study.rounds.iloc[-1]
    best_five = study.items.head(5)["exposure_share"].sum()
    summary = (
        f"After {int(rounds)} rounds the five truly best of 20 products have {best_five:.0%} of "
        f"the exposure, and the most shown product alone {last['top_share']:.0%}. Clicks reach "
        f"{last['utility_vs_best']:.0%} of what the best choice would bring: the gap costs "
        f"€{_gap(last):,.0f} for every 1,000 visits at €{_MARGIN_PER_CLICK:.0f} a click."
    )
    rounds_long = study.rounds.melt(
        ["round"], ["gini", "utility_vs_best"], var_name="measure", value_name="value"
    ).replace({"gini": "inequality of exposure (Gini)", "utility_vs_best": "clicks against best"})
    return Scene({"items": study.items, "rounds": rounds_long}, summary)


def _gap(last: pd.Series) -> float:
    """Return the euros lost in 1,000 visits."""
    return (1 - float(last["utility_vs_best"])) * _BEST_CLICKS * 1_000 * _MARGIN_PER_CLICK


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _exposure(),
        _learning(),
        spacing=30,
        title="What is shown is clicked, and what is clicked is shown",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Left: share of exposure of 20 products, the truly best first. Right: by round, the "
        "inequality of exposure and the clicks against the best possible choice. Grey marks the "
        "start: learning from raw clicks.",
    )


def _exposure() -> alt.ChartType:
    x = alt.X("item:O", title="Product (1 is truly the best)", axis={"labelAngle": 0})
    y = alt.Y("exposure_share:Q", title="Exposure (share)", scale={"domain": [0, 0.5]})
    bars = alt.Chart(alt.NamedData("items")).mark_bar(color=charts.BLUE)
    start = charts.start_tick("items")
    return alt.layer(
        bars.encode(x, y), start.encode(x, y), title="Who is shown (black: clicks only)"
    ).properties(width=300, height=200)


def _learning() -> alt.ChartType:
    order = ["clicks against best", "inequality of exposure (Gini)"]
    encoding = (
        alt.X("round:Q", title="Round", scale={"domain": [1, 80], "nice": False}),
        alt.Y("value:Q", title="Value (share)", scale={"domain": [0, 1]}),
        alt.Color(
            "measure:N",
            title=None,
            scale={"domain": order, "range": [charts.BLUE, charts.ORANGE]},
            legend=alt.Legend(orient="bottom", columns=1, labelLimit=250),
        ),
    )
    start = alt.Chart(alt.NamedData("baseline_rounds")).mark_line(strokeDash=[4, 3], strokeWidth=1)
    now = alt.Chart(alt.NamedData("rounds")).mark_line()
    return alt.layer(
        start.encode(*encoding), now.encode(*encoding), title="Round by round (dashed: clicks only)"
    ).properties(width=240, height=200)
