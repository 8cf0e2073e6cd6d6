"""The default register as the explorables take it."""

from __future__ import annotations

from functools import cache

import pandas as pd

from course.data import portfolio


@cache
def candidates() -> pd.DataFrame:
    """Return the pilots that are not in production, with the mean of their estimates as value."""
    pilots = portfolio.load().set_index("pilot_id")
    mean = pilots[["value_low", "value_likely", "value_high"]].mean(axis=1)
    rows: pd.DataFrame = pilots.assign(value=mean).loc[pilots["stage"] != "in production"]
    return rows


@cache
def foundations() -> pd.DataFrame:
    """Return the foundations by their identifier."""
    return portfolio.load("foundations").set_index("foundation_id")


@cache
def limits() -> pd.Series:
    """Return what there is to spend, by resource."""
    amounts: pd.Series = portfolio.load("limits").set_index("resource")["limit"]
    return amounts
