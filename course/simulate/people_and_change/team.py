"""Requests waiting for four roles: which hire increases the output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice, require_number, require_whole

ROLES: Final = ("data engineer", "data scientist", "ML engineer", "change lead")
"""The roles, in the order of a request's steps."""

PEOPLE: Final = dict(
    zip(ROLES, (1, 4, 1, 2), strict=True)
)  # the manufacturer's share of all builders
COSTS: Final = dict(zip(ROLES, (95, 105, 100, 85), strict=True))
"""Thousand EUR a year for one person, as in the data set `team`."""

MODEL_DAYS: Final = 20
WORLDS: Final = 100
YEAR: Final = 220  # working days
_YEARS: Final = 5  # enough for queues to show the bottleneck, even if two roles are similar

# Invented: working days of one person per request, and their spread.
_DAYS: Final = {"data engineer": 20, "ML engineer": 13, "change lead": 16}
_SPREAD: Final = 0.6
_MOST: Final = 12  # people per role
_REQUESTS: Final = 900  # more than thirteen data engineers can begin


@dataclass(frozen=True)
class Delivery:
    """The fifth year of a team, in 100 worlds that differ only by luck.

    Attributes
    ----------
    finished : array of shape (100,)
        Requests finished in the year.
    roles : DataFrame
        One row per role: ``role``, ``people``, ``busy`` (share of their days in that year) and
        ``waiting`` (requests waiting for the role at the end of the year), averaged over worlds.
        Work is always waiting for the data engineers, so their ``waiting`` is infinity.
    """

    finished: np.ndarray
    roles: pd.DataFrame

    @property
    def mean(self) -> float:
        """Mean number of requests finished in the year."""
        return float(np.mean(self.finished))


def run_team(
    people: Mapping[str, int] | None = None, model_days: float = MODEL_DAYS, seed: int = 0
) -> Delivery:
    """Send requests through the four roles for five years.

    Parameters
    ----------
    people : mapping of role to number, from 1 to 12, optional
        Missing roles keep their number in `PEOPLE`.
    model_days : float, from 1 to 1,000
        Days of one data scientist per request.
    seed : int, default 0

    Returns
    -------
    Delivery

    Raises
    ------
    TypeError, ValueError
        If a role is unknown, or a number is of the wrong type or outside its range.

    Notes
    -----
    Each role is a queue, first come, first served, with one person per request. A request takes 20,
    `model_days`, 13 and 16 days on average, with gamma distribution and coefficient of variation
    0.6. A year has 220 days. All of these are invented.

    Left out: rework, losses when work is handed over, and people who can do two jobs. The last
    could change the answer.
    """
    return run_teams([people or {}], model_days, seed)[0]


def hire_one(
    people: Mapping[str, int] | None = None, model_days: float = MODEL_DAYS, seed: int = 0
) -> tuple[Delivery, dict[str, Delivery]]:
    """Return a team's output, today and with one more of each role.

    For parameters and errors, see `run_team`.
    """
    team = {**PEOPLE, **(people or {})}
    larger_teams = [{**team, role: team.get(role, 1) + 1} for role in ROLES]
    now, *then = run_teams([team, *larger_teams], model_days, seed)
    return now, dict(zip(ROLES, then, strict=True))


def run_teams(
    teams: Sequence[Mapping[str, int]], model_days: float = MODEL_DAYS, seed: int = 0
) -> list[Delivery]:
    """Run several teams with the same luck; for the arguments, see `run_team`."""
    require_number("model_days", model_days, 1, 1_000)
    for role, number in (item for team in teams for item in team.items()):
        require_choice("role", role, ROLES)
        require_whole(role, number, 1, _MOST)
    people = np.array([[{**PEOPLE, **team}[role] for role in ROLES] for team in teams])
    return _deliver(people, float(model_days), seed)


def capacity(
    people: Mapping[str, int] | None = None, model_days: float = MODEL_DAYS
) -> dict[str, float]:
    """Return each role's yearly capacity in requests: 220 people / days.

    In the long run the smallest capacity decides (the bottleneck law of queueing networks).
    """
    team = {**PEOPLE, **(people or {})}
    days = {**_DAYS, "data scientist": model_days}
    return {role: YEAR * team[role] / days[role] for role in ROLES}


def _deliver(people: np.ndarray, model_days: float, seed: int) -> list[Delivery]:
    # Columns are teams times worlds. More requests than the data engineers begin would make no
    # difference.
    since, until = (_YEARS - 1) * YEAR, _YEARS * YEAR
    start_count = people[:, 0].max() * until / _DAYS["data engineer"]
    requests = int(start_count + 5 * start_count**0.5)
    arrivals = np.zeros((requests, len(people) * WORLDS))
    busy, queue_lengths = [], []
    for number, role in enumerate(ROLES):
        mean = model_days if role == "data scientist" else _DAYS[role]
        days = mean * np.tile(_work(seed)[number, :requests], len(people))
        servers = np.repeat(people[:, number], WORLDS)
        starts = _serve(servers, arrivals, days)
        ends = starts + days
        work_days = np.minimum(ends, until) - np.maximum(starts, since)
        busy.append(np.maximum(work_days, 0).sum(axis=0) / (servers * YEAR))
        queue_lengths.append(((arrivals < until) & (starts >= until)).sum(axis=0))
        arrivals = np.sort(ends, axis=0)
    outputs = ((arrivals >= since) & (arrivals < until)).sum(axis=0).reshape(-1, WORLDS)
    shares, queues = (
        np.reshape(each, (len(ROLES), -1, WORLDS)).mean(axis=2).T for each in (busy, queue_lengths)
    )
    return [
        Delivery(out, _roles(team, share, queue))
        for out, team, share, queue in zip(outputs, people, shares, queues, strict=True)
    ]


def _serve(servers: np.ndarray, arrivals: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return when work on each request begins, one row per request, in order of arrival."""
    free = np.where(np.arange(servers.max()) < servers[:, None], 0.0, np.inf)
    first = free[:, 0]  # a view: the person who is free first
    starts = np.empty_like(arrivals)
    for start, arrival, duration in zip(starts, arrivals, days, strict=True):
        np.maximum(arrival, first, out=start)
        np.add(start, duration, out=first)
        free.sort(axis=1)
    return starts


def _roles(people: np.ndarray, busy: np.ndarray, waiting: np.ndarray) -> pd.DataFrame:
    queue = [np.inf, *waiting[1:]]
    return pd.DataFrame({"role": ROLES, "people": people, "busy": busy, "waiting": queue})


@cache
def _work(seed: int) -> np.ndarray:
    """Return factors on the days of a request, of shape (roles, requests, worlds), with mean 1."""
    shape = 1 / _SPREAD**2
    rng = np.random.default_rng(seed)
    return rng.gamma(shape, 1 / shape, (len(ROLES), _REQUESTS, WORLDS))
