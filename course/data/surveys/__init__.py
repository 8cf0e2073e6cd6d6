"""Survey figures on how often AI scales, each with its sample, unit and bar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["BARS", "REMEDIES", "load", "truth"]

_FIGURES: Final = Path(__file__).parent / "figures.csv"
_HELD_BACK: Final = ["trap", "note"]
# Fact numbers look like decimals: 1.10 must not become 1.1.
_TYPES: Final[dict[Hashable, str]] = {"fact": "str", "note": "str", "respondents": "Int64"}

BARS: Final = ("beyond pilots", "enterprise-wide", "value")
"""The three bars for saying that an organisation scales AI."""

REMEDIES: Final = {
    "cited": "trace it to its source; without a study, do not use it",
    "conflict": "give both readings, or neither",
    "forecast": "leave it out: nobody counted it",
    "healthy_stop": "ask which stops were good decisions",
    "no_sample": "quote it without an interval, and say that the sample is unclear",
    "other_bar": "compare only what clears the same bar",
    "other_technology": "compare only the same technology",
    "other_unit": "compare only shares of the same thing",
    "rounded": "go to the report with the finer number",
}
"""How a figure is misread -> what to do about it."""


def load(variant: str | None = None) -> pd.DataFrame:  # noqa: ARG001 - facts do not vary
    """Return published figures, one row each.

    ``share`` is a share from 0 to 1; ``respondents`` is the number of answers, missing where no
    source gives it. All columns are in the data card.
    """
    return _figures().drop(columns=_HELD_BACK)


def truth(variant: str | None = None) -> pd.DataFrame:  # noqa: ARG001 - facts do not vary
    """Return how figures are misread, one row per misread figure.

    Columns: figure_id, kind, remedy, description.
    """
    rows = _figures()
    rows = rows[rows["trap"] != "none"].reset_index(drop=True)
    return pd.DataFrame(
        {
            "figure_id": rows["figure_id"],
            "kind": rows["trap"],
            "remedy": rows["trap"].map(REMEDIES),
            "description": rows["note"],
        }
    )


def _figures() -> pd.DataFrame:
    return pd.read_csv(_FIGURES, sep="|", dtype=_TYPES).fillna({"note": ""})
