"""One company, the same requests, three structures: a centre, a federation and a hybrid."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.platforms.operating_model import MODELS, WORLDS, Served, serve_requests

_TYPICAL = 21  # a draw close to the average draw
_COLOURS = [charts.BLUE, charts.ORANGE, charts.GREEN]
_MEASURES = {  # title, axis, end of the axis, step of its labels
    "weeks": ("How soon", "Weeks to the answer", 40, 10),
    "wasted": ("Work done twice, or longer", "In two years (€ thousand)", 1_500, 750),
    "incidents": ("Incidents", "In two years (count)", 20, 5),
}


@focusable
def operating_model(focus: Focus) -> Explorable:
    """Describe a company in five numbers; see how each structure handles its requests."""
    return Explorable(
        "platforms.operating_model",
        title="One centre, a team in each unit, or both?",
        controls=(
            Slider("units", "Business units", 3, 15, 1, 8, "units"),
            Slider("alike", "Requests that units share", 0, 100, 10, 50, "%"),
            Slider("load", "Specialists' time asked for", 50, 90, 10, 70, "%"),
            Slider("rules", "Regulation", 0, 100, 10, 50, "%"),
            Slider("clear", "Requests with a clear owner", 0, 100, 10, 90, "%"),
        ),
        presets={
            "Eight units": {},
            "Bank": {"alike": 80, "rules": 90},
            "Hospitals": {"units": 12, "alike": 40, "load": 90, "rules": 90},
        },
        guess=GuessChoice(
            "Eight units, one specialist for each. Half of the requests are shared by all; nine in "
            "ten have a clear owner. Which structure answers fastest, and which wastes least?",
            (
                "The centre answers fastest and wastes least",
                "The centre answers fastest, the hybrid wastes least",
                "The federation answers fastest, the hybrid wastes least",
                "The hybrid answers fastest and wastes least",
            ),
            1,
            "In one queue nobody idles while others wait. But the centre works longer on what only "
            "one unit has, and has to do some of it again.",
        ),
        challenges=(
            Challenge(
                "Describe a company in which the federation beats the centre on all three: a week "
                "sooner at least, less waste, fewer incidents.",
                lambda _values, scene: (
                    scene.facts["federation_wins"] == 1 and scene.facts["centre_lead"] <= -1
                ),
                hint="What makes the distance of a centre dear, and what makes standards matter "
                "little?",
                witness={"alike": 10, "rules": 10},
            ),
            Challenge(
                "Make the hybrid the worst on all three, though at least 40% of the requests have "
                "a clear owner.",
                lambda values, scene: values["clear"] >= 40 and scene.facts["hybrid_worst"] == 1,
                hint="Unclear requests carry the incidents of both others. Let these two be about "
                "equal.",
                witness={"clear": 40, "alike": 40, "rules": 20},
            ),
            Challenge(
                "At least half of the requests are shared. Let the federation still answer three "
                "weeks sooner than the centre.",
                lambda values, scene: values["alike"] >= 50 and scene.facts["centre_lead"] <= -3,
                hint="A large centre has somebody free while others are busy. When has it nobody?",
                witness={"units": 3, "load": 90},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(units: float, alike: float, load: float, rules: float, clear: float) -> Scene:
    served = serve_requests(int(units), alike, load, rules, clear, seed=_TYPICAL)
    middle = {name: np.median(getattr(served, name), axis=1) for name in _MEASURES}
    rows = np.array(list(middle.values()))
    weeks, wasted, _ = rows
    fastest, thrifty = MODELS[weeks.argmin()], MODELS[wasted.argmin()]
    return Scene(
        {"worlds": _worlds(served), "middle": _middle(served, middle)},
        " ".join(
            f"{name.capitalize()}: {week:.1f} weeks, {_money(waste)} wasted, {harm:.1f} incidents."
            for name, week, waste, harm in zip(MODELS, *rows, strict=True)
        ),
        title=f"{fastest.capitalize()} is fastest"
        + (f", {thrifty} wastes least" if thrifty != fastest else " and wastes least"),
        facts={
            "federation_wins": float((rows[:, 1] < rows[:, 0]).all()),
            "hybrid_worst": float((rows[:, 2] > rows[:, :2].max(axis=1)).all()),
            "centre_lead": float(weeks[1] - weeks[0]),
            "fastest": float(weeks.argmin()),
            "least_wasted": float(wasted.argmin()),
        },
    )


def _money(thousand: float) -> str:
    return f"€{thousand:,.0f},000" if round(thousand) else "€0"


def _worlds(served: Served) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "model": np.repeat(MODELS, WORLDS),
            "weeks": served.weeks.ravel().round(1),
            "wasted": served.wasted.ravel().round(-1),
            "incidents": served.incidents.ravel().round(1),
        }
    )


def _middle(served: Served, middle: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return the median worlds, their words, and free positions next to the ticks."""
    ends = {name: end for name, (_, _, end, _) in _MEASURES.items()}
    low, high = (
        {name: edge(getattr(served, name), axis=1) for name in ends} for edge in (np.min, np.max)
    )
    places = {
        f"{name}_at": np.where(high[name] < 0.75 * end, high[name], np.minimum(low[name], end))
        for name, end in ends.items()
    }
    words = {
        "weeks_words": [f"{value:.1f}" for value in middle["weeks"]],
        "wasted_words": [_money(value) for value in middle["wasted"]],
        "incidents_words": [f"{value:.1f}" for value in middle["incidents"]],
    }
    rounded = {name: values.round(2) for name, values in {**middle, **places}.items()}
    return pd.DataFrame({"model": MODELS, **rounded, **words})


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        *(_panel(name) for name in _MEASURES),
        title="Each structure has its own price",
        spacing=20,
    )
    return charts.alt_text(
        chart,
        "Three panels with a row for centre, federation and hybrid: weeks to an answer, wasted "
        "money and incidents. A tick for each of 25 worlds, a dot for the middle one, a black tick "
        "for the start.",
    )


def _panel(measure: str) -> alt.ChartType:
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
            scale=alt.Scale(domain=list(MODELS)),
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
    return alt.layer(
        worlds,
        charts.start_tick("middle").encode(*place),
        middle.mark_point(size=80, opacity=1),
        words.encode(alt.X(f"{measure}_at:Q"), alt.Text(f"{measure}_words:N")),
    ).properties(height=96, width=210, title=title)
