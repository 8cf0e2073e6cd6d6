"""An officer and an AI on the same cases: the pair compared with each alone."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.culture_and_skills.together import Pair, pair

_CASES = 10_000  # per year
_ERROR = 400  # EUR
_OFFICERS, _EACH = 60, 1000  # dots, and cases per dot
_ROWS = ["", "officer alone", "AI alone", "pair"]  # the empty row has the numbers of the guess
_COLOURS = {"right": charts.BLUE, "wrong": charts.ORANGE}
_APART = {  # outcomes of disagreements
    "AI right, followed": "right",
    "AI right, not followed": "wrong",
    "officer right, kept": "right",
    "officer right, gave way": "wrong",
}
_LOW, _HIGH = 50, 100
_MARGIN = 0.05  # difference in percentage points that a title calls equal


@focusable
def together(focus: Focus) -> Explorable:
    """Choose two skills, shared errors, inclination and sense; see what the pair gets right."""
    return Explorable(
        "culture_and_skills.together",
        title="When do the two together beat the better one?",
        controls=(
            Slider("person", "The officer alone is right in", 55, 95, 5, 80, "%"),
            Slider("ai", "The AI alone is right in", 55, 95, 5, 85, "%"),
            Slider("shared", "Errors they share", 0, 100, 10, 30, "%"),
            Slider("follow", "Inclination to follow the AI", 10, 90, 10, 40, "%"),
            Slider("sense", "Sense of when the AI is right", 30, 90, 5, 55, "%"),
        ),
        presets={
            "Meridian": {},
            "A coin": {"sense": 50},
            "Strong AI": {"person": 75, "ai": 95, "follow": 30},
            "Expert": {"person": 90, "ai": 80, "follow": 30, "sense": 75},
        },
        guess=GuessNumber(
            "An officer alone is right in 80% of cases, the AI in 85%. The officer sees its "
            "answer, is a little less than half inclined to follow where they disagree, and can "
            "hardly tell when it is right. In how many cases is the pair right?",
            Slider("right", "The pair is right in", _LOW, _HIGH, 0.5, 75, "%"),
            truth=lambda scene: scene.facts["pair"],
            explanation="Where the two agree, nothing changes. Where they disagree, the officer "
            "follows the AI nearly as often when it is wrong as when it is right.",
        ),
        challenges=(
            Challenge(
                "A pair that beats both by at least 2 points, with a sense of at most 65%.",
                lambda values, scene: values["sense"] <= 65 and scene.facts["lead"] >= 2,
                hint="How far apart should the two skills be? Should they err on the same cases?",
                witness={"person": 85, "ai": 85, "shared": 0, "follow": 50, "sense": 65},
            ),
            Challenge(
                "A pair at least half a point worse than either, though their skills lie at least "
                "10 points apart, with a sense of at least 35%.",
                lambda values, scene: (
                    abs(values["person"] - values["ai"]) >= 10
                    and values["sense"] >= 35
                    and scene.facts["behind"] >= 0.5
                ),
                hint="Sense can be worse than a coin. To whom should the officer lean then?",
                witness={"person": 70, "ai": 80, "shared": 10, "follow": 10, "sense": 35},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(person: float, ai: float, shared: float, follow: float, sense: float) -> Scene:
    result = pair(person / 100, ai / 100, shared / 100, follow / 100, sense / 100)
    right, better, worse = 100 * result.right, max(person, ai), min(person, ai)
    lead, apart = right - better, result.ai_followed + result.ai_ignored
    apart += result.own_kept + result.own_given_up
    followed = (result.ai_followed + result.own_given_up) / max(apart, 1e-12)
    return Scene(
        {
            "alone": _alone(person, ai, right),
            "officers": _officers(result.right),
            "apart": _apart(result),
        },
        f"The pair is right in {right:.1f}% of cases. At {_CASES:,} a year and €{_ERROR} an error "
        f"that {_money(lead)} the better of the two alone. They disagree in "
        f"{100 * apart:.0f}% of cases, and the AI is followed in {followed:.0%} of these.",
        title=_title(lead, worse - right),
        facts={  # as shown, so that a challenge goes by what the learner reads
            "pair": round(right, 1),
            "lead": round(lead, 1),
            "behind": round(worse - right, 1),
        },
    )


def _money(lead: float) -> str:
    euros = abs(round(lead / 100 * _CASES * _ERROR, -3))
    return (
        f"costs €{euros:,.0f} {'less' if lead > 0 else 'more'} than"
        if euros
        else "costs as much as"
    )


def _title(lead: float, behind: float) -> str:
    if lead > _MARGIN:
        return f"The pair beats both by {lead:.1f} points"
    if behind > _MARGIN:
        return f"The pair is worse than either, by {behind:.1f} points"
    if abs(lead) <= _MARGIN:
        return "The pair is as good as the better of the two"
    return f"The pair is {-lead:.1f} points below the better of the two"


def _alone(person: float, ai: float, right: float) -> pd.DataFrame:
    values = [person, ai, right]
    words = [f"{value:.1f}%" for value in values]
    at = [_LOW + 1 if value > 70 else _HIGH - 12 for value in values]  # where no dot is
    return pd.DataFrame({"who": _ROWS[1:], "right": values, "words": words, "at": at})


def _officers(right: float) -> pd.DataFrame:
    """Return each officer's right cases, of a thousand."""
    counts = np.random.default_rng(0).binomial(_EACH, right, _OFFICERS)
    return pd.DataFrame({"who": "pair", "right": np.unique(counts) * 100 / _EACH})


