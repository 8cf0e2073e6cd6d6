"""The two-by-two: points to move, and the foundations that it leaves in the corner."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from course import charts
from course.explore.controls import Points, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.prioritization.matrix import foundation_credit, quadrants

# Where Meridian's steering group put them: ease from feasibility and data readiness, value over
# three years. A foundation brings nothing by itself.
_PLACES: dict[str, tuple[float, float]] = {
    "Shelf replenishment": (5, 4.5),
    "Promotion uplift": (6, 2.0),
    "Early default warning": (7.5, 1.9),
    "Limit increase": (8, 1.5),
    "Fresh markdown": (9, 1.3),
    "Chat assistant": (6.5, 1.4),
    "Staff rota": (7, 1.1),
    "Spare-part stock": (9, 0.8),
    "Product master": (3, 0.0),
    "Decision log": (4.5, 0.0),
}
_NEEDS = {
    "Shelf replenishment": ["Product master"],
    "Promotion uplift": ["Product master"],
    "Early default warning": ["Decision log"],
    "Limit increase": ["Decision log"],
}
_FOUNDATIONS = ("Product master", "Decision log")
_KINDS = ("can start now", "waits for a foundation", "foundation")
_TOP = 7.0
# Its name stands below the mark, because above it is another's.
_BELOW = ("Staff rota",)


def matrix() -> Explorable:
    """Move pilots and foundations on value and ease, and see who is allowed to start."""
    return Explorable(
        "prioritization.matrix",
        title="Value against ease: what does the two-by-two choose?",
        controls=(
            Points(
                "places",
                "Point to move (or drag it in the chart)",
                x=Slider("x", "Its ease", 0, 10, 0.5, 5, "(10 is easy)"),
                y=Slider("y", "Its value", 0, _TOP, 0.1, 1, "million €"),
                value=_PLACES,
            ),
            Slider("value_cut", "Valuable from", 0.5, 4, 0.1, 1.2, "million €"),
            Slider("ease_cut", "Easy from", 2, 9, 0.5, 6, "(10 is easy)"),
            Toggle("credit", "Credit a foundation with what needs it"),
        ),
        presets={
            "The steering group": {},
            "Foundations get their credit": {"credit": True},
            "The sponsor is generous": {"places": {**_PLACES, "Chat assistant": (8.5, 3.2)}},
        },
        guess=GuessChoice(
            "Both foundations lie in the corner to leave. Credit each with the value of the pilots "
            "that need it. Where do they land?",
            ("They stay in the corner", "Among the fill-ins", "Among the big bets"),
            2,
            "The product master carries pilots worth €6.5 million, more than any pilot on the "
            "chart. The rule never sees it, because it judges each point by itself.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(
    places: dict[str, list[float]], value_cut: float, ease_cut: float, *, credit: bool
) -> Scene:
    points = pd.DataFrame.from_dict(places, orient="index", columns=["ease", "value"])
    points = points.loc[list(_PLACES)].rename_axis("point")
    points["credited"] = points["value"]
    if credit:
        points["credited"] += foundation_credit(points["value"], _NEEDS)
    seen = points.assign(value=points["credited"])
    points["quadrant"] = quadrants(seen, value_cut, ease_cut)
    waits = points.index.isin(_NEEDS)
    points["kind"] = [
        _KINDS[2] if name in _FOUNDATIONS else _KINDS[int(wait)]
        for name, wait in zip(points.index, waits, strict=True)
    ]
    cuts = pd.DataFrame({"ease": [ease_cut], "value": [value_cut]})
    lift = points.loc[points["credited"] > points["value"], ["ease", "value", "credited"]]
    return Scene(
        {
            "points": points.drop(columns="credited").reset_index(),
            "cuts": cuts,
            "lift": lift.reset_index(),
        },
        _summary(points, credit=credit),
    )


def _summary(points: pd.DataFrame, *, credit: bool) -> str:
    quick = points.loc[(points["quadrant"] == "quick win") & (points["kind"] != _KINDS[2])]
    waiting = quick.loc[quick["kind"] == _KINDS[1]]
    places = [f"{name}: {points.loc[name, 'quadrant']}" for name in _FOUNDATIONS]
    counted = "with what needs it" if credit else "by itself"
    wins = f"{len(quick)} quick {'win' if len(quick) == 1 else 'wins'}"
    return (
        f"{wins} worth €{quick['value'].sum():.1f} million; {len(waiting)} of them, worth "
        f"€{waiting['value'].sum():.1f} million, cannot start before a foundation is built. "
        f"A foundation, counted {counted}, is placed as {'; '.join(places)}."
    )


def _chart() -> alt.ChartType:
    x = alt.X(
        "ease:Q",
        title="Ease (score; 0 hard, 10 easy)",
        scale={"domain": [0, 10], "nice": False},
        axis={"tickCount": 10},
    )
    y = alt.Y(
        "value:Q",
        title="Value over three years (million €)",
        scale={"domain": [0, _TOP], "nice": False},
    )
    kind = {"domain": list(_KINDS), "range": [charts.BLUE, charts.ORANGE, charts.GREEN]}
    legend = alt.Legend(orient="bottom")
    base = alt.Chart(alt.NamedData("points"))
    marks = base.mark_point(size=150, filled=True, opacity=1, cursor="grab").encode(
        x,
        y,
        alt.Color("kind:N", title=None, scale=kind, legend=legend),
        alt.Shape(
            "kind:N",
            title=None,
            scale={"domain": list(_KINDS), "range": ["circle", "diamond", "square"]},
            legend=legend,
        ),
        tooltip=["point:N", "quadrant:N", "value:Q", "ease:Q"],
    )
    start = (
        alt.Chart(alt.NamedData("baseline_points"))
        .mark_point(size=150, filled=False, color=charts.GREY, strokeWidth=1, strokeDash=[2, 2])
        .encode(x, y)
    )
    below = f"indexof({list(_BELOW)}, datum.point) >= 0"
    names = [
        base.transform_filter(which)
        .mark_text(dy=dy, color=charts.INK, fontSize=11)
        .encode(x, y, text="point:N")
        for which, dy in ((below, 15), (f"!({below})", -13))
    ]
    cuts = alt.Chart(alt.NamedData("cuts"))
    lift = alt.Chart(alt.NamedData("lift"))
    layers = alt.layer(
        cuts.mark_rule(strokeDash=[6, 3]).encode(x=x),
        cuts.mark_rule(strokeDash=[6, 3]).encode(y=y),
        *_corners(),
        lift.mark_rule(color=charts.GREEN, strokeWidth=2, clip=True).encode(x, y, y2="credited:Q"),
        lift.mark_point(
            shape="triangle-up", size=160, filled=True, color=charts.GREEN, clip=True
        ).encode(x, alt.Y("credited:Q")),
        start,
        marks,
        *names,
    )
    return charts.alt_text(
        layers.properties(
            width=620,
            height=380,
            title="The two-by-two never picks a foundation (dashed: where you started)",
        ),
        "Eight pilots and two foundations on ease and value, cut into four quadrants. Marks tell "
        "what can start now from what waits for a foundation; both foundations lie bottom left.",
    )


def _corners() -> list[Any]:
    """Name the quadrants in the corners of the plane."""
    corners = [
        ("big bets", 0.7, 6.7),
        ("quick wins", 9.2, 6.7),
        ("leave", 0.5, 0.3),
        ("fill-ins", 9.4, 0.3),
    ]
    return [
        alt.Chart(alt.InlineData([{"ease": ease, "value": value, "corner": name}]))
        .mark_text(color=charts.GREY, fontSize=14, fontStyle="italic")
        .encode(x="ease:Q", y="value:Q", text="corner:N")
        for name, ease, value in corners
    ]
