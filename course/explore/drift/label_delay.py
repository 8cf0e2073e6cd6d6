"""Label delay: a young loan looks good because it has had no time to go bad."""

from __future__ import annotations

from typing import get_args

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.drift._words import named
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_line
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.drift.label_delay import (
    DetectionStudy,
    Monitor,
    detection_delay,
    drifting_accuracy,
    observed_accuracy,
)

_MONTHS, _START, _HORIZON, _LENDERS = 24, 13, 24, 100
_ASKED = (12, 15, 18, 21, 24)
_NAMES: dict[str, str] = {
    "matured": "known outcomes",
    "early": "early defaults",
    "estimated": "estimate",
    "inputs": "input alarm",
}
_LINES = {
    "true": ("as it will turn out", charts.GREY),
    "naive": ("no default yet counts as good", charts.ORANGE),
    "matured": ("known outcomes only", charts.BLUE),
}


@focusable
def label_delay(focus: Focus) -> Explorable:
    """Choose how long outcomes take; see what the lender can know, and when."""
    return Explorable(
        "drift.label_delay",
        title="What can you know today?",
        controls=(
            Slider(
                "maturity", "Months until an outcome is known", 0, 24, 1, 12, ("month", "months")
            ),
            Slider("loans", "Loans a month", 100, 3000, 100, 500, "loans"),
            Slider("drop", "Fall in accuracy from month 13 on", 0, 15, 1, 9, ("point", "points")),
            Slider("visible", "Part of the fall that the inputs show", 0, 100, 10, 0, "%"),
        ),
        presets={
            "Loans: a year": {},
            "Clicks: at once": {"maturity": 0},
            "Inputs give it away": {"visible": 100},
        },
        guess=GuessLine(
            "A loan's outcome is known after 12 months. Of the loans made in month 12, 88% will be "
            "repaid: there the model was right. By month 18 that sinks to 79%. Today is month 24. "
            "Someone counts every loan without a default so far as repaid. How often does the "
            "model then look right?",
            _ASKED,
            Slider("accuracy", "Looks right on", 70, 100, 1, 88, "%"),
            truth=lambda scene: [scene.facts[f"naive {month}"] for month in _ASKED],
            explanation="Hardly any default of the newest loans has happened yet. The naive curve "
            "bends upwards just where the true one falls.",
        ),
        challenges=(
            Challenge(
                "Waiting wins: outcomes take six months or more, accuracy falls by five points or "
                "more, 200 loans a month or more are made, and half of the lenders notice sooner "
                "with known outcomes than with early defaults.",
                lambda values, scene: (
                    values["maturity"] >= 6
                    and values["drop"] >= 5
                    and values["loans"] >= 200
                    and scene.facts["matured"] < scene.facts["early"]
                ),
                hint="Early defaults are few. When are they too few to tell a fall from chance?",
                witness={"loans": 200, "drop": 5},
            ),
            Challenge(
                "The inputs show 30% of the fall at most, and yet the estimate without outcomes "
                "notices before early defaults do, at half of the lenders.",
                lambda values, scene: (
                    values["visible"] <= 30 and scene.facts["estimated"] < scene.facts["early"]
                ),
                hint="An estimate reads all of this month's loans; early defaults wait for months. "
                "What makes them wait longer, or the estimate surer?",
                witness={"visible": 30, "loans": 1000},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(maturity: float, loans: float, drop: float, visible: float) -> Scene:
    share = visible / 100
    true = drifting_accuracy(_MONTHS, _START, drop=drop / 100, ramp=6)
    cohorts = observed_accuracy(true, int(maturity), input_share=share)

    def study(monitor: Monitor, months: float = maturity) -> DetectionStudy:
        return detection_delay(
            monitor,
            int(months),
            int(loans),
            drop / 100,
            input_share=share,
            input_shift=share,
            horizon=_HORIZON,
            repeats=_LENDERS,
        )

    studies = {monitor: study(monitor) for monitor in get_args(Monitor)}
    at_once = study("matured", 0)
    delays = {monitor: detection.median_delay for monitor, detection in studies.items()}
    naive = 100 * cohorts["naive"].to_numpy()
    gap = naive[-1] - 100 * true[-1]
    return Scene(
        {"lines": _lines(cohorts), "alarmed": _alarmed(studies), "delays": _delays(delays)},
        _summary(gap, studies, at_once),
        title=_point(gap, delays),
        facts={
            **delays,
            **{f"naive {month}": naive[month - 1] for month in _ASKED},
        },
    )


def _lines(cohorts: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": np.tile(cohorts["month"], len(_LINES)),
            "percent": np.concatenate([100 * cohorts[column].to_numpy() for column in _LINES]),
            "line": np.repeat([name for name, _ in _LINES.values()], len(cohorts)),
        }
    )


def _alarmed(studies: dict[Monitor, DetectionStudy]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": np.tile(np.arange(_HORIZON), len(studies)),
            "share": np.concatenate([study.alarmed for study in studies.values()]),
            "monitor": np.repeat([_NAMES[monitor] for monitor in studies], _HORIZON),
        }
    )


def _delays(delays: dict[Monitor, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"monitor": _NAMES[monitor], "month": delay + 0.5}
            for monitor, delay in delays.items()
            if np.isfinite(delay)
        ],
        columns=["monitor", "month"],
    )


