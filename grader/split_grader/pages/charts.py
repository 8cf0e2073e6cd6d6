"""The report's charts, as pictures that work offline and print well."""

import base64
import io
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from split_grader.results.grade_table import GradeTable
from split_grader.results.item_statistics import ENOUGH, QuestionStatistics, hardest_question

# Okabe & Ito's palette, which people with any colour vision can tell apart.
BLUE, YELLOW, BLACK = "#0072B2", "#E69F00", "#1a1a1a"
_WIDTH = 760
_ROW = 28
_WEAK = 0.2
_BINS = [f"{start}-{start + 10}" for start in range(0, 100, 10)]
_FEW = 6
"""Up to this many students in a bar, every number on the axis has a tick."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a data URL for an ``img`` element, and its description."""

    source: str
    description: str


def score_distribution(table: GradeTable) -> Picture:
    """Draw how many students, of those whose work ran, earned which share of the points."""
    shares = _shares(table)
    bins = [_BINS[min(int(share // 10), 9)] for share in shares]
    counts = pd.DataFrame(
        [(name, bins.count(name)) for name in _BINS if name in bins], columns=["bin", "students"]
    )
    x = alt.X("bin:N", title="Score (% of all points; each bar includes its lower end)", sort=_BINS)
    y = alt.Y("students:Q", title="Students (count)")
    chart = (
        alt.Chart(counts)
        .mark_bar(color=BLUE)
        .encode(
            x=x.scale(domain=_BINS, paddingInner=0.06).axis(labelAngle=0),
            y=y.axis(**_whole_numbers(max(counts["students"], default=0))),
        )
    )
    title = _distribution_title(shares)
    parts = ", ".join(f"{name}%: {bins.count(name)}" for name in _BINS if name in bins)
    description = f"{title}. Students for each tenth of the points: {parts}."
    return _picture(chart, title, description, 220)


def _whole_numbers(most: int) -> dict[str, Any]:
    """Return an axis of whole numbers; rounded halves would repeat numbers."""
    return {"format": "d", **({"values": [*range(most + 1)]} if most <= _FEW else {})}


def _distribution_title(shares: np.ndarray) -> str:
    if not len(shares):
        return "No submission could be run"
    low = int((shares < 50).sum())
    rest = f"{low} of {len(shares)} are below 50%" if low else "nobody is below 50%"
    return f"Half of the class scored {np.median(shares):.0f}% or more; {rest}"


def difficulty(questions: list[QuestionStatistics]) -> Picture | None:
    """Draw the share of points earned on each question."""
    hardest = hardest_question(questions)
    if hardest is None:
        return None
    values = {
        question.name: question.difficulty * 100
        for question in questions
        if question.difficulty is not None
    }
    share = values[hardest.name]
    title = f"Hardest: {hardest.name}, where the class earned {share:.0f}% of the points"
    if share > 99.5:
        title = "The class earned all points on every question"
    frame = pd.DataFrame({"question": list(values), "value": list(values.values())})
    frame["marked"] = (frame["question"] == hardest.name) & (share <= 99.5)
    frame["text"] = [f"{value:.0f}%" for value in values.values()]
    axis = alt.X("value:Q", title="Points earned (mean, % of the question's points)")
    chart = _bars(frame, axis.scale(domain=(0, 100)).axis(tickCount=10))
    return _picture(chart, title, _description(title, frame), _ROW * len(values))


def discrimination(questions: list[QuestionStatistics]) -> Picture | None:
    """Draw how well each question separates strong and weak submissions."""
    values = {
        question.name: question.discrimination
        for question in questions
        if question.discrimination is not None
    }
    if not values:
        return None
    title = _discrimination_title(values)
    frame = pd.DataFrame({"question": list(values), "value": list(values.values())})
    frame["marked"] = frame["value"] < _WEAK
    frame["text"] = [f"{value:.2f}" for value in values.values()]
    axis = alt.X("value:Q", title="Discrimination (correlation, -1 to 1, no unit)")
    low = min(0.0, float(np.floor(min(values.values()) * 5) / 5))
    bars = _bars(frame, axis.scale(domain=(low, 1)).axis(tickCount=10, format=".1f"))
    line = alt.Chart(pd.DataFrame({"at": [_WEAK]})).mark_rule(color=BLACK, strokeDash=[4, 4])
    chart = bars + line.encode(x="at:Q")
    return _picture(chart, title, _description(title, frame), _ROW * len(values))


def _discrimination_title(values: dict[str, float]) -> str:
    lowest = min(values, key=lambda name: values[name])
    if values[lowest] < 0:
        return f"Check {lowest} first: strong students miss it more often ({values[lowest]:.2f})"
    if round(values[lowest], 2) < _WEAK:  # compare the number that readers see
        return f"Check {lowest}: it hardly tells strong work from weak ({values[lowest]:.2f})"
    return f"Every question tells strong work from weak ({_WEAK:g} or more)"


def why_no_discrimination(table: GradeTable) -> str:
    """Explain why there's no chart of discrimination."""
    count = sum(row.ran for row in table.rows)
    if count < ENOUGH:
        return (
            f"{count} submissions ran. With fewer than {ENOUGH}, a correlation depends on who "
            "happened to be there, so it isn't shown."
        )
    return "Everybody has the same points, so there is no correlation to show."


def _shares(table: GradeTable) -> np.ndarray:
    most = table.max_score or 1.0
    shares = [min(row.total / most, 1.0) * 100 for row in table.rows if row.ran]
    # Otherwise 29.999999999999996 would fall into the bar below 30.
    return np.round(np.array(shares, dtype=float), 6)


def _bars(frame: pd.DataFrame, x: Any) -> Any:
    names = list(frame["question"])
    y = alt.Y("question:N", title="Question", sort=names).axis(labelLimit=220)
    base = alt.Chart(frame).encode(x=x, y=y)
    colour = alt.when("datum.marked").then(alt.value(YELLOW)).otherwise(alt.value(BLUE))
    # To the right of the bar, or of zero if the bar goes left.
    bar_ends = alt.Chart(frame).transform_calculate(value="max(datum.value, 0)")
    numbers = bar_ends.mark_text(align="left", dx=4, fontSize=12).encode(x=x, y=y, text="text:N")
    return base.mark_bar().encode(color=colour) + numbers


def _description(title: str, frame: pd.DataFrame) -> str:
    parts = [f"{name}: {text}" for name, text in zip(frame["question"], frame["text"], strict=True)]
    return f"{title}. {', '.join(parts)}"


def _picture(chart: Any, title: str, description: str, height: int) -> Picture:
    picture = (
        chart.properties(
            title=alt.Title(title, anchor="start", frame="group", fontSize=15, offset=12),
            width=_WIDTH,
            height=height,
        )
        .configure_view(stroke=None, clip=False)
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", titlePadding=8
        )
        .configure_legend(labelFontSize=12)
    )
    text = io.StringIO()
    picture.save(text, format="svg")
    # In separate images, the internal names of two charts can't clash.
    code = base64.b64encode(text.getvalue().encode()).decode()
    return Picture(f"data:image/svg+xml;base64,{code}", description)
