"""A dot for each of 200 applicants by debt: filled if it defaults, ringed if judged wrongly."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.simulate.drift.crowd import CROWD, draw_crowd

_WIDE, _MOST = 0.02, 0.88
_COLUMNS: Final = round(_MOST / _WIDE)
_ROWS, _HIGH = 19.5, 200
_SEEN, _EXPECTED, _TOP = 18.6, 17, 15.6
"""Rows of the words above the dots, and of the upper end of the line."""
_REFUSED_FROM: Final = 0.5
_GROUPS: Final = (0.0, 0.35, _REFUSED_FROM, _MOST)
"""Ends of three groups by debt."""


def frames(crowd: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the chart's frames: the dots, and what is said above each group."""
    dots = _places(crowd)[["applicant", "x", "y"]]
    return {
        "dots": dots.assign(defaulted=crowd["defaulted"], wrong=crowd["wrong"]),
        "groups": _groups(crowd),
    }


def _places(crowd: pd.DataFrame) -> pd.DataFrame:
    """Stack the applicants of each column, those who default first at the bottom."""
    column = np.minimum((crowd["ratio"] / _WIDE).astype(int), _COLUMNS - 1).to_numpy()
    order = np.lexsort((crowd["chance"], column))
    place = np.empty(CROWD, dtype=int)
    place[order] = np.arange(CROWD) - np.searchsorted(column[order], column[order])
    x = ((column + 0.5) * _WIDE).round(3)
    return pd.DataFrame({"applicant": crowd["applicant"], "x": x, "y": place + 0.6})


def _groups(crowd: pd.DataFrame) -> pd.DataFrame:
    """Say how many default in each group, and how many the model expects."""
    ratio = crowd["ratio"].to_numpy()
    rows = []
    for low, high in pairwise(_GROUPS):
        inside = (ratio >= low) & ((ratio < high) | (high == _MOST))
        defaults, expected_defaults = (
            crowd["defaulted"][inside].sum(),
            crowd["predicted"][inside].sum(),
        )
        rows.append(
            {
                "x": (low + high) / 2,
                "seen": f"{defaults} default",
                "expected": f"{expected_defaults:.0f} expected",
            }
        )
    return pd.DataFrame(rows)


_X = charts.axis(
    alt.X, "x:Q", "Debt-to-income ratio (share of income)", 0, _MOST, grid=False, tickCount=8
)
_PITCH = f"min(item.mark.group.width / {_COLUMNS}, item.mark.group.height / {_ROWS + 0.3})"
_DOT: dict[str, Any] = {"size": {"expr": f"pow(0.78 * {_PITCH}, 2)"}, "opacity": 1}
_SMALL = {"expr": "width < 360 ? 11 : 12"}


def _row(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, _ROWS], nice=False))


def picture() -> alt.ChartType:
    """Return the applicants of the last month with their fates."""
    default, wrong = "datum.defaulted", "datum.wrong"
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .mark_point(shape="circle", **_DOT)
        .encode(
            _X,
            _row("y"),
            alt.Key("applicant:Q"),
            fill=alt.condition(default, alt.value(charts.ORANGE), alt.value(charts.SKY)),
            fillOpacity=alt.condition(default, alt.value(1), alt.value(0.25)),
            stroke=alt.condition(wrong, alt.value(charts.INK), alt.value(charts.SKY)),
            strokeOpacity=alt.condition(f"{wrong} || !{default}", alt.value(1), alt.value(0)),
            strokeWidth=alt.condition(wrong, alt.value(2), alt.value(0.8)),
        )
    )
    words = alt.Chart(alt.NamedData("groups")).encode(_X)
    defaults = words.mark_text(color=charts.ORANGE, fontWeight=600, fontSize=_SMALL).encode(
        alt.Text("seen:N"), y=_at(_SEEN)
    )
    expected_defaults = words.mark_text(color=charts.INK, fontSize=_SMALL).encode(
        alt.Text("expected:N"), y=_at(_EXPECTED)
    )
    between = alt.Chart(alt.InlineData([{"x": _GROUPS[1]}])).encode(_X)
    group = _rule(between, charts.GREY, [1, 3])
    return alt.layer(group, *_line(), dots, defaults, expected_defaults).properties(
        height=_HIGH,
        title="200 applicants of month 24 (filled: default; bold ring: judged wrongly)",
    )


def situation() -> alt.ChartType:
    """Return the applicants of the first month; nobody knows yet who will default."""
    dots = (
        alt.Chart(_places(draw_crowd()))
        .mark_point(shape="circle", fillOpacity=0, stroke=charts.GREY, strokeWidth=0.8, **_DOT)
        .encode(_X, _row("y"))
    )
    return alt.layer(*_line(), dots).properties(
        height=_HIGH, title="200 applicants of month 1: the model refuses those with much debt"
    )


def _line() -> list[alt.Chart]:
    """Return the line from which the model refuses, with a word on either side."""
    line = alt.Chart(alt.InlineData([{"x": _REFUSED_FROM}])).encode(_X)
    return [_rule(line, charts.INK, [5, 3]), _side(line, "approved", -5), _side(line, "refused", 5)]


def _rule(at: alt.Chart, colour: str, dash: list[int]) -> alt.Chart:
    rule = at.mark_rule(color=colour, strokeDash=dash)
    return rule.encode(y=_at(_TOP), y2=alt.value("height"))


def _side(line: alt.Chart, word: str, apart: int) -> alt.Chart:
    text = line.mark_text(
        align="right" if apart < 0 else "left", dx=apart, color=charts.INK, fontSize=11
    )
    return text.encode(alt.TextValue(word), y=_at(_TOP - 0.7))


def _at(row: float) -> Any:
    return alt.value({"expr": f"height * {1 - row / _ROWS:.3f}"})
