"""Cards on a plane of value and ease, with threads from those that wait to what they wait for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from course import charts

KINDS: Final = ("can start", "must wait", "foundation")
TOP: Final = 7.0  # million EUR
_SHORT: Final = {
    "P01": "Shelves",
    "P02": "Promotions",
    "P18": "Default risk",
    "P22": "Credit limit",
    "P03": "Markdown",
    "P15": "Chat",
    "P05": "Staff rota",
    "P31": "Spare parts",
    "F1": "Master",
    "F4": "Log",
}
_IN_TEXT: Final = ("P15", "F1", "F4")  # there is no room for all identifiers
_LOWEST, _HIGHEST = -0.75, TOP + 0.75
_PER_ROW: Final = 5

_X = charts.axis(alt.X, "ease:Q", "Ease (score; 1 hard, 10 easy)", 1, 10, tickCount=9, grid=False)
# Above and below the cards there is room for the names of the corners.
_Y = alt.Y(
    "value:Q",
    title="Value over three years (€ million)",
    scale={"domain": [_LOWEST, _HIGHEST], "nice": False},
    axis={"values": list(range(int(TOP) + 1)), "grid": False},
)
_ROOM = "(item.mark.group.width || 600)"  # none before the chart is laid out
_IS_PHONE = f"{_ROOM} < 450"
# A card is as wide as one step of ease, so that neighbours don't cover each other.
_CARD_WIDTH = f"min(76, {_ROOM} * 0.108)"
_CARD: dict[str, Any] = {
    "size": {"expr": f"pow({_CARD_WIDTH}, 2)"},
    "opacity": 1,
    "strokeWidth": 1.5,
    "clip": True,
}
# Half of its height, where half of its width is 1.
_HALF = f"(({_IS_PHONE} ? 15 : 20) / {_CARD_WIDTH})"
_FLAT = {"expr": f"'M-1,-' + {_HALF} + 'H1V' + {_HALF} + 'H-1Z'"}
_SIX_SIDED = {
    "expr": f"'M-0.8,-' + {_HALF} + 'H0.8L1,0L0.8,' + {_HALF} + 'H-0.8L-1,0Z'",
}
_FILLS = {"domain": list(KINDS), "range": [charts.BLUE, "#DCEAF4", charts.ORANGE]}
_STROKES = {"domain": list(KINDS), "range": [charts.BLUE, charts.BLUE, charts.ORANGE]}


def cards(places: pd.DataFrame, lifted: Collection[str] = ()) -> pd.DataFrame:
    """Return one row per card.

    Parameters
    ----------
    places
        ``ease``, ``value``, ``kind`` and ``quadrant``, by the card's name.
    lifted
        Names of the cards that show more than their own value. A drag sets a card's own value, so
        it would not put them where the pointer is: they can't be dragged.
    """
    names = list(places.index)
    identifiers = [name.split()[0] for name in names]
    return pd.DataFrame(
        {
            "card": names,
            **{name: column.tolist() for name, column in places.items()},
            "value": [min(value, TOP) for value in places["value"].tolist()],
            "point": ["" if name in lifted else name for name in names],
            "id": identifiers,
            "label": [f"{each} " * (each in _IN_TEXT) + _SHORT[each] for each in identifiers],
        }
    )


def corners(starts: str) -> pd.DataFrame:
    """Return the names of the corners, and how many quick wins can start."""
    return pd.DataFrame(
        {
            "ease": [1.1, 9.9, 9.9, 1.1, 9.9],
            "value": [_HIGHEST - 0.3, _HIGHEST - 0.3, _HIGHEST - 0.75, -0.5, -0.5],
            "words": ["big bets", "quick wins", starts, "leave", "fill-ins"],
            "side": ["left", "right", "right", "left", "right"],
            "weight": ["", "", "bold", "", ""],
        }
    )


def chart() -> alt.ChartType:
    """Return the plane with its cards where they are now."""
    cuts, lines = alt.Chart(alt.NamedData("cuts")), alt.Chart(alt.NamedData("threads"))
    start_cards = (
        alt.Chart(alt.NamedData("baseline_cards"))
        .mark_point(shape=_FLAT, filled=False, color=charts.GREY, strokeDash=[2, 2], **_thin())
        .encode(_X, _Y)
    )
    layers = alt.layer(
        cuts.mark_rect(color=charts.SKY, opacity=0.14).encode(
            _X, _Y, x2=alt.value("width"), y2=alt.value(0)
        ),
        cuts.mark_rule(strokeDash=[6, 3]).encode(x=_X),
        cuts.mark_rule(strokeDash=[6, 3]).encode(y=_Y),
        *_words(alt.NamedData("corners")),
        lines.mark_rule(color=charts.ORANGE, strokeWidth=1.5, opacity=0.8, clip=True).encode(
            _X, _Y, alt.X2("ease_to:Q"), alt.Y2("value_to:Q"), alt.Key("thread:N")
        ),
        start_cards,
        *_cards(alt.Chart(alt.NamedData("cards"))),
    )
    return charts.alt_text(
        layers.properties(height=430, title="The two-by-two leaves both foundations in the corner"),
        "Cards of eight pilots and two foundations on ease and value, cut into four corners. A "
        "filled card can start, a pale one hangs by a thread on the foundation that it waits for; "
        "foundations have six sides.",
    )


def before(names: Sequence[str], foundations: Collection[str]) -> alt.ChartType:
    """Return the empty plane, and the cards next to it, not yet placed."""
    rows = pd.DataFrame({"card": names, "number": range(len(names))})
    rows["kind"] = [KINDS[2] if name in foundations else "pilot" for name in names]
    rows["id"] = rows["card"].str.split().str[0]
    rows["name"] = rows["id"].map(_SHORT)
    rows = rows.assign(column=rows["number"] % _PER_ROW + 0.5, row=rows["number"] // _PER_ROW)
    across = alt.X("column:Q", axis=None, scale={"domain": [0, _PER_ROW], "nice": False})
    down = alt.Y("row:Q", axis=None, scale={"domain": [1.6, -0.6], "nice": False})
    base = alt.Chart(rows).encode(across, down)
    size = {"expr": f"pow({_ROOM} / {_PER_ROW} * 0.92, 2)"}
    half = f"(item.mark.group.height / 2.2 * 0.86 / ({_ROOM} / {_PER_ROW} * 0.92))"
    shape = {"expr": f"'M-1,-' + {half} + 'H1V' + {half} + 'H-1Z'"}
    hue = {"domain": ["pilot", KINDS[2]], "range": ["#E6E6E6", "#F3D9C7"]}
    table = alt.layer(
        base.mark_point(shape=shape, size=size, filled=True, opacity=1).encode(
            alt.Fill(
                "kind:N",
                scale=hue,
                title=None,
                legend=alt.Legend(orient="bottom", symbolType="square"),
            )
        ),
        base.mark_text(dy=-7, fontSize=11, fontWeight=600).encode(alt.Text("id:N")),
        base.mark_text(dy=7, fontSize={"expr": f"{_IS_PHONE} ? 9 : 11"}).encode(alt.Text("name:N")),
    ).properties(height=96, title="Ten cards, not yet placed")
    plane = alt.layer(*_words(corners(""))).properties(
        height=220, title="The two-by-two: what is valuable, what is easy?"
    )
    return charts.alt_text(
        alt.vconcat(plane, table, spacing=12).resolve_scale(x="independent", y="independent"),
        "A plane of ease and value with four named corners, still empty. Below it, ten cards: "
        f"{', '.join(names)}.",
    )


def _thin() -> dict[str, Any]:
    return {**_CARD, "strokeWidth": 1}


def _cards(base: alt.Chart) -> list[Any]:
    """Return the cards and what is written on them; a phone only has room for identifiers."""
    legend = alt.Legend(orient="bottom", symbolType="square", symbolStrokeColor=charts.BLUE)
    label = {"expr": "width < 450 ? datum.id : datum.label"}
    tooltip = ["card:N", "quadrant:N", "value:Q", "ease:Q"]
    marks = base.encode(
        _X,
        _Y,
        alt.Key("card:N"),
        alt.Fill("kind:N", title=None, scale=_FILLS, legend=legend),
        alt.Stroke("kind:N", scale=_STROKES, legend=None),
        tooltip=tooltip,
    )
    pilots, shared = (
        marks.transform_filter(f"datum.kind {sign} '{KINDS[2]}'") for sign in ("!=", "==")
    )
    words: dict[str, Any] = {"text": label, "cursor": "grab", "clip": True}
    words["fontSize"] = 10
    pale = f"datum.kind == '{KINDS[1]}'"
    ink = alt.condition(pale, alt.value(charts.INK), alt.value("white"))
    return [
        shared.mark_point(shape=_SIX_SIDED, cursor="grab", **_CARD),
        pilots.mark_point(shape=_FLAT, cursor="grab", **_CARD),
        base.mark_text(**words).encode(_X, _Y, color=ink, tooltip=tooltip),
    ]


def _words(data: Any) -> list[Any]:
    """Name the corners of the plane."""
    base = alt.Chart(data).encode(_X, _Y, alt.Text("words:N"))
    name: dict[str, Any] = {"color": charts.INK, "fontStyle": "italic", "fontSize": 14}
    looks: list[tuple[str, str, dict[str, Any]]] = [
        ("left", "", name),
        ("right", "", name),
        ("right", "bold", {"fontWeight": 600, "fontSize": 12}),
    ]
    return [
        base.transform_filter(f"datum.side == '{side}' && datum.weight == '{weight}'").mark_text(
            **{"align": side, **look}
        )
        for side, weight, look in looks
    ]
