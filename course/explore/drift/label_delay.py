"""Label delay: a young loan looks good because it has had no time to go bad."""

from __future__ import annotations

from typing import get_args

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.drift.label_delay import (
    Monitor,
    detection_delay,
    drifting_accuracy,
    observed_accuracy,
)

_MONTHS, _START = 24, 13
_NAMES: dict[str, str] = {
    "matured": "known outcomes",
    "early": "early defaults",
    "estimated": "estimate without outcomes",
    "inputs": "input alarm (PSI)",
}


def label_delay() -> Explorable:
    """Choose how long outcomes take; see what the lender can know, and when."""
    return Explorable(
        "drift.label_delay",
        title="What can you know today?",
        controls=(
            Slider("maturity", "Months until an outcome is known", 0, 24, 1, 12, "months"),
            Slider("loans", "Loans a month", 100, 3000, 100, 500, "loans"),
            Slider("drop", "Fall in accuracy from month 13 on", 0, 15, 1, 9, "points"),
            Slider("visible", "Part of the fall that the inputs show", 0, 1, 0.1, 0, "share"),
        ),
        presets={
            "Loans: a year": {},
            "Clicks: at once": {"maturity": 0},
            "Inputs give it away": {"visible": 1.0},
        },
        guess=GuessChoice(
            "A loan's outcome is known after 12 months. Accuracy falls in month 13, and today is "
            "month 24. What do the newest loans look like if you count “no default yet” as good?",
            ("Worse than they are", "Better than they are", "As they are"),
            1,
            "Hardly any of their defaults has happened yet. The naive curve bends upwards just "
            "where the true one falls.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(maturity: float, loans: float, drop: float, visible: float) -> Scene:
    true = drifting_accuracy(_MONTHS, _START, drop=drop / 100, ramp=6)
    seen = observed_accuracy(true, int(maturity), input_share=visible)
    lines = seen.rename(
        columns={
            "true": "as it will turn out",
            "naive": "no default yet = good",
            "matured": "known outcomes only",
        }
    ).melt(
        ["month"],
        ["as it will turn out", "no default yet = good", "known outcomes only"],
        var_name="line",
        value_name="accuracy",
    )
    studies = [
        detection_delay(
            monitor,
            int(maturity),
            int(loans),
            drop / 100,
            input_share=visible,
            input_shift=visible,
            horizon=24,
        )
        for monitor in get_args(Monitor)
    ]
    alarmed = pd.concat(
        [study.alarms.assign(monitor=_NAMES[study.monitor]) for study in studies], ignore_index=True
    )
    matured, early, estimated = studies[:3]
    gap = seen["naive"].iloc[-1] - seen["true"].iloc[-1]
    summary = (
        f"Today the newest loans look {gap * 100:.0f} points better than they are. With known "
        f"outcomes, half of such lenders {_after(matured.median_delay)}, at a mean cost of "
        f"€{matured.cost / 1e6:.1f} million until then; with early defaults they "
        f"{_after(early.median_delay)}, at €{early.cost / 1e6:.1f} million "
        f"({early.share_false:.0%} have a false alarm in the year before); with an estimate they "
        f"{_after(estimated.median_delay)}."
    )
    return Scene({"lines": lines, "alarmed": alarmed}, summary)


def _after(delay: float) -> str:
    if not np.isfinite(delay):
        return "have not noticed after two years"
    return f"notice {delay:.0f} months after it began"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _as_seen_today(),
        _who_noticed(),
        spacing=30,
        title="The newest loans look best, so the alarm comes late",
    ).resolve_scale(color="independent", strokeDash="independent")
    return charts.alt_text(
        chart,
        "Left: accuracy of each month's loans as seen in month 24, as it will turn out, with loans "
        "without default counted as good, and from known outcomes only. Right: share of 200 "
        "simulated lenders whose monitor has alarmed, by months since the fall began.",
    )


def _as_seen_today() -> alt.Chart:
    order = ["as it will turn out", "no default yet = good", "known outcomes only"]
    return (
        alt.Chart(alt.NamedData("lines"), title="Seen in month 24", width=275, height=200)
        .mark_line()
        .encode(
            alt.X("month:Q", title="Month of the loan", scale={"domain": [1, 24], "nice": False}),
            alt.Y("accuracy:Q", title="Right decisions (share)", scale={"domain": [0.7, 1]}),
            alt.Color(
                "line:N",
                title=None,
                scale={"domain": order, "range": [charts.GREY, charts.ORANGE, charts.BLUE]},
                legend=alt.Legend(orient="bottom", columns=1, labelLimit=260),
            ),
            alt.StrokeDash(
                "line:N",
                title=None,
                scale={"domain": order, "range": [[4, 3], [1, 0], [1, 0]]},
                legend=alt.Legend(orient="bottom", columns=1, labelLimit=260),
            ),
        )
    )


def _who_noticed() -> alt.Chart:
    return (
        alt.Chart(alt.NamedData("alarmed"), title="Who has noticed", width=275, height=200)
        .mark_line()
        .encode(
            alt.X(
                "months_since_drift:Q",
                title="Months since the fall began",
                scale={"domain": [0, 24], "nice": False},
            ),
            alt.Y(
                "share_alarmed:Q", title="Lenders with an alarm (share)", scale={"domain": [0, 1]}
            ),
            alt.Color(
                "monitor:N",
                title=None,
                scale={
                    "domain": list(_NAMES.values()),
                    "range": [charts.BLUE, charts.GREEN, charts.PINK, charts.YELLOW],
                },
                legend=alt.Legend(orient="bottom", columns=1, labelLimit=240),
            ),
        )
    )
