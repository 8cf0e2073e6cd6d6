"""One company, the same requests, three structures: a centre, a federation and a hybrid."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.platforms.operating_model import (
    MODELS,
    USUAL,
    WORLDS,
    Assumptions,
    Served,
    serve_requests,
)

_TYPICAL = 25  # a draw close to the average draw
_COLOURS = [charts.BLUE, charts.ORANGE, charts.GREEN]
_MEASURES = {  # title, axis, end of the axis, step of its labels
    "weeks": ("How soon", "Weeks to the answer", 40, 10),
    "wasted": ("Work done twice, or longer", "In two years (€ thousand)", 1_500, 750),
}
_SEATS = {"at head office": USUAL, "in the units": Assumptions(redone=0)}
_MERIDIAN = {"units": 4, "alike": 20, "load": 90}


@focusable
def operating_model(focus: Focus) -> Explorable:
    """Describe a company in five choices; see how each structure handles its requests."""
    structures = MODELS if focus.shows("clear") else MODELS[:2]
    start = "Meridian" if focus.at == _MERIDIAN else "Eight units"
    return Explorable(
        "platforms.operating_model",
        title="One centre, a team in each unit, or both?",
        controls=(
            Slider("units", "Business units", 3, 15, 1, 8, "units"),
            Slider("alike", "Requests with a problem that units share", 0, 100, 10, 50, "%"),
            Slider("load", "Specialists' time asked for", 50, 90, 10, 70, "%"),
            Choice("seat", "The centre's specialists sit", tuple(_SEATS), "at head office"),
            Slider("clear", "Requests with a clear owner", 0, 100, 10, 90, "%"),
        ),
        presets={start: {}, "Meridian": _MERIDIAN},
        # A scene about owners alone would ask about Meridian's distance again.
        guess=_guess() if focus.shows("alike") else None,
        challenges=(
            Challenge(
                "Four units ask for 90% of their specialists' time, and share at most 40% of their "
                "requests. Let the centre answer two weeks sooner than the federation even so.",
                lambda values, scene: (
                    values["units"] == 4
                    and values["load"] == 90
                    and values["alike"] <= 40
                    and scene.facts["centre_lead"] >= 2
                ),
                hint="What makes a centre slow, if its queue is quick? It needs some shared work, "
                "too.",
                witness={**_MERIDIAN, "alike": 40, "seat": "in the units"},
                needs=("alike", "seat"),
            ),
            Challenge(
                "With eight units, let the hybrid answer soonest and waste nothing.",
                lambda values, scene: values["units"] == 8 and scene.facts["hybrid_best"] == 1,
                hint="Its desks are small. When does that not matter? And who owns what?",
                witness={"load": 50, "clear": 100},
            ),
        ),
        model=lambda **values: _model(structures, values),
        chart=lambda: _chart(structures),
        focus=focus,
    )


def _guess() -> GuessChoice:
    return GuessChoice(
        "Meridian has four unlike businesses: they share one request in five. Specialists are "
        "scarce, and 90% of their time is asked for. With one specialist in each business, a "
        "request takes 18 weeks. How long does it take if all four sit in one central team?",
        ("About 12 weeks", "About 18 weeks", "About 25 weeks", "Over 30 weeks"),
        3,
        "In one queue nobody idles while others wait. But the centre works longer on what only "
        "one business has, and has to do some of it again; busy people can't absorb that.",
    )


def _model(structures: tuple[str, ...], values: dict[str, Any]) -> Scene:
    company = {name: value for name, value in values.items() if name != "seat"}
    company["units"] = int(company["units"])
    outcome = serve_requests(**company, seed=_TYPICAL, assumptions=_SEATS[values["seat"]])
    middle = {name: np.median(getattr(outcome, name), axis=1) for name in _MEASURES}
    rows = np.array(list(middle.values()))
    weeks, wastes = rows[:, : len(structures)]
    fastest, thrifty = MODELS[weeks.argmin()], MODELS[wastes.argmin()]
    return Scene(
        {
            "worlds": _worlds(outcome, structures),
            "middle": _middle(outcome, middle).iloc[: len(structures)],
        },
        " ".join(
            f"{name.capitalize()}: {week:.1f} weeks, {_money(waste)} wasted."
            for name, week, waste in zip(structures, weeks, wastes, strict=True)
        ),
        title=f"{fastest.capitalize()} is fastest"
        + (f", {thrifty} wastes least" if thrifty != fastest else " and wastes least"),
        facts={
            "hybrid_best": float(rows[0].argmin() == 2 and rows[1, 2] == 0),
            "centre_lead": float(rows[0, 1] - rows[0, 0]),
        },
    )


def _money(thousand: float) -> str:
    return f"€{thousand:,.0f},000" if round(thousand) else "€0"


def _worlds(outcome: Served, structures: tuple[str, ...]) -> pd.DataFrame:
    count = len(structures)
    return pd.DataFrame(
        {
            "model": np.repeat(structures, WORLDS),
            "weeks": outcome.weeks[:count].ravel().round(1),
            "wasted": outcome.wasted[:count].ravel().round(-1),
        }
    )


def _middle(outcome: Served, middle: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return the median worlds, their words, and free positions next to the ticks."""
    ends = {name: end for name, (_, _, end, _) in _MEASURES.items()}
    low, high = (
        {name: edge(getattr(outcome, name), axis=1) for name in ends} for edge in (np.min, np.max)
    )
    places = {
        f"{name}_at": np.where(high[name] < 0.75 * end, high[name], np.minimum(low[name], end))
        for name, end in ends.items()
    }
    words = {
        "weeks_words": [f"{value:.1f}" for value in middle["weeks"]],
        "wasted_words": [_money(value) for value in middle["wasted"]],
    }
    columns = {name: values.round(2) for name, values in {**middle, **places}.items()}
    return pd.DataFrame({"model": MODELS, **columns, **words})


