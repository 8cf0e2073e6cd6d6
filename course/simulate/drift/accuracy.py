"""How good the model is now, and how sure you can be.

Accuracy with its uncertainty, month by month, and estimates before the labels arrive.
"""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course.base.late import Late
from course.simulate.drift._samples import read_numeric_sample, read_sample
from course.simulate.drift.two_sample import SignificanceResult

special = Late("scipy.special")


def wilson_interval(successes: int, n: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a proportion.

    Parameters
    ----------
    successes, n : int
        Successes among n independent cases.

    Returns
    -------
    low, high : float
        Within 0 to 1, even for small n and for proportions near 0 or 1.

    Raises
    ------
    ValueError
        If `n` is below 1, or `successes` not between 0 and n.

    References
    ----------
    E. B. Wilson (1927), *Probable Inference, the Law of Succession, and Statistical Inference*,
    Journal of the American Statistical Association 22.

    Examples
    --------
    >>> low, high = wilson_interval(2, 40)
    >>> print(f"{low:.1%} to {high:.1%}")
    1.4% to 16.5%
    """
    _check_count(successes, n)
    z = float(special.ndtri(0.975))
    share, weight = successes / n, z**2 / n
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / n + weight / (4 * n))
    # With no or only successes, the formula gives 0 or 1 up to rounding.
    low = 0.0 if successes == 0 else middle - half
    return low, 1.0 if successes == n else middle + half


def two_proportion_z_test(x1: int, n1: int, x2: int, n2: int) -> SignificanceResult:
    """Test whether two proportions differ (two-sided).

    z = (p1 - p2) / standard error. The error is sqrt(p1(1 - p1) / n1 + p2(1 - p2) / n2), as for a
    confidence interval of the difference. If each proportion is 0 or 1, that would be zero; then
    both terms use the proportion of all cases together.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Successes and cases of the first and of the second sample.

    Returns
    -------
    SignificanceResult
        The statistic is z, positive where the first proportion is larger.

    Raises
    ------
    ValueError
        If an n is below 1, or an x is not between 0 and its n.

    Examples
    --------
    An accuracy of 88%, then 79%, on 100 cases each: not enough to tell.

    >>> print(f"{two_proportion_z_test(88, 100, 79, 100).statistic:.1f}")
    1.7
    """
    _check_count(x1, n1)
    _check_count(x2, n2)
    p1, p2 = x1 / n1, x2 / n2
    variance = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    if not variance:
        p = (x1 + x2) / (n1 + n2)
        variance = p * (1 - p) * (1 / n1 + 1 / n2)
    if not variance:
        return SignificanceResult(0.0, 1.0)
    z = (p1 - p2) / math.sqrt(variance)
    return SignificanceResult(z, float(2 * special.ndtr(-abs(z))))


def accuracy_by_month(frame: pd.DataFrame, month: str, correct: str) -> pd.DataFrame:
    """Return the accuracy of each month with its 95% Wilson interval.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per prediction whose true label is known.
    month : str
        Name of the time column. Dates are grouped by calendar month; other values, such as month
        numbers, are used as they are.
    correct : str
        Name of the column that marks right predictions: booleans, or 0 and 1.

    Returns
    -------
    pandas.DataFrame, one row per month, oldest first
        `month`, `n` (cases), `accuracy`, `low` and `high`.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If the frame is empty, a month is missing, or `correct` holds anything but 0 and 1.
    """
    for column in (month, correct):
        if column not in frame.columns:
            raise KeyError(f"no column {column!r} in the frame; it has {list(frame.columns)}.")
    months = frame[month]
    if months.isna().any():
        raise ValueError(f"column {month!r} has {int(months.isna().sum())} missing months.")
    if pd.api.types.is_datetime64_any_dtype(months):
        months = months.dt.tz_localize(None).dt.to_period("M")
    right = pd.Series(_read_outcome(frame[correct], f"column {correct!r}"), index=frame.index)
    table = right.groupby(months).agg(n="size", accuracy="mean", right="sum")
    intervals = [
        wilson_interval(int(hits), int(n))
        for hits, n in zip(table["right"], table["n"], strict=True)
    ]
    table[["low", "high"]] = np.array(intervals)
    return table.drop(columns="right").rename_axis("month").reset_index()


def confidence_based_accuracy(probabilities: ArrayLike) -> float:
    """Estimate a classifier's accuracy without labels, from its own probabilities.

    A case predicted positive (probability of one half or more) is right with its probability
    p, any other with 1 - p; the estimate is the mean. It is as good as the calibration of the
    probabilities. It holds under covariate shift. Concept drift breaks the link between p and the
    truth, so the estimate is wrong without a warning.

    Parameters
    ----------
    probabilities : array-like of shape (n,)
        Calibrated probabilities of the positive class.

    Returns
    -------
    float
        Expected accuracy, from 0 to 1.

    Raises
    ------
    TypeError
        If the probabilities are not numbers.
    ValueError
        If a probability is outside 0 to 1 or missing.

    References
    ----------
    Confidence-based performance estimation (CBPE), documentation of the NannyML library, "How it
    works: performance estimation".
    """
    values = _read_probabilities(probabilities, "probabilities")
    return float(np.maximum(values, 1 - values).mean())


def _check_count(successes: int, n: int) -> None:
    if n < 1:
        raise ValueError(f"the number of cases must be 1 or more, got {n}.")
    if not 0 <= successes <= n or int(successes) != successes:
        raise ValueError(
            f"successes must be a whole number from 0 to {n} (the cases), got {successes}; "
            "pass a count, not a share."
        )


def _read_probabilities(values: ArrayLike, name: str) -> np.ndarray:
    probabilities = read_numeric_sample(values, name)
    if probabilities.min() < 0 or probabilities.max() > 1:
        raise ValueError(
            f"{name} must be between 0 and 1, got {probabilities.min():g} to "
            f"{probabilities.max():g}."
        )
    return probabilities


def _read_outcome(values: ArrayLike, name: str) -> np.ndarray:
    sample = read_sample(values, name)
    if not sample.isin([0, 1]).all():
        strange = sample[~sample.isin([0, 1])].iloc[0]
        raise ValueError(f"{name} must hold booleans or 0 and 1, got {strange}.")
    return sample.to_numpy(dtype=float)
