"""Streaming detectors: how soon they raise an alarm after a drop, and how often before."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.drift._words import named
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.drift.first_alarm import NEVER, ddm_first_alarms, page_hinkley_first_alarms
from course.simulate.drift.shift import LOSS_PER_DEFAULT

_MONTHS, _FALL, _LENDERS = 24, 13, 10
_ERROR = 0.12
_STRICTNESS = {  # DDM's standard deviations, Page-Hinkley's threshold
    "loose": (2.0, 10.0),
    "as published": (3.0, 50.0),
    "strict": (4.0, 100.0),
}
_DDM, _PH = "DDM", "Page-Hinkley"
_COLOURS = {"after the fall": charts.BLUE, "false alarm": charts.ORANGE}


@focusable
def detector(focus: Focus) -> Explorable:
    """Feed two detectors with ten lenders' decisions; see their first alarms."""
    return Explorable(
        "drift.detector",
        title="Two detectors read the decisions of ten lenders",
        controls=(
            Slider("fall", "Fall in accuracy from month 13 on", 0, 20, 1, 9, ("point", "points")),
            Slider("per_month", "Known outcomes a month", 20, 200, 10, 100, "outcomes"),
            Choice("strictness", "Settings", tuple(_STRICTNESS), "as published"),
        ),
        presets={
            "88% to 79%": {},
            "No fall at all": {"fall": 0, "strictness": "loose"},
            "A slow trickle of outcomes": {"per_month": 20},
        },
        guess=GuessNumber(
            "Accuracy falls by nine points overnight in month 13. Every outcome is known at once, "
            "100 a month. In which month does Page-Hinkley alarm, at half of the lenders or more?",
            Slider("month", "Month of the alarm", 1, 25, 1, 13),
            truth=lambda scene: scene.facts["page_hinkley"],
            explanation="A fall of nine points is small compared with the noise of 100 outcomes, "
            "so the evidence builds up over hundreds of decisions.",
        ),
        challenges=(
            Challenge(
                "Page-Hinkley finds a fall of nine points within four months at half of the "
                "lenders, and alarms at none of them before.",
                lambda values, scene: (
                    values["fall"] == 9
                    and scene.facts["page_hinkley"] <= _FALL + 4
                    and scene.facts["page_hinkley_false"] == 0
                ),
                hint="Looser settings also hear the noise. What else brings evidence faster?",
                witness={"per_month": 200},
            ),
            Challenge(
                "Blind Page-Hinkley, as published: a fall of 12 points or more that it finds at "
                "no lender.",
                lambda values, scene: (
                    values["fall"] >= 12
                    and values["strictness"] == "as published"
                    and scene.facts["page_hinkley_found"] == 0
                ),
                hint="Evidence grows with each outcome. How few can there be?",
                witness={"per_month": 20, "fall": 12},
                opens=("A slow trickle of outcomes",),
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(fall: float, per_month: float, strictness: str) -> Scene:
    n = int(per_month)
    month = 1 + np.arange(_MONTHS * n) / n
    chance = np.random.default_rng(0).random((_LENDERS, month.size))
    wrong = chance < _ERROR + (month >= _FALL) * fall / 100
    sigmas, threshold = _STRICTNESS[strictness]
    alarms = {
        _DDM: ddm_first_alarms(wrong, sigmas),
        _PH: page_hinkley_first_alarms(wrong, threshold),
    }
    when = {name: np.where(at == NEVER, np.inf, month[at]) for name, at in alarms.items()}
    rows = [
        {"detector": name, "month": at, "kind": _kind(at, fall), "lender": lender}
        for name, months in when.items()
        for lender, at in enumerate(months)
        if np.isfinite(at)
    ]
    accuracy = 100 * (1 - wrong.reshape(_LENDERS, _MONTHS, n).mean(axis=2))
    return Scene(
        {
            "alarms": pd.DataFrame(rows, columns=["detector", "month", "kind", "lender"]),
            "errors": pd.DataFrame(
                {
                    "month": np.tile(np.arange(1, _MONTHS + 1), _LENDERS),
                    "percent": accuracy.ravel(),
                    "lender": np.repeat(np.arange(_LENDERS), _MONTHS),
                }
            ),
        },
        " ".join(_sentence(name, months, fall, n) for name, months in when.items()),
        title=_point(when, fall),
        facts={
            # A lender without an alarm counts as one after the last month.
            "page_hinkley": min(_median(when[_PH]), _MONTHS + 1),
            "page_hinkley_false": _false(when[_PH], fall),
            "page_hinkley_found": _detections(when[_PH], fall),
        },
    )


def _kind(month: float, fall: float) -> str:
    return "after the fall" if fall and month >= _FALL else "false alarm"


def _median(months: np.ndarray) -> float:
    """Return the month by which half of the lenders have had an alarm."""
    return float(np.sort(months)[(months.size - 1) // 2])


def _false(months: np.ndarray, fall: float) -> int:
    return int((months < (_FALL if fall else np.inf)).sum())


def _detections(months: np.ndarray, fall: float) -> int:
    return int(np.isfinite(months).sum()) - _false(months, fall)


def _sentence(name: str, months: np.ndarray, fall: float, per_month: int) -> str:
    false, detections = _false(months, fall), _detections(months, fall)
    alone = f"{name}: a false alarm comes first at {false} of {_LENDERS} lenders"
    if not fall:
        return f"{alone}."
    if not detections:
        return f"{alone}, and none finds the fall."
    delay = _median(months[(months >= _FALL) & np.isfinite(months)]) - _FALL
    loss = delay * per_month * fall / 100 * LOSS_PER_DEFAULT
    cost = f"€{round(loss, -3):,.0f} lost by then"
    return f"{alone}; {detections} find the fall, after {delay:.1f} months ({cost})."


def _point(when: dict[str, np.ndarray], fall: float) -> str:
    if max(_false(months, fall) for months in when.values()) >= _LENDERS / 2:
        return "A loose detector hears drift in noise"
    if fall and max(_detections(months, fall) for months in when.values()) < _LENDERS / 2:
        return "Too few outcomes: most lenders never learn of the fall"
    return "A detector trades delay against false alarms"


def _chart() -> alt.ChartType:
    x = charts.axis(alt.X, "month:Q", "Month", 1, 25, values=list(range(1, 26, 3)))
    y = alt.Y("percent:Q", title="Right decisions (%)", scale={"domain": [50, 100]})
    lines = (
        alt.Chart(alt.NamedData("errors"))
        .mark_line(color=charts.BLUE, opacity=0.25, clip=True)
        .encode(x, y, alt.Detail("lender:N"))
    )
    fall = alt.Chart(alt.InlineData([{"month": _FALL}])).mark_rule(color=charts.INK, opacity=0.5)
    dots = (
        alt.Chart(alt.NamedData("alarms"))
        .mark_circle(size=60, opacity=0.7)
        .encode(
            x,
            alt.Y("detector:N", title="Detector", scale={"domain": [_DDM, _PH]}),
            alt.YOffset("lender:Q", scale={"domain": [-2, _LENDERS + 1]}),
            alt.Color("kind:N", scale=charts.colours(_COLOURS), legend=None),
        )
    )
    chart = alt.vconcat(
        alt.layer(lines, fall.encode(x="month:Q"), title="Ten lenders, month by month").properties(
            height=130
        ),
        alt.layer(
            dots,
            fall.encode(x="month:Q"),
            guess_rules(),
            named(_COLOURS, below=True),
            title="First alarm: a dot for each lender",
        ).properties(height=170),
        title="A detector trades delay against false alarms",
    )
    return charts.alt_text(
        chart,
        "Monthly accuracy of ten lenders over 24 months with a possible fall in month 13, and "
        "below it the month of the first alarm of DDM and of Page-Hinkley at each lender.",
    )
