"""Erlang's formula for the chance that a request has to wait."""

from __future__ import annotations


def erlang_c(servers: int, load: float) -> float:
    """Return the chance that a request finds all servers busy.

    Parameters
    ----------
    servers : int
        At least 1.
    load : float
        Arrivals per unit of time, times the mean service time; below `servers`.

    Returns
    -------
    float

    Notes
    -----
    A. K. Erlang (1917), for Poisson arrivals and exponential times (M/M/c), computed from his
    loss formula B: B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)), C = B / (1 - (a/c) (1 - B)).

    Examples
    --------
    >>> round(erlang_c(1, 0.8), 3)  # one server: the chance to wait is its utilisation
    0.8
    """
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))
