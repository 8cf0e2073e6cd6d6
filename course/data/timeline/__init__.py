"""Dated public claims about one bank's AI, each with its source and its status.

The table records what was claimed, and where. It does not say what is true inside the firm: see
the data card.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from course import world

__all__ = ["AS_OF", "REMEDIES", "STATUSES", "load", "truth"]

AS_OF: Final = world.today().isoformat()
"""The day on which the facts were collected; the table has nothing later."""

STATUSES: Final = ("audited", "company", "press", "contradicted")
"""Who vouches for a claim, the best first. No row is audited."""

REMEDIES: Final = {
    "COiN": "ask for hours measured before and after, on the same contracts",
    "use cases": "ask which stage is counted, in which year",
    "value": "ask whether it is planned, estimated or measured, and by whom",
    "budget": "ask whether it is all technology or AI alone",
}
"""What a contradicted claim is about -> what to ask."""

_ROWS: Final = Path(__file__).parent / "timeline.csv"


def load(variant: str | None = None) -> pd.DataFrame:  # noqa: ARG001 - facts do not vary
    """Return public claims about JPMorgan Chase's AI, oldest first.

    One row per claim. ``date`` is the first day of the month or year that ``precision`` names. All
    columns are in the data card.

    Examples
    --------
    >>> rows = load().set_index("claim_id")
    >>> print(rows.loc["C16", "value"], rows.loc["C16", "counts"], rows.loc["C16", "status"])
    400.0 in production company
    """
    table = pd.read_csv(_ROWS, sep="|", dtype="str", keep_default_na=False)
    table["date"] = pd.to_datetime(table["date"], format="ISO8601")
    table["value"] = pd.to_numeric(table["value"])
    return table.sort_values(["date", "claim_id"], ignore_index=True)


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the claims that another source contradicts, one row each.

    Columns: claim_id, kind (the topic), start and end (the date of the claim), remedy, description.
    """
    rows = load(variant).query("status == 'contradicted'").reset_index(drop=True)
    return pd.DataFrame(
        {
            "claim_id": rows["claim_id"],
            "kind": rows["topic"],
            "start": rows["date"],
            "end": rows["date"],
            "remedy": rows["topic"].map(REMEDIES),
            "description": rows["note"],
        }
    )
