"""A pay table that is queried again and again: who can be singled out, and the errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice, require_number, require_whole

WORLDS: Final = 100
LOWEST, HIGHEST = 20_000, 120_000
"""Pay in the table is clipped to this range, in EUR per year."""
SENSITIVITY: Final = HIGHEST
"""How far one person who joins or leaves can move a total, in EUR."""
DETAILS: Final = (
    "birth year, 2 digits of postcode",
    "5 years, 2 digits",
    "10 years, 1 digit",
    "20 years, no postcode",
)
"""Detail of age and postcode in the table; sex is always exact."""
_YEARS: Final = dict(zip(DETAILS, (1, 5, 10, 20), strict=True))
_AREA: Final = dict(zip(DETAILS, (10, 10, 100, 1_000), strict=True))


def draw_staff(staff: int = 2_000, seed: int = 0) -> pd.DataFrame:
    """Draw the invented staff of one employer.

    Parameters
    ----------
    staff : int, from 2 to 100,000
    seed : int, default 0

    Returns
    -------
    pandas.DataFrame
        age (years), sex (``"f"`` or ``"m"``), postcode (0 to 999), pay (EUR a year).

    Notes
    -----
    Ages are normal (mean 40, standard deviation 11, from 18 to 66). Of 1,000 postcodes some are a
    hundred times as common as others. Pay is spread by a factor exp(0.35 z) and grows by 300 EUR
    per year of age; it is clipped to 20,000 to 120,000 EUR. All figures are invented.
    """
    size = require_whole("staff", staff, 2, 100_000)
    rng = np.random.default_rng([seed, size])
    age = np.clip(np.round(rng.normal(40, 11, size)), 18, 66).astype(int)
    common = 1 / (1 + np.arange(1_000) % 97)
    pay = 42_300 * np.exp(0.35 * rng.standard_normal(size)) + 300 * (age - 40)
    return pd.DataFrame(
        {
            "age": age,
            "sex": np.where(rng.random(size) < 0.5, "f", "m"),
            "postcode": rng.choice(1_000, size, p=common / common.sum()),
            "pay": np.round(np.clip(pay, LOWEST, HIGHEST)),
        }
    )


def coarsen(staff: pd.DataFrame, detail: str) -> pd.DataFrame:
    """Return the staff with age and postcode in classes, named by lower ends.

    Raises
    ------
    ValueError
        If the detail is unknown.
    """
    require_choice("detail", detail, DETAILS)
    years, area = _YEARS[detail], _AREA[detail]
    return staff.assign(
        age=staff["age"] // years * years, postcode=staff["postcode"] // area * area
    )


def class_sizes(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return, for each row, the number of rows equal in some columns.

    Such rows are an equivalence class. A table is k-anonymous if the smallest class has size k.

    Parameters
    ----------
    table : pandas.DataFrame
    columns : sequence of str
        What an outsider may know (quasi-identifiers).

    Returns
    -------
    pandas.Series
        Whole numbers of at least 1, with the index of the table.

    References
    ----------
    L. Sweeney (2002), *k-anonymity: a model for protecting privacy*, International Journal of
    Uncertainty, Fuzziness and Knowledge-Based Systems 10.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"age": [30, 30, 40], "sex": ["f", "f", "m"]})
    >>> class_sizes(table, ["age", "sex"]).tolist()
    [2, 2, 1]
    """
    sizes: pd.Series = table.groupby(list(columns))[columns[0]].transform("size")  # type: ignore[no-untyped-call]
    return sizes


