"""Coloured words in a corner of a panel, as a legend."""

from __future__ import annotations

from typing import Literal

import altair as alt

_LINE = 15


def named(
    colours: dict[str, str], side: Literal["left", "right"] = "left", *, below: bool = False
) -> alt.ChartType:
    """Return the stacked words of a panel's key, at its top or bottom.

    Lay them over a chart whose marks have the same colours.
    """
    marks = []
    for place, (word, colour) in enumerate(colours.items()):
        up = _LINE * (len(colours) - place) - 5
        marks.append(
            alt.Chart(alt.InlineData([{"word": word}]))
            .mark_text(
                align=side,
                dx=6 if side == "left" else -6,
                color=colour,
                fontSize=12,
                fontWeight=600,
            )
            .encode(
                alt.Text("word:N"),
                x=alt.value(0 if side == "left" else "width"),
                y=alt.value({"expr": f"height - {up}"} if below else 8 + _LINE * place),
            )
        )
    return alt.layer(*marks)
