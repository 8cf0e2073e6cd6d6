"""A pay table that is queried again and again: who can be singled out, and the errors."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.governance.privacy import (
    DETAILS,
    HIGHEST,
    LOWEST,
    answer_errors,
    error_bound,
    knows_pay_within,
    mean_pay,
    share_alone,
    typical_cell,
)

_STAFF = ("200", "500", "2,000", "5,000", "20,000")
_EPSILONS = ("0.1", "0.2", "0.5", "1", "2", "5", "10")
_ASKED = ("1", "10", "100", "1,000")
_SPREAD = 16_000  # standard deviation of pay: what the mean alone reveals about one person
_FINEST, _, _TEN, _TWENTY = DETAILS
_ERRORS = (0.01, 10_000.0)  # per cent: ends of the axis and of the dots
_LEAST, _MOST = 100.0, float(HIGHEST - LOWEST)  # EUR: Anna's pay; everybody knows the range


@focusable
def privacy(focus: Focus) -> Explorable:
    """Publish noisy mean pay by cell; see who is alone and what leaks."""
    return Explorable(
        "governance.privacy",
        title="A pay table: can it stay safe and useful when it is asked again?",
        controls=(
            Choice("staff", "Staff", _STAFF, "2,000"),
            Choice("detail", "Cells: sex, and", DETAILS, _FINEST),
            Choice("epsilon", "Epsilon of an answer (larger: less noise)", _EPSILONS, "0.2"),
            Choice("asked", "Times the pair of totals is asked", _ASKED, "10"),
            Toggle("budget", "Answers with Anna share one epsilon"),
        ),
        presets={
            "Meridian": {},
            "One department": {"staff": "200"},
            "Coarser cells": {"detail": _TEN},
        },
        guess=GuessNumber(
            "2,000 people work here. A table shows mean pay by birth year, sex and the first two "
            "digits of the postcode. How many of 100 people are alone in their cell?",
            Slider("alone", "Alone in their cell, of 100", 0, 100, 1, 10, "%"),
            truth=lambda scene: scene.facts["alone"],
            explanation="There are thousands of cells, and most postcodes are rare. Three harmless "
            "facts together point to one person.",
        ),
        challenges=(
            Challenge(
                "2,000 staff, the pair asked once, epsilon at most 2: nobody is alone, 95 of 100 "
                "answers on a typical cell are right within 2%, and Anna's pay is known no better "
                "than to €16,000, as the mean tells it.",
                lambda values, scene: (
                    (values["staff"], values["asked"]) == ("2,000", "1")
                    and float(values["epsilon"]) <= 2
                    and scene.facts["alone"] == 0
                    and scene.facts["error"] <= 2
                    and scene.facts["anna"] >= _SPREAD
                ),
                hint="Large cells need little noise.",
                witness={"detail": _TWENTY, "epsilon": "2", "asked": "1"},
            ),
            Challenge(
                "Now break it. With nobody alone and no shared epsilon, ask at most 100 times and "
                "learn Anna's pay to €5,000, though each answer keeps its epsilon of 5 or less.",
                lambda values, scene: (
                    scene.facts["alone"] == 0
                    and not values["budget"]
                    and _number(values["asked"]) <= 100
                    and float(values["epsilon"]) <= 5
                    and scene.facts["anna"] <= 5_000
                ),
                hint="Noise has a mean of nothing.",
                witness={"detail": _TWENTY, "epsilon": "5", "asked": "100"},
            ),
            Challenge(
                "Fix it. Ask the pair 100 times or more, let the answers share one epsilon, and "
                "keep 95 of 100 answers right within 5%.",
                lambda values, scene: (
                    values["budget"]
                    and values["asked"] in ("100", "1,000")
                    and scene.facts["error"] <= 5
                ),
                hint="What makes one person count for less?",
                witness={
                    "staff": "20,000",
                    "detail": _TWENTY,
                    "epsilon": "5",
                    "asked": "100",
                    "budget": True,
                },
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(staff: str, detail: str, epsilon: str, asked: str, *, budget: bool) -> Scene:
    people, each, times = _number(staff), float(epsilon), _number(asked)
    alone = 100 * share_alone(people, detail)
    cell, percent = typical_cell(people, detail), 100 / mean_pay(people)
    errors = percent * np.abs(answer_errors(cell, each, times, budget=budget))
    error = percent * error_bound(cell, each, times, budget=budget)
    anna = knows_pay_within(each, times, budget=budget)
    return Scene(
        {
            "alone": pd.DataFrame({"what": ["alone"], "percent": [round(alone, 1)]}),
            "errors": pd.DataFrame(
                {"error": np.clip(errors, *_ERRORS).round(3), "world": np.arange(errors.size)}
            ),
            "anna": pd.DataFrame({"what": ["Anna"], "euros": [min(max(anna, _LEAST), _MOST)]}),
        },
        f"{alone:.1f}% of {staff} people are alone in their cell; a typical cell holds "
        f"{cell:.0f}. There the mean pay is wrong by at most {_percent(error)} in 95 of 100 "
        "answers. "
        f"Asked {_times(times)}, the pair tells Anna's pay {_precision(anna)}.",
        title=_point(alone, error, anna),
        facts={"alone": alone, "error": error, "anna": anna},
    )


def _point(alone: float, error: float, anna: float) -> str:
    endings = {
        "some people are alone in a cell": alone > 0,
        "answers are far off": error > 5,
        "questions tell Anna's pay": anna < _SPREAD,
    }
    wrong = [words for words, is_true in endings.items() if is_true]
    start = (
        ", ".join(wrong) if wrong else "nobody is alone, answers are near, Anna's pay stays hidden"
    )
    return start[0].upper() + start[1:]


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _rough(euros: float) -> float:
    """Round an amount to two digits."""
    return float(f"{euros:.2g}")


def _precision(euros: float) -> str:
    if euros >= _MOST:
        return f"no better than the range of pay, €{_MOST:,.0f}, which everybody knows"
    return f"to about €{_rough(euros):,.0f} either way"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _percent(error: float) -> str:
    return f"{error:.1f}%" if error < 10 else f"{error:,.0f}%"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _alone(), _errors(), _anna(), title="Safe, useful, and asked again", spacing=25
    )
    return charts.alt_text(
        chart,
        "First: the share of staff who are alone in their cell. Second: how wrong one answer is in "
        "each of 100 worlds. Third: how closely the answers tell Anna's pay, against the spread of "
        "pay that everybody knows; at the right edge, no better than the range of pay. Bold ticks "
        "mark the start.",
    )


def _alone() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "percent:Q", "Staff (%)", 0, 100),
        alt.Y("what:N", axis=None),
    )
    bar = (
        alt.Chart(alt.NamedData("alone"))
        .mark_bar(height=18, yOffset=18, color=charts.PINK)
        .encode(*place)
    )
    start = charts.start_tick("alone").encode(*place)
    return alt.layer(bar, start, guess_rules()).properties(height=84, title="Alone in their cell")


def _errors() -> alt.ChartType:
    place = (
        alt.X(
            "error:Q",
            title="Error of one answer (% of mean pay)",
            scale=alt.Scale(type="log", domain=list(_ERRORS), nice=False),
            axis=alt.Axis(values=[0.01, 1, 100, 10_000], labelExpr="format(datum.value, '~g')"),
        ),
        alt.Y("world:Q", axis=None, scale=alt.Scale(domain=[-2, 102])),
    )
    dots = (
        alt.Chart(alt.NamedData("errors"))
        .mark_point(size=14, opacity=0.9, color=charts.BLUE)
        .encode(*place)
    )
    return dots.properties(height=84, title="100 worlds (at an edge: beyond it)")


def _anna() -> alt.ChartType:
    place = (
        alt.X(
            "euros:Q",
            title="Anna's pay is known to (± € thousand)",
            scale=alt.Scale(type="log", domain=[_LEAST, _MOST], nice=False),
            axis=alt.Axis(
                values=[1e2, 1e3, 1e4, 1e5], labelExpr="format(datum.value / 1000, '~g')"
            ),
        ),
        alt.Y("what:N", axis=None),
    )
    spread = alt.Chart(alt.InlineData([{"euros": _SPREAD, "label": "spread of pay"}])).encode(
        place[0]
    )
    rule = spread.mark_rule(color=charts.GREY, strokeDash=[4, 3])
    words = spread.mark_text(color=charts.GREY, align="right", dx=-4, fontSize=12).encode(
        alt.Text("label:N"), y=alt.value(12)
    )
    point = (
        alt.Chart(alt.NamedData("anna"))
        .mark_point(size=140, opacity=1, color=charts.ORANGE)
        .encode(*place)
    )
    start = charts.start_tick("anna").encode(*place)
    return alt.layer(rule, words, start, point).properties(
        height=70, title="What questions reveal (at the edge: nothing)"
    )
