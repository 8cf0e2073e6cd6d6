"""One queue before several servers: how long callers wait at the evening peak.

Left out: callers that try again after a failure, which makes overload worse; several requests
answered together; and servers that are added while the peak lasts, which takes minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from heapq import heapreplace
from math import inf, log2
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from course import world
from course.base.require import require_number, require_whole
from course.maths.erlang import erlang_c

LATE_MS: Final = world.number("late_limit", "ms")
MEAN_MS: Final = world.number("service_mean", "ms")
SPREAD: Final = world.number("service_spread", "times the mean")
PEAKS: Final = 10
PEAK_REQUESTS: Final = 1_000

# Invented: EUR per month, EUR per late answer, and hours of peak traffic per month. Improvements
# begin at today's model. A late answer is an unchecked payment: 50,000 of them cost as much as an
# unchecked hour in `availability`.
_SERVER: Final = world.count("server_month", "EUR a month")
_HALF_THE_VARIABILITY: Final = 2_500
_TEN_MS_LESS: Final = 1_000
_LATE_ANSWER: Final = world.number("unchecked_payment", "EUR")
_PEAK_HOURS: Final = 30

# Work times at equal steps of probability, closer together in the tail, with their weights.
_EDGES: Final = np.concatenate([np.linspace(0, 0.98, 141), np.linspace(0.98, 1, 81)[1:]])
_CHANCES: Final = (_EDGES[1:] + _EDGES[:-1]) / 2
_WEIGHTS: Final = np.diff(_EDGES)


@dataclass(frozen=True)
class Service:
    """The servers that answer requests; by default, those of the fraud check today.

    Attributes
    ----------
    servers : int
        Servers that share one queue, at least 1.
    mean : float
        Mean time that a server works on a request, milliseconds.
    variability : float
        Standard deviation of that time divided by its mean; 1 for exponential times.
    """

    servers: int = 4
    mean: float = MEAN_MS
    variability: float = SPREAD

    def __post_init__(self) -> None:
        require_whole("servers", self.servers, 1, 1_000)
        require_number("mean", self.mean, 1, 60_000)
        require_number("variability", self.variability, 0.05, 10)

    def utilisation(self, arrivals: float) -> float:
        """Return the share of time that a server is busy; 1 or more means overload."""
        return arrivals * self.mean / 1000 / self.servers

    def times(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return quantiles (ms) of the gamma-distributed work times."""
        return _unit_times(self.variability, chances) * self.mean

    def cost(self) -> float:
        """Return the cost of servers and improvements, EUR per month (invented)."""
        return (
            _SERVER * self.servers
            + _HALF_THE_VARIABILITY * max(0.0, log2(SPREAD / self.variability))
            + _TEN_MS_LESS * max(0.0, MEAN_MS - self.mean) / 10
        )


def wait(service: Service, utilisation: float) -> tuple[float, float]:
    """Return the chance of waiting, and the mean wait (ms) of waiting requests.

    Parameters
    ----------
    service : Service
    utilisation : float, below 1

    Returns
    -------
    chance, mean : float

    Notes
    -----
    Erlang C and the M/M/c wait times (1 + variability²) / 2, exact for exponential times and the
    usual approximation for others (A. M. Lee and P. A. Longton, 1959, Operational Research
    Quarterly 10). The waits of requests that wait are assumed exponential, as in M/M/c.
    """
    free = service.servers * (1 - utilisation)
    factor = (1 + service.variability**2) / 2
    chance = erlang_c(service.servers, utilisation * service.servers)
    return chance, service.mean * factor / free


def share_later_than(limit: float, service: Service, utilisation: float) -> float:
    """Return the long-run share of answers that take longer than `limit` (ms).

    It is 1 if `utilisation` is 1 or more: the queue grows without limit.
    """
    if utilisation >= 1:
        return 1.0
    rate = np.array([utilisation])
    return float(_later(np.array([limit]), service.times(_CHANCES), *_waits(service, rate))[0])


