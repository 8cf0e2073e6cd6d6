"""The value of ten of forty use cases, if one of twelve metrics chooses them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.board import boards
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules, words_over
from course.explore.guesses import GuessNumber
from course.explore.measuring_success._shelves import shelf_before, shelf_rows, shelves
from course.explore.scene import Scene
from course.simulate.measuring_success.vanity import METRICS, WORLDS, Kept, keep_by_metric

_WORDS = {
    "trained": "people trained",
    "accounts": "accounts opened",
    "queries": "queries so far",
    "active": "active users",
    "returning": "share who return",
    "satisfaction": "satisfaction",
    "accuracy": "offline accuracy",
    "reported_minutes": "reported minutes",
    "measured_minutes": "measured minutes",
    "measured_value": "measured value",
    "overrides": "fewest overrides",
    "cost_per_task": "lowest cost a task",
}
_LOTS, _BEST = "a random ten", "the best ten"
_IN_A_SCENE = (
    "accounts",
    "queries",
    "satisfaction",
    "reported_minutes",
    "measured_minutes",
    "measured_value",
)
"""Metrics that a lesson explains; the whole explorable has all twelve."""
_LOW, _HIGH = -1.0, 3.5
_TOGETHER = 3  # worlds that are one tick, since fourteen rows of sixty are too many


@focusable
def vanity(focus: Focus) -> Explorable:
    """Change the world and the measurement; see what each metric would have kept."""
    metrics = METRICS if focus.only is None else _IN_A_SCENE
    return Explorable(
        "measuring_success.vanity",
        title="Which number of month 6 picks the right use cases?",
        controls=(
            Slider("month", "Month of the decision", 3, 12, 3, 6),
            Slider(
                "minutes",
                "Saved per task by the average use case",
                -2,
                2,
                1,
                -2,
                ("minute", "minutes"),
            ),
            Slider("pairs", "Tasks compared per month, in pairs", 2, 50, 2, 20, ("pair", "pairs")),
            Slider("size", "Spread of sizes (0 = all alike)", 0.2, 1, 0.2, 0.8),
        ),
        presets={
            "Most harm": {},
            "Like Meridian": {"minutes": 1},
            "Most help": {"minutes": 2},
            "Nearly one size": {"minutes": 1, "size": 0.2},
        },
        guess=GuessNumber(
            "Suppose that the average use case wastes two minutes per task, and you decide after "
            "six months. Until month 24 a random ten lose €0.33 million, and the best ten bring "
            "€0.03 million. What do the ten with the most accounts bring?",
            Slider("brought", "Brought by most accounts", _LOW, _HIGH, 0.1, 0, "€ million"),
            truth=lambda scene: scene.facts["accounts"],
            explanation="Accounts say how many tasks a benefit or a harm comes in, not which of "
            "the two it is.",
        ),
        challenges=(
            Challenge(
                "Make ten by accounts beat ten by measured minutes by at least €0.5 million.",
                lambda _values, scene: (
                    scene.facts["accounts"] - scene.facts["measured_minutes"] >= 0.5
                ),
                hint="When does size differ more than the benefit, which is hard to see?",
                witness={"minutes": 2, "size": 1, "pairs": 2},
            ),
            Challenge(
                "Make reported minutes beat measured value by at least €0.1 million, although the "
                "average use case saves a minute or more and at least four pairs are compared.",
                lambda values, scene: (
                    values["minutes"] >= 1
                    and values["pairs"] >= 4
                    and scene.facts["reported_minutes"] - scene.facts["measured_value"] >= 0.1
                ),
                hint="Make the measurement noisy. Then, which factor does an opinion leave out?",
                witness={"minutes": 1, "month": 3, "pairs": 4, "size": 0.4},
            ),
        ),
        model=partial(_model, metrics),
        chart=partial(_chart, metrics),
        before=_before,
        focus=focus,
    )


def _model(
    metrics: Sequence[str], month: float, minutes: float, pairs: float, size: float
) -> Scene:
    values = keep_by_metric(minutes, size, int(month), int(pairs))
    rows = _rows(values, metrics)
    mean = dict(zip(["lots", *metrics, "best"], rows["mean"], strict=True))
    accounts = values.by_metric["accounts"]
    over_lots = int((accounts > values.lots).sum())
    over_minutes = int((accounts > values.by_metric["measured_minutes"]).sum())
    return Scene(
        {"kept": rows, "worlds": _worlds(values, metrics), **shelf_rows(values)},
        f"Ten by accounts bring {_money(mean['accounts'])} in {24 - int(month)} months, by "
        f"measured minutes {_money(mean['measured_minutes'])}, by measured value "
        f"{_money(mean['measured_value'])}. In {WORLDS} worlds, accounts beat a random ten in "
        f"{over_lots} and measured minutes in {over_minutes}.",
        title=_point(mean, metrics),
        facts=mean,
    )


def _brought(values: Kept, metrics: Sequence[str]) -> np.ndarray:
    """Return millions by row of the chart and world."""
    return np.stack([values.lots, *(values.by_metric[name] for name in metrics), values.best]) / 1e6


def _names(metrics: Sequence[str]) -> list[str]:
    return [_LOTS, *(_WORDS[name] for name in metrics), _BEST]


def _rows(values: Kept, metrics: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": _names(metrics),
            "mean": _brought(values, metrics).mean(axis=1).round(3),
            "reads": ["yardstick", *["metric"] * len(metrics), "yardstick"],
        }
    )


def _worlds(values: Kept, metrics: Sequence[str]) -> pd.DataFrame:
    """Return each row's ticks: the means of three worlds that are next to each other in value."""
    names = _names(metrics)
    worlds = np.sort(_brought(values, metrics)).reshape(len(names), -1, _TOGETHER).mean(axis=2)
    return pd.DataFrame(
        {"row": np.repeat(names, worlds.shape[1]), "brought": worlds.ravel().round(2)}
    )


