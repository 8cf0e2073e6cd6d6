"""Seven weighted criteria: an organisation's profile, and how robust it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice
from course.data import operating_models

HEAVIEST: Final = 10
"""The largest weight to try."""


@dataclass(frozen=True)
class Profile:
    """The criteria's verdict on an organisation.

    Attributes
    ----------
    lean : float
        From -1, all for a centre of excellence, to 1, all for a federated model.
    label : str
        One of "centre of excellence", "hybrid" and "federated".
    """

    lean: float
    label: str


def organisations() -> list[str]:
    """Return the names of the five organisations in `operating_models`."""
    return _tables()[0].index.tolist()


def usual_weights() -> dict[str, int]:
    """Return each criterion's weight in the data set."""
    return {str(name): int(weight) for name, weight in _tables()[1].items()}


def usual_scores(organisation: str) -> dict[str, int]:
    """Return an organisation's scores: 1 favours a centre, 5 the units.

    Raises
    ------
    ValueError
        If the organisation is unknown.
    """
    require_choice("organisation", organisation, organisations())
    row = _tables()[0].loc[organisation]
    return {name: int(row[name]) for name in usual_weights()}


def profile(scores: Mapping[str, float], weights: Mapping[str, float]) -> Profile:
    """Return the lean of an organisation and its label.

    Parameters
    ----------
    scores : mapping of criterion to score, from 1 to 5
        Includes `regulation`, and every criterion that has a weight.
    weights : mapping of criterion to weight, 0 or more

    Returns
    -------
    Profile

    Raises
    ------
    ValueError
        If the weights add up to 0.

    Notes
    -----
    The lean is the weighted mean of (score - 3) / 2. At -0.25 or less the label is a centre, at
    0.25 or more the federated model, and in between a hybrid. If regulation scores 1, federated is
    ruled out. Band and veto are conventions.

    Left out: criteria that are correlated, and whether a label works. A profile shows how fragile a
    judgement is, never which structure is best.

    Examples
    --------
    >>> profile(usual_scores("Elm Hospitals"), usual_weights())
    Profile(lean=-0.28125, label='centre of excellence')
    """
    total = sum(weights.values())
    if total <= 0:
        raise ValueError(f"weights add up to {total:g}; expected more than 0.")
    lean = sum(weight * (scores[name] - 3) / 2 for name, weight in weights.items()) / total
    return Profile(lean, _label(lean, scores))


def labels_by_weight(
    scores: Mapping[str, float], weights: Mapping[str, float], most: int = HEAVIEST
) -> pd.DataFrame:
    """Return the labels if one criterion's weight changes.

    Returns
    -------
    DataFrame
        One row per criterion, one column per weight from 0 to `most`, with labels as values.
    """
    weight_steps = range(most + 1)
    return pd.DataFrame(
        [[profile(scores, {**weights, name: w}).label for w in weight_steps] for name in weights],
        index=list(weights),
        columns=list(weight_steps),
    )


def flipping_criteria(scores: Mapping[str, float], weights: Mapping[str, float]) -> list[str]:
    """Return the criteria whose weight alone, from 0 to 10, can change the label."""
    now = profile(scores, weights).label
    labels = labels_by_weight(scores, weights)
    return [str(name) for name in labels.index[(labels != now).any(axis=1)]]


def _label(lean: float, scores: Mapping[str, float]) -> str:
    centre, hybrid, federated = operating_models.CHOICES
    if lean <= -operating_models.BAND + 1e-9:
        return centre
    is_vetoed = scores[operating_models.MUST] <= 1
    return federated if lean >= operating_models.BAND - 1e-9 and not is_vetoed else hybrid


@cache
def _tables() -> tuple[pd.DataFrame, pd.Series]:
    scores = operating_models.load().set_index("organisation")
    return scores, operating_models.load("criteria").set_index("criterion")["weight"]


def doubt_weights(
    scores: Mapping[str, float],
    weights: Mapping[str, float],
    spread: float = 1,
    draws: int = 500,
    seed: int = 0,
) -> float:
    """Return how often the label changes if all weights are uncertain.

    Each weight moves up or down by up to `spread`, uniformly, and not below 0. The result is a
    share of draws.
    """
    rng = np.random.default_rng(seed)
    now = profile(scores, weights).label
    moved_weights = np.array(list(weights.values())) + rng.uniform(
        -spread, spread, (draws, len(weights))
    )
    labels = [
        profile(scores, dict(zip(weights, row, strict=True))).label
        for row in np.maximum(moved_weights, 0)
    ]
    return float(np.mean([label != now for label in labels]))
