"""Do two samples come from one population? Tests for one variable, for many, and for all at once.

A test says whether a shift is real, not whether it matters: with large samples, trivial shifts are
significant. Read the p-value together with a distance.
"""

from dataclasses import dataclass

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
from course.simulate.drift.distance import population_stability_index

stats = Late("scipy.stats")

_ALPHA = 0.05
_EXACT_UP_TO = 500


@dataclass(frozen=True)
class SignificanceResult:
    """The result of a test.

    Attributes
    ----------
    statistic : float
        The test statistic.
    p_value : float
        Chance of a statistic at least as extreme if nothing has changed.
    """

    statistic: float
    p_value: float


def kolmogorov_smirnov(reference: ArrayLike, current: ArrayLike) -> SignificanceResult:
    """Test whether two numeric samples share a distribution (two-sided, two samples).

    Parameters
    ----------
    reference, current : array-like of shape (n,) and (m,)
        Numeric samples.

    Returns
    -------
    SignificanceResult
        The statistic is the largest gap between the two cumulative distributions, from 0 to 1.

    Raises
    ------
    TypeError
        If a sample is not numeric: use `chi_square` for categories.
    ValueError
        If a sample is empty, not one-dimensional or has missing or infinite values.
    """
    then = read_numeric_sample(reference, "reference")
    now = read_numeric_sample(current, "current")
    # The exact p-value of two samples of 1,000 can overflow; the asymptotic one is as good there.
    method = "exact" if max(len(then), len(now)) <= _EXACT_UP_TO else "asymp"
    result = stats.ks_2samp(then, now, method=method)
    return SignificanceResult(float(result.statistic), float(result.pvalue))


def chi_square(reference: ArrayLike, current: ArrayLike) -> SignificanceResult:
    """Test whether two samples share their mix of categories (Pearson, no Yates correction).

    The p-value is approximate; it holds if every category expects at least about five cases in each
    sample.

    Parameters
    ----------
    reference, current : array-like of shape (n,) and (m,)
        Categories: strings, booleans, categoricals, or numbers that are codes.

    Returns
    -------
    SignificanceResult
        The statistic is chi-square, with (categories - 1) degrees of freedom.

    Raises
    ------
    TypeError
        If one sample is numeric and the other is not.
    ValueError
        If a sample is empty, not one-dimensional or has missing or infinite values.
    """
    counts = category_counts(*read_sample_pair(reference, current, "reference", "current"))
    result = stats.chi2_contingency(counts.to_numpy(), correction=False)
    return SignificanceResult(float(result.statistic), float(result.pvalue))


def family_wise_error(n_tests: int, alpha: float = 0.05) -> float:
    """Return the chance of at least one false alarm in independent tests.

    Without any change, this is 1 - (1 - alpha)^n_tests: 40 tests at 5% raise at least one false
    alarm 87 times in 100.

    Parameters
    ----------
    n_tests : int
        Number of tests, 1 or more.
    alpha : float, default 0.05
        Chance of a false alarm in one test.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `n_tests` is below 1 or `alpha` outside 0 to 1.
    """
    if n_tests < 1:
        raise ValueError(f"n_tests must be 1 or more, got {n_tests}.")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must be between 0 and 1, got {alpha}.")
    return 1 - (1 - alpha) ** n_tests


def drift_report(reference: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """Test every shared column for drift, with corrected p-values.

    Holm's correction bounds the chance of any false alarm at 5%.

    Parameters
    ----------
    reference, current : pandas.DataFrame
        Columns in only one of them are left out.

    Returns
    -------
    pandas.DataFrame, one row per shared column, in the order of `reference`
        `feature`, `kind` ("numeric" or "categorical"), `psi`, `test` ("Kolmogorov-Smirnov" or
        "chi-square"), `statistic`, `p_value`, `p_adjusted` and `alarm` (p_adjusted below 0.05).

    Raises
    ------
    TypeError
        If a column is numeric in one frame and not in the other, or holds dates.
    ValueError
        If the frames share no column, or a column has missing values.

    References
    ----------
    S. Holm (1979), *A Simple Sequentially Rejective Multiple Test Procedure*, Scandinavian Journal
    of Statistics 6.
    """
    report = pd.DataFrame(
        [_report_row(name, *pair) for name, pair in _shared_samples(reference, current).items()]
    )
    report["p_adjusted"] = holm(report["p_value"].to_numpy())
    report["alarm"] = report["p_adjusted"] < _ALPHA
    return report


def _report_row(name: str, reference: pd.Series, current: pd.Series) -> dict[str, object]:
    numeric = is_numeric(reference)
    result = (kolmogorov_smirnov if numeric else chi_square)(reference, current)
    return {
        "feature": name,
        "kind": "numeric" if numeric else "categorical",
        "psi": population_stability_index(reference, current),
        "test": "Kolmogorov-Smirnov" if numeric else "chi-square",
        "statistic": result.statistic,
        "p_value": result.p_value,
    }


def _shared_samples(
    reference: pd.DataFrame, current: pd.DataFrame
) -> dict[str, tuple[pd.Series, pd.Series]]:
    shared = [column for column in reference.columns if column in current.columns]
    if not shared:
        raise ValueError(
            "reference and current share no column: "
            f"{list(reference.columns)} against {list(current.columns)}."
        )
    return {
        column: read_sample_pair(
            reference[column],
            current[column],
            f"column {column!r} of reference",
            f"column {column!r} of current",
        )
        for column in shared
    }


def holm(p_values: np.ndarray) -> np.ndarray:
    """Correct p-values for the number of tests."""
    order = np.argsort(p_values, kind="stable")
    remaining_tests = np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * remaining_tests), 1)
    return adjusted
