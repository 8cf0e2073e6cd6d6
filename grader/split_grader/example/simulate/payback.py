"""When each of a hundred bakeries has earned back the price of its oven."""

from __future__ import annotations

import numpy as np

BAKERIES = 100
PRICE = 12_000  # euros


def payback_months(gain: float = 1_000, spread: float = 0.8, seed: int = 1) -> np.ndarray:
    """Return the month in which each oven has paid for itself, the earliest first.

    Parameters
    ----------
    gain
        What an oven brings, on average (euros a month).
    spread
        How far bakeries are from the average, as a share of it: with 0.8 their gains lie evenly
        between 20% and 180% of it.
    seed
        Seed of the random draw: other bakeries.

    Raises
    ------
    ValueError
        If the gain isn't positive, or the spread isn't from 0 to below 1.
    """
    if gain <= 0:
        raise ValueError(f"gain must be above 0 euros a month, got {gain}.")
    if not 0 <= spread < 1:
        raise ValueError(f"spread must be from 0 to below 1, got {spread}.")
    gains = gain * np.random.default_rng(seed).uniform(1 - spread, 1 + spread, BAKERIES)
    return np.sort(np.ceil(PRICE / gains)).astype(int)
