"""A thousand experiments on one change: what they find, and what they claim."""

from __future__ import annotations

from functools import partial

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.measuring_success.experiment import (
    DAYS_A_WEEK,
    LOOKS,
    Experiment,
    run_tests,
)

_ONCE, _WEEKLY, _DAILY = LOOKS
_COLOURS = {"a gain": charts.BLUE, "a loss": charts.ORANGE, "nothing": "#A0A0A0"}
_SHOWN = 100
_FEWEST_USERS = 50  # thousand a day, for 1% in four weeks; 40 have a power of 76%
_WEEKS, _LONGEST = 4, 8
_SALES = 20_000_000
_LOW, _HIGH = -6, 12


@focusable
def experiment(focus: Focus) -> Explorable:
    """Choose effect, users, duration and looks; see what tests find and claim."""
    longest = _LONGEST if focus.shows("weeks") else focus.at.get("weeks", _WEEKS)
    return Explorable(
        "measuring_success.experiment",
        title="What is luck, and what is the change?",
        controls=(
            Slider("effect", "Lasting effect", 0, 5, 0.5, 0, "%"),
            Slider("users", "Users a day, in thousands", 10, 100, 10, 10),
            Slider("weeks", "Longest duration", 1, _LONGEST, 1, _WEEKS, ("week", "weeks")),
            Choice("looks", "Somebody looks, and stops at a clear result", LOOKS, _DAILY),
            Slider("novelty", "Novelty at launch, halving every week", 0, 6, 1, 0, "%"),
        ),
        presets={
            "A change that does nothing": {},
            "A good change": {"effect": 2},
            "A shiny change": {"novelty": 4, "looks": _ONCE},
        },
        guess=GuessNumber(
            "A change does nothing. It is tested 1,000 times, with 10,000 users a day for at most "
            "four weeks. Somebody looks every day, and stops at the first clear result. Some "
            "tests end with a gain. By how much do these winners say, on average, that orders "
            "rise?",
            Slider("claimed", "Claimed by winners", _LOW, _HIGH, 0.1, 1, "%"),
            truth=lambda scene: scene.facts["claimed"],
            explanation="A test that stops at its luckiest day reports that luck. On an early day "
            "few users have come, so luck is large.",
        ),
        challenges=(
            Challenge(
                "The change truly adds 1%, without novelty. Look once, after four weeks at most. "
                "Find the fewest users a day with which at least 80% of tests end with a gain.",
                lambda values, scene: (
                    values["effect"] == 1
                    and values["looks"] == _ONCE
                    and values["novelty"] == 0
                    and values["users"] <= _FEWEST_USERS
                    and values["weeks"] <= _WEEKS
                    and scene.facts["won"] >= 80
                ),
                hint="Each half of the users needs about 640,000. How many a day is that?",
                witness={"effect": 1, "looks": _ONCE, "users": _FEWEST_USERS},
            ),
            Challenge(
                "A change adds nothing in the long run, and somebody looks once, after eight "
                "weeks. Let at least half of the tests end with a gain all the same.",
                lambda values, scene: (
                    values["effect"] == 0
                    and values["looks"] == _ONCE
                    and values["weeks"] == _LONGEST
                    and scene.facts["won"] >= 50
                ),
                hint="What did users do in the first week? Then let the test see it.",
                witness={"looks": _ONCE, "weeks": _LONGEST, "novelty": 5, "users": 20},
            ),
        ),
        model=_model,
        chart=partial(_chart, longest),
        focus=focus,
    )


def _model(effect: float, users: float, weeks: float, looks: str, novelty: float) -> Scene:
    tests = run_tests(effect / 100, int(1000 * users), int(weeks), looks, novelty / 100)
    wins, losses = (
        100 * tests.won.mean(),
        100 * (tests.z < 0)[tests.significant].sum() / len(tests.z),
    )
    claim = 100 * float(tests.claimed[tests.won].mean()) if tests.won.any() else 0.0
    return Scene(
        {
            "tests": _dots(tests),
            "effect": pd.DataFrame({"claimed": [effect], "words": [f"true: {effect:g}%"]}),
        },
        f"Of 1,000 tests {wins:.1f}% find a gain and {losses:.1f}% a loss. Winners claim "
        f"{claim:.2f}% on average, or {_money(claim)} a year on sales of €20 million. In the "
        f"long run the change adds {_money(effect)}.",
        title=f"{wins:.0f}% of tests win, and claim {claim:.1f}%; what lasts is {effect:g}%",
        facts={"won": wins, "claimed": claim},
    )


def _dots(tests: Experiment) -> pd.DataFrame:
    """Return the first hundred tests, with those of one day slightly offset."""
    reads = np.where(tests.won, "a gain", np.where(tests.significant, "a loss", "nothing"))
    offset = (np.arange(_SHOWN) * 7 % 20 - 9.5) / 10
    return pd.DataFrame(
        {
            "claimed": (100 * tests.claimed[:_SHOWN]).round(1),
            "day": (tests.day[:_SHOWN] + offset).round(1),
            "reads": reads[:_SHOWN],
        }
    )


def _money(percent: float) -> str:
    return f"€{round(percent / 100 * _SALES, -4):,.0f}"


def _chart(longest: int) -> alt.ChartType:
    last = longest * DAYS_A_WEEK
    across = charts.axis(
        alt.X, "claimed:Q", "Change of orders that a test reports (%)", _LOW, _HIGH, every=2
    )
    place = (
        across,
        alt.Y(
            "day:Q",
            title="Day on which it was stopped",
            scale=alt.Scale(domain=[last + 10, -4], nice=False),
            axis=alt.Axis(values=[*range(0, last + 1, 2 * DAYS_A_WEEK)], grid=False),
        ),
    )
    colour = alt.Color(
        "reads:N",
        title="The test finds",
        scale=charts.colours(_COLOURS),
        legend=alt.Legend(orient="top"),
    )
    dots = (
        alt.Chart(alt.NamedData("tests"))
        .mark_point(size=24, opacity=0.8, clip=True)
        .encode(*place, colour)
    )
    start = (
        alt.Chart(alt.NamedData("baseline_tests"))
        .mark_point(size=14, filled=False, opacity=0.25, color=charts.GREY, clip=True)
        .encode(*place)
    )
    truth = alt.Chart(alt.NamedData("effect")).encode(across)
    rule = truth.mark_rule(color=charts.GREEN, strokeWidth=2)
    words = truth.mark_text(
        color=charts.GREEN, fontWeight=600, fontSize=12, align="right", dx=-5
    ).encode(alt.Y(datum=last + 7), alt.Text("words:N"))
    chart = alt.layer(start, dots, rule, words, guess_rules()).properties(
        height=280, title="A hundred tests of one change (faint circles: the start)"
    )
    return charts.alt_text(
        chart,
        "A dot for each of 100 tests: the change that it reports across, the day on which it was "
        "stopped downwards, coloured by what it finds. A line marks the lasting effect.",
    )
