"""The two-by-two of value and ease, and its blind spot: what a foundation unlocks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd


def quadrants(points: pd.DataFrame, value_cut: float, ease_cut: float) -> pd.Series:
    """Return the quadrant of each point.

    Parameters
    ----------
    points : pandas.DataFrame
        ``value`` and ``ease``.
    value_cut, ease_cut : float
        Lowest value that counts as valuable, and lowest ease that counts as easy.

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
    """Return the value of the points that need each point.

    Parameters
    ----------
    values : pandas.Series
        Value of each point, by its name.
    needs : mapping of str to collection of str
        Names of the points that a point needs; points that need none may be left out.

    Returns
    -------
    pandas.Series
        In order; 0 for points that no other point needs. A point that needs two foundations counts
        for both, so credits do not add up: the exact answer is `unlocked_value`.
    """
    credit = pd.Series(0.0, index=values.index, name="credit")
    for name, foundations in needs.items():
        for foundation in foundations:
            credit[foundation] += values[name]
    return credit


def threads(places: pd.DataFrame, needs: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return a line from each point to each one that it needs.

    Parameters
    ----------
    places : pandas.DataFrame
        ``ease`` and ``value`` of each point, by its name.
    needs : mapping of str to collection of str
        As for `foundation_credit`.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``thread``, ``ease``, ``value``, ``ease_to``, ``value_to``.
    """
    columns = (places[name].tolist() for name in ("ease", "value"))
    place = dict(zip(places.index, zip(*columns, strict=True), strict=True))
    rows = [
        (f"{name} to {other}", *place[name], *place[other])
        for name, others in needs.items()
        for other in others
    ]
    return pd.DataFrame(rows, columns=["thread", "ease", "value", "ease_to", "value_to"])