def _summary(gap: float, studies: dict[Monitor, DetectionStudy], at_once: DetectionStudy) -> str:
    matured, early = studies["matured"], studies["early"]
    waiting, saving = matured.cost - at_once.cost, matured.cost - early.cost
    return (
        f"The newest loans look {gap:.0f} points better than they are. Half of the lenders "
        f"notice {_after(matured.median_delay)} with known outcomes, "
        f"{_after(early.median_delay)} with early defaults "
        f"({early.share_false:.0%} have a false alarm in the year before), "
        f"{_after(studies['estimated'].median_delay)} with the estimate. Waiting for outcomes "
        f"costs €{waiting / 1e6:.1f} million on average; early defaults "
        f"{'save' if saving >= 0 else 'lose another'} €{abs(saving) / 1e6:.1f} million"
        f"{' of it' if saving >= 0 else ''}."
    )


def _after(delay: float) -> str:
    if not np.isfinite(delay):
        return "not in two years"
    return f"after {delay:.0f} months"


def _point(gap: float, delays: dict[Monitor, float]) -> str:
    if delays["estimated"] < delays["early"]:
        return "Where the inputs show the fall, nobody has to wait for outcomes"
    if gap > 1:
        return "The newest loans look best, so the alarm comes late"
    return "Where outcomes come soon, what you see is true"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _as_seen_today(),
        _who_noticed(),
        title="The newest loans look best, so the alarm comes late",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "First: accuracy of each month's loans as seen in month 24, as it will turn out, with "
        "loans without default counted as good, and from known outcomes only. Second: share of "
        "100 simulated lenders whose monitor has alarmed, by months since the fall began.",
    )


def _as_seen_today() -> alt.ChartType:
    names = dict(_LINES.values())
    at = charts.axis(alt.X, "at:Q", "Month of the loan", 1, 24)
    lines = (
        alt.Chart(alt.NamedData("lines"))
        .mark_line(clip=True)
        .encode(
            charts.axis(alt.X, "month:Q", "Month of the loan", 1, 24),
            alt.Y("percent:Q", title="Right decisions (%)", scale={"domain": [70, 100]}),
            alt.Color("line:N", scale=charts.colours(names), legend=None),
            alt.StrokeDash(
                "line:N",
                scale={"domain": list(names), "range": [[4, 3], [1, 0], [1, 0]]},
                legend=None,
            ),
        )
    )
    return alt.layer(
        lines, guess_line(at), named(names, below=True), title="Seen in month 24"
    ).properties(height=150)


def _who_noticed() -> alt.ChartType:
    y = alt.Y("monitor:N", title="Monitor", sort=list(_NAMES.values()))
    x = charts.axis(alt.X, "month:Q", "Months since the fall", 0, _HORIZON)
    cells = (
        alt.Chart(alt.NamedData("alarmed"))
        .mark_rect()
        .transform_calculate(end="datum.month + 1")
        .encode(
            x,
            alt.X2("end:Q"),
            y,
            alt.Color(
                "share:Q",
                scale={"domain": [0, 1], "range": ["white", charts.BLUE], "interpolate": "rgb"},
                legend=None,
            ),
        )
    )
    half = (
        alt.Chart(alt.NamedData("delays")).mark_tick(color=charts.ORANGE, thickness=3).encode(x, y)
    )
    return alt.layer(cells, half, title="Who has noticed (orange: half of the lenders)").properties(
        height=110
    )
