"""What happens to the fraud check in four weeks: releases, routes and incidents, by learner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from course.data._variant import generator

DAYS: Final = 28
DAY: Final = 24 * 60
"""Minutes in a day; every time of a story is in minutes since its start."""

CANARY_SHARE: Final = 0.1

REMEDIES: Final = {
    "slow": "roll back",
    "failing": "roll back",
    "silent": "roll back",
    "contract": "roll back the caller first",
    "outage": "fail over",
    "overload": "add servers before the sale",
}
"""Kind of incident -> what to do about it."""

SHOWN_IN: Final = {
    "slow": "latency",
    "failing": "status",
    "silent": "labels",
    "contract": "status",
    "outage": "status",
    "overload": "latency",
}
"""Kind of incident -> the part of the log in which it shows first."""

# Orders of the three bad releases. The silent one goes to everybody and stays for days.
_ORDERS: Final = (
    ("slow", "silent", "failing"),
    ("failing", "silent", "slow"),
    ("silent", "slow", "failing"),
    ("silent", "failing", "slow"),
)


@dataclass(frozen=True, kw_only=True)
class Version:
    """One release of the model.

    ``flaw`` is "" or the kind of incident that it causes. ``size`` is the strength of the flaw: a
    factor on response time, a share of failures, or the share of frauds still detected. ``reads``
    lists the versions of the callers' contract that it can read.
    """

    name: str
    flaw: str = ""
    size: float = 0.0
    reads: tuple[int, ...] = (1,)
    test_wrong: float = 0.046
    test_p99_ms: int = 350


@dataclass(frozen=True)
class Route:
    """From a certain minute: the stable version, and the canary with its share of traffic."""

    start: int
    stable: str
    canary: str = ""
    share: float = 0.0


@dataclass(frozen=True)
class Incident:
    """Something that went wrong, from one minute to another."""

    kind: str
    start: int
    end: int
    version: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Story:
    """Four weeks: versions, routes in order, incidents in order, and callers' contract changes."""

    versions: tuple[Version, ...]
    routes: tuple[Route, ...]
    incidents: tuple[Incident, ...]
    contracts: tuple[tuple[int, int], ...]
    """Minutes and contracts: what the app sends from then on. The shops keep contract 1."""


@dataclass
class _Draft:
    """A story under construction."""

    versions: list[Version] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    contracts: list[tuple[int, int]] = field(default_factory=lambda: [(0, 1)])

    def finish(self) -> Story:
        return Story(
            tuple(self.versions),
            tuple(sorted(self.routes, key=lambda route: route.start)),
            tuple(sorted(self.incidents, key=lambda incident: incident.start)),
            tuple(self.contracts),
        )


def story(variant: str | None = None) -> Story:
    """Return the course's four weeks, or a learner's with other dates and sizes.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.
    """
    rng = generator(variant, "requests story")
    order = _ORDERS[0] if variant is None else _ORDERS[rng.integers(len(_ORDERS))]
    draft = _Draft()
    draft.versions = _versions(order, rng)
    draft.routes.append(Route(0, "v1"))
    _good_release(draft, "v2", "v1", _office(rng, 3))
    day = 7
    for version in draft.versions[2:5]:
        if version.flaw == "silent":
            day = _silent_release(draft, version, day, rng)
        else:
            day = _caught_release(draft, version, day, rng)
    out = _good_release(draft, "v6", "v2", _office(rng, 23))
    draft.contracts.append((out + DAY, 2))
    _outage_and_sale(draft, rng)
    return draft.finish()


def _versions(order: tuple[str, ...], rng: np.random.Generator) -> list[Version]:
    sizes = {
        "slow": round(float(rng.uniform(2.0, 2.6)), 1),
        "failing": round(float(rng.uniform(0.04, 0.08)), 2),
        "silent": round(float(rng.uniform(0.1, 0.2)), 2),
    }
    # The app can move to contract 2 once the silent version, which reads it, is live.
    newer = order.index("silent")
    flawed_versions = [
        _tested_version(
            rng, f"v{number + 3}", kind, sizes[kind], (1,) if number < newer else (1, 2)
        )
        for number, kind in enumerate(order)
    ]
    return [
        _tested_version(rng, "v1"),
        _tested_version(rng, "v2"),
        *flawed_versions,
        _tested_version(rng, "v6", reads=(1, 2)),
    ]


def _tested_version(
    rng: np.random.Generator,
    name: str,
    flaw: str = "",
    size: float = 0.0,
    reads: tuple[int, ...] = (1,),
) -> Version:
    """Return a version with its test results, which always look sound."""
    wrong, p99 = round(float(rng.uniform(0.044, 0.047)), 4), int(rng.integers(330, 370))
    return Version(name=name, flaw=flaw, size=size, reads=reads, test_wrong=wrong, test_p99_ms=p99)


def _office(rng: np.random.Generator, day: int) -> int:
    """Return a minute between 9:00 and 14:00 on a day (from 0)."""
    return day * DAY + 60 * int(rng.integers(9, 14)) + int(rng.integers(60))


def _good_release(draft: _Draft, new: str, old: str, start: int) -> int:
    draft.routes += [Route(start, old, new, CANARY_SHARE), Route(start + DAY, new)]
    return start + DAY


def _caught_release(draft: _Draft, version: Version, day: int, rng: np.random.Generator) -> int:
    """Release a canary that is rolled back; return the next free day."""
    start = _office(rng, day)
    end = start + 60 * int(rng.integers(4, 8))
    draft.routes += [Route(start, "v2", version.name, CANARY_SHARE), Route(end, "v2")]
    draft.incidents.append(Incident(version.flaw, start, end, version.name, version.size))
    return day + 4


def _silent_release(draft: _Draft, version: Version, day: int, rng: np.random.Generator) -> int:
    """Release a silently wrong version, and roll it back after the app has moved on."""
    start = _office(rng, day)
    end = _office(rng, day + 7)
    repair = end + 60 * int(rng.integers(3, 6))
    _good_release(draft, version.name, "v2", start)
    draft.routes.append(Route(end, "v2"))
    draft.contracts += [(start + 3 * DAY, 2), (repair, 1)]
    draft.incidents += [
        Incident("silent", start, end, version.name, version.size),
        Incident("contract", end, repair, "v2"),
    ]
    return day + 9


def _outage_and_sale(draft: _Draft, rng: np.random.Generator) -> None:
    busy = {route.start // DAY for route in draft.routes}
    free = [day for day in range(2, DAYS - 1) if day not in busy]
    dark, sale = rng.choice(free, 2, replace=False)
    at_night = int(dark) * DAY + 5 * 60 + int(rng.integers(60))
    evening = int(sale) * DAY + 18 * 60
    draft.incidents += [
        Incident("outage", at_night, at_night + int(rng.integers(35, 60))),
        Incident(
            "overload", evening, evening + 4 * 60, size=round(float(rng.uniform(1.4, 1.55)), 2)
        ),
    ]
