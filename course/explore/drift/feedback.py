"""A feedback loop: the recommender learns from clicks that it caused."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.drift.feedback import simulate_shops

_SHOPS = 20
_MARGIN_PER_CLICK = 5.0  # EUR
_BEST_CLICKS = 0.29
"""Clicks per visit on the five truly best products, with the default position bias."""


@focusable
def feedback(focus: Focus) -> Explorable:
    """Let twenty shops learn from their own clicks; add exploration or a correction."""
    return Explorable(
        "drift.feedback",
        title="What does a shop show that learns from its own clicks?",
        controls=(
            Slider("exploration", "Users who see a random choice", 0, 50, 5, 0, "%"),
            Slider("correction", "Weigh clicks by how often shown", 0, 1, 0.1, 0, "(0 no, 1 full)"),
            Slider("position_bias", "Pull of the first place", 0, 2, 0.25, 1, "(0 none)"),
            Slider("rounds", "Rounds of learning", 5, 50, 5, 40, "rounds"),
        ),
        presets={
            "Clicks only": {},
            "A tenth explores": {"exploration": 10},
            "Explore and correct": {"exploration": 10, "correction": 1.0},
            "Correct, never explore": {"correction": 1.0},
        },
        guess=GuessNumber(
            "Twenty products, almost equally good. Each of twenty shops shows the five with the "
            "most clicks. After 40 rounds, what share of the exposure do the five truly best have, "
            "on average?",
            Slider("exposure", "Exposure of the five best", 0, 100, 1, 80, "%"),
            truth=lambda scene: scene.facts["exposure"],
            explanation="What is shown is clicked, and what is clicked is shown. Early luck "
            "decides, and the data never say so.",
        ),
        challenges=(
            Challenge(
                "Within 20 rounds of learning, bring the clicks to 95% of the best or more, on "
                "average over the shops, and show no user a random choice.",
                lambda values, scene: (
                    values["exploration"] == 0
                    and values["rounds"] <= 20
                    and scene.facts["clicks"] >= 95
                ),
                hint="A click on what everybody sees says less than a click on what few see.",
                witness={"correction": 1.0, "rounds": 20},
                opens=("Correct, never explore",),
            ),
            Challenge(
                "Explore, and lose by it: at most a fifth of users see a random choice, and the "
                "clicks fall below 86% of the best.",
                lambda values, scene: (
                    0 < values["exploration"] <= 20 and scene.facts["clicks"] < 86
                ),
                hint="What explorers find drowns in the clicks of what is always shown.",
                witness={"exploration": 20, "position_bias": 2},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(exploration: float, correction: float, position_bias: float, rounds: float) -> Scene:
    study = simulate_shops(
        _SHOPS,
        int(rounds),
        exploration / 100,
        correction,
        position_bias=position_bias,
        seed=2,
    )
    exposure, clicks = 100 * study.exposure, 100 * study.utility_vs_best
    best_five = exposure[:, :5].sum(axis=1)
    on_top = int((exposure.argmax(axis=1) == 0).sum())
    gap = (1 - clicks.mean() / 100) * _BEST_CLICKS * 1_000 * _MARGIN_PER_CLICK
    items = np.arange(1, exposure.shape[1] + 1)
    return Scene(
        {
            "items": pd.DataFrame({"item": items, "exposure": exposure.mean(axis=0)}),
            "shops": pd.DataFrame({"exposure": best_five, "clicks": clicks}),
        },
        f"After {int(rounds)} rounds the five truly best products have {best_five.mean():.0f}% of "
        f"the exposure; the best of all is the most shown in {on_top} of {_SHOPS} shops. Clicks "
        f"reach {clicks.mean():.0f}% of what the best choice would bring: the gap costs "
        f"€{gap:,.0f} for every 1,000 visits at €{_MARGIN_PER_CLICK:.0f} a click.",
        title=_point(clicks.mean()),
        facts={"exposure": best_five.mean(), "clicks": clicks.mean()},
    )


def _point(clicks: float) -> str:
    if clicks >= 95:
        return "A click counts by how often the product was seen: the best come to the top"
    return "What is shown is clicked, and what is clicked is shown"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _shops(), _items(), title="What is shown is clicked, and what is clicked is shown"
    )
    return charts.alt_text(
        chart,
        "First: a dot for each of 20 shops, the exposure of its five truly best products against "
        "its clicks, as a share of the best possible. Second: mean exposure of 20 products, the "
        "truly best first. Grey and bold mark the start: learning from raw clicks.",
    )


def _shops() -> alt.ChartType:
    encoding = (
        charts.axis(alt.X, "exposure:Q", "Exposure of the five best products (%)", 0, 100),
        alt.Y("clicks:Q", title="Clicks against the best choice (%)", scale={"domain": [60, 100]}),
    )
    start = alt.Chart(alt.NamedData("baseline_shops")).mark_circle(
        color=charts.GREY, size=40, opacity=0.4, clip=True
    )
    now = alt.Chart(alt.NamedData("shops")).mark_circle(
        color=charts.BLUE, size=50, opacity=0.7, clip=True
    )
    return alt.layer(
        start.encode(*encoding),
        now.encode(*encoding),
        guess_rules(),
        title="A dot for each shop",
    ).properties(height=150)


def _items() -> alt.ChartType:
    x = alt.X(
        "item:O",
        title="Product (1 is truly the best)",
        axis={"labelAngle": 0, "values": [1, 5, 10, 15, 20]},
    )
    y = alt.Y("exposure:Q", title="Mean exposure (%)", scale={"domain": [0, 40]})
    bars = alt.Chart(alt.NamedData("items")).mark_bar(color=charts.BLUE, clip=True)
    return alt.layer(
        bars.encode(x, y),
        charts.start_tick("items").encode(x, y),
        title="Who is shown (bold: clicks only)",
    ).properties(height=150)
