"""The scene at one position of the controls, and its form for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from course import charts
from course.base.require import Named

_NO_FACT = (
    "The scene has no fact {name!r}; its facts are {names}. Correct the name, or give the figure "
    "in `facts` where the model returns its Scene."
)


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

    Raises
    ------
    ValueError
        If the data are not frames by name, or the summary is not a text.
    """

    data: Mapping[str, pd.DataFrame]
    summary: str
    title: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_name = self.data if isinstance(self.data, Mapping) else {"": self.data}
        for name, frame in by_name.items():
            if not name or not isinstance(frame, pd.DataFrame):
                raise ValueError(
                    f'Scene: expected data frames by name, as in {{"results": frame}}; '
                    f"got {type(frame).__name__}{f' as {name!r}' if name else ''}."
                )
        if not isinstance(self.summary, str):
            raise ValueError(
                "Scene: expected a sentence with the figures that matter as its second part; "
                f"got {self.summary!r}."
            )
        object.__setattr__(self, "facts", Named(self.facts, _NO_FACT))


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
