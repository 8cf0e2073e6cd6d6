"""Streaming detectors: how soon they alarm after a fall, and how often before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.drift.adwin import ADWIN
from course.simulate.drift.ddm import DDM
from course.simulate.drift.detector import detections
from course.simulate.drift.page_hinkley import PageHinkley
from course.simulate.drift.shift import LOSS_PER_DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from course.simulate.drift.detector import DriftDetector

_MONTHS, _FALL = 24, 13
_ERROR = 0.12
_STRICTNESS: dict[str, tuple[float, float, float]] = {  # ADWIN delta, DDM sigmas, Page-Hinkley
    "loose": (0.2, 2.0, 10.0),
    "as published": (0.002, 3.0, 50.0),
    "strict": (0.00002, 4.0, 100.0),
}


def detector() -> Explorable:
    """Feed three detectors with decisions, right or wrong, and see when they alarm."""
    return Explorable(
        "drift.detector",
        title="Three detectors read the same decisions",
        controls=(
            Slider("fall", "Fall in accuracy from month 13 on", 0, 20, 1, 9, "points"),
            Slider("per_month", "Known outcomes a month", 20, 200, 10, 100, "outcomes"),
            Choice("strictness", "Settings", tuple(_STRICTNESS), "as published"),
            Slider("chance", "Another year with the same odds", 1, 20, 1, 1, "(draw)"),
        ),
        presets={
            "88% to 79%": {},
            "No fall at all": {"fall": 0, "strictness": "loose"},
            "A slow trickle of outcomes": {"per_month": 20},
        },
        guess=GuessChoice(
            "Accuracy falls by 9 points overnight and every outcome is known at once, 100 a month. "
            "How long does a detector with its published settings need?",
            ("A few days", "One to several months", "It never notices"),
            1,
            "A fall of 9 points is small beside the noise of 100 outcomes, so the evidence builds "
            "up over hundreds of decisions. Looser settings are faster, and alarm when nothing "
            "fell.",
        ),
        model=_model,
        chart=_chart,
    )


def _detectors(strictness: str) -> dict[str, Callable[[], DriftDetector]]:
    delta, sigmas, threshold = _STRICTNESS[strictness]
    return {
        "ADWIN": lambda: ADWIN(delta=delta),
        "DDM": lambda: DDM(warning_threshold=min(2.0, sigmas), drift_threshold=sigmas),
        "Page-Hinkley": lambda: PageHinkley(threshold=threshold, mode="up"),
    }


def _model(fall: float, per_month: float, strictness: str, chance: float) -> Scene:
    n = int(per_month)
    month = 1 + np.arange(_MONTHS * n) / n
    after = month >= _FALL
    wrong = np.random.default_rng(int(chance)).random(month.size) < _ERROR + after * fall / 100
    alarms = pd.DataFrame(
        [
            {"detector": name, "month": month[index], "kind": _kind(month[index], fall)}
            for name, make in _detectors(strictness).items()
            for index in detections(make(), wrong.astype(float))
        ],
        columns=["detector", "month", "kind"],
    )
    errors = pd.DataFrame(
        {
            "month": np.arange(1, _MONTHS + 1),
            "accuracy": 1 - wrong.reshape(_MONTHS, n).mean(axis=1),
        }
    )
    return Scene({"alarms": alarms, "errors": errors}, _summary(alarms, fall, n))


def _kind(month: float, fall: float) -> str:
    return "after the fall" if fall and month >= _FALL else "false alarm"


def _summary(alarms: pd.DataFrame, fall: float, per_month: int) -> str:
    parts = []
    for name in _detectors("loose"):
        own = alarms.loc[alarms["detector"] == name]
        false = int((own["kind"] == "false alarm").sum())
        hits = own.loc[own["kind"] == "after the fall", "month"]
        delay = float(hits.min()) - _FALL if len(hits) else np.inf
        lost = min(delay, _MONTHS + 1 - _FALL) * per_month * fall / 100 * LOSS_PER_DEFAULT
        found = f"alarms after {delay:.1f} months" if len(hits) else "does not find the fall"
        cost = f"{found} (€{lost:,.0f} lost by then), " if fall else ""
        parts.append(f"{name}: {cost}{false} false {'alarm' if false == 1 else 'alarms'}")
    return "; ".join(parts) + "."


def _chart() -> alt.ChartType:
    x = alt.X(
        "month:Q", title="Month", scale={"domain": [1, 25], "nice": False}, axis={"tickCount": 12}
    )
    y = alt.Y("accuracy:Q", title="Right decisions (share)", scale={"domain": [0.5, 1]})
    baseline = charts.start_line("errors")
    now = alt.Chart(alt.NamedData("errors")).mark_line(color=charts.BLUE)
    fall = alt.Chart(alt.InlineData([{"month": _FALL}])).mark_rule(color=charts.INK, opacity=0.5)
    ticks = (
        alt.Chart(alt.NamedData("alarms"), width=600, height=90)
        .mark_tick(thickness=4, size=20)
        .encode(
            x,
            alt.Y(
                "detector:N",
                title="Detector",
                scale={"domain": ["ADWIN", "DDM", "Page-Hinkley"]},
            ),
            alt.Color(
                "kind:N",
                title="Alarm",
                scale={
                    "domain": ["after the fall", "false alarm"],
                    "range": [charts.BLUE, charts.ORANGE],
                },
                legend=alt.Legend(orient="bottom"),
            ),
        )
    )
    chart = alt.vconcat(
        alt.layer(baseline.encode(x, y), now.encode(x, y), fall.encode(x="month:Q")).properties(
            width=600, height=160
        ),
        alt.layer(ticks, fall.encode(x="month:Q")),
        title="A detector trades delay against false alarms (dashed: where you started)",
    )
    return charts.alt_text(
        chart,
        "Monthly accuracy over 24 months with a possible fall in month 13, and below it the alarms "
        "of ADWIN, DDM and Page-Hinkley on the same decisions.",
    )
