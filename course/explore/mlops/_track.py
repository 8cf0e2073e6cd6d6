"""Seven lanes, four gates, and the days after release: a disc for each fault of three years."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.simulate.mlops.pipeline import CATCH, FAULTS, YEARS_OF_FAULTS, invented_world

_STOPPED, _NOTICED, _SUFFERED = "stopped", "found by gates", "found by customers"
_COLOURS: Final = {_STOPPED: charts.GREY, _NOTICED: charts.BLUE, _SUFFERED: charts.ORANGE}
_SHAPES: Final = {_STOPPED: "circle", _NOTICED: "circle", _SUFFERED: "diamond"}
_ROOM, _ABREAST = 5, 4  # width of the room before a gate, and faults abreast in it
_WALLS: Final = {gate: _ROOM * (number + 1) for number, gate in enumerate(CATCH)}
_RELEASE: Final = _ROOM * len(CATCH)
_WIDE, _DECADE, _HOURS = 48, 8.3, 0.25  # the width, that of a tenfold delay, the shortest delay
_NAME, _FIRST, _NEXT = 0.15, 0.46, 0.2  # within a lane: the name, the first row, the next
_TOP, _BOTTOM = -1.75, len(FAULTS) + 0.35
_FULL_LOSS, _FULL_WIDTH, _LEAST = 300, 2.4, 0.75  # thousand EUR; widths of a disc
_DAYS: Final = {1: "1 day", 10: "10 days", 100: "100 days"}
_OUTCOME: Final = "outcome"
_HARM_UNIT: Final = 1000


def _place_of(days: Any) -> Any:
    """Return where a delay of so many days is on the axis."""
    return _RELEASE + 1 + _DECADE * np.log10(np.maximum(days, _HOURS) / _HOURS)


def frames(
    each: pd.DataFrame, gates: Collection[str], outcome_after: float
) -> dict[str, pd.DataFrame]:
    """Return the chart's frames.

    Parameters
    ----------
    each
        The fate of each fault, as `follow_each` returns it.
    gates
        Those that are chosen.
    outcome_after
        Days until the outcome gate notices.
    """
    fate = np.where(
        each["stopped"], _STOPPED, np.where(each["finder"] == "customers", _SUFFERED, _NOTICED)
    )
    place = _stood(each)
    lane = each["fault"].map(FAULTS.index)
    area = np.maximum(_LEAST, _FULL_WIDTH * np.sqrt(each["loss"] / _FULL_LOSS)) ** 2
    number = each.groupby("fault").cumcount()
    faults = pd.DataFrame(
        {
            "number": each.index,
            "x": np.where(each["stopped"], place["x"], _place_of(each["days"])).round(2),
            "y": (
                lane + np.where(each["stopped"], place["y"], 0.66 + 0.1 * (number % 3 - 1))
            ).round(2),
            "area": np.where(each["stopped"], _LEAST**2, area).round(2),
            "fate": fate,
        }
    )
    return {
        # The large ones first, so that none hides a smaller one.
        "track": faults.sort_values("area", ascending=False, ignore_index=True),
        "checks": _checks(gates, outcome_after),
        "said": _said(fate),
    }


def _stood(each: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each fault in the room before the gate that stops it."""
    place = each.groupby(["fault", "finder"]).cumcount()
    wall = each["finder"].map(_WALLS).fillna(_ROOM)
    return pd.DataFrame(
        {
            "x": wall - _ROOM + 1 + place % _ABREAST,
            "y": _FIRST + _NEXT * (place // _ABREAST),
        }
    )


def _said(fate: np.ndarray) -> pd.DataFrame:
    counts = {name: int((fate == name).sum()) for name in _COLOURS}
    return pd.DataFrame(
        {
            "fate": list(counts),
            "words": [f"{count} {name}" for name, count in counts.items()],
            "x": [0, 11, 28],
            "y": _TOP + 0.25,
        }
    )


def _checks(gates: Collection[str], outcome_after: float) -> pd.DataFrame:
    """Return a stroke for each fault that a gate can stop or notice."""
    world = invented_world()
    rows = [
        (gate, float(_WALLS[gate]), lane, float(share))
        for gate, shares in CATCH.items()
        for lane, share in enumerate(shares)
        if share
    ]
    rows += [
        ("freshness", float(_place_of(days)), lane, 1.0)
        for lane, days in enumerate(world.freshness)
        if np.isfinite(days)
    ]
    rows += [
        (_OUTCOME, float(_place_of(outcome_after)), lane, 1.0)
        for lane, days in enumerate(world.days)
        if outcome_after < days
    ]
    table = pd.DataFrame(rows, columns=["gate", "x", "lane", "share"])
    reach = (1 - _FIRST + 0.1) * table["share"]
    return pd.DataFrame(
        {
            "check": table.index,
            "x": (table["x"] - 0.25).round(2),
            "top": (table["lane"] + 0.96 - reach).round(2),
            "bottom": table["lane"] + 0.96,
            "there": np.where(table["gate"].isin(list(gates)), "there", "not there"),
        }
    )


def before(gates: Collection[str]) -> alt.LayerChart:
    """Return the faults before the first gate, with the gates of the question."""
    world = invented_world()
    starts = [
        {
            "x": 1 + place % _ABREAST,
            "y": round(lane + _FIRST + _NEXT * (place // _ABREAST), 2),
        }
        for lane, rate in enumerate(world.rate)
        for place in range(YEARS_OF_FAULTS * int(rate))
    ]
    dots = (
        alt.Chart(pd.DataFrame(starts))
        .mark_point(filled=True, color=charts.GREY, opacity=1, size=_sized(f"{_LEAST**2}"))
        .encode(_X, _Y)
    )
    title = f"{len(starts)} faults of {_YEARS_IN_WORDS} years, on their way out"
    checks = _checks(gates, np.inf).drop(columns="check")
    return _layers(checks, dots).properties(height=_HEIGHT, title=title)


_YEARS_IN_WORDS: Final = {3: "three"}[YEARS_OF_FAULTS]
_HEIGHT: Final = 300
_X = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _WIDE], nice=False))
_SCALE = alt.Scale(domain=[_BOTTOM, _TOP], nice=False)
_Y = alt.Y("y:Q", axis=None, scale=_SCALE)
_PITCH = (
    f"min(item.mark.group.width / {_WIDE}, item.mark.group.height * {_NEXT} / {_BOTTOM - _TOP})"
)


