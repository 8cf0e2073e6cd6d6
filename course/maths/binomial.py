"""Binomial probabilities without SciPy: 13 MB that the first lessons' pages need not load."""

from __future__ import annotations

import math

import numpy as np


def binomial(trials: int, chance: float) -> np.ndarray:
    """Return the probabilities of 0 to `trials` successes, shape (trials + 1,).

    Parameters
    ----------
    trials : int, from 0 to 1,000
        With more, the number of ways would not fit into a float.
    chance : float, from 0 to 1
    """
    counts = np.arange(trials + 1)
    return np.asarray(ways(trials) * chance**counts * (1 - chance) ** (trials - counts))


def beta_binomial(trials: int, a: float, b: float) -> np.ndarray:
    """Return the probabilities of 0 to `trials` successes, shape (trials + 1,).

    Parameters
    ----------
    a, b : float, positive
        Parameters of the beta distribution of the chance of success.

    Notes
    -----
    J. G. Skellam, 1948, Journal of the Royal Statistical Society B 10.
    """

    def rising(start: float) -> np.ndarray:
        """Return the logarithms of 1, start, start (start + 1), ..."""
        return np.concatenate([[0], np.cumsum(np.log(start + np.arange(trials)))])

    return np.asarray(ways(trials) * np.exp(rising(a) + rising(b)[::-1] - rising(a + b)[-1]))


def ways(trials: int) -> np.ndarray:
    """Return in how many ways 0 to `trials` of them succeed."""
    return np.array([math.comb(trials, count) for count in range(trials + 1)], dtype=float)
