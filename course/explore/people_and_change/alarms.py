"""A thousand machines: how many alarms are real, and their value."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.people_and_change.alarms import (
    MACHINES,
    SECOND_CHECKS,
    WORLDS,
    Alarms,
    count_alarms,
    draw_real_shares,
)

_NONE, _SAME, _OTHER = SECOND_CHECKS
_COLOURS = {
    "real alarm": charts.ORANGE,
    "missed failure": charts.INK,
    "false alarm": charts.SKY,
    "quiet": "#D5D5D5",
}
_COLUMNS = 50


@focusable
def alarms(focus: Focus) -> Explorable:
    """Choose a base rate, a threshold and a second check; see which alarms are real."""
    return Explorable(
        "people_and_change.alarms",
        title="Can the same model become believable?",
        controls=(
            Slider("failures", "Machines about to fail, of 1,000", 1, 200, 1, 10),
            Slider(
                "caught",
                "Failures found by the first alarm (sets the threshold)",
                5,
                95,
                5,
                85,
                "%",
            ),
            Choice("second", "Second check of every alarm", SECOND_CHECKS, _NONE),
            Slider("missed", "Cost of a missed failure", 1, 30, 1, 9, "€ thousand"),
        ),
        presets={
            "Lathes": {},
            "Pumps": {"failures": 50, "missed": 6},
            "Conveyors": {"failures": 5, "missed": 12},
        },
        guess=GuessNumber(
            "The model is right for 85% of the machines that will fail, and for 85% of the healthy "
            "ones. Ten of 1,000 machines are about to fail. Of 100 alarms, how many are real?",
            Slider("real", "Real alarms of 100", 0, 100, 1, 50, "%"),
            truth=lambda scene: scene.facts["real"],
            explanation="8.5 of ten failing machines alarm, and so do 148.5 of 990 healthy ones. "
            "Few failures make most alarms false, however good the model is.",
        ),
        challenges=(
            Challenge(
                "With ten machines of 1,000 about to fail, make at least half of the alarms real "
                "and still find 40% of the failures.",
                lambda values, scene: (
                    values["failures"] == 10
                    and scene.facts["real"] >= 49.5  # which the title calls 50 of 100
                    and scene.facts["found"] >= 40
                ),
                hint="The threshold alone finds too few. Ask for evidence of another kind too.",
                witness={"caught": 50, "second": _OTHER},
            ),
            Challenge(
                "With six machines of 1,000 about to fail, alarms at 85% do not pay. Without a "
                "second check and at €9,000 a failure, make them earn €20,000 a week.",
                lambda values, scene: (
                    (values["failures"], values["second"], values["missed"]) == (6, _NONE, 9)
                    and scene.facts["net"] >= 20_000
                ),
                hint="Which machines would you stop inspecting first?",
                witness={"failures": 6, "caught": 55},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(failures: float, caught: float, second: str, missed: float) -> Scene:
    week = count_alarms(int(failures), caught, second, 1_000 * missed)
    percent = 100 * week.found / failures
    silence = (MACHINES - failures) / MACHINES
    right = (MACHINES - week.missed - week.false) / MACHINES
    return Scene(
        {"machines": _machines(week), "worlds": _worlds(int(failures), caught, second)},
        f"{_count(week.alarms)}, {week.found:.1f} of them real; {week.missed:.1f} "
        f"failures missed. {_money(week.net)} a week than silence. It is right for {right:.1%} of "
        f"machines; “no machine fails” is right for {silence:.1%}.",
        title=f"{100 * week.real:.0f} of 100 alarms are real, and {percent:.0f}% of failures are "
        "found",
        facts={"real": 100 * week.real, "found": percent, "net": week.net},
    )


def _machines(week: Alarms) -> pd.DataFrame:
    """Return the start and number of each kind's icons."""
    rounded = [round(part) for part in (week.found, week.missed, week.false)]
    counts = np.array([*rounded, MACHINES - sum(rounded)])
    first = np.cumsum(counts) - counts
    return pd.DataFrame({"reads": list(_COLOURS), "first": first, "count": counts})


def _worlds(failures: int, caught: float, second: str) -> pd.DataFrame:
    shares = draw_real_shares(failures, caught, second)
    return pd.DataFrame({"real": 100 * shares, "world": np.arange(WORLDS)})


def _count(alarms: float) -> str:
    return f"{alarms:.0f} alarms" if alarms >= 9.5 else f"{alarms:.1f} alarms"


def _money(euros: float) -> str:
    return f"€{abs(euros):,.0f} {'better' if euros >= 0 else 'worse'}"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _icons(), _shares(), title="Few failures make most alarms false", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: an icon for each of 1,000 machines, coloured as real alarm, missed failure, false "
        "alarm or quiet. Second: the share of alarms that are real in each of 100 worlds that "
        "differ by luck alone.",
    )


def _icons() -> alt.ChartType:
    return (
        alt.Chart(alt.NamedData("machines"))
        .transform_calculate(icon="sequence(datum.first, datum.first + datum.count)")
        .transform_flatten(["icon"])
        .transform_calculate(
            column=f"datum.icon % {_COLUMNS}", row=f"floor(datum.icon / {_COLUMNS})"
        )
        .mark_square(size=26, opacity=1)
        .encode(
            alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.5, _COLUMNS - 0.5])),
            alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[19.5, -0.5])),
            alt.Color(
                "reads:N",
                title=None,
                scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
                legend=alt.Legend(orient="bottom", columns=2),
            ),
        )
        .properties(height=190, title="1,000 machines in a week")
    )


def _shares() -> alt.ChartType:
    place = (
        alt.X(
            "real:Q",
            title="Alarms that are real (%)",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]),
        ),
        alt.Y("world:Q", axis=None, scale=alt.Scale(domain=[-2, 135])),
    )
    dots = (
        alt.Chart(alt.NamedData("worlds"))
        .mark_point(size=14, opacity=0.9, color=charts.BLUE)
        .encode(*place)
    )
    return alt.layer(dots, guess_rules()).properties(
        height=220, title="100 worlds that differ by luck"
    )
