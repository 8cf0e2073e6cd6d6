"""Training, new posts and notice for a thousand people with fewer posts."""

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
from course.simulate.culture_and_skills.reskilling import PEOPLE, YEARS, Staff, play

_FATES = {"still here": charts.BLUE, "left": charts.YELLOW, "cut": charts.ORANGE}
_NEW_POSTS, _LEAVING, _LOWEST, _UNREST = 150, 8, 6, 2


@focusable
def reskilling(focus: Focus) -> Explorable:
    """Choose new posts, training, notice, and how many leave; see who stays."""
    return Explorable(
        "culture_and_skills.reskilling",
        title="400 of 1,000 posts will go. How many are still here after five years?",
        controls=(
            Slider("new_posts", "New posts of another kind", 0, 300, 25, _NEW_POSTS, "posts"),
            Slider("trained", "Trained, of those without a post", 0, 100, 25, 50, "%"),
            Slider("notice", "Notice before the posts go", 0, 4, 1, 1, ("year", "years")),
            Slider("leaving", "Leave by choice, each year", 2, 15, 1, _LEAVING, "%"),
            Slider("unrest", "More leave, in each year of notice", 0, 12, 1, _UNREST, "%"),
        ),
        presets={
            "Meridian": {},
            "No training": {"trained": 0},
            "Three years' notice": {"notice": 3},
        },
        guess=GuessNumber(
            "1,000 people, and 8% leave by choice in a year. After a year's notice, in which 2% "
            "more leave, 400 posts go, and 150 new ones open. Half of those without a post are "
            "trained for these, and half of the trained get there. How many of the 1,000 are "
            "still here after five years?",
            Slider("here", "Still here", 0, PEOPLE, 10, 700, "people"),
            truth=lambda scene: scene.facts["here"],
            explanation="In the year of notice 100 leave, so 300 lack a post. 77 of them take new "
            "ones, and 223 are cut. In the four years after it 191 more leave by choice.",
        ),
        challenges=(
            Challenge(
                "A promise for the lowest rate: 6% leave by choice each year. Within €11.5 "
                "million, cut at most 110 people in 95 of 100 worlds. Leave the new posts and the "
                "unrest as they are.",
                lambda values, scene: (
                    scene.facts["cut95"] <= 110
                    and scene.facts["cost"] <= 11.5
                    and (values["new_posts"], values["leaving"], values["unrest"])
                    == (_NEW_POSTS, _LOWEST, _UNREST)
                ),
                hint="What does a year of notice cost, and what does it save?",
                witness={"trained": 100, "notice": 3, "leaving": _LOWEST},
            ),
            Challenge(
                "Much training, few kept: spend at least €3.5 million on training, and have fewer "
                "than 450 still here. Leave both rates of leaving as they are.",
                lambda values, scene: (
                    scene.facts["training"] >= 3.5
                    and scene.facts["here"] < 450
                    and (values["leaving"], values["unrest"]) == (_LEAVING, _UNREST)
                ),
                hint="Training for what? And how many need it, if nobody had time to leave?",
                witness={"new_posts": 0, "trained": 100, "notice": 0},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(new_posts: float, trained: float, notice: float, leaving: float, unrest: float) -> Scene:
    staff = play(
        int(new_posts),
        trained=trained / 100,
        leaving=leaving / 100,
        notice=int(notice),
        unrest=unrest / 100,
    )
    here, leavers, cut = (years[:, -1].mean() for years in (staff.here, staff.left, staff.cut))
    likely = np.percentile(staff.cut[:, -1], 95)
    cost, training = staff.cost.mean(), staff.on_training.mean()
    return Scene(
        {"years": _years(staff), "worlds": _worlds(staff)},
        f"{here:.0f} of {PEOPLE:,} are still here, {leavers:.0f} have left and {cut:.0f} were cut "
        f"(at most {likely:.0f} in 95 of 100 worlds). {staff.placed.mean():.0f} took new posts, "
        f"{staff.hired.mean():.0f} were hired. Cost: €{cost:.1f} million, with "
        f"€{training:.1f} million for training.",
        title=f"{here:.0f} still here, {leavers:.0f} left, {cut:.0f} cut",
        facts={  # as shown, so that a challenge goes by what the learner reads
            "here": round(here),
            "cut": round(cut),
            "cut95": round(likely),
            "cost": round(cost, 1),
            "training": round(training, 1),
        },
    )


def _years(staff: Staff) -> pd.DataFrame:
    means = {
        fate: years.mean(axis=0).round()
        for fate, years in zip(_FATES, (staff.here, staff.left, staff.cut), strict=True)
    }
    rows = [
        (year, fate, place, means[fate][year])
        for year in range(YEARS + 1)
        for place, fate in enumerate(_FATES)
    ]
    return pd.DataFrame(rows, columns=["year", "fate", "place", "people"])


def _worlds(staff: Staff) -> pd.DataFrame:
    """Return a row per world, in order, so that a page's scenes compress well."""
    worlds = pd.DataFrame({"here": staff.here[:, -1], "cut": staff.cut[:, -1]})
    return worlds.drop_duplicates().sort_values(["here", "cut"])


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _bars(), _dots(), title="A thousand people in five years", spacing=30
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "First: for each year, how many of 1,000 people are still here, have left and were cut. "
        "Second: a dot for each of 100 worlds, people still here after five years across and "
        "people cut upwards.",
    )


def _bars() -> alt.ChartType:
    across = alt.X(
        "year:O",
        title="Year",
        scale=alt.Scale(domain=list(range(YEARS + 1))),
        axis=alt.Axis(labelAngle=0),
    )
    up = alt.Y(
        "people:Q",
        title="People (of 1,000)",
        scale=alt.Scale(domain=[0, PEOPLE], nice=False),
        stack="zero",
    )
    colour = alt.Color(
        "fate:N",
        title="They are",
        scale=charts.colours(_FATES),
        legend=alt.Legend(orient="top"),
    )
    bars = alt.Chart(alt.NamedData("years")).mark_bar()
    start = (
        charts.start_line("years")
        .encode(across, alt.Y("people:Q"))
        .transform_filter("datum.fate == 'still here'")
    )
    return alt.layer(bars.encode(across, up, colour, alt.Order("place:Q")), start).properties(
        height=150, title="Year by year (dashed: the start)"
    )


def _dots() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "here:Q", "Still here (people)", 0, PEOPLE, values=[0, 500, 1000]),
        charts.axis(alt.Y, "cut:Q", "Cut (people)", -20, 450, values=[0, 100, 200, 300, 400]),
    )
    start = alt.Chart(alt.NamedData("baseline_worlds")).mark_point(
        filled=False, color=charts.GREY, size=16, opacity=0.5
    )
    dots = alt.Chart(alt.NamedData("worlds")).mark_point(color=charts.BLUE, size=22, opacity=0.8)
    return alt.layer(start.encode(*place), dots.encode(*place), guess_rules()).properties(
        height=170, title="100 worlds (grey: the start)"
    )
