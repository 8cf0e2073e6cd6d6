"""Which public claims may be quoted, by their sources and by what they count.

Left out: what is true inside the firm, how good a source is within its class, and real growth for
which nobody published two comparable figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from course.base.require import require_choice
from course.data import timeline

TOPICS: Final = ("use cases", "value", "users", "budget")
"""Topics with figures on more than one day."""

ADMITS: Final[Mapping[str, tuple[str, ...]]] = {
    "audited only": timeline.STATUSES[:1],
    "the firm's own words": timeline.STATUSES[:2],
    "others too": timeline.STATUSES[:3],
    "any page on the web": timeline.STATUSES,
}
"""Rule about sources -> the statuses it admits."""


@dataclass(frozen=True)
class Quote:
    """The claims on one topic that a rule admits.

    Attributes
    ----------
    admitted : DataFrame
        The rows of `timeline` that may be quoted, for all topics.
    ends : DataFrame
        The topic's first and last figure; empty if no growth may be quoted.
    """

    admitted: pd.DataFrame
    ends: pd.DataFrame

    @property
    def growth(self) -> float:
        """Last figure over the first, minus 1; NaN if no growth may be quoted."""
        if self.ends.empty:
            return float("nan")
        first, last = self.ends["value"]
        return float(last / first - 1)

    @property
    def alike(self) -> bool:
        """Whether both ends count the same thing; True if there are none."""
        return len(set(self.ends["counts"])) <= 1


@cache
def quote(topic: str = "use cases", admit: str = "others too", *, same: bool = False) -> Quote:
    """Return what may be quoted under a rule.

    Parameters
    ----------
    topic : str
        One of `TOPICS`.
    admit : str
        A key of `ADMITS`.
    same : bool, default False
        Whether only figures that count the same thing may be joined. The kind with the most figures
        is used; of two such kinds, the one that ends last.

    Returns
    -------
    Quote

    Raises
    ------
    ValueError
        If `topic` or `admit` is unknown.

    Notes
    -----
    Of several figures on the last day, the highest is used, as in headlines.
    """
    require_choice("topic", topic, TOPICS)
    require_choice("admit", admit, ADMITS)
    rows = claims()
    admitted_rows = rows[rows["status"].isin(ADMITS[admit])]
    figures = admitted_rows[(admitted_rows["topic"] == topic) & admitted_rows["value"].notna()]
    figures = figures[figures["unit"] != "per cent"]
    figures = figures.sort_values(["date", "value"])
    if same and not figures.empty:
        how_many = figures["counts"].map(figures["counts"].value_counts())
        figures = figures[figures["counts"] == figures["counts"][how_many[::-1].idxmax()]]
    ends = figures.iloc[[0, -1]] if len(set(figures["date"])) > 1 else figures.iloc[:0]
    return Quote(admitted_rows, ends)


@cache
def claims() -> pd.DataFrame:
    """Return the cached data set `timeline`; do not change it."""
    return timeline.load()
