"""The two-by-two: movable points, and the foundations that it neglects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Points, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.prioritization.matrix import foundation_credit, quadrants

# The steering group's positions: ease from feasibility and data readiness, value over three years.
# A foundation has no value by itself. The identifiers are the register's.
_PLACES: dict[str, tuple[float, float]] = {
    "P01 Shelf replenishment": (5, 4.5),
    "P02 Promotion uplift": (6, 2.0),
    "P18 Warning of default": (7.5, 1.9),
    "P22 Limit increase": (8, 1.5),
    "P03 Markdown": (9, 1.3),
    "P15 Chat assistant": (6.5, 1.4),
    "P05 Staff rota": (7, 1.1),
    "P31 Spare parts": (9, 0.8),
    "F1 Product master": (3, 0.0),
    "F4 Decision log": (4.5, 0.0),
}
_MASTER, _LOG = _FOUNDATIONS = ("F1 Product master", "F4 Decision log")
_CHAT = "P15 Chat assistant"
_NEEDS = {
    "P01 Shelf replenishment": [_MASTER],
    "P02 Promotion uplift": [_MASTER],
    "P18 Warning of default": [_LOG],
    "P22 Limit increase": [_LOG],
}
_KINDS = ("can start", "must wait", "foundation")
_TOP = 7.0
# Names below or right of the mark, because another name is in the usual position.
_BELOW, _RIGHT = ("P05 Staff rota", "P22 Limit increase"), ("P31 Spare parts",)


@focusable
def matrix(focus: Focus) -> Explorable:
    """Move pilots and foundations by value and ease, and see what may start."""
    return Explorable(
        "prioritization.matrix",
        title="Value against ease: what does the two-by-two choose?",
        controls=(
            Points(
                "places",
                "Point to move (or drag it in the chart)",
                x=Slider("x", "Its ease", 0, 10, 0.5, 5, "(10 is easy)"),
                y=Slider("y", "Its value", 0, _TOP, 0.1, 1, "€ million"),
                value=_PLACES,
            ),
            Slider("value_cut", "Valuable from", 0.5, 4, 0.1, 1.2, "€ million"),
            Slider("ease_cut", "Easy from", 2, 9, 0.5, 6, "(10 is easy)"),
            Toggle("credit", "Credit a foundation with what needs it"),
        ),
        presets={
            "The steering group": {},
            "Foundations get their credit": {"credit": True},
            "The sponsor is generous": {"places": {**_PLACES, _CHAT: (8.5, 3.2)}},
        },
        guess=GuessNumber(
            "F1, the product master, earns nothing by itself: its value is 0. Two of the eight "
            "pilots wait for it. How high does it rise if you credit it with their value?",
            Slider("credited", "Value of the pilots that need it", 0, _TOP, 0.1, 2, "€ million"),
            truth=lambda scene: scene.facts["credited"],
            explanation="It carries more value than any pilot on the chart. The rule never sees "
            "it, because it judges each point by itself.",
            axis="y",
            setting={"credit": True},
        ),
        challenges=(
            Challenge(
                "By moving the two cuts alone, get at least two quick wins, none of which waits "
                "for a foundation.",
                lambda values, scene: (
                    _at_start(values) and scene.facts["quick"] >= 2 and not scene.facts["waiting"]
                ),
                hint="What can start now is easy, but small.",
                witness={"ease_cut": 8.5, "value_cut": 0.8},
            ),
            Challenge(
                "Get F1 out of the corner named leave. Give it no credit, and move no point.",
                lambda values, scene: (
                    _at_start(values) and not values["credit"] and not scene.facts["master_left"]
                ),
                hint="Somebody decided what counts as easy.",
                witness={"ease_cut": 3},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _at_start(values: Mapping[str, Any]) -> bool:
    """Return whether every point is where the steering group put it."""
    return all(tuple(values["places"][name]) == place for name, place in _PLACES.items())


def _model(
    places: dict[str, list[float]], value_cut: float, ease_cut: float, *, credit: bool
) -> Scene:
    points = pd.DataFrame.from_dict(places, orient="index", columns=["ease", "value"])
    points = points.loc[list(_PLACES)].rename_axis("point")
    points["credited"] = points["value"]
    if credit:
        points["credited"] += foundation_credit(points["value"], _NEEDS)
    credited = points.assign(value=points["credited"])
    points["quadrant"] = quadrants(credited, value_cut, ease_cut)
    waits = points.index.isin(_NEEDS)
    points["kind"] = [
        _KINDS[2] if name in _FOUNDATIONS else _KINDS[int(wait)]
        for name, wait in zip(points.index, waits, strict=True)
    ]
    cuts = pd.DataFrame({"ease": [ease_cut], "value": [value_cut]})
    points["id"] = points.index.str.split().str[0]
    points["label"] = points["id"] + " " + points.index.str.split().str[-1]
    lift = points.loc[points["credited"] > points["value"], ["ease", "value", "credited"]]
    quick = points.loc[(points["quadrant"] == "quick win") & (points["kind"] != _KINDS[2])]
    neglected = points.loc[list(_FOUNDATIONS), "quadrant"] == "leave"
    return Scene(
        {
            "points": points.drop(columns="credited").reset_index(),
            "cuts": cuts,
            "lift": lift.reset_index(),
        },
        _summary(points, quick, credit=credit),
        title=_point(int(neglected.sum()), credit=credit),
        facts={
            "quick": len(quick),
            "waiting": int((quick["kind"] == _KINDS[1]).sum()),
            "master_left": float(neglected[_MASTER]),
            "credited": points.loc[_MASTER, "credited"],
        },
    )


def _point(neglected: int, *, credit: bool) -> str:
    if neglected == len(_FOUNDATIONS):
        return "The two-by-two leaves both foundations in the corner"
    if credit:
        return "Credited with what needs it, a foundation leaves the corner"
    return "A foundation leaves the corner because somebody moved it or the cuts"


def _summary(points: pd.DataFrame, quick: pd.DataFrame, *, credit: bool) -> str:
    waiting = quick.loc[quick["kind"] == _KINDS[1]]
    places = [f"{name}: {points.loc[name, 'quadrant']}" for name in _FOUNDATIONS]
    counted = "with what needs it" if credit else "by itself"
    wins = f"{len(quick)} quick {'win' if len(quick) == 1 else 'wins'}"
    return (
        f"{wins} worth €{quick['value'].sum():.1f} million; {len(waiting)} of them, worth "
        f"€{waiting['value'].sum():.1f} million, cannot start before a foundation is built. "
        f"Counted {counted}, the foundations stand as follows: {'; '.join(places)}."
    )


def _chart() -> alt.ChartType:
    x = charts.axis(
        alt.X, "ease:Q", "Ease (score; 0 hard, 10 easy)", 0, 10, tickCount=10, grid=False
    )
    # Above and below the points there is room for the names of the corners.
    y = alt.Y(
        "value:Q",
        title="Value over three years (€ million)",
        scale={"domain": [-0.7, _TOP + 0.9], "nice": False},
        axis={"values": list(range(int(_TOP) + 1)), "grid": False},
    )
    base = alt.Chart(alt.NamedData("points"))
    cuts, lift = alt.Chart(alt.NamedData("cuts")), alt.Chart(alt.NamedData("lift"))
    start = (
        alt.Chart(alt.NamedData("baseline_points"))
        .mark_point(size=150, filled=False, color=charts.GREY, strokeWidth=1, strokeDash=[2, 2])
        .encode(x, y)
    )
    layers = alt.layer(
        cuts.mark_rule(strokeDash=[6, 3]).encode(x=x),
        cuts.mark_rule(strokeDash=[6, 3]).encode(y=y),
        *_corners(x, y),
        lift.mark_rule(color=charts.GREEN, strokeWidth=2, clip=True).encode(x, y, y2="credited:Q"),
        lift.mark_point(
            shape="triangle-up", size=160, filled=True, color=charts.GREEN, clip=True
        ).encode(x, alt.Y("credited:Q")),
        start,
        _marks(base, x, y),
        *_names(base, x, y),
        guess_rules("y"),
    )
    return charts.alt_text(
        layers.properties(height=350, title="The two-by-two leaves both foundations in the corner"),
        "Eight pilots and two foundations on ease and value, cut into four quadrants. Marks tell "
        "what can start now from what waits for a foundation; both foundations lie bottom left.",
    )


def _marks(base: alt.Chart, x: alt.X, y: alt.Y) -> Any:
    legend = alt.Legend(orient="bottom")
    colours, shapes = [charts.BLUE, charts.ORANGE, charts.GREEN], ["circle", "diamond", "square"]
    return base.mark_point(size=150, filled=True, opacity=1, cursor="grab").encode(
        x,
        y,
        alt.Color(
            "kind:N", title=None, scale={"domain": list(_KINDS), "range": colours}, legend=legend
        ),
        alt.Shape(
            "kind:N", title=None, scale={"domain": list(_KINDS), "range": shapes}, legend=legend
        ),
        tooltip=["point:N", "quadrant:N", "value:Q", "ease:Q"],
    )


def _names(base: alt.Chart, x: alt.X, y: alt.Y) -> list[Any]:
    """Write names next to the marks; a phone only has room for identifiers."""
    below, right = (f"indexof({list(names)}, datum.point) >= 0" for names in (_BELOW, _RIGHT))
    words = {"expr": "width < 520 ? datum.id : datum.label"}
    # At the edges of the chart, a name is on the inner side of its mark.
    centred = {"expr": "datum.ease < 1 ? 'left' : datum.ease > 9.2 ? 'right' : 'center'"}
    look: dict[str, Any] = {"color": charts.INK, "fontSize": 11, "text": words}
    places: list[tuple[str, dict[str, Any]]] = [
        (below, {"dy": 15, "align": centred}),
        (right, {"dx": 10, "align": "left"}),
        (f"!({below}) && !({right})", {"dy": -14, "align": centred}),
    ]
    return [
        base.transform_filter(which).mark_text(**look, **where).encode(x, y)
        for which, where in places
    ]


def _corners(x: alt.X, y: alt.Y) -> list[Any]:
    """Name the quadrants in the corners of the plane."""
    corners: list[tuple[str, float, float, Any]] = [
        ("big bets", 0.1, _TOP + 0.6, "left"),
        ("quick wins", 9.9, _TOP + 0.6, "right"),
        ("leave", 0.1, -0.4, "left"),
        ("fill-ins", 9.9, -0.4, "right"),
    ]
    return [
        alt.Chart(alt.InlineData([{"ease": ease, "value": value, "corner": name}]))
        .mark_text(color=charts.GREY, fontSize=14, fontStyle="italic", align=align)
        .encode(x, y, text="corner:N")
        for name, ease, value, align in corners
    ]
