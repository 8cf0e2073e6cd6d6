"""What may be quoted of a set of public claims, by who stands behind them and what they count.

Left out: what is true inside the firm, how good a source is within its class, and growth that is
real although nobody gave two figures of one kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from course._require import require_choice
from course.data import timeline

TOPICS: Final = ("use cases", "value", "users", "budget")
"""Topics with figures on more than one day."""

ADMITS: Final[Mapping[str, tuple[str, ...]]] = {
    "audited only": timeline.STATUSES[:1],
    "the firm's own words": timeline.STATUSES[:2],
    "others too": timeline.STATUSES[:3],
    "any page on the web": timeline.STATUSES,
}
"""A rule about sources -> the statuses that it admits."""


@dataclass(frozen=True)
class Quote:
    """What a rule leaves of the claims on one topic.

    Attributes
    ----------
    admitted : DataFrame
        The rows of `timeline` that may be quoted, all topics.
    ends : DataFrame
        The first and the last figure of the topic, or no row where no growth may be quoted.
    """

    admitted: pd.DataFrame
    ends: pd.DataFrame

    @property
    def growth(self) -> float:
        """Last figure over the first, less 1; NaN where no growth may be quoted."""
        if self.ends.empty:
            return float("nan")
        first, last = self.ends["value"]
        return float(last / first - 1)

    @property
    def alike(self) -> bool:
        """Whether both ends count the same; True where there are none."""
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
        Whether figures may be joined only if they count the same. Of several kinds, the one with
        most figures is taken; of two such, the one that ends last.

    Returns
    -------
    Quote

    Raises
    ------
    ValueError
        If `topic` or `admit` is unknown.

    Notes
    -----
    Of several figures on the last day, the highest is taken: so headlines are made.
    """
    require_choice("topic", topic, TOPICS)
    require_choice("admit", admit, ADMITS)
    rows = claims()
    admitted = rows[rows["status"].isin(ADMITS[admit])]
    figures = admitted[(admitted["topic"] == topic) & admitted["value"].notna()]
    figures = figures[figures["unit"] != "per cent"]
    figures = figures.sort_values(["date", "value"])
    if same and not figures.empty:
        how_many = figures["counts"].map(figures["counts"].value_counts())
        figures = figures[figures["counts"] == figures["counts"][how_many[::-1].idxmax()]]
    ends = figures.iloc[[0, -1]] if len(set(figures["date"])) > 1 else figures.iloc[:0]
    return Quote(admitted, ends)


@cache
def claims() -> pd.DataFrame:
    """Return the data set `timeline`, read once; do not change it."""
    return timeline.load()