def laplace_noise(sensitivity: float, epsilon: float, size: int, seed: int = 0) -> np.ndarray:
    """Return the noise that makes answers epsilon-differentially private.

    Parameters
    ----------
    sensitivity : float
        How far one person can move the answer; above 0.
    epsilon : float
        The probability of any answer changes by at most a factor exp(epsilon) when one person
        joins or leaves the table; above 0.
    size : int
        Number of answers.
    seed : int, default 0

    Returns
    -------
    array of shape (size,)
        Laplace noise of scale sensitivity / epsilon, in the unit of the sensitivity.

    Raises
    ------
    ValueError
        If sensitivity or epsilon is not above 0.

    References
    ----------
    C. Dwork, F. McSherry, K. Nissim, A. Smith (2006), *Calibrating noise to sensitivity in private
    data analysis*, TCC. A computer's rounding leaks; software for real tables guards against that.
    """
    if not (sensitivity > 0 and epsilon > 0):
        raise ValueError(
            f"sensitivity and epsilon are {sensitivity} and {epsilon}; expected both above 0."
        )
    # The difference of two exponential draws has a Laplace distribution.
    one, other = np.random.default_rng(seed).exponential(sensitivity / epsilon, (2, size))
    return np.asarray(one - other)


def share_alone(staff: int, detail: str, seed: int = 0) -> float:
    """Return the share of staff who are alone in their cell of the table."""
    return float((_sizes(staff, detail, seed) == 1).mean())


def typical_cell(staff: int, detail: str, seed: int = 0) -> float:
    """Return the size of the median person's cell."""
    return float(np.median(_sizes(staff, detail, seed)))


def mean_pay(staff: int, seed: int = 0) -> float:
    """Return the mean pay of the staff, in EUR a year."""
    return _mean_pay(staff, seed)


def answer_errors(
    cell: float, epsilon: float, asked: int = 1, *, budget: bool = False, seed: int = 0
) -> np.ndarray:
    """Draw errors of an answer on the mean pay of a cell.

    Parameters
    ----------
    cell : float
        People in the cell; at least 1.
    epsilon : float, from 0.01 to 100
    asked : int, from 1 to 100,000
        How often the pair of totals, with and without one person, is asked for.
    budget : bool, default False
        True: the answers with that person share epsilon, so each has epsilon / asked. People in
        both totals of a pair spend twice as much.
    seed : int, default 0

    Returns
    -------
    array of shape (100,)
        EUR too high or too low, in each of 100 worlds.

    Notes
    -----
    A total with noise is divided by the number of people in the cell, which is not secret here.
    """
    each = _each(epsilon, asked, budget=budget)
    return laplace_noise(SENSITIVITY, 1.0, WORLDS, seed) / each / cell


def error_bound(cell: float, epsilon: float, asked: int = 1, *, budget: bool = False) -> float:
    """Return the error in EUR that 95 of 100 answers stay within.

    The size of Laplace noise has an exponential distribution, so 95% lie below ln 20 = 3.0 times
    its scale. The arguments are those of `answer_errors`.
    """
    scale = SENSITIVITY / _each(epsilon, asked, budget=budget)
    return math.log(20) * scale / cell


def knows_pay_within(epsilon: float, asked: int = 1, *, budget: bool = False) -> float:
    """Return how closely answers reveal one person's pay (standard deviation, EUR).

    Somebody asks for the total pay of a cell with and without this person, again and again, and
    subtracts the averages. The noise of one answer has variance 2 (120,000 / epsilon) ** 2. Since
    everybody knows the range of pay, errors above its width reveal nothing.

    Parameters
    ----------
    epsilon, asked, budget
        As in `answer_errors`.
    """
    each = _each(epsilon, asked, budget=budget)
    return 2 * SENSITIVITY / each / math.sqrt(asked)


def _each(epsilon: float, question_count: int, *, budget: bool) -> float:
    require_number("epsilon", epsilon, 0.01, 100)
    times = require_whole("asked", question_count, 1, 100_000)
    return epsilon / times if budget else epsilon


@cache
def _sizes(staff: int, detail: str, seed: int) -> np.ndarray:
    table = coarsen(draw_staff(staff, seed), detail)
    return class_sizes(table, ["age", "sex", "postcode"]).to_numpy()


@cache
def _mean_pay(staff: int, seed: int) -> float:
    return float(draw_staff(staff, seed)["pay"].mean())
