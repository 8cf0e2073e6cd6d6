"""How far to trust a rank whose weights and estimates are uncertain."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from course.simulate.prioritization.scoring import Anchors, between, ends_of, scale


def draw_estimates(
    low: pd.Series, likely: pd.Series, high: pd.Series, draws: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Draw uncertain amounts independently from triangular distributions.

    Parameters
    ----------
    low, likely, high : pandas.Series of shape (pilots,)
        Smallest, most likely and largest amount. The mean of the draws is their mean, not `likely`.
    draws : int, default 1000
    seed : int, default 0

    Returns
    -------
    pandas.DataFrame of shape (draws, pilots)

    Raises
    ------
    ValueError
        If not low <= likely <= high everywhere.
    """
    if not ((low <= likely) & (likely <= high)).all():
        raise ValueError("expected low <= likely <= high for every pilot.")
    rng = np.random.default_rng(seed)
    width = (high - low).to_numpy(float)
    peak = ((likely - low) / (high - low).where(high > low, 1)).to_numpy(float)
    # Inverse of the triangular distribution function, with one uniform number per pilot and draw.
    uniform = rng.random((draws, len(low)))
    rising = np.sqrt(uniform * peak)
    falling = 1 - np.sqrt((1 - uniform) * (1 - peak))
    amounts = low.to_numpy(float) + width * np.where(uniform < peak, rising, falling)
    return pd.DataFrame(amounts, columns=low.index)


def draw_weights(
    weights: Mapping[str, float], draws: int = 1000, concentration: float = 20.0, seed: int = 0
) -> pd.DataFrame:
    """Draw alternative weights from a Dirichlet distribution around `weights`.

    Parameters
    ----------
    weights : mapping of str to float
        Above zero; they are divided by their sum, which gives the means.
    draws : int, default 1000
    concentration : float, default 20
        The larger, the closer to `weights`. With 20, a weight of 30% has a standard
        deviation of 10 points: sqrt(w (1 - w) / (concentration + 1)).
    seed : int, default 0

    Returns
    -------
    pandas.DataFrame of shape (draws, criteria)
        Each row adds up to 1.
    """
    prior = pd.Series(weights, dtype=float)
    if (prior <= 0).any() or concentration <= 0:
        raise ValueError(
            f"weights are {dict(weights)} and concentration is {concentration}; expected all "
            "above zero."
        )
    rng = np.random.default_rng(seed)
    draws_of_weights = rng.dirichlet(prior / prior.sum() * concentration, draws)
    return pd.DataFrame(draws_of_weights, columns=prior.index)


def score_draws(
    criteria: pd.DataFrame,
    weights: pd.DataFrame,
    estimates: Mapping[str, pd.DataFrame],
    *,
    lower_is_better: Collection[str] = (),
    anchors: Anchors | None = None,
) -> pd.DataFrame:
    """Score every draw of weights and estimates, as `weighted_score` scores one.

    Parameters
    ----------
    criteria : pandas.DataFrame of shape (alternatives, criteria)
        Certain values; may leave out the criteria in `estimates`.
    weights : pandas.DataFrame of shape (draws, criteria)
        From `draw_weights`.
    estimates : mapping of str to pandas.DataFrame of shape (draws, alternatives)
        Uncertain criteria, from `draw_estimates`.
    lower_is_better : collection of str
        As for `weighted_score`; each draw is normalised by itself.
    anchors : mapping of str to (worst, best), optional
        Fixed ends of the criteria, which say themselves whether less is better; values beyond an
        end count as the end. Then no score depends on the other alternatives.

    Returns
    -------
    pandas.DataFrame of shape (draws, alternatives)
    """
    total = np.zeros((len(criteria), len(weights)))
    for name in weights.columns:
        draws = estimates[name].to_numpy().T if name in estimates else None
        worth = criteria[[name]].to_numpy(float) if draws is None else draws
        if anchors is None:
            scaled = scale(-worth if name in lower_is_better else worth)
        else:
            scaled = between(worth, *ends_of([name], anchors))
        total += scaled * weights[name].to_numpy()
    return pd.DataFrame(total.T, columns=criteria.index)


def rank_stability(scores: pd.DataFrame, top: int = 5) -> pd.DataFrame:
    """Rank every draw and summarise each alternative's ranks.

    Parameters
    ----------
    scores : pandas.DataFrame of shape (draws, alternatives)
        Scores, more is better.
    top : int, default 5
        Number of top places.

    Returns
    -------
    pandas.DataFrame, one row per alternative, in order
        ``best`` and ``worst`` (the 5% and 95% quantiles of its rank), ``median``, and ``top_share``
        (share of draws in which it is among the `top`).
    """
    places = scores.rank(axis=1, ascending=False, method="min")
    return pd.DataFrame(
        {
            "best": places.quantile(0.05),
            "median": places.median(),
            "worst": places.quantile(0.95),
            "top_share": (places <= top).mean(),
        }
    )
