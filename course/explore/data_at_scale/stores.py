"""Stores 5 to 500: switch defects on one by one; six dimensions and money follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from course import charts
from course.data.retail import COUNTRIES, KINDS
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.data_at_scale import DIMENSIONS, REPAIRS, RULES, simulate_stores
from course.simulate.data_at_scale.stores import StoresStudy

_REPAIRS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "what a rule can repair": RULES,
    "rules, and staff count the shelves": tuple(REPAIRS),
}
_NOTHING, _BY_RULE, _COUNTED = _REPAIRS
_PARTS = {"lost": "lost sales", "surplus": "surplus stock", "counting": "counting"}
_ALL = len(KINDS)
_FREE, _MUCH = 0.01, 2
"""Million euros per year: limits for "nothing" and for "much"."""
_FEWEST = 135
"""Stores in the smallest roll-out where one defect adds much (tested)."""


@focusable
def stores(focus: Focus) -> Explorable:
    """Choose the stores, the defects that exist, and the repair; see quality and money."""
    return Explorable(
        "data_at_scale.stores",
        title="What breaks between 5 stores and 500?",
        controls=(
            Slider("stores", "Stores in the roll-out", 5, 500, 5, 5, "stores"),
            Slider("defects", "Defects switched on, one by one", 0, _ALL, 1, _ALL, f"of {_ALL}"),
            Choice("repair", "Repair", tuple(_REPAIRS), _NOTHING),
        ),
        presets={
            "The pilot": {},
            "The rest of the country": {"stores": 20},
            "All 500 stores": {"stores": 500},
            "500, one defect": {"stores": 500, "defects": 1},
            "500, repaired by rules": {"stores": 500, "repair": _BY_RULE},
            "500, repaired and counted": {"stores": 500, "repair": _COUNTED},
        },
        guess=GuessLine(
            "In the pilot all six dimensions are at 100%. Completeness: is the value there? "
            "Uniqueness: is it there once? Timeliness: by six the next morning? Validity: written "
            "as agreed? Accuracy: true? Consistency: in line with the lists of products, "
            "currencies and hours? What will they be in 500 stores of eight countries, if nobody "
            "repairs anything?",
            at=DIMENSIONS,
            slider=Slider("share", "Good as received", 0, 100, 5, 100, "%"),
            truth=lambda scene: [scene.facts[name] for name in DIMENSIONS],
            explanation="Three hardly move: almost all values arrive, once and in time. They are "
            "written in other ways, and nobody counts the shelves.",
            axis="x",
            setting={"stores": 500},
        ),
        challenges=(
            Challenge(
                "With all 19 defects and no repair, find the roll-out with the worst forecast: off "
                "by 74% of demand or more.",
                lambda values, scene: _bare(values, _ALL) and scene.facts["error"] >= 0.74,
                hint="It is not the largest one. Which countries write dates in their own order?",
                witness={"stores": 230},
            ),
            Challenge(
                "Without repair, find a roll-out and a last defect that strikes 40% of its "
                "records or more and adds no cost.",
                lambda values, scene: (
                    _bare(values)
                    and scene.facts["struck"] >= 0.4
                    and abs(scene.facts["added"]) < _FREE
                ),
                hint="A share grows where fewer other countries take part.",
                witness={"stores": 160, "defects": 5},
            ),
            Challenge(
                "Without repair, find the smallest roll-out in which a single defect adds "
                f"€{_MUCH} million a year or more.",
                lambda values, scene: (
                    values["stores"] <= _FEWEST and _bare(values) and scene.facts["added"] >= _MUCH
                ),
                hint="Find the dearest defect in a large roll-out first. Then take stores away.",
                witness={"stores": _FEWEST, "defects": 6},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _bare(values: Mapping[str, Any], defects: int | None = None) -> bool:
    return values["repair"] == _NOTHING and defects in (None, values["defects"])


def _model(stores: float, defects: float, repair: str) -> Scene:
    kinds = KINDS[: int(defects)]
    study = simulate_stores(int(stores), kinds, _REPAIRS[repair])
    clean = simulate_stores(int(stores), ())
    money = study.money.melt(["country"], list(_PARTS), var_name="part", value_name="euros")
    money["millions"] = money["euros"] / 1e6
    money["part"] = money["part"].map(_PARTS)
    shares = study.dimensions.assign(percent=100 * study.dimensions["share"])
    struck, added = _last(int(stores), kinds, repair, study)
    summary = (
        f"{int(stores)} stores, {_worst(study.dimensions)}. The "
        f"weekly forecast is off by {study.forecast_error:.0%} of demand; with clean data it would "
        f"be {clean.forecast_error:.0%}. Lost sales, surplus and counting cost "
        f"€{study.cost / 1e6:.2f} million a year, {_bad(study.cost - clean.cost)} "
        f"because of bad data{_effect_words(kinds, struck, added)}."
    )
    ideal = clean.money[["country"]].assign(millions=_total(clean) / 1e6)
    percent = dict(zip(shares["dimension"], shares["percent"], strict=True))
    return Scene(
        {
            "dimensions": shares[["dimension", "percent"]],
            "money": money[["country", "part", "millions"]],
            "clean": ideal,
        },
        summary,
        title=_point(study, clean),
        facts={**percent, "error": study.forecast_error, "struck": struck, "added": added},
    )


def _total(study: StoresStudy) -> pd.Series:
    return study.money[["lost", "surplus", "counting"]].sum(axis=1)


def _point(study: StoresStudy, clean: StoresStudy) -> str:
    more = (_total(study) - _total(clean)) / 1e6
    if more.sum() < _FREE:
        return "Good data: what it costs is chance"
    country = study.money["country"][more.idxmax()]
    return f"It is not the number of stores: bad data cost most in {country}"


def _worst(dimensions: pd.DataFrame) -> str:
    shares = dimensions.set_index("dimension")["share"]
    if shares.min() == 1:
        return "every dimension at 100%"
    return f"worst dimension {shares.idxmin()} at {shares.min():.0%}"


def _bad(euros: float) -> str:
    return f"€{euros / 1e6:.2f} million of it" if euros / 1e6 >= _FREE else "nothing of it"


def _last(
    stores: int, kinds: tuple[str, ...], repair: str, study: StoresStudy
) -> tuple[float, float]:
    """Return the last defect's share of records and its added cost (million euros)."""
    if not kinds:
        return 0.0, 0.0
    without = simulate_stores(stores, kinds[:-1], _REPAIRS[repair])
    struck = study.struck.set_index("defect")["share"][kinds[-1]]
    return float(struck), (study.cost - without.cost) / 1e6


