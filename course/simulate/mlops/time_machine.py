"""What was live on a day: from the full log, and by three habits that seem good enough.

Left out: decisions made while a version is being replaced, and features with their own versions.
Both make the habits worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice, require_number
from course.data import registry

MODELS: Final = ("credit", "alerts", "shelf")
HABITS: Final = ("last registered", "last approved", "last deployed")
DAYS: Final = 360
FIRST_DAY: Final = np.datetime64("2025-01-06")
_NOTHING: Final = 0


@dataclass(frozen=True)
class Day:
    """What the registry and its log say about one moment; version 0 means none.

    Attributes
    ----------
    live : int
        The version that decided.
    habits : dict
        The version that each of `HABITS` names.
    target : int
        The version that a rollback would bring back.
    inputs : int
        Schema of the incoming inputs.
    reads_live, reads_target : bool
        Whether the live version, and the target, can read inputs at that moment.
    """

    live: int
    habits: dict[str, int]
    target: int
    inputs: int
    reads_live: bool
    reads_target: bool


def on_day(model: str, day: float, window: float = 0, variant: str | None = None) -> Day:
    """Return what was live, what the habits say, and the way back.

    Parameters
    ----------
    model : {"credit", "alerts", "shelf"}
    day : float, from 0 to 360
        Days since 6 January 2025, 00:00.
    window : float, from 0 to 360
        Days for which inputs are still sent in the old schema after the new one has started.
    variant : str, optional
        A learner's identity.

    Raises
    ------
    TypeError, ValueError
        If the model is unknown, or a number is outside its range.

    Notes
    -----
    Versions form a stack: a deploy to production pushes one, a rollback pops it, and retiring
    empties the stack. Inputs change to the new schema when the first version that needs it goes
    live, and never change back (invented).
    """
    require_choice("model", model, MODELS)
    require_number("day", day, 0, DAYS)
    require_number("window", window, 0, DAYS)
    periods = _periods(model, window, variant)
    return periods[int(np.searchsorted([start for start, _ in periods], day, side="right")) - 1][1]


def timeline(model: str, window: float = 0, variant: str | None = None) -> pd.DataFrame:
    """Return the year as periods in which nothing changes.

    Returns
    -------
    pandas.DataFrame
        ``start`` and ``end`` (days since 6 January 2025), and the fields of `Day`; each of
        `HABITS` has its own column.
    """
    require_choice("model", model, MODELS)
    require_number("window", window, 0, DAYS)
    periods = _periods(model, window, variant)
    ends = [*(start for start, _ in periods[1:]), DAYS]
    return pd.DataFrame(
        [
            {
                "start": start,
                "end": end,
                "live": day.live,
                **day.habits,
                "target": day.target,
                "inputs": day.inputs,
                "reads_live": day.reads_live,
                "reads_target": day.reads_target,
            }
            for (start, day), end in zip(periods, ends, strict=True)
        ]
    )


def wrong_shares(variant: str | None = None, models: Iterable[str] = MODELS) -> dict[str, float]:
    """Return each habit's share of live days with a wrong version."""
    year = pd.concat([timeline(model, variant=variant) for model in models])
    year = year[year["live"] != _NOTHING]
    days = year["end"] - year["start"]
    return {habit: float(days[year[habit] != year["live"]].sum() / days.sum()) for habit in HABITS}


@cache
def _periods(model: str, window: float, variant: str | None) -> list[tuple[float, Day]]:
    log, versions = _tables(variant)
    events = log[log["model"] == model].sort_values("day")
    schemas = versions[versions["model"] == model].set_index("version")["schema"].to_dict()
    habits = dict.fromkeys(HABITS, _NOTHING)
    pile: list[int] = []
    old, inputs, change_day = 0, 0, np.inf
    periods: list[tuple[float, Day]] = []

    def at(day: float) -> Day:
        forms = {inputs, old} if day < change_day + window else {inputs}
        live, target = [_NOTHING, _NOTHING, *pile][:-3:-1]
        return Day(
            live,
            dict(habits),
            target,
            inputs,
            schemas.get(live) in forms,
            schemas.get(target) in forms,
        )

    periods.append((0.0, at(0)))
    for row in events.itertuples():
        if row.day > change_day + window > periods[-1][0]:
            periods.append((change_day + window, at(change_day + window)))
        version = int(row.version)
        if row.event == "register":
            habits["last registered"] = version
        elif row.event == "approve":
            habits["last approved"] = version
        elif row.environment == "production":
            pile = {"deploy": [*pile, version], "rollback": pile[:-1], "retire": []}[row.event]
        if row.event == "deploy" and row.environment == "production":
            habits["last deployed"] = version
            if schemas[version] > inputs:
                old, inputs, change_day = inputs, schemas[version], row.day
        periods.append((row.day, at(row.day)))
    return periods


@cache
def _tables(variant: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    log = registry.load(variant=variant)
    since = log["time"].to_numpy().astype("datetime64[m]") - FIRST_DAY.astype("datetime64[m]")
    day = since.astype(float) / (24 * 60)
    return log.assign(day=day), registry.load("versions", variant)
