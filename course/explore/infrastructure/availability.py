"""A chain of five parts: where money saves minutes, and where it reduces harm."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules, words_over
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.infrastructure.availability import (
    PARTS,
    draw_months,
    error_budget,
    run_month,
)

_SLO = 0.999
_BUDGET = error_budget(_SLO)
# Monthly downtime of the check, in minutes: the end of each class, and its colour.
_CLASSES = {
    "no outage": (0.0, charts.BLUE),
    "up to 43.2 minutes": (_BUDGET, charts.SKY),
    "up to 200": (200.0, charts.YELLOW),
    "longer": (np.inf, charts.ORANGE),
}
_COLUMNS = 10
_MONTHS = "100 months, by their outage"


@focusable
def availability(focus: Focus) -> Explorable:
    """Buy copies, shorter repairs or a fallback; see minutes, months and money."""
    return Explorable(
        "infrastructure.availability",
        title="Where does the next euro buy the most?",
        controls=(
            Slider("model", "Copies of the model server", 1, 3, 1, 2, ("copy", "copies")),
            Slider("store", "Copies of the feature store", 1, 3, 1, 1, ("copy", "copies")),
            Slider("repair", "Length of repairs, today = 100", 25, 100, 25, 100, "%"),
            Slider("shared", "Assumed: outages that hit all copies", 0, 50, 5, 10, "%"),
            Toggle("fallback", "A simple rule decides while the check is down"),
        ),
        presets={
            "Today": {},
            "One of each": {"model": 1},
            "Repairs in half the time": {"repair": 50},
        },
        guess=GuessNumber(
            "With one copy of each part, the fraud check was down for 453 minutes a month. A "
            "second copy of the model server has removed 160 of them. How many more would a third "
            "one remove?",
            Slider("minutes", "Minutes that the third removes", 0, 250, 1, 60, "minutes"),
            truth=lambda scene: scene.facts["third"],
            explanation="Two copies that fail by themselves are down together for 36 seconds a "
            "month. What is left are outages that hit all copies, however many there are.",
        ),
        challenges=(
            Challenge(
                "Keep 99.9% on average, for at most €35,000 a month, where 10% of outages hit all "
                "copies.",
                lambda values, scene: (
                    values["shared"] == 10
                    and scene.facts["minutes"] <= _BUDGET
                    and scene.facts["spent"] <= 35_000
                ),
                hint="Copies remove what hits one of them. What shortens all the rest?",
                witness={"store": 2, "repair": 25},
                needs=("shared",),
            ),
            Challenge(
                "Keep 99.9% on average, and still break it in a quarter of all months.",
                lambda _values, scene: (
                    scene.facts["minutes"] <= _BUDGET and scene.facts["broken"] >= 0.25
                ),
                hint="Move the assumption too: which one puts the mean just below 43.2 minutes?",
                witness={"store": 2, "repair": 50, "shared": 5},
            ),
            Challenge(
                "Bring harm and spending together below €42,000 a month, where 10% of outages hit "
                "all copies. Then look at the minutes.",
                lambda values, scene: (
                    values["shared"] == 10 and scene.facts["spent"] + scene.facts["harm"] < 42_000
                ),
                hint="An hour without the check need not be an hour without any check.",
                witness={"store": 2, "repair": 50, "fallback": True},
            ),
        ),
        model=_model,
        chart=_chart,
        panels={_MONTHS: ("shared",)},
        focus=focus,
    )


def _model(*, model: float, store: float, repair: float, shared: float, fallback: bool) -> Scene:
    copies = {"model server": int(model), "feature store": int(store)}
    setting = (int(repair), shared / 100)
    month = run_month(copies, *setting, fallback=fallback)
    months = draw_months(copies, *setting)
    broken_share = float((months > _BUDGET).mean())
    second, third = (
        run_month({**copies, "model server": number}, *setting).minutes for number in (2, 3)
    )
    parts = month.parts.assign(
        minutes=month.parts["minutes"].round(1),
        words=[_minutes(value) for value in month.parts["minutes"]],
    )
    return Scene(
        {"parts": parts, "months": _months(months)},
        f"Down {month.minutes:.0f} minutes a month on average, {month.availability:.2%} available. "
        f"€{month.spent:,.0f} spent and €{month.harm:,.0f} of harm a month, together "
        f"€{month.spent + month.harm:,.0f}. {100 * broken_share:.0f} months in 100 break 99.9%.",
        title=f"{month.availability:.2%} on average; "
        f"{100 * broken_share:.0f} of 100 months break 99.9%",
        facts={
            "minutes": month.minutes,
            "spent": month.spent,
            "harm": month.harm,
            "broken": broken_share,
            "third": second - third,
        },
    )


def _minutes(value: float) -> str:
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def _months(months: np.ndarray) -> pd.DataFrame:
    """Return the number of months, of 100, in each class, and where its squares begin."""
    ends = np.array([end for end, _ in _CLASSES.values()])
    below = np.round(100 * np.searchsorted(months, ends, side="right") / len(months)).astype(int)
    first = np.array([0, *below[:-1]])
    return pd.DataFrame({"reads": list(_CLASSES), "first": first, "count": below - first})


def _chart() -> alt.ChartType:
    return alt.hconcat(
        charts.alt_text(
            _parts(),
            "Minutes a month in which each of five parts is down; a tick marks each as it was at "
            "the start.",
        ),
        charts.alt_text(
            _hundred(),
            "A square for each of 100 months, coloured by its minutes of outage; months above 43.2 "
            "minutes break 99.9%.",
        ),
        title="Minutes of outage, by part and by month",
        spacing=30,
    )


def _parts() -> alt.ChartType:
    length = alt.X(
        "minutes:Q",
        title="Outage (minutes)",
        axis=alt.Axis(values=[0, 50, 100, 150, 200, 250]),
        scale=alt.Scale(domain=[0, 250], nice=False),
    )
    # The empty top row is for the words of the guess.
    row = alt.Y("part:N", title="Part", scale=alt.Scale(domain=["", *PARTS]))
    bars = alt.Chart(alt.NamedData("parts")).mark_bar(color=charts.SKY).encode(length, row)
    words = words_over(
        alt.Chart(alt.NamedData("parts")).encode(length, row),
        alt.Text("words:N"),
        fontSize=12,
        align={"expr": "datum.minutes > 170 ? 'right' : 'left'"},
        dx={"expr": "datum.minutes > 170 ? -5 : 5"},
    )
    start = charts.start_tick("parts").encode(length, row)
    return alt.layer(bars, start, guess_rules(), words).properties(
        height=190, title="Each part alone (ticks: at the start)"
    )


def _hundred() -> alt.ChartType:
    return (
        alt.Chart(alt.NamedData("months"))
        .transform_calculate(icon="sequence(datum.first, datum.first + datum.count)")
        .transform_flatten(["icon"])
        .transform_calculate(
            column=f"datum.icon % {_COLUMNS}", row=f"floor(datum.icon / {_COLUMNS})"
        )
        .mark_square(size=150, opacity=1)
        .encode(
            alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.5, _COLUMNS - 0.5])),
            alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[9.5, -0.5])),
            alt.Color(
                "reads:N",
                title=None,
                scale=alt.Scale(
                    domain=list(_CLASSES), range=[colour for _, colour in _CLASSES.values()]
                ),
                legend=alt.Legend(orient="bottom", columns=2),
            ),
        )
        .properties(height=190, title=_MONTHS)
    )
