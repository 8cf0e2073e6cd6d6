"""How far has a variable moved? Distances between a reference sample and a current one.

The population stability index is the usual one in credit risk. The Wasserstein distance has the
units of the variable.
"""

import itertools
import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course.base.late import Late
from course.simulate.drift._samples import (
    category_counts,
    is_numeric,
    read_numeric_sample,
    read_sample_pair,
)

stats = Late("scipy.stats")

SHARE_FLOOR = 1e-4
"""Smallest share in the population stability index, so that no bin is infinite."""

PSI_BINS = 10
"""Customary number of bins."""
WATCH_FROM = 0.1
ACT_FROM = 0.25
"""Common bands of the index: a rule of thumb that ignores the size of the samples.

It is usually traced to Lewis (1994) and was made popular by Siddiqi (2006).
"""

# Shares that a person rounded to two digits may still add up to 1.
_ROUNDING = 0.01


def population_stability_index(
    expected: ArrayLike, actual: ArrayLike, bins: int = PSI_BINS
) -> float:
    """Measure how far `actual` has moved from `expected`, bin by bin.

    PSI = sum over bins of (a - e) ln(a / e), where e and a are the shares of the two samples in a
    bin. It is the symmetrised Kullback-Leibler divergence.

    A share below `SHARE_FLOOR` (1e-4) is raised to it, so that an empty bin stays finite. The
    shares are not renormalised afterwards: with ten bins they then sum to at most 1.001.

    Parameters
    ----------
    expected : array-like of shape (n,)
        The reference sample, such as the training data. Its quantiles set the bins.
    actual : array-like of shape (m,)
        The current sample.
    bins : int, default 10
        Number of quantile bins. Equal quantiles are merged, a value that fills more than one bin
        gets its own bin, and the outer bins are open. Ignored for categories: strings, booleans and
        categoricals have one bin per category.

    Returns
    -------
    float, 0 or more; has no unit

    Raises
    ------
    TypeError
        If one sample is numeric and the other is not, or they hold dates.
    ValueError
        If a sample is empty, not one-dimensional or has missing or infinite values, or if `bins`
        is below 2.

    References
    ----------
    B. Yurdakul (2018), *Statistical Properties of Population Stability Index*, Western Michigan
    University.
    """
    return float(bin_shares(expected, actual, bins)["contribution"].sum())


def bin_shares(expected: ArrayLike, actual: ArrayLike, bins: int = PSI_BINS) -> pd.DataFrame:
    """Return each bin's part of the population stability index.

    Parameters
    ----------
    expected, actual, bins
        As in `population_stability_index`.

    Returns
    -------
    pandas.DataFrame, one row per bin
        `bin` (its label), `expected_share`, `actual_share` (each column sums to 1; not floored) and
        `contribution` (the column sums to the index).

    Raises
    ------
    TypeError, ValueError
        As for `population_stability_index`.
    """
    labels, expected_shares, actual_shares = _shares(expected, actual, bins)
    return pd.DataFrame(
        {
            "bin": labels,
            "expected_share": expected_shares,
            "actual_share": actual_shares,
            "contribution": _contributions(expected_shares, actual_shares),
        }
    )


def psi_from_shares(expected_shares: ArrayLike, actual_shares: ArrayLike) -> float:
    """Compute the population stability index from binned shares.

    Parameters
    ----------
    expected_shares, actual_shares : array-like of shape (bins,)
        Shares of the same bins in the same order. Each sums to 1, up to 0.01 of rounding.
        Shares below `SHARE_FLOOR` are raised to it.

    Returns
    -------
    float, 0 or more; swapping the two arguments changes nothing

    Raises
    ------
    ValueError
        If the lengths differ, or shares are negative or missing, or do not sum to 1.
    """
    expected = _read_shares(expected_shares, "expected_shares")
    actual = _read_shares(actual_shares, "actual_shares")
    if len(expected) != len(actual):
        raise ValueError(
            f"expected_shares has {len(expected)} bins and actual_shares {len(actual)}; "
            "both need the same bins in the same order."
        )
    return float(_contributions(expected, actual).sum())


