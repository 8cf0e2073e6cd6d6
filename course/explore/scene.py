"""What one position of the controls shows, and how it travels to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from course import charts


@dataclass(frozen=True)
class Scene:
    """What one position of the controls shows.

    Attributes
    ----------
    data
        Frames by the name under which the chart refers to them (``alt.NamedData(name)``).
    summary
        One or two sentences that say what the chart shows now, with the figures that matter.
    title
        The point of the chart at this position. Leave it out where the chart's own title holds at
        every position.
    facts
        Figures by name that guesses, challenges and tests read. They need not be shown.
    """

    data: Mapping[str, pd.DataFrame]
    summary: str
    title: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)


def columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return a frame as columns of plain values, missing ones as None.

    Columns, not rows, travel to the page: a third of the size, and less to walk through at every
    step of a slider.
    """
    return {
        str(name): charts.rounded([None if item is pd.NA else item for item in column.tolist()])
        for name, column in frame.items()
    }


def rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Return columns as the rows that Vega-Lite reads."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
