"""Meridian's delivery team: its members, and a log of the use cases they worked on.

A use case passes through five roles, one after another. Each role works first come, first served.
The log records how long each step took, and how long it waited for somebody.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice
from course.data._variant import generator

ROLES: Final = ("data engineer", "data scientist", "ML engineer", "validator", "change lead")
"""The roles, in the order of a use case's steps."""

PHASES: Final = ("scaling", "starting")
USE_CASES: Final = 24
QUARTER: Final = 62
"""Working days in a quarter."""

REMEDIES: Final = {
    "bottleneck": "hire first",
    "next": "hire as soon as the first is wider",
    "slack": "do not hire yet",
}
"""A role's place in the line -> what to do about it."""

_TABLES: Final = ("roles", "work")
_DAYS: Final = (50, 50, 50, 20, 45)
_COST: Final = (95, 105, 100, 90, 85)
_SENT_BACK: Final = 0.3
_LOW_RISK: Final = 0.2
# In a line that is fed slightly faster than it can work, waiting shows the bottleneck.
_PRESSURE: Final = 1.3


@dataclass(frozen=True)
class _Design:
    """People and mean effort (days for one use case) by role, before chance."""

    people: tuple[int, ...]
    effort: tuple[float, ...]


# The bottleneck moves between these; it is never the data scientists.
_SCALING: Final = (
    _Design((2, 5, 3, 1, 3), (38, 20, 24, 3.0, 26)),
    _Design((4, 5, 2, 1, 3), (36, 22, 34, 3.0, 26)),
    _Design((4, 6, 4, 1, 1), (38, 24, 26, 2.5, 18)),
)
_STARTING: Final = _Design((2, 1, 2, 1, 2), (14, 40, 10, 2.0, 8))


def load(
    table: str = "roles", *, phase: str = "scaling", variant: str | None = None
) -> pd.DataFrame:
    """Return the team, or the log of its work.

    Parameters
    ----------
    table : {"roles", "work"}, default "roles"
        ``roles``: one row per role. ``work``: one row per step of a use case; a use case that the
        validator sent back has several steps of one role.
    phase : {"scaling", "starting"}, default "scaling"
        ``scaling``: many use cases on their way to daily use. ``starting``: a young team that
        looks for what a model can do.
    variant : str, optional
        A learner's identity: another team, other work and another bottleneck.

    Returns
    -------
    pandas.DataFrame
        Effort in days, cost in thousand EUR per year; all columns are in the data card.
    """
    require_choice("table", table, _TABLES)
    design = _design(phase, variant)
    if table == "work":
        return _work(design, phase, variant)
    rows = {"role": ROLES, "people": design.people, "days": _DAYS, "cost": _COST}
    return pd.DataFrame(rows)


def truth(variant: str | None = None, *, phase: str = "scaling") -> pd.DataFrame:
    """Return each role's capacity, and what to do about it.

    Returns
    -------
    pandas.DataFrame
        One row per role: role, kind (bottleneck, next, slack), remedy, pace (use cases per
        quarter that the role could finish), description.
    """
    roles = load("roles", phase=phase, variant=variant).set_index("role")
    effort = load("work", phase=phase, variant=variant).groupby("role")["days"].sum() / USE_CASES
    pace = roles["people"] * roles["days"] / effort[roles.index]
    place = pace.rank(method="first").astype(int)
    kind = place.map({1: "bottleneck", 2: "next"}).fillna("slack")
    return pd.DataFrame(
        {
            "role": pace.index,
            "kind": kind.to_numpy(),
            "remedy": kind.map(REMEDIES).to_numpy(),
            "pace": pace.round(2).to_numpy(),
            "description": [
                f"{name}: {roles.loc[name, 'people']} at work; a use case takes {effort[name]:.1f} "
                f"days, so {pace[name]:.1f} a quarter get through."
                for name in pace.index
            ],
        }
    )


def _design(phase: str, variant: str | None) -> _Design:
    require_choice("phase", phase, PHASES)
    if phase == "starting":
        return _STARTING
    if variant is None:
        return _SCALING[0]
    return _SCALING[int(generator(variant, "team").integers(len(_SCALING)))]


def _work(design: _Design, phase: str, variant: str | None) -> pd.DataFrame:
    """Return the log of a line of queues, one row per step."""
    routes = _routes(design, generator(variant, f"work\n{phase}"))
    effort = np.zeros(len(ROLES))
    for route in routes:
        for role, days in route:
            effort[role] += days / USE_CASES
    pace = np.array(design.people) * np.array(_DAYS) / effort
    gap = QUARTER / (pace.min() * _PRESSURE)
    return _queue(routes, design, gap)


def _routes(design: _Design, rng: np.random.Generator) -> list[list[tuple[int, float]]]:
    """Return each use case's steps: the role's number, and the effort in days."""
    size = np.exp(rng.normal(0, 0.35, (USE_CASES, len(ROLES))))
    days = np.maximum(np.round(2 * np.array(design.effort) * size) / 2, 0.5)
    low_risk = rng.random(USE_CASES) < _LOW_RISK
    is_sent_back = rng.random(USE_CASES) < _SENT_BACK
    routes = []
    for place in range(USE_CASES):
        effort = [float(value) for value in days[place]]
        engineer, scientist, ml_engineer, validator, lead = enumerate(effort)
        route = [engineer, scientist, ml_engineer]
        if not low_risk[place]:
            route.append(validator)
            if is_sent_back[place]:
                again = [scientist, ml_engineer, validator]
                route += [(role, max(round(duration) / 2, 0.5)) for role, duration in again]
        routes.append([*route, lead])
    return routes


def _queue(routes: list[list[tuple[int, float]]], design: _Design, gap: float) -> pd.DataFrame:
    """Send use cases through the roles, first come, first served; one person does one step."""
    free = [[0.0] * people for people in design.people]
    waiting = [(place * gap, place, 0) for place in range(len(routes))]
    heapq.heapify(waiting)
    rows = []
    while waiting:
        ready, place, step = heapq.heappop(waiting)
        role, days = routes[place][step]
        start = max(ready, heapq.heappop(free[role]))
        end = start + days * QUARTER / _DAYS[role]
        heapq.heappush(free[role], end)
        rows.append((f"U{place + 1:02d}", step + 1, ROLES[role], days, ready, start, end))
        if step + 1 < len(routes[place]):
            heapq.heappush(waiting, (end, place, step + 1))
    columns = ["use_case", "step", "role", "days", "ready", "started", "finished"]
    log = pd.DataFrame(rows, columns=columns).sort_values(["use_case", "step"], ignore_index=True)
    return log.round({"ready": 1, "started": 1, "finished": 1})