def percentile(
    service: Service, utilisations: NDArray[np.float64], share: float = 0.99
) -> NDArray[np.float64]:
    """Return the long-run time (ms) that a `share` of answers stays below.

    Parameters
    ----------
    service : Service
    utilisations : array of shape (n,), each below 1
    share : float, from 0 to 1, default 0.99
        0.99 gives the 99th percentile, p99.

    Returns
    -------
    array of shape (n,)
    """
    work = service.times(_CHANCES)
    chance, mean = _waits(service, utilisations)
    low = np.zeros(len(utilisations))
    high = np.full(len(utilisations), float(service.times(np.array([0.999]))[0])) + 12 * mean
    for _ in range(22):
        middle = (low + high) / 2
        above = _later(middle, work, chance, mean) > 1 - share
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return (low + high) / 2


def answer_times(
    service: Service, utilisation: float, shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the long-run times (ms) that each share of answers stays below.

    Between 300 limits it interpolates: within 1% of `percentile`, and faster for many shares.

    Parameters
    ----------
    service : Service
    utilisation : float, below 1
    shares : array of shape (n,), each from 0.005 to 0.995

    Returns
    -------
    array of shape (n,)
    """
    chance, mean = _waits(service, np.array([utilisation]))
    longest = float(service.times(np.array([0.999]))[0]) + 12 * mean[0]
    limits = longest * np.linspace(0, 1, 300) ** 2  # close together where most answers are
    below = 1 - _later(limits, service.times(_CHANCES), chance, mean)
    return np.asarray(np.interp(shares, below, limits))


def _waits(
    service: Service, utilisations: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    pairs = [wait(service, float(utilisation)) for utilisation in utilisations]
    chance, mean = np.array(pairs).T
    return chance, mean


def _later(
    limit: NDArray[np.float64],
    work: NDArray[np.float64],
    chance: NDArray[np.float64],
    mean: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return P(work + wait > limit), one for each limit with its wait."""
    rest = np.maximum(limit[:, None] - work, 0)
    waits = chance[:, None] * np.exp(-rest / mean[:, None])
    return np.asarray(np.where(work > limit[:, None], 1.0, waits) @ _WEIGHTS)


def late_cost(arrivals: float, late: float) -> float:
    """Return the cost of late answers, EUR per month of 30 peak hours (invented)."""
    return arrivals * 3_600 * _PEAK_HOURS * late * _LATE_ANSWER


def draw_peaks(
    arrivals: float,
    service: Service,
    peaks: int = PEAKS,
    requests: int = PEAK_REQUESTS,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Draw peaks that differ only by luck, each from an empty queue.

    Parameters
    ----------
    arrivals : float
        Mean requests per second; they come at random, independently (Poisson).
    service : Service
    peaks, requests : int
        Numbers of peaks, and of requests per peak.
    seed : int, default 0
        Luck is the same for every setting.

    Returns
    -------
    array of shape (peaks, requests)
        Milliseconds from arrival to answer, in the order of arrival.
    """
    gaps, work = luck(peaks, requests, seed, service.variability)
    pairs = zip(gaps * 1000 / arrivals, work * service.mean, strict=True)
    return np.array([_answer(gap, work_times, service.servers) for gap, work_times in pairs])


@lru_cache(maxsize=16)
def luck(
    peaks: int, requests: int, seed: int, variability: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return gaps and work times, both with mean 1, shape (peaks, requests).

    They are cached, since the inverse of gamma is slow.
    """
    rng = np.random.default_rng(seed)
    gaps = rng.standard_exponential((peaks, requests))
    return gaps, _unit_times(variability, rng.random((peaks, requests)))


def _unit_times(variability: float, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    shape = 1 / variability**2
    return np.asarray(special.gammaincinv(shape, chances) / shape)


def _answer(gaps: NDArray[np.float64], work: NDArray[np.float64], servers: int) -> list[float]:
    free = [0.0] * servers  # a heap: when each server will be free
    response_times = []
    for now, work_time in zip(np.cumsum(gaps).tolist(), work.tolist(), strict=True):
        end = max(now, free[0]) + work_time
        heapreplace(free, end)
        response_times.append(end - now)
    return response_times


def p99(service: Service, arrivals: float) -> float:
    """Return the long-run p99 (ms) at some arrivals per second; infinite under overload."""
    utilisation = service.utilisation(arrivals)
    return float(percentile(service, np.array([utilisation]))[0]) if utilisation < 1 else inf