def _effect_words(kinds: tuple[str, ...], struck: float, added: float) -> str:
    if not kinds:
        return ""
    name = kinds[-1].replace("_", " ")
    strikes = f"{struck:.0%}" if struck >= 0.01 or struck == 0 else f"{struck:.2%}"
    adds = f"adds €{added:.2f} million" if added >= _FREE else "adds nothing"
    return f"; the last defect, {name}, strikes {strikes} of records and, in this order, {adds}"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _dimensions(),
        _money(),
        spacing=40,
        title="Bad data come with other ways of doing things",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "First: six dimensions of data quality as bars from 0 to 100%, the mean over stores. "
        "Second: cost of lost sales, surplus stock and counting by country, in millions of euros "
        "a year.",
    )


def _dimensions() -> alt.ChartType:
    scale = {"domain": list(DIMENSIONS)}
    y = alt.Y("dimension:N", title="Dimension", sort=list(DIMENSIONS), scale=scale)
    # Room for the figures next to the longest bar.
    x = charts.axis(alt.X, "percent:Q", "Good (%, mean over stores)", 0, 118, every=50)
    bars = alt.Chart(alt.NamedData("dimensions")).mark_bar(color=charts.SKY).encode(x, y)
    label = (
        alt.Chart(alt.NamedData("dimensions"))
        .mark_text(align="left", dx=4, color=charts.INK)
        .encode(alt.X(datum=100), y, alt.Text("percent:Q", format=".0f"))
    )
    start = charts.start_tick("dimensions").encode(alt.X("percent:Q"), y)
    return alt.layer(
        bars,
        start,
        label,
        _ghost("truth", "circle"),
        _ghost("guess", "diamond"),
        title="Six dimensions (black: start)",
    ).properties(height=200)


def _ghost(name: str, shape: str) -> alt.Chart:
    """Return points without a line: dimensions have no order."""
    at = alt.Y("at:N", sort=list(DIMENSIONS), scale={"domain": list(DIMENSIONS)})
    guessed = name == "guess"
    return (
        alt.Chart(alt.NamedData(name))
        .mark_point(
            shape=shape,
            size=90,
            filled=guessed,
            opacity=1,
            color=charts.ORANGE if guessed else charts.INK,
        )
        .encode(alt.X("value:Q"), at)
    )


def _money() -> alt.ChartType:
    y = alt.Y("country:N", title="Country", sort=list(COUNTRIES), scale={"domain": COUNTRIES})
    x = alt.X("millions:Q", title="Cost (€ million a year)", scale={"domain": [0, 5.5]})
    order = list(_PARTS.values())
    bars = (
        alt.Chart(alt.NamedData("money"))
        .mark_bar()
        .encode(
            x,
            y,
            alt.Color(
                "part:N",
                title=None,
                scale={"domain": order, "range": [charts.ORANGE, charts.SKY, charts.PINK]},
                legend=alt.Legend(orient="bottom", columns=2),
            ),
            alt.Order("part:N"),
        )
    )
    total = (
        alt.Chart(alt.NamedData("money"))
        .mark_text(align="left", dx=5, color=charts.INK)
        .encode(alt.X("sum(millions):Q"), y, alt.Text("sum(millions):Q", format=".2f"))
    )
    clean = (
        alt.Chart(alt.NamedData("clean"))
        .mark_tick(color=charts.INK, thickness=2)
        .encode(alt.X("millions:Q"), y)
    )
    return alt.layer(bars, clean, total, title="What it costs (black: clean data)").properties(
        height=200
    )
