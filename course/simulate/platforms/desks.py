"""Desks that serve requests, first come, first served, in many worlds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Desk:
    """Which servers may take each request, and how long it takes them.

    Attributes
    ----------
    low, high : int arrays of shape (worlds, requests)
        Servers from number `low` up to `high`, which is left out, may take the request.
    work : array of shape (worlds, requests)
        How long one server works on it.
    """

    low: np.ndarray
    high: np.ndarray
    work: np.ndarray


def serve(arrives: np.ndarray, desks: Sequence[Desk], servers: int) -> list[np.ndarray]:
    """Return when each desk ends each request.

    Parameters
    ----------
    arrives : array of shape (worlds, requests)
        In order of time. All desks see the same arrivals and know nothing of each other.
    desks : sequence of Desk
    servers : int
        Servers at each desk.

    Returns
    -------
    list of arrays of shape (worlds, requests), one a desk
        A request without work ends when it would have begun.

    Notes
    -----
    Whoever of the servers that may take a request is free first takes it. With one server and
    Poisson arrivals this is the queue M/G/1; with several, M/G/c.
    """
    low, high, work = (
        np.concatenate([getattr(desk, name) for desk in desks]).T
        for name in ("low", "high", "work")
    )
    arrivals = np.tile(arrives, (len(desks), 1)).T
    free = np.zeros((arrivals.shape[1], servers))
    server, row = np.arange(servers), np.arange(arrivals.shape[1])
    ends = np.empty_like(work)
    for number, arrival in enumerate(arrivals):
        may = (server >= low[number, :, None]) & (server < high[number, :, None])
        first = np.where(may, free, np.inf).argmin(axis=1)
        free[row, first] = ends[number] = np.maximum(arrival, free[row, first]) + work[number]
    return np.split(ends.T, len(desks))
