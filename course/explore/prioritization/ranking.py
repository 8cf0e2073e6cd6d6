"""Weights, doubt and an addition to the list: how far to trust a rank."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
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
# Fixed ends: what counts as 0 and as 1, whatever is on the list.
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
_WEIGHT, _RANKS = 40, 25
_MUCH_DOUBT, _AGREED = 60, 60  # with every seed tried, weights of 55% and 60% keep three places
_FIVE = {"P01", "P17", "P27", "P03", "P31"}  # the first five without doubt or additions


# A phone only has room for identifiers.
_NAMES = {
    "labelLimit": 190,
    "labelExpr": "containerSize()[0] < 450 ? split(datum.label, ' ')[0] : datum.label",
}


@focusable
def ranking(focus: Focus) -> Explorable:
    """Weigh criteria, doubt estimates, add a giant; see which ranks hold."""
    return Explorable(
        "prioritization.ranking",
        title="Which ranks survive your doubts?",
        controls=(
            Slider("weight", "Weight of value (the rest: five others)", 10, 90, 5, _WEIGHT, "%"),
            Slider("doubt", "Doubt (100%: the sponsors' whole ranges)", 0, 100, 10, 50, "%"),
            Choice("scale", "0 and 1 of each criterion are", _SCALES, _SCALES[0]),
            Toggle("giant", "Add a robot warehouse: €25 million, hopeless in everything else"),
        ),
        presets={
            "The register": {},
            "Value is nearly all": {"weight": 90},
            "Value counts little": {"weight": 15},
        },
        guess=GuessNumber(
            "There is money for five of 38 pilots. Doubt values and weights by half, and rank 300 "
            "times. Which rank does the fifth pilot have in the worst draw of every twenty?",
            Slider("rank", "Rank of the fifth pilot then", 1, _RANKS, 1, 5, ""),
            truth=lambda scene: scene.facts["fifth_falls_to"],
            explanation="Its bar reaches that far at half of the sponsors' doubt. The bar of the "
            "sixth begins at rank 3, so one place between the two says next to nothing.",
        ),
        challenges=(
            Challenge(
                "Make at least three places safe at a doubt of 60%, with at most 60% for value.",
                lambda values, scene: (
                    values["doubt"] >= _MUCH_DOUBT
                    and values["weight"] <= _AGREED
                    and not values["giant"]
                    and values["scale"] == _SCALES[0]
                    and scene.facts["safe"] >= 3
                ),
                hint="A place is safe if its whole bar lies left of the dashed line. What if the "
                "board agreed on what counts for most?",
                witness={"doubt": 60, "weight": 60},
            ),
            Challenge(
                "At 0% doubt, add the robot warehouse and bring back the five that were first "
                "without it. 0 and 1 stay the best and worst on the list.",
                lambda values, scene: (
                    values["doubt"] == 0
                    and values["giant"]
                    and values["scale"] == _SCALES[0]
                    and scene.facts["kept"] == _TOP
                ),
                hint="The giant made the other values look alike. Make them count for more.",
                witness={"doubt": 0, "giant": True, "weight": 70},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(weight: float, doubt: float, scale: str, *, giant: bool) -> Scene:
    pilots, mean, estimates = _listed(giant)
    share = weight / 100
    weights = {"value": share, **dict.fromkeys(_OTHERS, (1 - share) / len(_OTHERS))}
    drawn_weights = _blend(draw_weights(weights, _DRAWS), pd.Series(weights), doubt / 100)
    scores = score_draws(
        pilots,
        drawn_weights,
        {"value": _blend(estimates, mean, doubt / 100)},
        lower_is_better=_LESS,
        anchors=_ENDS if scale == _SCALES[1] else None,
    )
    table = rank_stability(scores.drop(columns="X") if giant else scores, _TOP)
    table = table.assign(
        label=candidates().index + " " + candidates()["name"], mean=mean[table.index]
    ).sort_values(["median", "worst", "best"], kind="stable")
    table["place"] = range(1, len(table) + 1)
    # Safe: the whole bar is among the first five. Out: none of it is.
    table["state"] = "open"
    table.loc[table["worst"] <= _TOP, "state"] = "safe"
    table.loc[table["best"] > _TOP, "state"] = "out"
    columns = ["label", "place", "best", "median", "worst", "state"]
    ranks = table.head(_SHOWN)[columns].reset_index(drop=True)
    unchanged, safe = len(_FIVE & set(table.index[:_TOP])), int((table["state"] == "safe").sum())
    facts = {"safe": safe, "kept": unchanged, "fifth_falls_to": table["worst"].iloc[_TOP - 1]}
    return Scene({"ranks": ranks}, _summary(table), _point(safe, unchanged, giant=giant), facts)


@cache
def _listed(giant: bool) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:  # noqa: FBT001 - a key
    """Return the listed pilots, their mean estimates, and draws of the estimates."""
    pilots = candidates()
    if giant:
        pilots = pd.concat([pilots, pd.DataFrame(_GIANT, index=["X"])])
    low, likely, high = (pilots[f"value_{end}"] for end in ("low", "likely", "high"))
    return pilots, (low + likely + high) / 3, draw_estimates(low, likely, high, _DRAWS)


def _point(safe: int, unchanged: int, *, giant: bool) -> str:
    if giant and unchanged < _TOP:
        return f"A project that nobody will build changes {_TOP - unchanged} of the first five"
    if safe == _TOP:
        return "Without doubt every place looks safe"
    if safe == 0:
        return "Not one of the first five places is safe"
    return f"Only {safe} of the first five places {'is' if safe == 1 else 'are'} safe"


def _blend(draws: pd.DataFrame, centre: pd.Series, doubt: float) -> pd.DataFrame:
    return (draws - centre) * doubt + centre


def _summary(table: pd.DataFrame) -> str:
    safe, still_open = (table.loc[table["state"] == state] for state in ("safe", "open"))
    top = table.head(_TOP)
    names = f" ({', '.join(safe.index)})" if len(safe) else ""
    return (
        f"Whole bar among the first five: {len(safe)} of 38 pilots{names}. Part of the bar: "
        f"{len(still_open)}. By the median rank the first five are {', '.join(top.index)}, with "
        f"estimates of €{top['mean'].sum() / 1000:.1f} million over three years."
    )


def _chart() -> alt.ChartType:
    y = alt.Y("label:N", title="Pilot", sort=alt.SortField("place"), axis=_NAMES)
    scale = {"domain": [1, _RANKS], "nice": False, "clamp": True}
    title = "Rank (1 is best; bar: nine draws of ten)"
    x = alt.X("median:Q", title=title, scale=scale)
    states = {
        "domain": ["safe", "open", "out"],
        "range": [charts.BLUE, charts.ORANGE, charts.GREY],
    }
    legend = alt.Legend(orient="bottom")
    state = alt.Color("state:N", title=None, scale=states, legend=legend)
    ranks = alt.Chart(alt.NamedData("ranks"))
    band = ranks.mark_bar(height=9, opacity=0.55)
    line = alt.Chart(alt.InlineData([{"rank": _TOP + 0.5}])).mark_rule(strokeDash=[6, 3])
    start = (
        alt.Chart(alt.NamedData("ranks"))
        .transform_lookup(
            lookup="label",
            from_=alt.LookupData(alt.NamedData("baseline_ranks"), "label", ["median"]),
            as_=["started"],
        )
        .transform_filter("isValid(datum.started)")
        .mark_tick(color=charts.INK, thickness=2, height=16)
        .encode(alt.X("started:Q", scale=scale), y)
    )
    chart = alt.layer(
        line.encode(alt.X("rank:Q", scale=scale)),
        band.encode(alt.X("best:Q", title=title, scale=scale), y, state, x2="worst:Q"),
        start,
        ranks.mark_point(size=70, filled=True, opacity=1).encode(x, y, state),
        guess_rules(),
    ).properties(height=300, title="A rank is a band: few places are safe")
    return charts.alt_text(
        chart,
        "The twelve best-ranked pilots with the median of their rank over all draws and the band "
        "that holds nine draws of ten; colours tell who is safely among the first five.",
    )
