"""One programme's use cases on shelves, each sorted by another metric; ten are kept."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.data.metrics.programme import USE_CASES
from course.simulate.measuring_success.vanity import KEPT, LIKE_MOST, Kept

_SHELVES: Final = {
    "accounts": "Most accounts",
    "reported_minutes": "Reported minutes",
    "measured_minutes": "Measured minutes",
    "measured_value": "Measured value",
}
_PAYS, _LOSES = "brings money", "loses money"
_MOST = 1_100_000  # euros: more than any use case brings at any setting
_WIDE = 2  # columns of a use case that is kept; the others stand close, one above another
_ABOVE = 2
_ZONE = _WIDE * KEPT  # where the kept end
_COLUMNS = _ZONE + 1 + (USE_CASES - KEPT) // _ABOVE
_NAME, _MARK, _APART = 0.13, 0.6, 0.3  # parts of a shelf's height
_UNKNOWN = "#B5B5B5"


def shelf_rows(kept: Kept) -> dict[str, pd.DataFrame]:
    """Return the rows of `shelves`, by name."""
    later = kept.later[LIKE_MOST]
    frames, words = [], []
    for shelf, (metric, name) in enumerate(_SHELVES.items()):
        case = kept.order(metric)
        euros = later[case]
        frames.append(
            _on_shelf(shelf, case, np.abs(euros) / _MOST).assign(
                kind=np.where(euros > 0, _PAYS, _LOSES)
            )
        )
        pay = int((euros[:KEPT] > 0).sum())
        words.append(f"{name}: {pay} of {KEPT} in profit")
    return {
        "cases": pd.concat(frames, ignore_index=True),
        "names": pd.DataFrame({"words": words, "y": np.arange(len(_SHELVES)) + _NAME}),
    }


def _on_shelf(shelf: int, case: np.ndarray, share: np.ndarray) -> pd.DataFrame:
    """Return use cases from the best to the worst, with their share of the largest area."""
    place = np.arange(case.size)
    best = place < KEPT
    column, level = divmod(place - KEPT, _ABOVE)
    return pd.DataFrame(
        {
            "id": [f"{shelf}-{number}" for number in case],
            "x": np.where(best, _WIDE * (place + 0.5), _ZONE + 1.5 + column),
            "y": (shelf + _MARK + np.where(best, 0, _APART * (level - (_ABOVE - 1) / 2))).round(3),
            "share": share.round(5),
            "kept": best.astype(int),
        }
    )


def shelves() -> alt.ChartType:
    """Return the picture of four shelves."""
    kinds = [_PAYS, _LOSES]
    colours = alt.Scale(domain=kinds, range=[charts.BLUE, charts.ORANGE])
    legend = alt.Legend(orient="top", title=None)
    marks = _marks(alt.NamedData("cases"), len(_SHELVES)).encode(
        alt.Key("id:N"),
        alt.Shape(
            "kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), legend=legend
        ),
        alt.Fill("kind:N", scale=colours, legend=legend),
        alt.Stroke("kind:N", scale=colours, legend=legend),
        fillOpacity=alt.condition("datum.kept", alt.value(0.9), alt.value(0)),
    )
    words = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", fontSize=12, fontWeight=600, color=charts.INK)
        .encode(_height(len(_SHELVES)), alt.Text("words:N"), x=alt.value(2))
    )
    return alt.layer(_zone(), marks, words).properties(
        height=320, title="One world, ten kept of 40 (area: euros)"
    )


def shelf_before(kept: Kept) -> alt.ChartType:
    """Return the use cases by accounts while nobody knows what they will bring."""
    case = kept.order("accounts")
    accounts = kept.shown["accounts"][LIKE_MOST][case]
    rows = _on_shelf(0, case, 0.45 * accounts / accounts.max())[["x", "y", "share"]]
    fates = pd.DataFrame({"words": ["kept", "closed"], "x": [0.2, _ZONE + 1], "y": _NAME})
    return alt.layer(
        _zone(),
        _marks(rows, 1).encode(fill=alt.value(_UNKNOWN), stroke=alt.value(_UNKNOWN)),
        alt.Chart(fates)
        .mark_text(align="left", fontSize=12, fontWeight=600, color=charts.INK)
        .encode(_PLACE, _height(1), alt.Text("words:N")),
    ).properties(height=100, title="40 use cases, most accounts first (area: accounts)")


_PLACE = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _COLUMNS], nice=False))
_PITCH = f"min(item.mark.group.width / {_COLUMNS}, 12)"


def _height(count: int) -> alt.Y:
    return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[count, 0], nice=False))


def _marks(data: alt.Data | pd.DataFrame, count: int) -> alt.Chart:
    """Return use cases as marks whose area says how much; the smallest can still be seen."""
    size: Any = {"expr": f"max(9, pow(3.8 * {_PITCH}, 2) * datum.share)"}
    return (
        alt.Chart(data)
        .mark_point(size=size, strokeWidth=1.3, opacity=1)
        .encode(_PLACE, _height(count))
    )


def _zone() -> alt.Chart:
    """Return the part of the shelves on which the ten that are kept stand."""
    ends = alt.InlineData([{"x": 0, "to": _ZONE + 0.2}])
    return (
        alt.Chart(ends)
        .mark_rect(color=charts.BLUE, opacity=0.1)
        .encode(_PLACE, alt.X2("to:Q"), y=alt.value(0), y2=alt.value("height"))
    )
