"""Weights, doubt and a stranger on the list: how far a rank can be trusted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.explore.controls import Choice, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.prioritization._register import candidates
from course.explore.scene import Scene
from course.simulate.prioritization.ranking import (
    draw_estimates,
    draw_weights,
    rank_stability,
    score_draws,
)

_OTHERS = ["feasibility", "months", "strategic_fit", "risk", "data_readiness"]
_LESS = ["months", "risk"]
# Fixed ends: what counts as nothing and as everything, whoever is on the list.
_ENDS = {"value": (0.0, 5000.0), "months": (18.0, 0.0), "risk": (5.0, 1.0)} | dict.fromkeys(
    ("feasibility", "strategic_fit", "data_readiness"), (1.0, 5.0)
)
_GIANT = {
    "name": "Robot warehouse",
    "value_low": 10_000,
    "value_likely": 25_000,
    "value_high": 40_000,
    "feasibility": 1,
    "months": 24,
    "strategic_fit": 1,
    "risk": 5,
    "data_readiness": 1,
}
_SCALES = ("the best and worst on the list", "fixed ends")
_DRAWS, _SHOWN, _TOP = 300, 12, 5


def ranking() -> Explorable:
    """Weigh the criteria, doubt the estimates, add a giant: see which ranks hold."""
    return Explorable(
        "prioritization.ranking",
        title="Which ranks survive your doubts?",
        controls=(
            Slider("weight", "Weight of value (the rest: five other criteria)", 10, 90, 5, 40, "%"),
            Slider("doubt", "How much you doubt weights and estimates", 0, 100, 10, 50, "%"),
            Choice("scale", "0 and 1 of each criterion are", _SCALES, _SCALES[0]),
            Toggle("giant", "Add a robot warehouse: €25 million, hopeless in all else"),
        ),
        presets={
            "The register": {},
            "No doubt at all": {"doubt": 0},
            "Value is all": {"weight": 90},
            "A stranger on the list": {"doubt": 0, "giant": True},
            "The stranger, fixed ends": {"doubt": 0, "giant": True, "scale": _SCALES[1]},
        },
        guess=GuessChoice(
            "A robot warehouse joins the list of 38 pilots: 25 million euros, "
            "hopeless in all else, and nobody will build it. What happens to the five best?",
            ("Nothing", "Two swap places", "Three of the five drop out"),
            2,
            "Its value stretches the scale, so that value hardly separates the others any more: in "
            "effect, its weight is gone. With fixed ends the five stay.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(weight: float, doubt: float, scale: str, *, giant: bool) -> Scene:
    listed = candidates()
    if giant:
        listed = pd.concat([listed, pd.DataFrame(_GIANT, index=["X"])])
    share = weight / 100
    weights = {"value": share, **dict.fromkeys(_OTHERS, (1 - share) / len(_OTHERS))}
    drawn_weights = _blend(draw_weights(weights, _DRAWS), pd.Series(weights), doubt / 100)
    estimates = draw_estimates(
        listed["value_low"], listed["value_likely"], listed["value_high"], _DRAWS
    )
    mean = listed[["value_low", "value_likely", "value_high"]].mean(axis=1)
    scores = score_draws(
        listed,
        drawn_weights,
        {"value": _blend(estimates, mean, doubt / 100)},
        "min_max" if scale == _SCALES[0] else "anchored",
        lower_is_better=_LESS,
        anchors=_ENDS if scale == _SCALES[1] else None,
    )
    table = rank_stability(scores.drop(columns="X") if giant else scores, _TOP)
    table = table.assign(
        label=candidates().index + " " + candidates()["name"], mean=mean[table.index]
    ).sort_values(["median", "worst", "best"], kind="stable")
    table["place"] = range(1, len(table) + 1)
    table["state"] = pd.cut(
        table["top_share"], [-1, 0.05, 0.95, 2], labels=["out", "open", "in"], right=False
    ).astype(str)
    shown = table.head(_SHOWN)
    columns = ["label", "place", "best", "median", "worst", "top_share", "state"]
    return Scene({"ranks": shown[columns].reset_index(drop=True)}, _summary(table))


def _blend(draws: pd.DataFrame, centre: pd.Series, doubt: float) -> pd.DataFrame:
    return (draws - centre) * doubt + centre


def _summary(table: pd.DataFrame) -> str:
    certain = table.loc[table["state"] == "in"]
    still_open = table.loc[table["state"] == "open"]
    top = table.head(_TOP)
    return (
        f"In the top five in 95 draws of 100 or more: {len(certain)} of 38 pilots"
        f"{' (' + ', '.join(certain.index) + ')' if len(certain) else ''}; a place is open for "
        f"{len(still_open)} more. By the median rank the five are {', '.join(top.index)}, with "
        f"estimates of €{top['mean'].sum() / 1000:.1f} million over three years."
    )


def _chart() -> alt.ChartType:
    y = alt.Y(
        "label:N",
        title="Pilot",
        sort=alt.SortField("place"),
        axis={"labelLimit": 230},
    )
    x = {"domain": [1, 30], "nice": False, "clamp": True}
    state = alt.Color(
        "state:N",
        title="Top five",
        scale={
            "domain": ["in", "open", "out"],
            "range": [charts.BLUE, charts.ORANGE, charts.GREY],
        },
        legend=alt.Legend(orient="bottom"),
    )
    ranks = alt.Chart(alt.NamedData("ranks"))
    title = "Rank (1 is best; bar: nine draws of ten)"
    band = ranks.mark_bar(height=9, opacity=0.55).encode(
        alt.X("best:Q", title=title, scale=x), y, state, x2="worst:Q"
    )
    point = ranks.mark_point(size=70, filled=True, opacity=1).encode(
        alt.X("median:Q", title=title, scale=x), y, state
    )
    line = (
        alt.Chart(alt.InlineData([{"rank": _TOP + 0.5}]))
        .mark_rule(strokeDash=[6, 3])
        .encode(alt.X("rank:Q", scale=x))
    )
    start = (
        alt.Chart(alt.NamedData("ranks"))
        .transform_lookup(
            lookup="label",
            from_=alt.LookupData(alt.NamedData("baseline_ranks"), "label", ["median"]),
            as_=["started"],
        )
        .transform_filter("isValid(datum.started)")
        .mark_tick(color=charts.INK, thickness=2, height=16)
        .encode(alt.X("started:Q", scale=x), y)
    )
    chart = alt.layer(line, band, start, point).properties(
        width=430,
        height=330,
        title="A rank is a band: some places are safe, others are noise (black: where you started)",
    )
    return charts.alt_text(
        chart,
        "The twelve best-ranked pilots with the median of their rank over all draws and the band "
        "that holds nine draws of ten; colours tell who is safely in the top five and who may be.",
    )
