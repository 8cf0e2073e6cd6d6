"""A credit scorecard small enough to train in a moment, anywhere: logistic regression on NumPy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from course.data.credit import CATEGORIES, COEFFICIENTS

_OUTCOME: Final = "defaulted"
_GROUP: Final = "channel"
_MOST_STEPS: Final = 50
_SMALL_ENOUGH: Final = 1e-9
_RIDGE: Final = 1e-6  # keeps the steps finite where a group has no default


@dataclass(frozen=True)
class Scorecard:
    """A trained model: one weight per feature.

    Attributes
    ----------
    weights : mapping of str to float
        Log odds of default per unit of a feature. Categories have names such as ``channel=web``;
        the first category of each feature has no weight. ``intercept`` is the constant.
    """

    weights: Mapping[str, float]

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Return each applicant's probability of default, of shape (len(rows),)."""
        names, values = _features(rows)
        log_odds = self.weights["intercept"] + values @ [self.weights[name] for name in names]
        return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))


def train(rows: pd.DataFrame) -> Scorecard:
    """Fit a logistic regression by Newton's method (iteratively reweighted least squares).

    Parameters
    ----------
    rows : pandas.DataFrame
        Applications with outcomes, as in the data set `credit`.

    Raises
    ------
    ValueError
        If there are no rows, all outcomes are the same, or one is missing.
    """
    outcome = rows[_OUTCOME].to_numpy(dtype=float, na_value=np.nan)
    if set(np.unique(outcome)) != {0.0, 1.0}:
        contents = f"{len(rows)} rows, {np.isnan(outcome).sum()} of them without an outcome"
        raise ValueError(
            f"rows: expected applications with a known outcome, some defaulted and some not; "
            f"got {contents}."
        )
    names, values = _features(rows)
    middle, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1
    design = np.column_stack([np.ones(len(values)), (values - middle) / spread])
    weights = _newton(design, outcome)
    slopes = weights[1:] / spread
    by_name = dict(zip(names, slopes.tolist(), strict=True))
    return Scorecard({"intercept": float(weights[0] - slopes @ middle), **by_name})


def measure(scorecard: Scorecard, rows: pd.DataFrame) -> dict[str, float]:
    """Measure a scorecard on applications it was not trained on.

    Returns
    -------
    dict
        ``accuracy`` (share right), ``worst_group`` (share right in the worst channel) and ``found``
        (share of defaults that it predicts), to four decimals.
    """
    prediction = scorecard.predict(rows) >= 0.5
    is_default = rows[_OUTCOME] == 1
    right = prediction == is_default
    figures = {
        "accuracy": right.mean(),
        "worst_group": right.groupby(rows[_GROUP]).mean().min(),
        "found": prediction[is_default.to_numpy()].mean(),
    }
    return {name: round(float(figure), 4) for name, figure in figures.items()}


def fingerprint(rows: pd.DataFrame) -> str:
    """Return the first seven hex digits of the rows' SHA-256.

    The deployed model's score is left out: a scorecard doesn't learn from it.
    """
    table = rows[["application_id", *COEFFICIENTS, *CATEGORIES, _OUTCOME]]
    text = table.to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()[:7]


def _features(rows: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Return the names of the features and their values, of shape (len(rows), features)."""
    columns = {name: rows[name].to_numpy(float) for name in COEFFICIENTS}
    for name, levels in CATEGORIES.items():
        for level in levels[1:]:
            columns[f"{name}={level}"] = (rows[name] == level).to_numpy(float)
    return list(columns), np.column_stack(list(columns.values()))


def _newton(design: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    weights = np.zeros(design.shape[1])
    ridge = _RIDGE * np.eye(len(weights))
    for _ in range(_MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (outcome - chance) - ridge @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < _SMALL_ENOUGH:
            break
    return weights
