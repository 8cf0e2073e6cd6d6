"""Marks for the learner's guess and the truth."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt

from course import charts

# The words are left or right of their mark, wherever there is room.
_ALIGN = {"expr": "scale('x', datum.value) > width / 2 ? 'right' : 'left'"}
_APART = {"expr": "scale('x', datum.value) > width / 2 ? -5 : 5"}
# A white copy behind words, so that no rule crosses them.
_HALO: dict[str, Any] = {"stroke": "white", "strokeWidth": 4, "aria": False}
_GUESS, _TRUTH = alt.NamedData("guess"), alt.NamedData("truth")


def guess_rules(axis: Literal["x", "y"] = "x") -> Any:
    """Return a `GuessNumber`'s marks: a dashed rule, and a solid one for the truth.

    Layer them over the chart: ``alt.layer(bars, guess_rules())``. Both have their number as a
    label, which no rule crosses: words come last, each on a white copy of itself.
    """
    guess = _rule(_GUESS, axis, charts.PINK, 8, [5, 3])
    truth = _rule(_TRUTH, axis, charts.INK, 24, [])
    return alt.layer(*(mark for pair in zip(guess, truth, strict=True) for mark in pair))


def _rule(data: Any, axis: str, color: str, top: int, dash: list[int]) -> tuple[Any, Any, Any]:
    place = alt.X("value:Q") if axis == "x" else alt.Y("value:Q")
    base = alt.Chart(data).encode(place)
    rule = base.mark_rule(color=color, strokeWidth=2, strokeDash=dash)
    where: dict[str, Any]
    if axis == "x":
        where, across = {"align": _ALIGN, "dx": _APART}, {"y": alt.value(top)}
    elif dash:  # guess at the left end, truth at the right end, so they never overlap
        where, across = {"align": "left", "dy": -7}, {"x": alt.value(0)}
    else:
        where, across = {"align": "right", "dy": -7}, {"x": alt.value("width")}
    behind, words = (
        base.mark_text(color=color, fontWeight=600, fontSize=12, **where, **look).encode(
            alt.Text("label:N"), **across
        )
        for look in (_HALO, {})
    )
    return rule, behind, words


def words_over(base: alt.Chart, text: alt.Text, **look: Any) -> Any:
    """Return words that no guess rule crosses; layer them over `guess_rules`.

    Parameters
    ----------
    base
        A chart whose encodings position the words.
    text
        The words.
    look
        Options of ``mark_text``.
    """
    return alt.layer(
        base.mark_text(**look, **_HALO).encode(text), base.mark_text(**look).encode(text)
    )


def guess_line(at: alt.X | alt.Y) -> Any:
    """Return a `GuessLine`'s marks: dashed with points, and thin for the truth.

    Parameters
    ----------
    at
        Encoding of the positions, such as ``alt.X("at:Q")`` or ``alt.Y("at:N", sort=None)``, with
        the title and the scale of the chart's axis.
    """
    place = alt.Y("value:Q") if isinstance(at, alt.X) else alt.X("value:Q")

    def line(data: Any, color: str, dash: list[int], size: float) -> Any:
        base = alt.Chart(data).encode(at, place)
        return alt.layer(
            base.mark_line(color=color, strokeWidth=size, strokeDash=dash),
            base.mark_point(color=color, filled=True, size=35),
        )

    return alt.layer(line(_GUESS, charts.PINK, [5, 3], 2), line(_TRUTH, charts.INK, [], 1.5))
