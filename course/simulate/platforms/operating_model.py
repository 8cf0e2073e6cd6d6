"""Requests of business units: one centre, a team in each unit, or both, by ownership."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_number, require_whole
from course.simulate.platforms.desks import Desk, serve

MODELS: Final = ("centre", "federation", "hybrid")
WORLDS: Final = 25
WEEKS: Final = 104
WEEK_COST: Final = 2_200
"""Cost of a specialist's week, EUR; invented."""

WORK: Final = 8.0
"""Mean weeks of one specialist per request; invented."""

_SHAPE, _TOPICS = 4, 10  # of the gamma distribution of work; problems that units share
_MOST_UNITS: Final = 15


@dataclass(frozen=True)
class Assumptions:
    """The model's assumptions; all are invented.

    Attributes
    ----------
    repeat : float
        Work on a shared problem that the same people have solved before, as a share of the first
        time.
    distance : float
        Extra work of a centre on a problem that only one unit has, as a share.
    redone : float
        Chance that a centre has to redo such a request.
    expected : float
        Work on a shared request that a hybrid expects when staffing its centre, as a share of a new
        one.
    waiting : float
        Weeks that two owners of a request need to agree.
    incident : float
        Basic chance of an incident per request.
    incident_distance : float
        Extra chance for a centre with a request that only one unit has.
    incident_rules : float
        Extra chance for a federation under full regulation.
    """

    repeat: float = 0.5
    distance: float = 0.4
    redone: float = 0.25
    expected: float = 0.6
    waiting: float = 2.0
    incident: float = 0.02
    incident_distance: float = 0.04
    incident_rules: float = 0.10


USUAL: Final = Assumptions()


@dataclass(frozen=True)
class Served:
    """Two years of requests under each model, in 25 worlds.

    Attributes
    ----------
    weeks : array of shape (3, 25)
        Mean weeks from request to answer, one row for each of `MODELS`.
    wasted : array of shape (3, 25)
        Cost of work that was done twice or took longer than necessary, thousand EUR in two years.
    incidents : array of shape (3, 25)
        Expected incidents in two years.
    work : array of shape (3, 25)
        Mean weeks of specialists' work per request.
    """

    weeks: np.ndarray
    wasted: np.ndarray
    incidents: np.ndarray
    work: np.ndarray


def serve_requests(  # noqa: PLR0913 - a company in five numbers
    units: int = 8,
    alike: float = 50,
    load: float = 70,
    rules: float = 50,
    clear: float = 90,
    *,
    seed: int = 0,
    assumptions: Assumptions = USUAL,
) -> Served:
    """Send the requests of business units through a centre, a federation and a hybrid.

    Parameters
    ----------
    units : int, from 2 to 15
        Business units; there is one specialist for each.
    alike : float, from 0 to 100
        Percentage of requests with a problem that other units share.
    load : float, from 1 to 99
        Percentage of the specialists' time that the requests need, before repetition and reuse.
    rules : float, from 0 to 100
        Amount of regulation.
    clear : float, from 0 to 100
        Percentage of requests with a clear owner; it only matters in a hybrid.
    seed : int, default 0
    assumptions : Assumptions

    Returns
    -------
    Served

    Raises
    ------
    TypeError, ValueError
        If a number is of the wrong type or outside its range.

    Notes
    -----
    Requests arrive as a Poisson process and take eight weeks of one specialist, gamma distributed
    with shape 4. Each desk serves first come, first served. Shared requests have one of ten topics.
    *Centre*: one desk with everybody. *Federation*: a desk with one person in each unit. *Hybrid*:
    some people form a desk for shared requests, and each of the others always serves the same
    units; people are split in proportion to expected work. If a request's owner is unclear, both
    desks do it; the unit waits for the later one, and for two weeks of talk.

    Left out: careers, what specialists learn from each other and from a unit, the cost of
    coordination, which grows with units, and politics. Each could change the answer. No controlled
    study compares the three. Two results are built in: a centre never adds incidents on shared
    requests, and a hybrid wastes nothing if all owners are clear.
    """
    require_whole("units", units, 2, _MOST_UNITS)
    require_number("load", load, 1, 99)
    for name, share in (("alike", alike), ("rules", rules), ("clear", clear)):
        require_number(name, share, 0, 100)
    requests = _requests(units, alike / 100, load / 100, clear / 100, seed)
    plans = (
        _centre(requests, assumptions),
        _federation(requests, rules / 100, assumptions),
        _hybrid(requests, alike / 100, rules / 100, 1 - clear / 100, assumptions),
    )
    ends = serve(requests.arrives, [desk for plan in plans for desk in plan.desks], units)
    centre, federation, shared, own = ends
    hybrid = np.maximum(shared, own) + assumptions.waiting * ~requests.clear
    is_counted = requests.counted
    weeks = [
        ((end - requests.arrives) * is_counted).sum(axis=1) / is_counted.sum(axis=1)
        for end in (centre, federation, hybrid)
    ]
    return Served(
        np.array(weeks),
        np.array([(plan.wasted * is_counted).sum(axis=1) for plan in plans]) * WEEK_COST / 1000,
        np.array([(plan.incidents * is_counted).sum(axis=1) for plan in plans]),
        np.array([(plan.work * is_counted).sum(axis=1) for plan in plans]) / is_counted.sum(axis=1),
    )


