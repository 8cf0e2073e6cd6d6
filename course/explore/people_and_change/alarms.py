"""A thousand machines: how many alarms are real, and their value."""

from __future__ import annotations

from typing import Any

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
    Alarms,
    count_alarms,
)

_NONE, _SAME, _OTHER = SECOND_CHECKS
_REAL, _MISSED, _FALSE = "real alarm", "missed failure", "false alarm"
_COLOURS = {_REAL: charts.ORANGE, _MISSED: charts.INK, _FALSE: charts.SKY}
_QUIET = "#D5D5D5"
_COLUMNS = 50
_ROWS = MACHINES // _COLUMNS
_PLACES = np.random.default_rng(4).permutation(MACHINES)
"""The place of each machine; those about to fail have the first numbers."""


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
            Choice("second", "Second check of every alarm (€40 each)", SECOND_CHECKS, _NONE),
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
            "Few failures make most alarms false, even if the model is good.",
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
        before=_before,
        focus=focus,
    )


def _model(failures: float, caught: float, second: str, missed: float) -> Scene:
    week = count_alarms(int(failures), caught, second, 1_000 * missed)
    percent = 100 * week.found / failures
    silence = (MACHINES - failures) / MACHINES
    right = (MACHINES - week.missed - week.false) / MACHINES
    counts = _counts(week, failures)
    return Scene(
        {
            "machines": _machines(counts),
            "words": _words(counts),
            "share": pd.DataFrame({"real": [100 * week.real]}),
        },
        f"On average {_count(week.alarms)}, {week.found:.1f} of them real; {week.missed:.1f} "
        f"failures missed. {_money(week.net)} a week than silence. It is right for {right:.1%} of "
        f"machines; “no machine fails” is right for {silence:.1%}.",
        title=f"{100 * week.real:.0f} of 100 alarms are real, and {percent:.0f}% of failures are "
        "found",
        facts={"real": 100 * week.real, "found": percent, "net": week.net},
    )


def _machines(counts: dict[str, int]) -> pd.DataFrame:
    """Return the machines that fail or alarm; each keeps its number and its place."""
    failures = counts[_REAL] + counts[_MISSED]
    machine = np.arange(failures + counts[_FALSE])
    return pd.DataFrame(
        {
            "machine": machine,
            "column": _PLACES[machine] % _COLUMNS,
            "row": _PLACES[machine] // _COLUMNS,
            "reads": np.repeat(list(counts), list(counts.values())),
        }
    )


def _counts(week: Alarms, failures: float) -> dict[str, int]:
    """Return whole machines of each kind, in the order of their numbers."""
    hits = round(week.found)
    return {_REAL: hits, _MISSED: int(failures) - hits, _FALSE: round(week.false)}


def _words(counts: dict[str, int]) -> pd.DataFrame:
    words = {
        _REAL: f"{counts[_REAL]} real",
        _MISSED: f"{counts[_MISSED]} missed",
        _FALSE: f"{counts[_FALSE]} false",
    }
    return pd.DataFrame(
        {"reads": words.keys(), "words": words.values(), "column": [-0.5, 10, 24], "row": -1.7}
    )


def _count(alarms: float) -> str:
    return f"{alarms:.0f} alarms" if alarms >= 9.5 else f"{alarms:.1f} alarms"


def _money(euros: float) -> str:
    return f"€{abs(euros):,.0f} {'better' if euros >= 0 else 'worse'}"


_COLUMN = alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.7, _COLUMNS - 0.3], nice=False))
_ROW = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[_ROWS - 0.3, -2.4], nice=False))
_COLOUR = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))
_PITCH = f"min(item.mark.group.width / {_COLUMNS + 0.4}, item.mark.group.height / {_ROWS + 2.1})"
_IS_REAL = "datum.card < round(datum.real)"


def _sized(share: float) -> Any:
    """Return the area of a mark that fills a share of a machine's place."""
    return {"expr": f"pow({share} * {_PITCH}, 2)"}


