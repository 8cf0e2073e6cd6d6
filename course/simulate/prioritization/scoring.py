"""One number per pilot: weighted scoring, RICE and WSJF, and the resulting ranks.

A score is a convention. Its weights, and the scaling of each criterion, are choices that change the
order; `course.simulate.prioritization.ranking` measures by how much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pandas as pd

Anchors = Mapping[str, tuple[float, float]]


def scale(values: np.ndarray) -> np.ndarray:
    """Bring each column to one scale: its worst is 0, its best 1; all 0 if equal."""
    width = np.ptp(values, axis=0)
    scaled: np.ndarray = (values - values.min(axis=0)) / np.where(width > 0, width, 1)
    return scaled


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
    *,
    lower_is_better: Collection[str] = (),
) -> pd.Series:
    """Return the weighted sum of criteria (simple additive weighting).

    Each criterion is normalised first: the worst of these alternatives is 0, the best is 1.

    Parameters
    ----------
    criteria : pandas.DataFrame of shape (alternatives, criteria)
    weights : mapping of str to float
        Weights of the criteria to use, zero or more; they are divided by their sum.
    lower_is_better : collection of str
        Criteria of which less is better.

    Returns
    -------
    pandas.Series
        One score per alternative, in order.

    Raises
    ------
    ValueError
        If a weight is negative, all are zero, or one has an unknown name.

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
    signs = [-1 if name in lower_is_better else 1 for name in names]
    scaled = scale(criteria[names].to_numpy(float) * signs)
    return pd.Series(scaled @ (share / share.sum()).to_numpy(), criteria.index, name="score")


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
