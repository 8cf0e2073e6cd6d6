"""A square for each store, by country: blue if its rows are broken, a disc for what that costs."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.data.retail.master import MARKETS, MOST_STORES, PILOT_STORES
from course.explore.ghosts import guess_rules

_NAMES: Final = {
    "NL": "Netherlands",
    "DE": "Germany",
    "FR": "France",
    "GB": "Britain",
    "PL": "Poland",
    "US": "United States",
    "JP": "Japan",
    "BR": "Brazil",
}
STORES: Final = MOST_STORES
MOST: Final = 11
"""Million euros per year at the end of the axis."""
_COLUMNS: Final = 20
_LEFT: Final = ("NL", "DE", "FR", "GB")
_BELOW_NAME, _GAP = 0.6, 2.1
_DEAREST: Final = 60_000
"""Euros per year at which a disc fills its square."""
_NOTHING: Final = 0.005
"""Million euros that two decimals don't show."""
_EMPTY: Final = "#D5D5D5"


def _places() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the place of each store, and that of each country's name."""
    shops, names = [], []
    top = {True: 0.0, False: 0.0}
    for market in MARKETS:
        is_left = market.country in _LEFT
        place = np.arange(market.stores)
        row = place // _COLUMNS
        names.append((market.country, is_left, round(top[is_left], 1)))
        shops.append(
            pd.DataFrame(
                {
                    "country": market.country,
                    "left": is_left,
                    "x": place % _COLUMNS + 0.5,
                    "y": (top[is_left] + _BELOW_NAME + row + 0.5).round(1),
                }
            )
        )
        top[is_left] += _BELOW_NAME + row.max() + _GAP
    return (
        pd.concat(shops, ignore_index=True),
        pd.DataFrame(names, columns=["country", "left", "y"]),
    )


_SHOPS, _COUNTRIES = _places()
_LOW: Final = float(_SHOPS["y"].max()) + 0.7


def frames(shops: pd.DataFrame, added: float, dear: float) -> dict[str, pd.DataFrame]:
    """Return the chart's frames.

    Parameters
    ----------
    shops
        ``broken`` (per cent of rows) and ``euros`` per year, for the first stores.
    added
        Million euros per year that bad data cost.
    dear
        Euros per year above which a store gets a disc.
    """
    squares = _SHOPS.join(shops)
    squares["store"] = squares.index
    squares["joined"] = squares["broken"].notna()
    squares["filled"] = (squares["euros"] / _DEAREST).clip(0.15, 1).where(squares["euros"] > dear)
    stores = squares[["store", "left", "x", "y", "joined", "broken", "filled"]]
    return {
        "shops": stores.fillna(0).round(2),
        "names": _named(squares),
        "total": pd.DataFrame({"millions": [max(added, 0.0)]}),
    }


def _named(squares: pd.DataFrame) -> pd.DataFrame:
    """Return each country's name, with broken rows and euros if it takes part."""
    groups = squares.groupby("country")
    shares, euros = groups["broken"].mean() / 100, groups["euros"].sum(min_count=1) / 1e6
    words = [
        f"{_NAMES[country]}: {percent(shares[country])} of rows, {million(euros[country])}"
        if pd.notna(euros[country])
        else f"{_NAMES[country]}: not yet"
        for country in _COUNTRIES["country"]
    ]
    return _COUNTRIES[["left", "y"]].assign(words=words)


def a_year(millions: float) -> str:
    """Return what a year costs, in words: "€0.98 million a year", "nothing"."""
    return million(millions) + (" a year" if abs(millions) >= _NOTHING else "")


def percent(share: float) -> str:
    """Return a share in words: whole per cents, or two decimals below one."""
    if share == 0 or share >= 0.0095:
        return f"{share:.0%}"
    return f"{share:.2%}"


def million(millions: float) -> str:
    """Return an amount in words: "€0.98 million", "nothing"."""
    if abs(millions) < _NOTHING:
        return "nothing"
    sign = "\u2212" if millions < 0 else ""
    return f"{sign}€{abs(millions):.2f} million"


