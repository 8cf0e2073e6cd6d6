"""Words in the colour of what they name, in a corner of a panel: a legend that needs no legend."""

from __future__ import annotations

from typing import Literal

import altair as alt


def named(
    colours: dict[str, str], corner: Literal["left", "right"] = "left", top: int = 8
) -> alt.ChartType:
    """Return the words of a panel's key, one below the other, `top` pixels down."""
    rows = [{"word": word} for word in colours]
    marks = [
        alt.Chart(alt.InlineData([row]))
        .mark_text(
            align=corner,
            dx=6 if corner == "left" else -6,
            color=colour,
            fontSize=12,
            fontWeight=600,
        )
        .encode(
            alt.Text("word:N"),
            x=alt.value(0 if corner == "left" else "width"),
            y=alt.value(top + 15 * place),
        )
        for place, (row, colour) in enumerate(zip(rows, colours.values(), strict=True))
    ]
    return alt.layer(*marks)
