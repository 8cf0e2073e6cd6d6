"""The picture of a queue: requests as strips, in chairs of a waiting room and at servers."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.simulate.infrastructure.load import Service
from course.simulate.infrastructure.peak import CHAIR, SECONDS, watch_peak

CHAIRS = 22
"""Chairs that are drawn. Requests beyond them are counted at the door."""
_ROOM = 8.0  # height of all servers together, in chairs
_DOOR = 0.6  # from the middle line to the first chair, and to the first server
_FATES = {"in time": charts.GREEN, "late": charts.ORANGE}


def peak_rows(arrivals: float, service: Service) -> dict[str, pd.DataFrame]:
    """Return the rows of `peak_chart`, by name."""
    stays = watch_peak(arrivals, service)
    is_waiting = stays["place"] == CHAIR
    outside = int((is_waiting & (stays["number"] >= CHAIRS) & (stays["end"] == SECONDS)).sum())
    visible_stays = stays[~is_waiting | (stays["number"] < CHAIRS)]
    chair, number = visible_stays["place"] == CHAIR, visible_stays["number"]
    low, high = _levels(number.to_numpy(), service.servers)
    strips = pd.DataFrame(
        {
            "id": visible_stays["request"].astype(str) + np.where(chair, "w", "s"),
            "from": visible_stays["begin"].round(4),
            "until": visible_stays["end"].round(4),
            "low": np.where(chair, number + _DOOR, low).round(2),
            "high": np.where(chair, number + _DOOR + 0.8, high).round(2),
            "fate": np.where(visible_stays["late"], *reversed(_FATES)),
        }
    )
    words = f"Waiting room, and {outside} more outside" if outside else "Waiting room"
    low, high = _levels(np.arange(service.servers), service.servers)
    return {
        "stays": strips,
        "lanes": pd.DataFrame({"low": low.round(2), "high": high.round(2)}),
        "doors": pd.DataFrame({"words": [words]}),
    }


def _levels(number: np.ndarray, servers: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the strips of servers begin and end, below the line."""
    thick = min(2.0, _ROOM / servers)
    top = -_DOOR - number * thick
    return top, top - 0.82 * thick


def peak_chart(stays: Any, lanes: Any, doors: Any) -> alt.ChartType:
    """Return the picture of frames, or of named data."""
    x = alt.X(
        "from:Q",
        title="Time (seconds of the peak)",
        scale=alt.Scale(domain=[0, SECONDS], nice=False),
        axis=alt.Axis(values=list(range(int(SECONDS) + 1)), grid=False),
    )
    levels = alt.Scale(domain=[-_ROOM - 1, CHAIRS + 3.2], nice=False)
    y = alt.Y("low:Q", axis=None, scale=levels)
    strips = (
        alt.Chart(stays)
        .mark_rect(cornerRadius=1.5)
        .encode(
            x,
            y,
            alt.X2("until:Q"),
            alt.Y2("high:Q"),
            alt.Key("id:N"),
            alt.Fill(
                "fate:N",
                title=None,
                scale=alt.Scale(domain=list(_FATES), range=list(_FATES.values())),
                legend=alt.Legend(orient="top"),
            ),
            fillOpacity=alt.condition("datum.low > 0", alt.value(0.65), alt.value(1)),
            stroke=alt.condition("datum.fate == 'late'", alt.value(charts.INK), alt.value("white")),
            strokeWidth=alt.value(0.7),
        )
    )
    idle = (
        alt.Chart(lanes)
        .mark_rect(color=charts.GREY, opacity=0.18)
        .encode(y, alt.Y2("high:Q"), x=alt.value(0), x2=alt.value("width"))
    )
    line = (
        alt.Chart(alt.InlineData([{"low": 0}])).mark_rule(color=charts.INK, strokeWidth=1).encode(y)
    )
    words = (
        alt.Chart(doors)
        .mark_text(align="left", fontSize=12, color=charts.INK)
        .encode(alt.Text("words:N"), x=alt.value(2), y=alt.value(8))
    )
    chart = alt.layer(idle, strips, line, words).properties(
        height=235, title="Each strip is a request: above it waits, below a server works on it"
    )
    return charts.alt_text(
        chart,
        "Three seconds of a peak. Each request is a strip: above the line while it waits in a "
        "chair, below it while a server works on it. Late ones have a dark outline.",
    )
