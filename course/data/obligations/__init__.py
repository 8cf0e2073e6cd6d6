"""Legal requirements for uses of AI, where and when: dated facts with sources.

It is teaching material, not advice. It is incomplete, and the law moves: see `AS_OF`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from course import world

__all__ = ["AS_OF", "REMEDIES", "load", "truth"]

AS_OF: Final = world.today().isoformat()
"""The day on which the facts were collected; the table has nothing later."""

REMEDIES: Final = {
    "postponed": "plan for the new date, and look again before it",
    "removed": "look at other statutes and at the law of the states",
    "rescinded": "read what replaces it",
    "softened": "read the present wording",
    "stayed": "ask counsel what is left to do",
}
"""How a duty changed after it was adopted -> what to do about it."""

_ROWS: Final = Path(__file__).parent / "obligations.csv"
_DATES: Final = ["from", "until"]


def load(variant: str | None = None) -> pd.DataFrame:  # noqa: ARG001 - facts do not vary
    """Return obligations, one row each.

    ``from`` and ``until`` are the first and the last day; a missing ``from`` is older than the
    facts say, a missing ``until`` has no end date. All columns are in the data card.

    Examples
    --------
    >>> rows = load().set_index("obligation_id")
    >>> print(rows.loc["O07", "from"].date())
    2027-12-02
    """
    table = pd.read_csv(_ROWS, sep="|", dtype="str", keep_default_na=False)
    return table.assign(**{name: pd.to_datetime(table[name]) for name in _DATES})


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return duties that changed after adoption, one row each.

    Columns: obligation_id, kind, remedy, description.
    """
    rows = load(variant)
    rows = rows[rows["changed"] != ""].reset_index(drop=True)
    return pd.DataFrame(
        {
            "obligation_id": rows["obligation_id"],
            "kind": rows["changed"],
            "remedy": rows["changed"].map(REMEDIES),
            "description": rows["note"],
        }
    )
