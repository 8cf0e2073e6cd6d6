"""Four weeks of Meridian's fraud check for card payments: its request log, releases and traffic.

The log is a random sample of the requests at the load balancer. Releases go out as canaries. Some
are rolled back, and one answers 200 at normal speed and is wrong.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.base.require import require_choice, require_whole
from course.data._variant import number
from course.data.requests.log import CALLERS, one_day
from course.data.requests.story import DAYS, REMEDIES, SHOWN_IN, Incident, Story, story
from course.data.requests.traffic import SERVERS, expected, waits

__all__ = ["DEFAULT_SEED", "REMEDIES", "SHOWN_IN", "load", "truth"]

DEFAULT_SEED: Final = 3

_TABLES: Final = ("log", "traffic", "routes", "versions")
_START: Final = np.datetime64("2026-09-07T00:00:00", "s")  # a Monday; times are UTC
_OPTIONAL: Final = ("declined", "fraud", "label_day")


def load(
    table: str = "log",
    one_in: int = 400,
    as_of: int | None = None,
    variant: str | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Return the request log or a related table.

    Parameters
    ----------
    table : {"log", "traffic", "routes", "versions"}, default "log"
        ``log``: one row per logged request. ``traffic``: one row per hour, counting every request.
        ``routes``: one row per change of routing. ``versions``: one row per version.
    one_in : int, default 400
        The log has a random one in this many requests; 1 keeps all (34 million rows).
    as_of : int, optional
        Show the log and the traffic as of the end of this day, 1 to 28: without later requests and
        labels. None shows everything.
    variant : str, optional
        A learner's identity: other dates, sizes and order of releases and incidents.
    seed : int, optional
        Seed for other rows of the same story; None uses the variant's own seed.
    """
    require_choice("table", table, _TABLES)
    one_in = require_whole("one_in", one_in, 1)
    days = DAYS if as_of is None else require_whole("as_of", as_of, 1, DAYS)
    four_weeks = story(variant)
    if table == "routes":
        return _routes(four_weeks)
    if table == "versions":
        return _versions(four_weeks)
    if seed is None:
        seed = DEFAULT_SEED if variant is None else number(variant, "requests rows", size=4)
    counts = _count_requests(four_weeks, require_whole("seed", seed, 0))
    if table == "traffic":
        return _traffic(counts[:days])
    return _log(four_weeks, counts[:days], seed, one_in, as_of)


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the planted incidents, one row each, in order of their start.

    Columns: kind, start, end, version ("" where no release is to blame), size, shown_in (the part
    of the log that shows it first), remedy, description.
    """
    return pd.DataFrame(
        [
            {
                "kind": incident.kind,
                "start": _at(incident.start),
                "end": _at(incident.end),
                "version": incident.version,
                "size": incident.size,
                "shown_in": SHOWN_IN[incident.kind],
                "remedy": REMEDIES[incident.kind],
                "description": _describe(incident),
            }
            for incident in story(variant).incidents
        ]
    )


def _at(minute: int) -> np.datetime64:
    return _START + np.timedelta64(minute * 60, "s")


def _describe(incident: Incident) -> str:
    minutes, version = incident.end - incident.start, incident.version
    return {
        "slow": f"{version} works {incident.size:g} times as long on a request.",
        "failing": f"{version} answers {incident.size:.0%} of requests with 500.",
        "silent": f"{version} answers 200 at normal speed and declines the usual share, "
        f"but finds only {incident.size:.0%} of frauds instead of 60%.",
        "contract": f"Rolled back to {version}, which cannot read contract 2: the app, which has "
        f"moved on, gets 422 for {minutes // 60} hours.",
        "outage": f"Every payment gets 503 for {minutes} minutes; the probe still gets 200.",
        "overload": f"A sale brings {incident.size:g} times the traffic of a usual evening.",
    }[incident.kind]


def _count_requests(four_weeks: Story, seed: int) -> NDArray[np.int64]:
    """Return the number of requests in each hour, shape (days, 24)."""
    counts = np.random.default_rng([seed, 0]).poisson(expected(four_weeks))
    return np.asarray(counts, dtype=np.int64).reshape(DAYS, 24)


def _traffic(counts: NDArray[np.int64]) -> pd.DataFrame:
    hours = np.arange(counts.size)
    return pd.DataFrame(
        {
            "hour": _START + (hours * 3600).astype("timedelta64[s]"),
            "requests": counts.ravel(),
            "servers": SERVERS,
        }
    )


def _routes(four_weeks: Story) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "time": _at(route.start),
                "stable": route.stable,
                "canary": route.canary,
                "share": route.share,
            }
            for route in four_weeks.routes
        ]
    )


def _versions(four_weeks: Story) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "version": version.name,
                "reads_from": min(version.reads),
                "reads_to": max(version.reads),
                "test_wrong": version.test_wrong,
                "test_p99_ms": version.test_p99_ms,
            }
            for version in four_weeks.versions
        ]
    )


def _log(
    four_weeks: Story, counts: NDArray[np.int64], seed: int, one_in: int, as_of: int | None
) -> pd.DataFrame:
    hourly = waits(expected(four_weeks), four_weeks)
    parts = []
    for day, requests in enumerate(counts):
        rng = np.random.default_rng([seed, day, 1])
        parts.append(one_day(rng, day, rng.binomial(requests, 1 / one_in), hourly, four_weeks))
    columns: dict[str, Any] = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    names = {"caller": CALLERS, "version": [version.name for version in four_weeks.versions]}
    for column, values in names.items():
        columns[column] = pd.Series(values, dtype="str").array.take(columns[column])
    if as_of is not None:
        columns["fraud"] = np.where(columns["label_day"] <= as_of, columns["fraud"], -1)
    for column in _OPTIONAL:
        values = columns[column]
        columns[column] = pd.array(values, dtype="Int64")
        columns[column][values < 0] = pd.NA
    time = _START + columns.pop("second").astype("timedelta64[s]")
    return pd.DataFrame({"time": time, **columns})
