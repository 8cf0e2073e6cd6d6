"""The report's charts, as pictures that need no network and print well."""

import base64
import io
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from grader.statistics import ENOUGH, QuestionStatistics
from grader.table import GradeTable

# Okabe & Ito's palette, told apart with any colour vision.
BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#6b6b6b"
_WIDTH = 620
_WEAK = 0.2


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a data address for an ``img`` element, and what it shows in words."""

    source: str
    description: str


def score_distribution(table: GradeTable) -> Picture:
    """Draw how many students reached which share of the points."""
    shares = _shares(table)
    half = sum(row.ran and share < 50 for row, share in zip(table.rows, shares, strict=True))
    ran = [share for row, share in zip(table.rows, shares, strict=True) if row.ran]
    title = "No submission could be run"
    if ran:
        title = f"Half of the class scored {np.median(ran):.0f}% or more"
        title += f"; {half} of {len(ran)} are below 50%" if half else "; nobody is below 50%"
    kind = np.where([row.ran for row in table.rows], "was run", "could not be run")
    frame = pd.DataFrame({"start": np.minimum(shares // 10 * 10, 90), "kind": kind})
    counts = frame.groupby(["start", "kind"], as_index=False).size()
    counts["end"] = counts["start"] + 10
    chart = (
        alt.Chart(counts)
        .mark_bar(stroke="white")
        .encode(
            x=alt.X("start:Q", bin="binned", title="Score (% of all points)").scale(
                domain=(0, 100)
            ),
            x2="end:Q",
            y=alt.Y("size:Q", title="Students (count)", stack="zero").axis(
                tickMinStep=1, format="d"
            ),
            color=alt.Color("kind:N", title="Submission").scale(
                domain=["was run", "could not be run"], range=[BLUE, ORANGE]
            ),
        )
    )
    told = ", ".join(
        f"{start:.0f} to {start + 10:.0f}%: {part['size'].sum()}"
        for start, part in ((float(str(key)), part) for key, part in counts.groupby("start"))
    )
    return _picture(chart, title, f"{title}. Students for each tenth of the points: {told}.", 240)


def difficulty(questions: list[QuestionStatistics]) -> Picture | None:
    """Draw the share of its points that the class earned on each question."""
    known = [question for question in questions if question.difficulty is not None]
    if not known:
        return None
    values = {question.name: (question.difficulty or 0.0) * 100 for question in known}
    hardest = min(values, key=lambda name: values[name])
    title = f"Hardest: {hardest}, where the class earned {values[hardest]:.0f}% of the points"
    if min(values.values()) > 99.5:
        title = "The class earned all points on every question"
    frame = pd.DataFrame({"question": list(values), "share": list(values.values())})
    frame["hardest"] = frame["question"] == hardest
    chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title="Points earned (mean, % of the question's)").scale(
                domain=(0, 100)
            ),
            y=_question_axis(list(values)),
            color=alt.condition("datum.hardest", alt.value(ORANGE), alt.value(BLUE)),
        )
    )
    return _picture(chart, title, _told(title, values, "{:.0f}%"), 26 * len(values))


def discrimination(questions: list[QuestionStatistics]) -> Picture | None:
    """Draw how well each question tells strong submissions from weak ones."""
    values = {
        question.name: question.discrimination
        for question in questions
        if question.discrimination is not None
    }
    if not values:
        return None
    lowest = min(values, key=lambda name: values[name])
    title = f"Every question tells strong work from weak (above {_WEAK:g})"
    if values[lowest] < _WEAK:
        title = f"Look at {lowest}: it hardly tells strong work from weak ({values[lowest]:.2f})"
    frame = pd.DataFrame({"question": list(values), "correlation": list(values.values())})
    points = (
        alt.Chart(frame)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=alt.X(
                "correlation:Q", title="Correlation with all other questions (-1 to 1, no unit)"
            ).scale(domain=(-1, 1)),
            y=_question_axis(list(values)),
            color=alt.condition(f"datum.correlation < {_WEAK}", alt.value(ORANGE), alt.value(BLUE)),
            shape=alt.condition(
                f"datum.correlation < {_WEAK}", alt.value("triangle-up"), alt.value("circle")
            ),
        )
    )
    line = alt.Chart(pd.DataFrame({"at": [_WEAK]})).mark_rule(color=GREY, strokeDash=[4, 4])
    told = _told(title, values, "{:.2f}")
    return _picture(line.encode(x="at:Q") + points, title, told, 26 * len(values))


def why_no_discrimination(table: GradeTable) -> str:
    """Say why there is no chart of discrimination."""
    ran = sum(row.ran for row in table.rows)
    if ran < ENOUGH:
        return (
            f"{ran} submissions ran; with fewer than {ENOUGH} a correlation depends on who "
            "happened to be there, so none is shown."
        )
    return "Everybody has the same points, so there is no correlation to show."


def _shares(table: GradeTable) -> np.ndarray:
    most = table.max_score or 1.0
    return np.array([min(row.total / most, 1.0) * 100 for row in table.rows], dtype=float)


def _question_axis(names: list[str]) -> Any:
    return alt.Y("question:N", title="Question", sort=names).axis(labelLimit=220)


def _told(title: str, values: dict[str, float], form: str) -> str:
    parts = [f"{name}: {form.format(value)}" for name, value in values.items()]
    return f"{title}. {', '.join(parts)}"


def _picture(chart: Any, title: str, description: str, height: int) -> Picture:
    drawn = chart.properties(
        title=alt.Title(title, anchor="start", fontSize=15), width=_WIDTH, height=height
    ).configure_view(stroke=None)
    text = io.StringIO()
    drawn.save(text, format="svg")
    # As an image of its own, two charts' internal names cannot clash.
    code = base64.b64encode(text.getvalue().encode()).decode()
    return Picture(f"data:image/svg+xml;base64,{code}", description)
