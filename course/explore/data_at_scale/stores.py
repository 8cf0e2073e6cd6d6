"""Stores 5 to 500: switch defects on one by one; six dimensions and money follow."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.data.retail import COUNTRIES, KINDS
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.data_at_scale import DIMENSIONS, REPAIRS, RULES, simulate_stores

_REPAIRS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "what a rule can repair": RULES,
    "rules, and staff count the shelves": tuple(REPAIRS),
}
_NOTHING, _BY_RULE, _COUNTED = _REPAIRS
_PARTS = {"lost": "lost sales", "surplus": "surplus stock", "counting": "counting"}


def stores() -> Explorable:
    """Choose the stores, the defects that exist, and the repair; see quality and money."""
    return Explorable(
        "data_at_scale.stores",
        title="What breaks between 5 stores and 500?",
        controls=(
            Slider("stores", "Stores in the roll-out", 5, 500, 5, 5, "stores"),
            Slider("defects", "Defects switched on, one by one", 0, 19, 1, 19, "of 19"),
            Choice("repair", "Repair", tuple(_REPAIRS), _NOTHING),
        ),
        presets={
            "The pilot": {},
            "The rest of the country": {"stores": 20},
            "All 500 stores": {"stores": 500},
            "500, first defect only": {"stores": 500, "defects": 1},
            "500, repaired by rules": {"stores": 500, "repair": _BY_RULE},
            "500, repaired and counted": {"stores": 500, "repair": _COUNTED},
        },
        guess=GuessChoice(
            "At 500 stores, broken accents spoil every record of two countries. Phantom stock (the "
            "books show goods that are not there) spoils about one record in 400. Which one costs "
            "more money?",
            (
                "The broken accents: they are everywhere",
                "About the same",
                "Phantom stock, by far",
            ),
            2,
            "Accents cost nothing here, because no order depends on a name. Phantom stock stops "
            "orders, so shelves stay empty. Count rows, and you repair the wrong thing first.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(stores: float, defects: float, repair: str) -> Scene:
    kinds = KINDS[: int(defects)]
    study = simulate_stores(int(stores), kinds, _REPAIRS[repair])
    clean = simulate_stores(int(stores), ())
    money = study.money.melt(["country"], list(_PARTS), var_name="part", value_name="euros")
    money["millions"] = money["euros"] / 1e6
    money["part"] = money["part"].map(_PARTS)
    summary = (
        f"{int(stores)} stores, {_worst(study.dimensions)}. The "
        f"weekly forecast is off by {study.forecast_error:.0%} of demand; with clean data it would "
        f"be {clean.forecast_error:.0%}. Lost sales, surplus and counting cost "
        f"€{study.cost / 1e6:.2f} million a year, €{(study.cost - clean.cost) / 1e6:.2f} million "
        f"of it because of bad data{_last(int(stores), kinds, repair, study.cost)}."
    )
    ideal = clean.money[["country"]].assign(
        millions=(clean.money["lost"] + clean.money["surplus"]) / 1e6
    )
    return Scene(
        {
            "dimensions": study.dimensions,
            "money": money[["country", "part", "millions"]],
            "clean": ideal,
        },
        summary,
    )


def _worst(dimensions: pd.DataFrame) -> str:
    shares = dimensions.set_index("dimension")["share"]
    if shares.min() == 1:
        return "every dimension at 100%"
    return f"worst dimension {shares.idxmin()} at {shares.min():.0%}"


def _last(stores: int, kinds: tuple[str, ...], repair: str, cost: float) -> str:
    """Say what the defect added that was switched on last."""
    if not kinds:
        return ""
    without = simulate_stores(stores, kinds[:-1], _REPAIRS[repair])
    name = kinds[-1].replace("_", " ")
    added = (cost - without.cost) / 1e6
    adds = f"adds €{added:.2f} million" if added >= 0.005 else "adds nothing"
    return f"; the last defect switched on, {name}, {adds}"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _dimensions(),
        _money(),
        spacing=40,
        title="Every market brings its own way of doing things",
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Left: six dimensions of data quality as bars from 0 to 100%, the mean over stores. Right: "
        "cost of lost sales, surplus stock and counting by country, in millions of euros a year.",
    )


def _dimensions() -> alt.ChartType:
    y = alt.Y("dimension:N", title="Dimension", sort=list(DIMENSIONS))
    x = alt.X(
        "share:Q", title="Good as received (share, mean over stores)", scale={"domain": [0, 1]}
    )
    bars = alt.Chart(alt.NamedData("dimensions")).mark_bar(color=charts.BLUE).encode(x, y)
    label = (
        alt.Chart(alt.NamedData("dimensions"))
        .mark_text(align="left", dx=4, color=charts.INK)
        .encode(alt.X(datum=1), y, alt.Text("share:Q", format=".0%"))
    )
    start = charts.start_tick("dimensions").encode(alt.X("share:Q"), y)
    return alt.layer(
        bars, start, label, title="Six dimensions (black: where you started)"
    ).properties(width=215, height=210)


def _money() -> alt.ChartType:
    y = alt.Y("country:N", title="Country", sort=list(COUNTRIES), scale={"domain": COUNTRIES})
    x = alt.X("millions:Q", title="Cost (million € a year)", scale={"domain": [0, 5]})
    order = list(_PARTS.values())
    bars = (
        alt.Chart(alt.NamedData("money"))
        .mark_bar()
        .encode(
            x,
            y,
            alt.Color(
                "part:N",
                title="Cost of",
                scale={"domain": order, "range": [charts.ORANGE, charts.SKY, charts.PINK]},
                legend=alt.Legend(orient="bottom"),
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
    return alt.layer(bars, clean, total, title="What it costs (black: with clean data)").properties(
        width=240, height=210
    )