_X = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _COLUMNS], nice=False))
_Y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[_LOW, -0.6], nice=False))
_PITCH = f"min(item.mark.group.width / {_COLUMNS}, item.mark.group.height / {_LOW + 0.6})"


def chart() -> alt.ChartType:
    """Return the squares of all countries, and the total."""
    shops, names = alt.NamedData("shops"), alt.NamedData("names")
    squares = alt.hconcat(
        _panel(shops, names, "A square is a store (blue: rows broken)", left=True),
        _panel(shops, names, "A disc is what that costs", left=False),
    )
    base = alt.Chart(alt.NamedData("total")).encode(_AXIS, y=alt.value({"expr": "height - 10"}))
    total = _total(base.mark_bar(color=charts.ORANGE, height=16))
    chart = alt.vconcat(squares, total, title="Broken rows, and what they cost", spacing=16)
    return charts.alt_text(
        chart.resolve_scale(color="independent"),
        "A square for each of 500 stores, by country: the darker, the more of its rows are broken. "
        "A disc in it is as large as what bad data cost the store. A bar: their cost in all.",
    )


def before() -> alt.ChartType:
    """Return the five stores of the pilot, and the places of the others."""
    shops = _SHOPS.drop(columns="country").assign(joined=_SHOPS.index < PILOT_STORES, broken=0)
    names = _COUNTRIES.assign(
        words=[f"{_NAMES[market.country]}: {market.stores} stores" for market in MARKETS]
    )
    names.loc[0, "words"] += ", five of them the pilot"
    squares = alt.hconcat(
        _panel(shops[shops["left"]], names, "A square is a store", left=True),
        _panel(shops[~shops["left"]], names, "Five are in, 495 are to come", left=False),
    )
    nothing = alt.Chart(alt.InlineData([{"millions": 0}])).mark_rule(color=charts.GREY)
    chart = alt.vconcat(squares, _total(nothing.encode(_AXIS)), spacing=16)
    return charts.alt_text(
        chart,
        "A place for each of 500 stores in eight countries. The five of the pilot, all in the "
        "Netherlands, are filled; the others are empty.",
    )


def _panel(shops: Any, names: Any, title: str, *, left: bool) -> alt.ChartType:
    side = f"datum.left == {str(left).lower()}"
    base = alt.Chart().transform_filter(side).encode(_X, _Y)
    empty_squares = base.transform_filter("!datum.joined").mark_square(
        size=_area(0.75), fillOpacity=0, stroke=_EMPTY, strokeWidth=1, opacity=1
    )
    key = [alt.Key("store:Q")] if isinstance(shops, alt.NamedData) else []
    filled_squares = (
        base.transform_filter("datum.joined")
        .mark_square(size=_area(0.86), opacity=1, stroke=charts.BLUE, strokeWidth=0.6)
        .encode(
            *key,
            fill=alt.Fill(
                "broken:Q",
                scale=alt.Scale(domain=[0, 100], range=["#FFFFFF", charts.BLUE], interpolate="rgb"),
                legend=None,
            ),
        )
    )
    discs = (
        base.transform_filter("datum.filled > 0")
        .mark_circle(
            size=_area(0.95, "datum.filled"), opacity=1, color=charts.ORANGE, stroke="#FFFFFF"
        )
        .encode(*key)
    )
    words = (
        alt.Chart(names)
        .transform_filter(side)
        .mark_text(align="left", fontSize=12, color=charts.INK)
        .encode(_Y, alt.Text("words:N"), x=alt.value(0))
    )
    layers = (empty_squares, filled_squares, discs, words)
    return alt.layer(*layers, data=shops).properties(height=300, title=title)


def _area(share: float, part: str = "1") -> dict[str, str]:
    """Return the area of a mark that fills a share of a store's place, times a part of that."""
    return {"expr": f"{part} * pow({share} * {_PITCH}, 2)"}


_AXIS = charts.axis(
    alt.X, "millions:Q", "Cost of bad data (€ million a year)", 0, MOST, every=1, format="d"
)


def _total(*layers: alt.Chart) -> alt.ChartType:
    return alt.layer(*layers, guess_rules()).properties(height=60)
