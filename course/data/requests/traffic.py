"""How many payments come in each hour, and what their number does to the wait."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from course._erlang import erlang_c
from course.data.requests.story import DAY, DAYS, Story

SERVERS: Final = 4
SERVICE_MS: Final = 95.0
"""Mean time that a server works on a request, milliseconds."""
SHAPE: Final = 1.6
"""Shape of the gamma distribution of that time: standard deviation / mean is 0.79."""

# Requests an hour, weekdays: a quiet night, a plateau by day, a peak from 18 to 22 o'clock.
_HOURLY: Final = (
    *(14_000, 8_000, 5_000, 4_000, 5_000, 9_000, 18_000, 30_000),
    *(42_000, 50_000, 55_000, 60_000, 66_000, 62_000, 56_000, 56_000),
    *(64_000, 80_000, 105_000, 115_000, 110_000, 92_000, 55_000, 28_000),
)
_WEEKEND: Final = 1.08
# Above this the queue has no steady state: an hour is too short for it to grow without end.
_BUSIEST: Final = 0.97


def expected(story: Story) -> NDArray[np.float64]:
    """Return the expected number of requests in each hour of the story, shape (672,)."""
    hours = np.tile(np.array(_HOURLY, dtype=float), DAYS)
    weekend = np.arange(DAYS) % 7 >= 5  # the first day is a Monday
    hours *= np.repeat(np.where(weekend, _WEEKEND, 1.0), 24)
    for incident in story.incidents:
        if incident.kind == "overload":
            hours[incident.start // 60 : incident.end // 60] *= incident.size
    return hours


def waits(hourly: NDArray[np.float64], story: Story) -> NDArray[np.float64]:
    """Return the chance to wait and the mean wait (ms) of those that do, shape (hours, 2).

    Notes
    -----
    Erlang C for the chance, and the mean wait of M/M/c times (1 + cv²) / 2 for gamma times: the
    usual approximation for M/G/c (A. M. Lee and P. A. Longton, 1959).
    """
    spread = (1 + 1 / SHAPE) / 2
    rows = []
    for mean, arrivals in zip(_service(story), hourly, strict=True):
        load = min(arrivals / 3600 * mean / 1000, _BUSIEST * SERVERS)
        rows.append((erlang_c(SERVERS, load), mean * spread / (SERVERS - load)))
    return np.array(rows)


def _service(story: Story) -> NDArray[np.float64]:
    """Return the mean service time in each hour: a slow canary keeps servers busy for others."""
    means = np.full(DAYS * DAY // 60, SERVICE_MS)
    share = {route.canary: route.share for route in story.routes}
    for incident in story.incidents:
        if incident.kind == "slow":
            hours = slice(incident.start // 60, incident.end // 60)
            means[hours] *= 1 + share[incident.version] * (incident.size - 1)
    return means
