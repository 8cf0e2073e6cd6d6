"""The rows of the log: a random sample of requests, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course.data.requests.story import DAY, Incident, Story
from course.data.requests.traffic import SERVICE_MS, SHAPE

CALLERS: Final = ("shop", "app", "probe")
_CALLER_SHARES: Final = (0.66, 0.30, 0.04)

TIMEOUT_MS: Final = 2000.0
_FAILS: Final = 0.0005
FRAUD: Final = 0.03
FOUND: Final = 0.6
"""Share of frauds that a sound version declines."""
DECLINED: Final = 0.052
"""Share of payments that every version declines, whether or not it is sound."""

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class _Rows:
    """The facts about a day's rows before they are answered."""

    minute: NDArray[np.float64]
    version: NDArray[np.int64]  # index in the story's versions
    caller: NDArray[np.int64]
    contract: NDArray[np.int64]

    @property
    def probe(self) -> NDArray[np.bool_]:
        return np.asarray(self.caller == CALLERS.index("probe"))

    def during(self, incident: Incident) -> NDArray[np.bool_]:
        return np.asarray((self.minute >= incident.start) & (self.minute < incident.end))


def one_day(
    rng: np.random.Generator,
    day: int,
    counts: NDArray[np.int64],
    waits: NDArray[np.float64],
    story: Story,
) -> Columns:
    """Return the columns of one day (from 0), with `counts` rows per hour and names as codes."""
    rows = _arrive(rng, day, counts, story)
    service, wait = _times(rng, rows, waits, story)
    status = _status(rng, rows, service + wait, story)
    is_unserved = np.isin(status, (422, 503))
    latency = np.select(
        [status == 504, is_unserved], [TIMEOUT_MS, rng.uniform(8, 30, status.size)], service + wait
    )
    is_answered = (status == 200) & ~rows.probe
    amount, fraud, decline = _payments(rng, rows, story)
    return {
        "second": np.floor(rows.minute * 60).astype(np.int64),
        "caller": rows.caller,
        "contract": rows.contract,
        "version": rows.version,
        "status": status,
        # The request was never handled, or was cut off: there is no time to record.
        "service_ms": np.where(is_unserved | (status == 504), np.nan, np.round(service, 1)),
        "latency_ms": np.round(latency, 1),
        "amount": np.where(rows.probe, 0.0, amount),
        "declined": np.where(is_answered, decline, -1),
        "fraud": np.where(rows.probe, -1, fraud),
        "label_day": np.where(rows.probe, -1, day + 1 + rng.integers(3, 9, status.size)),
    }


def _arrive(rng: np.random.Generator, day: int, counts: NDArray[np.int64], story: Story) -> _Rows:
    size = int(counts.sum())
    hour = np.repeat(np.arange(24), counts.astype(np.intp))  # 32 bits in a browser
    minute = np.sort(day * DAY + 60 * (hour + rng.random(size)))
    caller = np.searchsorted(np.cumsum(_CALLER_SHARES)[:-1], rng.random(size), side="right")
    starts, contracts = np.array(story.contracts).T
    contract = contracts[np.searchsorted(starts, minute, side="right") - 1]
    contract = np.where(caller == CALLERS.index("app"), contract, 1)
    return _Rows(minute, _routed(minute, rng.random(size), story), caller, contract)


def _routed(
    minute: NDArray[np.float64], luck: NDArray[np.float64], story: Story
) -> NDArray[np.int64]:
    place = {version.name: number for number, version in enumerate(story.versions)}
    starts = [route.start for route in story.routes]
    now = np.searchsorted(starts, minute, side="right") - 1
    stable = np.array([place[route.stable] for route in story.routes])[now]
    canary = np.array([place.get(route.canary, 0) for route in story.routes])[now]
    share = np.array([route.share for route in story.routes])[now]
    return np.where(luck < share, canary, stable)


def _times(
    rng: np.random.Generator, rows: _Rows, waits: NDArray[np.float64], story: Story
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return service times and waits, in milliseconds."""
    size = rows.minute.size
    slow = np.array([v.size if v.flaw == "slow" else 1.0 for v in story.versions])[rows.version]
    service = rng.standard_gamma(SHAPE, size) * (SERVICE_MS / SHAPE) * slow
    service = np.where(rows.probe, rng.uniform(2, 6, size), service)  # a probe needs no model
    chance, mean = waits[(rows.minute // 60).astype(np.int64)].T
    wait = np.where(rng.random(size) < chance, mean * rng.standard_exponential(size), 0.0)
    return service, np.where(rows.probe, 0.0, wait)


def _status(
    rng: np.random.Generator, rows: _Rows, latency: NDArray[np.float64], story: Story
) -> NDArray[np.int64]:
    flaws = [_FAILS + (v.size if v.flaw == "failing" else 0.0) for v in story.versions]
    failure_rate = np.array(flaws)[rows.version]
    status = np.where(rng.random(rows.minute.size) < failure_rate, 500, 200)
    status = np.where(latency >= TIMEOUT_MS, 504, status)
    old = np.array([2 not in version.reads for version in story.versions])[rows.version]
    status = np.where(old & (rows.contract == 2), 422, status)
    for incident in story.incidents:
        if incident.kind == "outage":
            status = np.where(rows.during(incident), 503, status)
    return np.where(rows.probe, 200, status)  # a probe only checks that the process runs


def _payments(
    rng: np.random.Generator, rows: _Rows, story: Story
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return amount (EUR), fraud and decision; each version declines the same share."""
    size = rows.minute.size
    fraud = rng.random(size) < FRAUD
    median = np.where(fraud, 90.0, 45.0)
    amount = np.round(median * np.exp(0.8 * rng.standard_normal(size)), 2)
    detection_rate = np.array([v.size if v.flaw == "silent" else FOUND for v in story.versions])
    honest = (DECLINED - FRAUD * detection_rate) / (1 - FRAUD)
    chance = np.where(fraud, detection_rate[rows.version], honest[rows.version])
    is_declined = rng.random(size) < chance
    return amount, fraud.astype(np.int64), is_declined.astype(np.int64)