def _chart() -> alt.ChartType:
    real = _sequence(alt.NamedData("share"), "card", 100)
    chart = alt.vconcat(
        _hall(alt.NamedData("machines"), alt.NamedData("words")),
        _cards(real, alt.condition(_IS_REAL, alt.value(charts.ORANGE), alt.value(charts.SKY))),
        title="Few failures make most alarms false",
        spacing=24,
    ).resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: a mark for each of 1,000 machines in a hall: a diamond if it is about to fail, a "
        "square if not, and coloured if it alarms. Second: 100 alarms in a row; the first ones, in "
        "another colour, are real.",
    )


def _before() -> alt.ChartType:
    """Return the hall and 100 alarms while nobody knows which machine will fail."""
    machines = _sequence(alt.InlineData([{}]), "machine", MACHINES)
    hall = _quiet(machines).properties(height=230, title="1,000 machines, ten about to fail")
    cards = _cards(_sequence(alt.InlineData([{"real": 0}]), "card", 100), alt.value(_QUIET))
    chart = alt.vconcat(hall, cards, spacing=24)
    chart = chart.resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: 1,000 grey squares, one for each machine; nobody knows which ten will fail. "
        "Second: 100 alarms in a row; nobody knows which are real.",
    )


def _sequence(data: Any, name: str, length: int) -> alt.Chart:
    """Return a chart of so many rows for each row of the data, numbered from 0."""
    numbers = alt.Chart(data).transform_calculate(**{name: f"sequence({length})"})
    return numbers.transform_flatten([name])


def _quiet(machines: alt.Chart) -> alt.Chart:
    return (
        machines.transform_calculate(
            column=f"datum.machine % {_COLUMNS}", row=f"floor(datum.machine / {_COLUMNS})"
        )
        .mark_square(size=_sized(0.72), opacity=1, color=_QUIET)
        .encode(_COLUMN, _ROW)
    )


def _hall(machines: Any, words: Any) -> alt.ChartType:
    marks = alt.Chart(machines).encode(
        _COLUMN, _ROW, alt.Key("machine:Q"), alt.Color("reads:N", scale=_COLOUR, legend=None)
    )
    healthy = marks.transform_filter(f"datum.reads == '{_FALSE}'")
    real = marks.transform_filter(f"datum.reads == '{_REAL}'")
    misses = marks.transform_filter(f"datum.reads == '{_MISSED}'")
    diamond: dict[str, Any] = {"shape": "diamond", "size": _sized(1.75), "opacity": 1}
    return alt.layer(
        _quiet(alt.Chart(alt.sequence(MACHINES, as_="machine"))),
        healthy.mark_square(size=_sized(0.9), opacity=1),
        misses.mark_point(filled=False, strokeWidth=2, fill="white", **diamond),
        real.mark_point(filled=True, **diamond),
        alt.Chart(words)
        .mark_text(align="left", fontSize=13, fontWeight=600)
        .encode(
            _COLUMN,
            _ROW,
            alt.Text("words:N"),
            # Sky blue is for areas: words in it are too pale to read.
            alt.condition(
                f"datum.reads == '{_FALSE}'",
                alt.value(charts.BLUE),
                alt.Color("reads:N", scale=_COLOUR, legend=None),
            ),
        ),
    ).properties(height=230, title="1,000 machines in an average week")


def _cards(alarms: alt.Chart, colour: Any) -> alt.ChartType:
    x = alt.X(
        "card:Q",
        title="Alarms, the real ones first (of 100)",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(values=[0, 20, 40, 60, 80, 100], grid=False),
    )
    y = alt.Scale(domain=[0, 1], nice=False)
    cards = (
        alarms.transform_calculate(end="datum.card + 0.8", low="0.06", high="0.5")
        .mark_rect(opacity=1)
        .encode(
            x, alt.X2("end:Q"), alt.Y("low:Q", axis=None, scale=y), alt.Y2("high:Q"), color=colour
        )
    )
    return alt.layer(cards, guess_rules()).properties(height=80, title="Of 100 alarms")
