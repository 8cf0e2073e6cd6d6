"""A thousand experiments on one change: what they find, and what they claim."""

from __future__ import annotations

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
_FEWEST_WEEKS = 5  # for 1% with 40,000 users a day; four have a power of 76%
_SALES = 20_000_000
_LOW, _HIGH = -6, 12


@focusable
def experiment(focus: Focus) -> Explorable:
    """Choose effect, users, duration and looks; see what tests find and claim."""
    return Explorable(
        "measuring_success.experiment",
        title="What does it take to see 1%?",
        controls=(
            Slider("effect", "Lasting effect", 0, 5, 0.5, 1, "%"),
            Slider("users", "Users a day, in thousands", 10, 100, 10, 10),
            Slider("weeks", "Longest duration", 1, 8, 1, 2, ("week", "weeks")),
            Choice("looks", "Somebody looks, and stops at |z| > 1.96", LOOKS, _ONCE),
            Slider("novelty", "Novelty at launch, halving every week", 0, 6, 1, 0, "%"),
        ),
        presets={
            "Meridian": {},
            "Larger effect": {"effect": 2},
            "Shiny": {"novelty": 4},
        },
        guess=GuessNumber(
            "The change truly adds 1% to orders. Of 1,000 tests with 10,000 users a day for two "
            "weeks, some end with a significant gain. By how much do these winners say, on "
            "average, that orders rise?",
            Slider("claimed", "Claimed by winners", _LOW, _HIGH, 0.1, 1, "%"),
            truth=lambda scene: scene.facts["claimed"],
            explanation="Here a gain is significant only if it looks larger than 2.1%. So a test "
            "of a true 1% wins only with luck, and its claim includes the luck.",
        ),
        challenges=(
            Challenge(
                "See 1% with a power of 80%, one look, no novelty and at most 40,000 users a day: "
                "at least 80% of tests end with a gain. Find the fewest weeks that do it.",
                lambda values, scene: (
                    values["effect"] == 1
                    and values["looks"] == _ONCE
                    and values["novelty"] == 0
                    and values["users"] <= 40
                    and values["weeks"] <= _FEWEST_WEEKS
                    and scene.facts["won"] >= 80
                ),
                hint="Each arm needs about 640,000 users. How many days is that?",
                witness={"users": 40, "weeks": 5},
            ),
            Challenge(
                "Without any effect or novelty, make at least 30% of tests significant.",
                lambda values, scene: (
                    values["effect"] == 0
                    and values["novelty"] == 0
                    and scene.facts["significant"] >= 30
                ),
                hint="More users do not do it. What else gives luck a chance?",
                witness={"effect": 0, "weeks": 8, "looks": _DAILY},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(effect: float, users: float, weeks: float, looks: str, novelty: float) -> Scene:
    tests = run_tests(effect / 100, int(1000 * users), int(weeks), looks, novelty / 100)
    won, lost = 100 * tests.won.mean(), 100 * (tests.z < 0)[tests.significant].sum() / len(tests.z)
    claimed = 100 * float(tests.claimed[tests.won].mean()) if tests.won.any() else 0.0
    return Scene(
        {
            "tests": _dots(tests),
            "effect": pd.DataFrame({"claimed": [effect], "words": [f"true: {effect:g}%"]}),
        },
        f"Of 1,000 tests {won:.1f}% find a gain and {lost:.1f}% a loss. Winners claim "
        f"{claimed:.2f}% on average, or {_money(claimed)} a year on sales of €20 million. In the "
        f"long run the change adds {_money(effect)}.",
        title=f"{won:.0f}% of tests win, and claim {claimed:.1f}%; what lasts is {effect:g}%",
        facts={"won": won, "significant": won + lost, "claimed": claimed},
    )


def _dots(tests: Experiment) -> pd.DataFrame:
    """Return the first hundred tests, with those of one day slightly offset."""
    reads = np.where(tests.won, "a gain", np.where(tests.significant, "a loss", "nothing"))
    spread = (np.arange(_SHOWN) * 7 % 20 - 9.5) / 10
    return pd.DataFrame(
        {
            "claimed": (100 * tests.claimed[:_SHOWN]).round(1),
            "day": (tests.day[:_SHOWN] + spread).round(1),
            "reads": reads[:_SHOWN],
        }
    )


def _money(percent: float) -> str:
    return f"€{round(percent / 100 * _SALES, -4):,.0f}"


def _chart() -> alt.ChartType:
    across = charts.axis(
        alt.X, "claimed:Q", "Change of orders that a test reports (%)", _LOW, _HIGH, every=2
    )
    place = (
        across,
        alt.Y(
            "day:Q",
            title="Day on which it was stopped",
            scale=alt.Scale(domain=[66, -4], nice=False),
            axis=alt.Axis(values=[day * DAYS_A_WEEK for day in range(0, 9, 2)], grid=False),
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
    ).encode(alt.Y(datum=63), alt.Text("words:N"))
    chart = alt.layer(start, dots, rule, words, guess_rules()).properties(
        height=280, title="A hundred tests of one change (faint circles: the start)"
    )
    return charts.alt_text(
        chart,
        "A dot for each of 100 tests: the change that it reports across, the day on which it was "
        "stopped downwards, coloured by what it finds. A line marks the lasting effect.",
    )
