"""The picture of two groups of applicants along a score, on either side of a line."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.simulate.governance.crowd import draw_crowd

GOOD, OTHER = "good at the job", "not good"
_KINDS = {GOOD: charts.PINK, OTHER: charts.YELLOW}
_MOST = 100  # applicants of a group that are drawn
_COLUMN = 2  # points of the score in a column: every cut-off lies between two columns
_LEVELS = 7  # dots in a column; where there are more, they take the next column
_TOP, _WORDS = 9.4, 8.6  # end of the picture and place of the words, in levels
_SCORE = "Score: the chance of being good (%)"


def crowd_rows(
    bases: tuple[float, float], cuts: tuple[float, float], auc: float, size: int
) -> dict[str, pd.DataFrame]:
    """Return the rows of `crowd_chart`, by name.

    Parameters
    ----------
    bases, cuts
        Of A and B: the share of good applicants, and the cut-off in per cent.
    auc
        How well the score separates.
    size
        Applicants of each group. Of more than a hundred, a dot is several.
    """
    people, gates = [], []
    for group, side, base, cut in zip("AB", (1, -1), bases, cuts, strict=True):
        count = min(size, _MOST)
        crowd = draw_crowd(base, auc, count)
        good, score = crowd["good"].to_numpy(), 100 * crowd["score"].to_numpy()
        column, level = _places(score, good)
        hired = score > cut
        people.append(
            pd.DataFrame(
                {
                    "id": [f"{group}{number}" for number in range(count)],
                    "x": _COLUMN * column + _COLUMN // 2,
                    "level": (side * (level + 0.8)).round(1),
                    "kind": np.where(good, GOOD, OTHER),
                    "hired": hired.astype(int),
                }
            )
        )
        each = size // count
        inside, right = each * int(hired.sum()), each * int((hired & good).sum())
        gates.append(
            {
                "cut": cut,
                "end": side * _TOP,
                "tip": side * (_LEVELS + 0.6),
                "at": side * _WORDS,
                "hire": f"{inside} hired, {right} good",
                "rest": f"{group}: {size - inside} out, {each * int(good.sum()) - right} good",
            }
        )
    return {"people": pd.concat(people, ignore_index=True), "cuts": pd.DataFrame(gates)}


def _places(score: np.ndarray, good: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each dot's column and level: its own column, or the next inward with room."""
    own_column = np.minimum(score // _COLUMN, 100 / _COLUMN - 1).astype(int)
    filled = np.zeros(100 // _COLUMN, dtype=int)
    column, level = own_column.copy(), np.zeros(own_column.size, dtype=int)
    half = filled.size // 2
    from_outside = np.where(own_column < half, own_column, filled.size - 1 - own_column)
    for dot in np.lexsort((~good, from_outside)):
        place = own_column[dot]
        inward = 1 if place < half else -1
        while filled[place] >= _LEVELS:
            place += inward
        column[dot], level[dot] = place, filled[place]
        filled[place] += 1
    return column, level


_X = alt.X(
    "x:Q",
    title=_SCORE,
    scale=alt.Scale(domain=[0, 100], nice=False),
    axis=alt.Axis(values=[0, 20, 40, 60, 80, 100], grid=False),
)
_SIDES = alt.Scale(domain=[-_TOP, _TOP], nice=False)
_PITCH = f"(item.mark.group.width * {_COLUMN} / 100)"
_DOT: dict[str, Any] = {
    "size": {"expr": f"pow(0.84 * min({_PITCH}, item.mark.group.height / {2 * _TOP}), 2)"},
    "strokeWidth": 1.6,
    "opacity": 1,
}


def crowd_chart(title: str) -> alt.ChartType:
    """Return the picture of applicants, cut-offs and who is hired."""
    kinds = alt.Scale(domain=list(_KINDS), range=list(_KINDS.values()))
    shapes = alt.Scale(domain=list(_KINDS), range=["circle", "diamond"])
    legend = alt.Legend(orient="top", title=None)
    dots = (
        alt.Chart(alt.NamedData("people"))
        .mark_point(**_DOT)
        .encode(
            _X,
            _level("level"),
            alt.Key("id:N"),
            alt.Shape("kind:N", scale=shapes, legend=legend),
            alt.Fill("kind:N", scale=kinds, legend=legend),
            alt.Stroke("kind:N", scale=kinds, legend=legend),
            fillOpacity=alt.condition("datum.hired", alt.value(1), alt.value(0)),
        )
    )
    start = (
        alt.Chart(alt.NamedData("baseline_cuts"))
        .mark_rule(color=charts.INK, strokeWidth=1, strokeDash=[2, 3])
        .encode(alt.X("cut:Q", title=_SCORE), _level("tip"), alt.Y2(datum=0))
    )
    zone, rule, *words = _cut_offs(alt.NamedData("cuts"), "hire", "rest")
    return alt.layer(zone, start, dots, _line(), rule, *words).properties(height=235, title=title)


def crowd_before(bases: tuple[float, float], cut: float, auc: float) -> alt.ChartType:
    """Return the applicants as the firm meets them: a score each, and one cut-off."""
    rows = crowd_rows(bases, (cut, cut), auc, _MOST)
    gates = rows["cuts"][["cut", "end", "tip", "at"]].assign(
        arrow="hired \u2192",
        group=[
            f"Group {name}: {100 * base:.0f} of {_MOST} good"
            for name, base in zip("AB", bases, strict=True)
        ],
    )
    dots = (
        alt.Chart(rows["people"][["x", "level"]])
        .mark_point(shape="circle", filled=True, color=charts.GREY, **{**_DOT, "opacity": 0.55})
        .encode(_X, _level("level"))
    )
    zone, rule, *words = _cut_offs(gates, "arrow", "group")
    return charts.alt_text(
        alt.layer(zone, dots, _line(), rule, *words).properties(
            height=235, title="200 applicants. Who is good shows only on the job"
        ),
        "A dot for each of 200 applicants along the score, group A above the line and group B "
        "below, with one cut-off. Nobody knows yet who is good.",
    )


def _cut_offs(gates: alt.Data | pd.DataFrame, right: str, left: str) -> list[alt.Chart]:
    """Return the zone of the hired, the cut-off, and the words at both ends."""
    base = alt.Chart(gates)
    cut = alt.X("cut:Q", title=_SCORE)
    words: dict[str, Any] = {"fontSize": 12, "fontWeight": 600, "color": charts.INK}
    at = base.encode(_level("at"))
    return [
        base.mark_rect(opacity=0.14, color=charts.YELLOW).encode(
            cut, _level("end"), alt.Y2(datum=0), x2=alt.value("width")
        ),
        base.mark_rule(color=charts.INK, strokeWidth=2).encode(cut, _level("tip"), alt.Y2(datum=0)),
        at.mark_text(align="right", dx=-4, **words).encode(
            alt.Text(f"{right}:N"), x=alt.value("width")
        ),
        at.mark_text(align="left", **words).encode(alt.Text(f"{left}:N"), x=alt.value(2)),
    ]


def _level(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=_SIDES)


def _line() -> alt.Chart:
    """Return the line between the groups."""
    zero = alt.Chart(alt.InlineData([{"y": 0}])).encode(_level("y"))
    return zero.mark_rule(color=charts.INK, strokeWidth=1)