def _apart(result: Pair) -> pd.DataFrame:
    shares = np.array([result.ai_followed, result.ai_ignored, result.own_kept, result.own_given_up])
    frame = pd.DataFrame(_APART.items(), columns=["case", "outcome"])
    return frame.assign(share=(100 * shares).round(2))


def _chart() -> alt.ChartType:
    chart = alt.hconcat(_skills(), _disagreements(), title="Agreement changes nothing", spacing=30)
    return charts.alt_text(
        chart,
        "First: the share of cases that are right for the officer alone, the AI alone and the "
        "pair, with a light tick for each of 60 officers. Second: the cases in which the two "
        "disagree, by who is right and whom the officer follows.",
    )


def _skills() -> alt.ChartType:
    place = (
        charts.axis(
            alt.X, "right:Q", "Right (% of cases)", _LOW, _HIGH, values=[50, 60, 70, 80, 90, 100]
        ),
        alt.Y(
            "who:N",
            title="Who decides",
            scale=alt.Scale(domain=_ROWS),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    officers = alt.Chart(alt.NamedData("officers")).mark_tick(color=charts.SKY, size=16)
    alone = alt.Chart(alt.NamedData("alone"))
    dots = alone.mark_point(size=80, opacity=1, color=charts.BLUE)
    words = alone.mark_text(align="left", fontSize=12, fontWeight=600, color=charts.BLUE)
    return alt.layer(
        officers.encode(*place),
        charts.start_tick("alone").encode(*place),
        dots.encode(*place),
        words.encode(alt.X("at:Q"), place[1], alt.Text("words:N")),
        guess_rules(),
    ).properties(height=165, title="Light: 60 officers, 1,000 cases each (bold: the start)")


def _disagreements() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "share:Q", "Of all cases (%)", 0, 45),
        alt.Y(
            "case:N",
            title="They disagree",
            scale=alt.Scale(domain=list(_APART)),
            axis=alt.Axis(ticks=False, domain=False, labelLimit=200),
        ),
    )
    colour = alt.Color("outcome:N", scale=charts.colours(_COLOURS), legend=None)
    bars = alt.Chart(alt.NamedData("apart")).mark_bar(height=18)
    return alt.layer(
        bars.encode(*place, colour), charts.start_tick("apart").encode(*place)
    ).properties(height=125, title="Blue: pair right (bold: the start)")
