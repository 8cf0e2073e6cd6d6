"""The scene at one position of the controls, and its form for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from course import charts


@dataclass(frozen=True)
class Scene:
    """The scene at one position of the controls.

    Attributes
    ----------
    data
        Frames by their names in the chart (``alt.NamedData(name)``).
    summary
        One or two sentences on what the chart shows now, with the important figures.
    title
        The point of the chart at this position. Leave it out if the chart's own title is true at
        every position.
    facts
        Figures by name for guesses, challenges and tests, shown or not.
    """

    data: Mapping[str, pd.DataFrame]
    summary: str
    title: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)


def columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return a frame as columns of plain values, missing ones as None.

    The page gets columns, not rows: they have a third of the size, and are faster to process at
    every step of a slider.
    """
    return {
        str(name): charts.rounded([None if item is pd.NA else item for item in column.tolist()])
        for name, column in frame.items()
    }


def rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Return columns as rows for Vega-Lite."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