def _sized(area: str) -> dict[str, str]:
    return {"expr": f"{area} * pow({_PITCH}, 2)"}


def chart() -> alt.LayerChart:
    """Return the lanes, with the faults where they are stopped or noticed."""
    colour = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))
    track = alt.Chart(alt.NamedData("track")).encode(_X, _Y)
    is_released = f"datum.fate != '{_STOPPED}'"
    base: dict[str, Any] = {"opacity": 1, "size": _sized("datum.area")}
    shape = alt.Shape(
        "fate:N",
        scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())),
        legend=None,
    )
    faults = track.mark_point(strokeWidth=1, **base).encode(
        alt.Key("number:Q"),
        shape,
        alt.Fill("fate:N", scale=colour, legend=None),
        alt.Stroke("fate:N", scale=colour, legend=None),
        fillOpacity=alt.condition(is_released, alt.value(0.6), alt.value(0)),
    )
    words = (
        alt.Chart(alt.NamedData("said"))
        .mark_text(align="left", fontWeight=600, fontSize=_SMALL)
        .encode(_X, _Y, alt.Text("words:N"), alt.Color("fate:N", scale=colour, legend=None))
    )
    title = f"Faults of {_YEARS_IN_WORDS} average years (area: cost)"
    return _layers(alt.NamedData("checks"), faults, words).properties(height=_HEIGHT, title=title)


_SMALL: Final = {"expr": "width > 420 ? 12 : 10"}


def _layers(checks: Any, *marks: alt.Chart) -> alt.LayerChart:
    """Return lanes and gates below the marks."""
    world = invented_world()
    names = [
        f"{fault}: {rate:.0f} a year, €{_HARM_UNIT * harm:,.0f} a day"
        for fault, rate, harm in zip(FAULTS, world.rate, world.harm, strict=True)
    ]
    lanes = pd.DataFrame({"x": 0, "y": np.arange(len(FAULTS)) + _NAME, "words": names})
    gates = pd.DataFrame(
        {
            "x": [*_WALLS.values(), round(float(_place_of(2)), 2)],
            # In two rows, so that there is room for the names on a phone.
            "y": [-0.45 if number % 2 else -0.95 for number in range(len(_WALLS) + 1)],
            "words": [*_WALLS, "freshness"],
        }
    )
    days = pd.DataFrame(
        {
            "x": [round(float(_place_of(day)), 2) for day in _DAYS],
            "y": -0.45,
            "words": list(_DAYS.values()),
        }
    )
    floors = pd.DataFrame({"y": np.arange(len(FAULTS)) + 0.98})
    text: dict[str, Any] = {"fontSize": _SMALL, "color": charts.INK}
    return alt.layer(
        alt.Chart(floors).mark_rule(color="#E5E5E5", strokeWidth=1).encode(_Y),
        alt.Chart(lanes).mark_text(align="left", **text).encode(_X, _Y, alt.Text("words:N")),
        alt.Chart(gates).mark_text(fontWeight=600, **text).encode(_X, _Y, alt.Text("words:N")),
        alt.Chart(days)
        .mark_text(**{**text, "color": charts.GREY})
        .encode(_X, _Y, alt.Text("words:N")),
        alt.Chart(checks)
        .mark_rule(strokeWidth=3)
        .encode(
            *([alt.Key("check:Q")] if isinstance(checks, alt.NamedData) else []),
            _X,
            alt.Y("top:Q", axis=None, scale=_SCALE),
            alt.Y2("bottom:Q"),
            alt.Color(
                "there:N",
                scale=alt.Scale(domain=["there", "not there"], range=[charts.INK, "#CCCCCC"]),
                legend=None,
            ),
        ),
        *marks,
    ).resolve_scale(color="independent")