def _point(mean: dict[str, float], metrics: Sequence[str]) -> str:
    first = max(metrics, key=lambda name: mean[name])
    best = _money(mean["best"])
    return f"Best number: {_WORDS[first]}, {_money(mean[first])} (the best ten: {best})"


def _money(million: float) -> str:
    return f"{boards.MINUS if million <= -0.005 else ''}€{abs(million):.2f} million"


_BROUGHT = charts.axis(alt.X, "mean:Q", "Brought (€ million)", _LOW, _HIGH, every=1)


def _chart(metrics: Sequence[str]) -> alt.ChartType:
    chart = alt.hconcat(
        shelves(),
        _means(metrics),
        title="What each metric keeps, and what that brings",
        spacing=30,
    ).resolve_scale(x="independent", y="independent", color="independent", size="independent")
    return charts.alt_text(
        chart,
        "First: the 40 use cases of one programme on four shelves, each sorted by another metric; "
        "the first ten of a shelf are kept and filled, a disc brings money, a diamond loses it, "
        "and its area says how much. Second, in rows: ten random use cases, ten by each "
        "metric, and the best ten. A dot is the mean of what they bring in million euros, "
        "a thin tick is three of 60 worlds, and a bold tick is where you started.",
    )


def _before() -> alt.ChartType:
    """Return the use cases by their accounts, and the two figures that the question gives."""
    values = keep_by_metric(mean_minutes=-2)  # as the question says
    yardsticks = [round(each.mean() / 1e6, 2) for each in (values.lots, values.best)]
    figures = pd.DataFrame({"mean": yardsticks, "words": [_LOTS, _BEST]})
    marks = alt.Chart(figures).encode(_BROUGHT, y=alt.value(46))
    words = marks.encode(alt.Text("words:N"))
    look: dict[str, Any] = {"fontSize": 12, "color": charts.INK}
    axis = alt.layer(
        marks.mark_point(color=charts.GREY, size=80, opacity=1),
        words.transform_filter("datum.mean < 0").mark_text(align="right", dx=-8, **look),
        words.transform_filter("datum.mean > 0").mark_text(align="left", dx=8, **look),
        guess_rules(),
    ).properties(height=70, title="Ten of them until month 24")
    chart = alt.vconcat(shelf_before(values), axis, spacing=24).resolve_scale(
        x="independent", y="independent", size="independent"
    )
    return charts.alt_text(
        chart,
        "First: 40 grey discs, one for each use case, sorted by accounts, which their area shows; "
        "the first ten are to be kept. Second: an axis of what ten bring, with a dot for a random "
        "ten and one for the best ten.",
    )


def _means(metrics: Sequence[str]) -> alt.ChartType:
    names = _names(metrics)
    row = alt.Y(
        "row:N",
        title="Ten are kept by",
        scale=alt.Scale(domain=["", " ", *names]),  # room for the guess
        axis=alt.Axis(labelLimit=140, ticks=False, labelPadding=6),
    )
    colour = alt.Color(
        "reads:N",
        scale=alt.Scale(domain=["metric", "yardstick"], range=[charts.BLUE, charts.GREY]),
        legend=None,
    )
    data = alt.NamedData("kept")
    worlds = (
        alt.Chart(alt.NamedData("worlds"))
        .mark_tick(color=charts.SKY, thickness=1.5, size=12, opacity=0.7, clip=True)
        .encode(alt.X("brought:Q", title="Brought (€ million)"), row)
    )
    means = alt.Chart(data).mark_point(size=80, opacity=1, clip=True)
    figures = alt.Chart(data).encode(alt.X(datum=_HIGH), row, colour)
    return alt.layer(
        worlds,
        charts.start_tick("kept").encode(_BROUGHT, row),
        means.encode(_BROUGHT, row, colour),
        guess_rules(),
        words_over(figures, alt.Text("mean:Q", format=".2f"), align="right", fontSize=11),
    ).properties(height=70 + 20 * len(names), title="In 60 worlds (a thin tick: three)")
