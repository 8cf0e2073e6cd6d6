"""Launches, people, a review and a limit: how many pilots come out of the queue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from course import charts, world
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_line
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.case_and_pitfalls.purgatory import (
    MONTHLY_COST,
    NO_LIMIT,
    REVIEWS,
    run_programmes,
)

if TYPE_CHECKING:
    from course.simulate.case_and_pitfalls.purgatory import Programme

_BUILDERS = world.count("builders", "people")
_PACE = world.count("launches_a_year", "pilots a year")
_PLACES = (4, 10, 20, 30, 40)
_PLACES_OF = ["live", "in progress", "waiting", "stopped"]
_TOP = 8


@focusable
def purgatory(focus: Focus) -> Explorable:
    """Launch, staff, review and limit pilots; see how many become live."""
    return Explorable(
        "case_and_pitfalls.purgatory",
        title="What brings more live pilots: launches, people, a review or a limit?",
        controls=(
            Slider("launches", "Launches a year", 4, 40, 2, _PACE, ("pilot", "pilots")),
            Slider("people", "People", 6, 30, 2, _BUILDERS, ("person", "people")),
            Choice("review", "Review that may stop a pilot", tuple(REVIEWS), "never"),
            Slider(
                "limit", "Pilots open at a time (60 = no limit)", 4, NO_LIMIT, 4, NO_LIMIT, "pilots"
            ),
            Choice("years", "Years", ("2", "5"), "2"),
        ),
        presets={
            "Meridian": {},
            "Half the launches": {"launches": 10},
        },
        guess=GuessLine(
            "Fourteen people share all open pilots, and none is ever stopped. Over two "
            "years, 20 launches a year bring about one live pilot a year. How many do other "
            "numbers of launches bring?",
            _PLACES,
            Slider("live", "Pilots that become live a year", 0, _TOP, 0.1, 1, ("pilot", "pilots")),
            truth=lambda scene: [scene.facts[f"at {launches}"] for launches in _PLACES],
            explanation="Few launches leave few candidates. Many share the people so thinly that "
            "hardly any is finished in time.",
            place="Launches a year",
        ),
        challenges=(
            Challenge(
                "At least six live on average after two years, with at most 14 people.",
                lambda values, scene: (
                    values["people"] <= 14 and values["years"] == "2" and scene.facts["live"] >= 6
                ),
                hint="One rule frees people from pilots without a future. Another keeps the freed "
                "people together.",
                witness={"review": "after 4 person-months", "limit": 8},
            ),
            Challenge(
                "Show a limit of eight pilots or more that costs at least two live pilots.",
                lambda values, scene: values["limit"] >= 8 and scene.facts["lost"] >= 2,
                hint="What happens to the places if some pilots never leave? Give it time.",
                witness={"launches": 10, "limit": 8, "years": "5"},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(launches: float, people: float, review: str, limit: float, years: str) -> Scene:
    now = int(launches)
    places = [*_PLACES, *([] if now in _PLACES else [now])]
    run = partial(run_programmes, people=people, review=review, years=int(years))
    runs = dict(zip(places, run(places, limit=int(limit)), strict=True))
    here = runs[now]
    free = here if limit >= NO_LIMIT else run([now])[0]
    live, missing = here.live.mean(), free.live.mean() - here.live.mean()
    open_now = here.in_progress.mean()
    low, high = np.quantile(here.live, [0.1, 0.9])
    return Scene(
        {
            "curve": _curve({at: runs[at] for at in sorted(_PLACES)}, int(years)),
            "here": pd.DataFrame(
                {"at": [now], "value": [live / int(years)], "words": [f"{live / int(years):.1f}"]}
            ),
            "places": _places(here),
        },
        f"{live:.1f} of {here.launched} are live after {years} years (8 in 10 worlds: {low:.0f} to "
        f"{high:.0f}): {live / int(years):.1f} a year, or {live / here.launched:.0%}. Pilots that "
        f"did not become live have taken {here.work.mean():.0f} person-months, "
        f"{_million(here.work.mean() * MONTHLY_COST)} in wages." + _price(missing, limit),
        title=f"{now} launches a year: {live:.1f} live, {open_now:.0f} in progress",
        facts={
            "live": float(live),
            "lost": float(missing),
            "open": float(open_now),
            **{f"at {at}": float(runs[at].live.mean() / int(years)) for at in _PLACES},
        },
    )


def _price(missing: float, limit: float) -> str:
    if limit >= NO_LIMIT:
        return ""
    return f" The limit {'costs' if missing > 0 else 'brings'} {abs(missing):.1f} live."


def _million(euros: float) -> str:
    return f"€{euros / 1e6:.1f} million"


def _curve(runs: dict[int, Programme], years: int) -> pd.DataFrame:
    live = np.stack([run.live for run in runs.values()]) / years
    low, high = np.quantile(live, [0.1, 0.9], axis=1)
    return pd.DataFrame(
        {"at": list(runs), "value": live.mean(axis=1).round(3), "low": low, "high": high}
    )


def _places(run: Programme) -> pd.DataFrame:
    counts = [part.mean() for part in (run.live, run.in_progress, run.waiting, run.stopped)]
    return pd.DataFrame(
        {
            "place": _PLACES_OF,
            "share": [100 * count / run.launched for count in counts],
            "words": [f"{100 * count / run.launched:.0f}%" for count in counts],
        }
    )


def _chart() -> alt.ChartType:
    chart = alt.hconcat(_lines(), _bars(), title="Where the launched pilots end up", spacing=30)
    return charts.alt_text(
        chart,
        "First: pilots that become live a year, on average, along the launches a year, with a "
        "band for eight in ten worlds and a dot for the present launches; the start is dashed. "
        "Second: the shares of launched pilots that are live, in progress, waiting or stopped.",
    )


def _lines() -> alt.ChartType:
    place = (
        charts.axis(
            alt.X, "at:Q", "Launches a year (pilots)", 0, 42, values=list(_PLACES), grid=False
        ),
        charts.axis(alt.Y, "value:Q", "Become live a year (pilots)", 0, _TOP),
    )
    curve = alt.Chart(alt.NamedData("curve"))
    band = curve.mark_area(opacity=0.2, color=charts.BLUE, clip=True)
    line = curve.mark_line(color=charts.BLUE, strokeWidth=3, clip=True)
    here = alt.Chart(alt.NamedData("here"))
    return alt.layer(
        band.encode(place[0], alt.Y("low:Q"), alt.Y2("high:Q")),
        charts.start_line("curve").encode(*place),
        line.encode(*place),
        here.mark_point(color=charts.ORANGE, size=130, opacity=1, clip=True).encode(*place),
        here.mark_text(color=charts.ORANGE, dy=-14, fontSize=13, fontWeight=600).encode(
            *place, alt.Text("words:N")
        ),
        guess_line(place[0]),
    ).properties(height=230, title="By launches (band: 8 in 10 worlds)")


def _bars() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "share:Q", "Of all launched (%)", 0, 130, values=[0, 25, 50, 75, 100]),
        alt.Y(
            "place:N",
            title="At the end",
            scale=alt.Scale(domain=_PLACES_OF),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    places = alt.Chart(alt.NamedData("places"))
    bars = places.mark_bar(height=20).encode(
        *place,
        alt.Color(
            "place:N",
            scale=alt.Scale(
                domain=_PLACES_OF,
                range=[charts.BLUE, charts.YELLOW, charts.GREY, charts.PINK],
            ),
            legend=None,
        ),
    )
    words = places.mark_text(align="left", dx=5, fontSize=12, color=charts.INK)
    return alt.layer(
        bars,
        charts.start_tick("places").encode(*place),
        words.encode(alt.X(datum=102), place[1], alt.Text("words:N")),
    ).properties(height=150, title="Pilots at your launches (bold: the start)")
