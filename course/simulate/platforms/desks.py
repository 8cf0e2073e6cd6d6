"""Desks that serve requests, first come, first served, in many worlds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Desk:
    """The servers that may take each request, and their work times.

    Attributes
    ----------
    low, high : int arrays of shape (worlds, requests)
        Servers from `low` up to, but not including, `high` may take the request.
    work : array of shape (worlds, requests)
        Work time of one server.
    """

    low: np.ndarray
    high: np.ndarray
    work: np.ndarray


def serve(arrives: np.ndarray, desks: Sequence[Desk], servers: int) -> list[np.ndarray]:
    """Return when each desk ends each request.

    Parameters
    ----------
    arrives : array of shape (worlds, requests)
        In order of time. All desks have the same arrivals and are independent of each other.
    desks : sequence of Desk
    servers : int
        Servers at each desk.

    Returns
    -------
    list of arrays of shape (worlds, requests), one per desk
        A request without work ends when it would have begun.

    Notes
    -----
    Of the servers that may take a request, the one that is free first takes it. With one server
    and Poisson arrivals this is the queue M/G/1; with several, M/G/c.
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
