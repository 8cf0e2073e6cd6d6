"""One number per pilot: weighted scoring, RICE and WSJF, and the resulting ranks.

A score is a convention. Its weights, and the scaling of each criterion, are choices that change the
order; `course.simulate.prioritization.ranking` measures by how much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd

from course._require import require_choice

Normalisation = Literal["min_max", "z_score", "rank", "anchored"]
Anchors = Mapping[str, tuple[float, float]]


def normalise(
    criteria: pd.DataFrame,
    method: Normalisation = "min_max",
    *,
    lower_is_better: Collection[str] = (),
    anchors: Anchors | None = None,
) -> pd.DataFrame:
    """Bring criteria of different units to one scale; more is better.

    Parameters
    ----------
    criteria : pandas.DataFrame of shape (alternatives, criteria)
        Numbers.
    method : {"min_max", "z_score", "rank", "anchored"}, default "min_max"
        - ``min_max``: the worst of these alternatives is 0, the best is 1.
        - ``z_score``: mean 0, standard deviation 1 (of these alternatives).
        - ``rank``: 1 for the best, 0 for the last, equal steps between; ties share the mean.
        - ``anchored``: 0 and 1 at fixed ends; values beyond an end count as the end. This is the
          only method that does not depend on the other alternatives.
    lower_is_better : collection of str
        Criteria of which less is better; ignored by ``anchored``, whose ends say so.
    anchors : mapping of str to (worst, best)
        The fixed ends, for ``anchored``.

    Returns
    -------
    pandas.DataFrame
        The same shape. A criterion with equal values gives 0 everywhere.

    Raises
    ------
    ValueError
        If the method is unknown, or an anchor is missing or has equal ends.
    """
    require_choice("method", method, get_args(Normalisation))
    values = criteria.to_numpy(float)
    if method == "anchored":
        scaled = between(values, *ends_of(criteria.columns, anchors or {}))
    else:
        scaled = scale(values * [-1 if n in lower_is_better else 1 for n in criteria], method)
    return pd.DataFrame(scaled, criteria.index, criteria.columns)


def scale(values: np.ndarray, method: Normalisation) -> np.ndarray:
    """Normalise each column of an array of shape (alternatives, any)."""
    if method == "min_max":
        shifted, width = values - values.min(axis=0), np.ptp(values, axis=0)
    elif method == "z_score":
        shifted, width = values - values.mean(axis=0), values.std(axis=0)
    else:
        shifted = pd.DataFrame(values).rank().to_numpy() - 1
        width = np.full(values.shape[1], len(values) - 1.0)
    # All equal: the deviation from the mean may have a rounding error.
    width = np.where(np.ptp(values, axis=0) > 0, width, np.inf)
    scaled: np.ndarray = shifted / width
    return np.where(np.isinf(width), 0.0, scaled)


def between(values: np.ndarray, worst: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Return each value's position between fixed ends, clipped to 0 and 1."""
    share: np.ndarray = ((values - worst) / (best - worst)).clip(0, 1)
    return share


def ends_of(names: Iterable[str], anchors: Anchors) -> tuple[np.ndarray, np.ndarray]:
    """Check and return the worst and the best end of each criterion."""
    criteria = list(names)
    for name in criteria:
        if name not in anchors:
            raise ValueError(f"anchors has no ends for {name!r}; give (worst, best).")
        if anchors[name][0] == anchors[name][1]:
            raise ValueError(f"the anchors of {name!r} are both {anchors[name][0]}; give two ends.")
    worst, best = np.array([anchors[name] for name in criteria], dtype=float).T
    return worst, best


def weighted_score(
    criteria: pd.DataFrame,
    weights: Mapping[str, float],
    method: Normalisation = "min_max",
    *,
    lower_is_better: Collection[str] = (),
    anchors: Anchors | None = None,
) -> pd.Series:
    """Return the weighted sum of normalised criteria (simple additive weighting).

    Parameters
    ----------
    criteria : pandas.DataFrame of shape (alternatives, criteria)
    weights : mapping of str to float
        Weights of the criteria to use, zero or more; they are divided by their sum.
    method, lower_is_better, anchors
        As for `normalise`.

    Returns
    -------
    pandas.Series
        One score per alternative, in order.

    Raises
    ------
    ValueError
        If a weight is negative, all are zero, or one has an unknown name; also as for `normalise`.

    References
    ----------
    C. L. Hwang, K. Yoon (1981), *Multiple Attribute Decision Making*, Springer.
    """
    names = list(weights)
    unknown = [name for name in names if name not in criteria.columns]
    share = pd.Series(weights, dtype=float)
    if unknown or (share < 0).any() or share.sum() <= 0:
        raise ValueError(
            f"weights are {dict(weights)}; expected zero or more, not all zero, for some of "
            f"{', '.join(map(str, criteria.columns))}."
        )
    scaled = normalise(criteria[names], method, lower_is_better=lower_is_better, anchors=anchors)
    score: pd.Series = (scaled * share / share.sum()).sum(axis=1)
    return score.rename("score")


def rice(pilots: pd.DataFrame) -> pd.Series:
    """Return reach x impact x confidence / effort (Intercom 2016).

    Parameters
    ----------
    pilots : pandas.DataFrame
        ``reach`` (people or cases per quarter), ``impact`` (0.25 to 3), ``confidence`` (share),
        ``effort`` (person-months).
    """
    benefit = pilots["reach"] * pilots["impact"] * pilots["confidence"]
    score: pd.Series = benefit / pilots["effort"]
    return score.rename("rice")


def wsjf(pilots: pd.DataFrame) -> pd.Series:
    """Return weighted shortest job first: cost of delay / job size, as SAFe scores it.

    Cost of delay is business value + time criticality + risk reduction, in relative points. Money
    already spent does not count. The order is optimal for one team, independent jobs and a cost of
    delay that grows linearly (Smith 1956).

    Parameters
    ----------
    pilots : pandas.DataFrame
        ``business_value``, ``time_criticality``, ``risk_reduction``, ``job_size``: points.

    References
    ----------
    W. E. Smith (1956), *Various Optimizers for Single-Stage Production*, Naval Research Logistics
    Quarterly 3. D. Reinertsen (2009), *The Principles of Product Development Flow*.
    """
    delay = pilots["business_value"] + pilots["time_criticality"] + pilots["risk_reduction"]
    score: pd.Series = delay / pilots["job_size"]
    return score.rename("wsjf")


def ranks(scores: pd.Series) -> pd.Series:
    """Return ranks of scores: 1 for the largest; ties share the better rank."""
    places: pd.Series = scores.rank(ascending=False, method="min").astype("int64")
    return places.rename("rank")
