"""A few seconds of a peak, request by request: in which chair it waits, and at which server.

The queue is that of `load`. Requests keep their luck at every setting: more arrivals bring the same
requests closer together.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush, heapreplace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.base.require import require_number
from course.simulate.infrastructure.load import LATE_MS, PEAK_REQUESTS, Service, luck

SECONDS: Final = 3.0
"""Seconds of a peak that are watched by default."""
CHAIR, SERVER = "chair", "server"
WARM_UP: Final = 400
"""Requests that come before the watched seconds, so that a queue can build."""
# The seconds of this seed look most like the long run, at seven settings of the lesson.
_TYPICAL: Final = 35


def watch_peak(
    arrivals: float, service: Service, seconds: float = SECONDS, seed: int = _TYPICAL
) -> pd.DataFrame:
    """Watch a queue for a few seconds.

    Parameters
    ----------
    arrivals : float, from 1 to 100
        Mean requests per second; they come at random, independently (Poisson).
    service : Service
    seconds : float, above 0 and at most 5
    seed : int
        Luck is the same for every setting.

    Returns
    -------
    DataFrame
        One row per stay: ``request``, its ``place`` (a chair or a server) and that place's
        ``number`` from 0 on, ``begin`` and ``end`` in seconds, cut off where the watch begins and
        ends, and whether the answer is ``late``. A request takes the free chair with the lowest
        number; there are enough for all.

    Raises
    ------
    TypeError, ValueError
        When `arrivals` or `seconds` is outside its range.
    """
    require_number("arrivals", arrivals, 1, 100)
    require_number("seconds", seconds, 0.1, 5)
    gaps, work = (part[0] for part in luck(1, PEAK_REQUESTS, seed, service.variability))
    times = np.cumsum(gaps) / arrivals
    start = float(times[WARM_UP])
    count = int(np.searchsorted(times, start + seconds))
    work_times = work[:count] * service.mean / 1000
    stays = [
        (request, place, number, max(begin - start, 0.0), min(end - start, seconds), late)
        for request, place, number, begin, end, late in _stays(
            times[:count], work_times, service.servers
        )
        if end > start and begin < start + seconds
    ]
    return pd.DataFrame(stays, columns=["request", "place", "number", "begin", "end", "late"])


def _stays(
    times: NDArray[np.float64], work: NDArray[np.float64], servers: int
) -> Iterator[tuple[int, str, int, float, float, bool]]:
    """Yield all stays of requests that come at `times` and need `work`, both in seconds."""
    free = [(0.0, number) for number in range(servers)]  # a heap: when each server will be free
    chairs = list(range(len(times)))  # a heap of the free ones
    busy_chairs: list[tuple[float, int]] = []  # a heap: when each of the others will be free
    for request, (arrival, work_time) in enumerate(zip(times.tolist(), work.tolist(), strict=True)):
        ready, server = free[0]
        begin = max(arrival, ready)
        heapreplace(free, (begin + work_time, server))
        late = begin + work_time - arrival > LATE_MS / 1000
        yield request, SERVER, server, begin, begin + work_time, late
        while busy_chairs and busy_chairs[0][0] <= arrival:
            heappush(chairs, heappop(busy_chairs)[1])
        if begin > arrival:
            chair = heappop(chairs)
            heappush(busy_chairs, (begin, chair))
            yield request, CHAIR, chair, arrival, begin, late
