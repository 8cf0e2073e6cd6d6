"""Fifteen firms as houses in a street, each under a pile of its trials."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.simulate.scaling_gap.definitions import (
    FIFTEEN_FIRMS,
    NEAR_THE_MEAN,
    Population,
    draw_population,
    mark_trials,
)

_COUNTED, _NOT, _OUTSIDE = "counts", "does not", "not asked"
_ABREAST, _STOREYS = 4, 18  # trials abreast over a house, and rows of trials over the highest one
_FIRMS = len(FIFTEEN_FIRMS)


@cache
def _population() -> Population:
    return draw_population(NEAR_THE_MEAN)


@cache
def _places() -> pd.DataFrame:
    """Return one row per trial of the fifteen firms: its place in the pile over its firm's house.

    Piles get higher along the street. In a pile, the trials that got furthest lie at the bottom.
    """
    world = _population()
    gates = (world.passed <= world.age[:, None]).sum(axis=1)
    trials = pd.DataFrame({"trial": np.arange(len(world.firm)), "firm": world.firm})
    trials = trials.assign(reached=gates, age=world.age)[np.isin(world.firm, FIFTEEN_FIRMS)]
    sizes = trials.groupby("firm")["trial"].transform("size")
    trials = trials.assign(size=sizes).sort_values(
        ["size", "firm", "reached", "age"], ascending=[True, True, False, False]
    )
    house = trials["firm"].ne(trials["firm"].shift()).cumsum() - 1
    place = trials.groupby("firm").cumcount()
    return trials.assign(
        house=house,
        x=(house + 0.14 + 0.24 * (place % _ABREAST)).round(2),
        y=place // _ABREAST + 0.5,
    )


def counted(unit: str, bar: str, clock: str, respondents: str) -> dict[str, pd.DataFrame]:
    """Return the data of `chart`: what a definition counts in the fifteen firms."""
    places = _places()
    trials = mark_trials(_population(), bar, clock, respondents).loc[places["trial"]]
    denominator = trials["project"] if unit == "projects" else trials["asked"]
    by_house = trials.groupby(places["house"].to_numpy())[["asked", "counted"]].any()
    flags = {
        "firms": (by_house["counted"], by_house["asked"]),
        "projects": (trials["counted"], trials["project"]),
        "trials": (trials["counted"], trials["asked"]),
    }
    count, total = (int(flag.sum()) for flag in flags[unit])
    return {
        "trials": pd.DataFrame(
            {
                "x": places["x"],
                "y": places["y"],
                "fate": _fates(trials["counted"], denominator),
            }
        ),
        "houses": pd.DataFrame(
            {
                "x": np.arange(_FIRMS) + 0.5,
                "y": -1.4,
                "fate": _fates(by_house["counted"], by_house["asked"]),
            }
        ),
        "said": pd.DataFrame({"words": [f"{count} of these {total} {unit} count"]}),
    }


def _fates(is_counted: pd.Series, denominator: pd.Series) -> np.ndarray:
    return np.select([is_counted.to_numpy(), denominator.to_numpy()], [_COUNTED, _NOT], _OUTSIDE)


_X = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _FIRMS], nice=False))
_Y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-2.4, _STOREYS + 0.5], nice=False))
_PITCH = f"min(0.24 * item.mark.group.width / {_FIRMS}, item.mark.group.height / {_STOREYS + 3})"
_HOUSE = "M-0.8,1L-0.8,-0.1L-1,-0.1L0,-1L1,-0.1L0.8,-0.1L0.8,1Z"


def chart() -> alt.ChartType:
    """Return the street as a definition counts it; the data are those of `counted`."""
    words = (
        alt.Chart(alt.NamedData("said"))
        .mark_text(align="left", fontSize=13, fontWeight=600, color=charts.BLUE)
        .encode(alt.Text("words:N"), x=alt.value(4), y=alt.value(10))
    )
    return _piles(alt.NamedData("trials"), alt.NamedData("houses"), words)


def before() -> alt.ChartType:
    """Return the street before anything is counted."""
    trials = _places()[["x", "y"]].assign(fate=_NOT)
    houses = pd.DataFrame({"x": np.arange(_FIRMS) + 0.5, "y": -1.4, "fate": _NOT})
    return _piles(trials, houses)


def _piles(
    trials: alt.Data | pd.DataFrame, houses: alt.Data | pd.DataFrame, *words: alt.Chart
) -> alt.ChartType:
    fates = [_COUNTED, _NOT, _OUTSIDE]
    look = {
        "stroke": alt.Stroke(
            "fate:N",
            scale=alt.Scale(domain=fates, range=[charts.BLUE, charts.GREY, "#D5D5D5"]),
            legend=None,
        ),
        "fill": alt.Fill(
            "fate:N",
            scale=alt.Scale(domain=fates, range=[charts.BLUE, "#EFEFEF", "#FFFFFF"]),
            legend=None,
        ),
    }
    dots = (
        alt.Chart(trials)
        .mark_point(size={"expr": f"pow(0.8 * {_PITCH}, 2)"}, strokeWidth=1, opacity=1)
        .encode(_X, _Y, **look)
    )
    roofs = (
        alt.Chart(houses)
        .mark_point(
            shape=_HOUSE, size={"expr": f"pow(1.8 * {_PITCH}, 2)"}, strokeWidth=1, opacity=1
        )
        .encode(_X, _Y, **look)
    )
    return alt.layer(dots, roofs, *words).properties(
        height=210, title="Fifteen of the firms: a dot is a trial, over the house of its firm"
    )
