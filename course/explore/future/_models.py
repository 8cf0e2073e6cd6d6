"""The best models of one search: each one's score, its gain in use, and a thread between."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.simulate.future.automl import SHOWN, Search

GAIN, LOSS = "a gain", "a loss"
DRAWN: Final = 95
"""Of the worlds that the explorable draws, the closest to their mean at most settings."""

_LIVE, _STOPPED, _OTHER = "goes live", "stopped", "not chosen"
_FILLS = {_LIVE: charts.INK, _STOPPED: "#FFFFFF", _OTHER: "#A5A5A5"}
_STROKES = {_LIVE: charts.INK, _STOPPED: charts.INK, _OTHER: "#A5A5A5"}
_LOW, _HIGH = -6, 12
_ABOVE = 6  # rows for words, above those of models
_BAG, _IN_A_DOT, _ABREAST = 1_000, 5, 20


def model_rows(search: Search, tried: int) -> dict[str, pd.DataFrame]:
    """Return the rows of `models`, by name."""
    score, use = search.score[DRAWN], search.use[DRAWN]
    place = np.arange(score.size)
    looks = int(search.looks[DRAWN])
    choice = max(looks - 1, 0) if search.passed[DRAWN] else -1
    fate = np.select([place == choice, place < looks], [_LIVE, _STOPPED], _OTHER)
    models = pd.DataFrame(
        {
            "model": search.model[DRAWN],
            "place": place,
            "score": score.round(2),
            "use": use.round(2),
            "reads": np.where(use > 0, GAIN, LOSS),
            "leak": np.where(search.leaky[DRAWN], "leak", "none"),
            "fate": fate,
        }
    )
    words = [f"Best of {tried:,}: {_points(score[0])} promised", _said(use, choice, looks)]
    return {"models": models, "said": pd.DataFrame({"words": words, "place": [-5, -2.6]})}


def _said(use: np.ndarray, choice: int, looks: int) -> str:
    stops = choice if choice >= 0 else looks  # those before the one that passed
    gate = f"{stops} stopped at the gate; " if stops else ""
    return f"{gate}{_points(use[choice])} delivered" if choice >= 0 else f"{gate}none goes live"


def _points(points: float) -> str:
    return f"{points:.1f}".replace("-", "\u2212")


def models() -> alt.ChartType:
    """Return the picture of the best models of a search."""
    rows = alt.Chart(alt.NamedData("models")).encode(_PLACE, alt.Key("model:Q"))
    live = alt.datum.fate == _LIVE
    threads = rows.mark_rule().encode(
        _points_at("score"),
        alt.X2("use:Q"),
        color=alt.condition(live, alt.value(charts.INK), alt.value("#CFCFCF")),
        strokeWidth=alt.condition(live, alt.value(2), alt.value(1)),
    )
    kinds: dict[str, Any] = {
        "scale": alt.Scale(domain=[GAIN, LOSS], range=[charts.BLUE, charts.ORANGE]),
        "legend": None,
    }
    dot: dict[str, Any] = {"size": {"expr": f"pow(0.8 * {_PITCH}, 2)"}, "opacity": 1}
    leak = alt.Shape(
        "leak:N", scale=alt.Scale(domain=["none", "leak"], range=["circle", "diamond"]), legend=None
    )
    uses = rows.mark_point(strokeWidth=1.6, **dot).encode(
        _points_at("use"),
        leak,
        alt.Stroke("reads:N", **kinds),
        alt.Fill("reads:N", **kinds),
        fillOpacity=alt.condition(live, alt.value(1), alt.value(0)),
    )
    scores = rows.mark_point(strokeWidth=1.3, **dot).encode(
        _points_at("score"),
        leak,
        alt.Fill("fate:N", scale=charts.colours(_FILLS), legend=None),
        alt.Stroke("fate:N", scale=charts.colours(_STROKES), legend=None),
    )
    words = (
        alt.Chart(alt.NamedData("said"))
        .mark_text(align="left", fontSize=12, fontWeight=600, color=charts.INK)
        .encode(_PLACE, alt.Text("words:N"), x=alt.value(2))
    )
    return (
        alt.layer(_today(), threads, uses, scores, words)
        .resolve_scale(fill="independent", stroke="independent", color="independent")
        .properties(height=300, title=f"One world: its {SHOWN} best by score")
    )


def bag() -> alt.ChartType:
    """Return the models of the question while none has a score."""
    dot = np.arange(_BAG // _IN_A_DOT)
    rows = pd.DataFrame({"column": dot % _ABREAST, "line": dot // _ABREAST})
    lines = _BAG // _IN_A_DOT // _ABREAST
    pitch = f"min(item.mark.group.width / {_ABREAST}, item.mark.group.height / {lines})"
    return (
        alt.Chart(rows)
        .mark_point(filled=True, color="#A5A5A5", opacity=1, size={"expr": f"pow(0.7*{pitch}, 2)"})
        .encode(
            alt.X(
                "column:Q", scale=alt.Scale(domain=[-0.5, _ABREAST - 0.5], nice=False), axis=None
            ),
            alt.Y("line:Q", scale=alt.Scale(domain=[lines - 0.5, -0.5], nice=False), axis=None),
        )
        .properties(height=230, title=f"{_BAG:,} models without a score (a dot: {_IN_A_DOT})")
    )


_PLACE = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[SHOWN, -_ABOVE], nice=False))
_PITCH = f"min(item.mark.group.width / 40, item.mark.group.height / {SHOWN + _ABOVE})"


def _points_at(field: str) -> alt.X:
    title = "Points over today's model (in colour: in use)"
    return charts.axis(alt.X, f"{field}:Q", title, _LOW, _HIGH, every=3, grid=False)


def _today() -> alt.Chart:
    """Return the line of today's model."""
    ends = alt.InlineData([{"score": 0, "place": 0, "end": SHOWN}])
    line = alt.Chart(ends).mark_rule(color=charts.GREY, strokeWidth=1)
    return line.encode(_points_at("score"), _PLACE, alt.Y2("end:Q"))