@dataclass(frozen=True)
class _Requests:
    """The units' requests; arrays of shape (worlds, requests), in order of arrival."""

    units: int
    arrives: np.ndarray
    counted: np.ndarray  # arrives within the two years
    unit: np.ndarray
    topic: np.ndarray
    shared: np.ndarray
    clear: np.ndarray
    again: np.ndarray  # a uniform number: decides whether a centre has to redo it
    work: np.ndarray

    def seen(self, place: np.ndarray) -> np.ndarray:
        """Return which shared requests had their topic at the same place before."""
        key = np.where(self.shared, place * _TOPICS + self.topic, -1)
        before = np.zeros_like(self.shared)
        for world, keys in enumerate(key):
            first = np.unique(keys, return_index=True)[1]
            before[world] = True
            before[world, first] = False
        solved_before: np.ndarray = before & self.shared
        return solved_before


@dataclass(frozen=True)
class _Plan:
    """A model's way of handling the requests."""

    desks: tuple[Desk, ...]
    wasted: np.ndarray  # weeks of work
    incidents: np.ndarray

    @property
    def work(self) -> np.ndarray:
        return np.asarray(np.sum([desk.work for desk in self.desks], axis=0))


def _centre(requests: _Requests, assume: Assumptions) -> _Plan:
    times = np.where(requests.again < assume.redone, 2, 1)
    extra = np.where(requests.shared, 0, requests.work * ((1 + assume.distance) * times - 1))
    work = _work_with_reuse(requests, np.zeros_like(requests.unit), assume) + extra
    everybody = np.zeros_like(requests.unit), np.full_like(requests.unit, requests.units)
    incidents = assume.incident + assume.incident_distance * ~requests.shared
    return _Plan((Desk(*everybody, work),), extra, incidents)


def _federation(requests: _Requests, rules: float, assume: Assumptions) -> _Plan:
    work = _work_with_reuse(requests, requests.unit, assume)
    once = _work_with_reuse(requests, np.zeros_like(requests.unit), assume)
    incidents = np.full(requests.work.shape, assume.incident + assume.incident_rules * rules)
    return _Plan((Desk(requests.unit, requests.unit + 1, work),), work - once, incidents)


def _hybrid(
    requests: _Requests, alike: float, rules: float, unclear: float, assume: Assumptions
) -> _Plan:
    central = _central_people(requests.units, alike, unclear, assume)
    work = _work_with_reuse(requests, np.zeros_like(requests.unit), assume)
    both = ~requests.clear
    at_centre, local = work * (requests.shared | both), work * (~requests.shared | both)
    own = central + requests.unit % (requests.units - central)
    none = np.zeros_like(own)
    desks = Desk(none, none + central, at_centre), Desk(own, own + 1, local)
    extra_incidents = assume.incident_rules * rules + assume.incident_distance * ~requests.shared
    return _Plan(desks, work * both, assume.incident + extra_incidents * both)


def _central_people(units: int, alike: float, unclear: float, assume: Assumptions) -> int:
    """Return the size of a hybrid's centre, with at least one person inside and outside."""
    shared, own = alike * assume.expected, 1 - alike
    at_centre, local = shared + unclear * own, own + unclear * shared
    return min(max(round(units * at_centre / (at_centre + local)), 1), units - 1)


def _work_with_reuse(requests: _Requests, place: np.ndarray, assume: Assumptions) -> np.ndarray:
    """Return the work, reduced where the same place has solved the problem before."""
    return requests.work * np.where(requests.seen(place), assume.repeat, 1)


def _requests(units: int, alike: float, load: float, clear: float, seed: int) -> _Requests:
    """Return the requests of all worlds, padded to the busiest world's number."""
    luck = _luck(seed)
    arrives = luck.arrives * WORK / (units * load)
    most = int((arrives < WEEKS).sum(axis=1).max())
    arrives = arrives[:, :most]
    part = [each[:, :most] for each in luck.uniform]
    unit, topic, shared, owner, again = part
    return _Requests(
        units,
        arrives,
        arrives < WEEKS,
        (unit * units).astype(int),
        (topic * _TOPICS).astype(int),
        shared < alike,
        owner < clear,
        again,
        WORK * luck.work[:, :most],
    )


@dataclass(frozen=True)
class _Luck:
    """All random draws, made once, so that a control does not change the luck."""

    arrives: np.ndarray  # of a process with rate 1
    uniform: np.ndarray
    work: np.ndarray  # with mean 1


@cache
def _luck(seed: int) -> _Luck:
    rng = np.random.default_rng(seed)
    most = int(1.5 * _MOST_UNITS * WEEKS / WORK)
    shape = (WORLDS, most)
    return _Luck(
        np.cumsum(rng.exponential(1, shape), axis=1),
        rng.random((5, *shape)),
        rng.gamma(_SHAPE, 1 / _SHAPE, shape),
    )
