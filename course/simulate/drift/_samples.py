"""Read and check a sample: one variable of one batch of cases."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def is_numeric(sample: pd.Series) -> bool:
    """Return whether a sample is numeric; booleans and categoricals are not."""
    dtype = sample.dtype
    return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)


def read_sample(values: ArrayLike, name: str) -> pd.Series:
    """Return a non-empty, one-dimensional sample without missing or infinite values.

    Parameters
    ----------
    values : array-like of shape (n,)
        Numbers, strings, booleans or a pandas categorical.
    name : str
        The caller's name for the sample, for error messages.

    Returns
    -------
    pandas.Series of length n, with a new index

    Raises
    ------
    TypeError
        If the values are dates or durations.
    ValueError
        If the sample is empty, not one-dimensional, or holds missing or infinite values.
    """
    if np.ndim(values) != 1:
        raise ValueError(
            f"{name} must be one-dimensional (one variable), got {np.ndim(values)} dimensions; "
            "pass one column, such as frame['age']."
        )
    sample = pd.Series(values).reset_index(drop=True).infer_objects()
    if sample.empty:
        raise ValueError(f"{name} is empty; it needs at least one value.")
    if sample.dtype.kind in "mM" or isinstance(sample.dtype, pd.PeriodDtype):
        raise TypeError(
            f"{name} holds dates or durations ({sample.dtype}); turn them into numbers "
            "(such as days since a start) or categories (such as the month) first."
        )
    missing = int(sample.isna().sum())
    if missing:
        raise ValueError(
            f"{name} has {missing} missing values out of {len(sample)}; drop or fill them first, "
            "and watch the share of missing values as a separate variable."
        )
    if is_numeric(sample) and not np.isfinite(sample.to_numpy(dtype=float)).all():
        raise ValueError(f"{name} has infinite values; every number must be finite.")
    return sample


def read_numeric_sample(values: ArrayLike, name: str) -> np.ndarray:
    """Return a checked sample as floats.

    Raises
    ------
    TypeError
        If the sample is not numeric.
    ValueError
        As `read_sample`.
    """
    sample = read_sample(values, name)
    if not is_numeric(sample):
        raise TypeError(f"{name} must hold numbers, got {sample.dtype} values.")
    return sample.to_numpy(dtype=float)


def read_sample_pair(
    first: ArrayLike, second: ArrayLike, first_name: str, second_name: str
) -> tuple[pd.Series, pd.Series]:
    """Return two checked samples of one variable: both numeric or both categorical.

    Raises
    ------
    TypeError
        If one sample is numeric and the other is not.
    ValueError
        As `read_sample`.
    """
    one = read_sample(first, first_name)
    other = read_sample(second, second_name)
    if is_numeric(one) != is_numeric(other):
        raise TypeError(
            f"{first_name} holds {one.dtype} values and {second_name} {other.dtype} values; "
            "both must be numbers or both categories."
        )
    return one, other


def category_counts(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """Count the categories of both samples.

    Returns
    -------
    pandas.DataFrame of integers, one row per category (sorted by its text), two columns: the counts
    in `first` and in `second`
    """
    counts = [sample.astype(object).value_counts() for sample in (first, second)]
    categories = sorted(set(counts[0].index) | set(counts[1].index), key=str)
    return pd.DataFrame(
        {number: count.reindex(categories, fill_value=0) for number, count in enumerate(counts)}
    )
