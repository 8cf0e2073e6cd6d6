"""The two-by-two of value and ease, and what it does not see: what a foundation makes possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

QUADRANTS = ("quick win", "big bet", "fill-in", "leave")


def quadrants(points: pd.DataFrame, value_cut: float, ease_cut: float) -> pd.Series:
    """Return the quadrant of each point.

    Parameters
    ----------
    points : pandas.DataFrame
        ``value`` and ``ease``.
    value_cut, ease_cut : float
        From here on a point counts as valuable, and as easy.

    Returns
    -------
    pandas.Series
        "quick win" (valuable, easy), "big bet" (valuable, hard), "fill-in" (easy) or "leave".
    """
    valuable, easy = points["value"] >= value_cut, points["ease"] >= ease_cut
    names = {
        (True, True): "quick win",
        (True, False): "big bet",
        (False, True): "fill-in",
        (False, False): "leave",
    }
    return pd.Series(
        [names[bool(v), bool(e)] for v, e in zip(valuable, easy, strict=True)],
        index=points.index,
        name="quadrant",
    )


def foundation_credit(values: pd.Series, needs: Mapping[str, Collection[str]]) -> pd.Series:
    """Return the value of the points that need each point: what a foundation would unlock.

    Parameters
    ----------
    values : pandas.Series
        Value of each point, by its name.
    needs : mapping of str to collection of str
        Names of the points that a point needs; a point that needs none may be left out.

    Returns
    -------
    pandas.Series
        In order; 0 for what nobody needs. A point that needs two foundations counts with both, so
        credits do not add up: the exact answer is `unlocked_value`.
    """
    credit = pd.Series(0.0, index=values.index, name="credit")
    for name, needed in needs.items():
        for foundation in needed:
            credit[foundation] += values[name]
    return credit