def _chart(structures: tuple[str, ...]) -> alt.ChartType:
    return alt.hconcat(
        *(_panel(name, structures) for name in _MEASURES),
        title="Each structure has its own price",
        spacing=20,
    )


def _panel(measure: str, structures: tuple[str, ...]) -> alt.ChartType:
    title, axis, end, step = _MEASURES[measure]
    place = (
        alt.X(
            f"{measure}:Q",
            title=axis,
            scale=alt.Scale(domain=[0, end], nice=False, clamp=True),
            axis=alt.Axis(values=list(range(0, end + 1, step)), grid=False),
        ),
        alt.Y(
            "model:N",
            title="Structure",
            scale=alt.Scale(domain=list(structures)),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    colour = alt.Color("model:N", scale=alt.Scale(domain=list(MODELS), range=_COLOURS), legend=None)
    worlds = (
        alt.Chart(alt.NamedData("worlds"))
        .mark_tick(size=16, thickness=1.5, opacity=0.4)
        .encode(*place, colour)
    )
    middle = alt.Chart(alt.NamedData("middle")).encode(*place, colour)
    label_on_left = f"datum.{measure}_at < datum.{measure}"
    words = middle.mark_text(
        align={"expr": f"{label_on_left} ? 'right' : 'left'"},
        dx={"expr": f"{label_on_left} ? -7 : 7"},
        fontSize=12,
        fontWeight=600,
    )
    chart = alt.layer(
        worlds,
        charts.start_tick("middle").encode(*place),
        middle.mark_point(size=80, opacity=1),
        words.encode(alt.X(f"{measure}_at:Q"), alt.Text(f"{measure}_words:N")),
    ).properties(height=32 * (len(structures) + 1), width=210, title=title)
    return charts.alt_text(
        chart,
        f"{axis} for {', '.join(structures)}: a tick for each of 25 draws of luck, a dot for the "
        "middle one, a bold tick for the start.",
    )
