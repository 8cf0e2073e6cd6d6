"""The value of ten of forty use cases, if one of twelve metrics chooses them."""

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
_ROWS = [_LOTS, *(_WORDS[name] for name in METRICS), _BEST]
_LOW, _HIGH = -1.0, 3.5


@focusable
def vanity(focus: Focus) -> Explorable:
    """Change the world and the measurement; see what each metric would have kept."""
    return Explorable(
        "measuring_success.vanity",
        title="Which number of month 6 picks the right use cases?",
        controls=(
            Slider("month", "Month of the decision", 3, 12, 3, 6),
            Slider(
                "minutes",
                "Saved a task by the average use case",
                -2,
                2,
                1,
                1,
                ("minute", "minutes"),
            ),
            Slider("pairs", "Tasks compared a month, in pairs", 2, 50, 2, 20, ("pair", "pairs")),
            Slider("size", "Spread of sizes (0 = all alike)", 0.2, 1, 0.2, 0.8),
        ),
        presets={
            "Meridian": {},
            "Most help": {"minutes": 2},
            "Most harm": {"minutes": -2, "month": 3},
            "Nearly one size": {"size": 0.2},
        },
        guess=GuessNumber(
            "Say that the average use case costs two minutes a task, and you decide after three "
            "months. In the months left a random ten lose €0.46 million, and the best ten bring "
            "€0.06 million. What do the ten with the most accounts bring?",
            Slider("brought", "Brought by most accounts", _LOW, _HIGH, 0.1, 0, "€ million"),
            truth=lambda scene: scene.facts["accounts"],
            explanation="Accounts say how many tasks a benefit or a harm comes in, not which of "
            "the two it is. Choose “Most harm”, and compare it with Meridian.",
            setting={"minutes": -2, "month": 3},
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
                witness={"month": 3, "pairs": 4, "size": 0.4},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(month: float, minutes: float, pairs: float, size: float) -> Scene:
    values = keep_by_metric(minutes, size, int(month), int(pairs))
    rows = _rows(values)
    mean = dict(zip(["lots", *METRICS, "best"], rows["mean"], strict=True))
    accounts = values.by_metric["accounts"]
    over_lots = int((accounts > values.lots).sum())
    over_minutes = int((accounts > values.by_metric["measured_minutes"]).sum())
    return Scene(
        {"kept": rows},
        f"Ten by accounts bring {_money(mean['accounts'])} in {24 - int(month)} months, by "
        f"measured minutes {_money(mean['measured_minutes'])}, by measured value "
        f"{_money(mean['measured_value'])}. In {WORLDS} worlds, accounts beat a random ten in "
        f"{over_lots} and measured minutes in {over_minutes}.",
        title=_point(mean),
        facts=mean,
    )


def _rows(values: Kept) -> pd.DataFrame:
    worlds = np.stack([values.lots, *values.by_metric.values(), values.best]) / 1e6
    low, high = np.quantile(worlds, [0.1, 0.9], axis=1)
    return pd.DataFrame(
        {
            "row": _ROWS,
            "mean": worlds.mean(axis=1).round(3),
            "low": low.round(2),
            "high": high.round(2),
            "reads": ["yardstick", *["metric"] * len(METRICS), "yardstick"],
        }
    )


def _point(mean: dict[str, float]) -> str:
    first = max(METRICS, key=lambda name: mean[name])
    return f"Best of twelve: {_WORDS[first]}, {_money(mean[first])} of {_money(mean['best'])}"


def _money(million: float) -> str:
    return f"{'-' if million <= -0.005 else ''}€{abs(million):.2f} million"


def _chart() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "mean:Q", "Brought (€ million)", _LOW, _HIGH),
        alt.Y(
            "row:N",
            title="Ten are kept by",
            scale=alt.Scale(domain=["", " ", *_ROWS]),  # room for the guess
            axis=alt.Axis(labelLimit=140, ticks=False, labelPadding=6),
        ),
    )
    colour = alt.Color(
        "reads:N",
        scale=alt.Scale(domain=["metric", "yardstick"], range=[charts.BLUE, charts.GREY]),
        legend=None,
    )
    data = alt.NamedData("kept")
    worlds = (
        alt.Chart(data)
        .mark_rule(strokeWidth=6, opacity=0.3, clip=True)
        .encode(alt.X("low:Q"), place[1], colour, alt.X2("high:Q"))
    )
    means = alt.Chart(data).mark_point(size=80, opacity=1, clip=True).encode(*place, colour)
    start = charts.start_tick("kept").encode(*place)
    figures = (
        alt.Chart(data)
        .mark_text(align="right", fontSize=11)
        .encode(
            alt.X(datum=_HIGH),
            place[1],
            colour,
            alt.Text("mean:Q", format=".2f"),
        )
    )
    chart = alt.layer(worlds, start, means, figures, guess_rules()).properties(
        height=350, title="What twelve metrics would have kept (bars: 8 in 10 worlds)"
    )
    return charts.alt_text(
        chart,
        "Fourteen rows: ten random use cases, ten by each of twelve metrics, and the best ten. A "
        "dot is the mean of what they bring in million euros, a bar holds eight in ten worlds, and "
        "a black tick is where you started.",
    )
