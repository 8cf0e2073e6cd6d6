"""The number of payments in each hour, and how it affects waiting."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from course import world
from course.data.requests.story import DAY, DAYS, Story
from course.maths.erlang import erlang_c

SERVERS: Final = 4
SERVICE_MS: Final = world.number("service_mean", "ms")
"""Mean service time of a request, milliseconds."""
SHAPE: Final = 1.6
"""Shape of the gamma distribution of that time: standard deviation / mean is 0.79."""

# Requests per hour on weekdays: a quiet night, a plateau by day, a peak from 18 to 22 o'clock.
_HOURLY: Final = (
    *(14_000, 8_000, 5_000, 4_000, 5_000, 9_000, 18_000, 30_000),
    *(42_000, 50_000, 55_000, 60_000, 66_000, 62_000, 56_000, 56_000),
    *(64_000, 80_000, 105_000, 115_000, 110_000, 92_000, 55_000, 28_000),
)
_WEEKEND: Final = 1.08
# Above this, the queue has no steady state; within an hour it can't grow without limit.
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
    """Return chances of waiting and mean waits (ms), shape (hours, 2).

    Notes
    -----
    The mean is over requests that wait. Erlang C gives the chance. The mean wait is that of M/M/c
    times (1 + cv²) / 2 for gamma times, the usual approximation for M/G/c (A. M. Lee and P. A.
    Longton, 1959).
    """
    factor = (1 + 1 / SHAPE) / 2
    rows = []
    for mean, arrivals in zip(_service(story), hourly, strict=True):
        load = min(arrivals / 3600 * mean / 1000, _BUSIEST * SERVERS)
        rows.append((erlang_c(SERVERS, load), mean * factor / (SERVERS - load)))
    return np.array(rows)


def _service(story: Story) -> NDArray[np.float64]:
    """Return hourly mean service times: a slow canary keeps servers busy for everybody."""
    means = np.full(DAYS * DAY // 60, SERVICE_MS)
    share = {route.canary: route.share for route in story.routes}
    for incident in story.incidents:
        if incident.kind == "slow":
            hours = slice(incident.start // 60, incident.end // 60)
            means[hours] *= 1 + share[incident.version] * (incident.size - 1)
    return means