def psi_from_counts(expected_counts: np.ndarray, actual_counts: np.ndarray) -> np.ndarray:
    """Compute population stability indices of many pairs from counts.

    Parameters
    ----------
    expected_counts, actual_counts : ndarray of shape (..., bins)
        Cases in the same bins in the same order, with at least one case in each row. If one
        of them has a single row, all rows of the other are compared with it.

    Returns
    -------
    ndarray of shape (...)
    """
    expected, actual = (
        counts / counts.sum(axis=-1, keepdims=True) for counts in (expected_counts, actual_counts)
    )
    return np.asarray(_contributions(expected, actual).sum(axis=-1))


def expected_psi_without_drift(bins: int, n_expected: int, n_actual: int) -> float:
    """Return the mean index from sampling noise alone, without drift.

    (bins - 1)(1 / n_expected + 1 / n_actual): the mean of the chi-square distribution that the
    scaled index follows if both samples come from one population. It holds if every bin expects
    more than a handful of cases.

    Parameters
    ----------
    bins : int
        Number of bins, 2 or more.
    n_expected, n_actual : int
        Cases in each sample, 1 or more.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If an argument is below its least value.
    """
    _check_bins(bins)
    if min(n_expected, n_actual) < 1:
        raise ValueError(
            f"both samples need at least one case, got n_expected={n_expected} and "
            f"n_actual={n_actual}."
        )
    return (bins - 1) * (1 / n_expected + 1 / n_actual)


def _contributions(expected_shares: np.ndarray, actual_shares: np.ndarray) -> np.ndarray:
    expected = np.maximum(expected_shares, SHARE_FLOOR)
    actual = np.maximum(actual_shares, SHARE_FLOOR)
    return np.asarray((actual - expected) * np.log(actual / expected))


def _shares(
    expected: ArrayLike, actual: ArrayLike, bins: int
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Bin both samples; return the labels of the bins and the shares of each sample."""
    _check_bins(bins)
    one, other = read_sample_pair(expected, actual, "expected", "actual")
    if is_numeric(one):
        labels, edges = _quantile_bins(one.to_numpy(dtype=float), bins)
        counts = [
            np.bincount(np.searchsorted(edges, sample.to_numpy(dtype=float)), minlength=len(labels))
            for sample in (one, other)
        ]
    else:
        table = category_counts(one, other)
        labels = [str(category) for category in table.index]
        counts = [table[column].to_numpy() for column in table]
    return labels, counts[0] / len(one), counts[1] / len(other)


def _quantile_bins(reference: np.ndarray, bins: int) -> tuple[list[str], np.ndarray]:
    """Return the labels and the inner edges of the quantile bins; a bin includes its upper edge."""
    values, times = np.unique(
        np.quantile(reference, np.linspace(0, 1, bins + 1)), return_counts=True
    )
    # A value at more than one quantile gets its own bin. In a bin with everything below it, it
    # would hide any shift there.
    atoms = values[times > 1]
    below_atoms = np.nextafter(atoms, -np.inf)
    inner = values[(times > 1) | ((values > values[0]) & (values < values[-1]))]
    edges = np.unique(np.concatenate([inner, below_atoms]))
    bounds = [-math.inf, *edges.tolist(), math.inf]
    return [
        _bin_label(low, high, is_below_atom=high in below_atoms, is_atom=low in below_atoms)
        for low, high in itertools.pairwise(bounds)
    ], edges


def _bin_label(low: float, high: float, *, is_below_atom: bool, is_atom: bool) -> str:
    lower, upper = (
        np.format_float_positional(bound, precision=6, fractional=False, trim="-")
        for bound in (low, high)
    )
    if is_atom:
        return upper
    if low == -math.inf:
        return f"below {upper}" if is_below_atom else f"{upper} or less"
    if high == math.inf:
        return f"above {lower}"
    return f"above {lower}, below {upper}" if is_below_atom else f"above {lower} to {upper}"


def _check_bins(bins: int) -> None:
    if bins < 2:
        raise ValueError(f"bins must be 2 or more, got {bins}; ten is customary.")


def _read_shares(shares: ArrayLike, name: str) -> np.ndarray:
    values = read_numeric_sample(shares, name)
    if values.min() < 0:
        raise ValueError(f"{name} has a negative share ({values.min():g}).")
    if abs(values.sum() - 1) > _ROUNDING:
        raise ValueError(
            f"{name} must sum to 1, got {values.sum():g}; "
            "divide counts or percentages by their sum."
        )
    return values
