"""The default register, in the form that the explorables use."""

from __future__ import annotations

from functools import cache

import pandas as pd

from course.data import portfolio


@cache
def candidates() -> pd.DataFrame:
    """Return the pilots not in production, valued at the mean of their estimates."""
    pilots = portfolio.load().set_index("pilot_id")
    mean = pilots[["value_low", "value_likely", "value_high"]].mean(axis=1)
    rows: pd.DataFrame = pilots.assign(value=mean).loc[pilots["stage"] != "in production"]
    return rows


@cache
def foundations() -> pd.DataFrame:
    """Return the foundations, by identifier."""
    return portfolio.load("foundations").set_index("foundation_id")


@cache
def limits() -> pd.Series:
    """Return the limits, by resource."""
    amounts: pd.Series = portfolio.load("limits").set_index("resource")["limit"]
    return amounts
