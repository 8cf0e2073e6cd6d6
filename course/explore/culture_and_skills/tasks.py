"""Four tasks of a loan officer, and the use of the freed time."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.board import boards
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.culture_and_skills.tasks import (
    OFFICERS,
    TASKS,
    USES,
    VENDOR,
    WAYS,
    Job,
    run_plan,
)

_DOCUMENTS, _TALKS, _DECISIONS, _LETTERS = TASKS
_CONTROLS = dict(zip(("documents", "talks", "decisions", "letters"), TASKS, strict=True))
_LABELS = {
    _DOCUMENTS: "Documents",
    _TALKS: "Talks with customers",
    _DECISIONS: "Decisions (critical)",
    _LETTERS: "Refusal letters (critical)",
}
_LEAVE, _ASSIST, _AUTOMATE = WAYS
_NOBODY, _BY_BRANCH, _POOLED, _MORE_TALKS = USES
_PARTS = {"liked": charts.BLUE, "not liked": charts.YELLOW}
_LOW, _HIGH = -4, 9
_ALL = dict.fromkeys(_CONTROLS, _AUTOMATE)


@focusable
def tasks(focus: Focus) -> Explorable:
    """Leave, assist or automate each task, and choose a use for the freed time."""
    return Explorable(
        "culture_and_skills.tasks",
        title="A fifth of the hours is saved. What does that bring, and what job is left?",
        controls=(
            *(Choice(name, _LABELS[task], WAYS, VENDOR[task]) for name, task in _CONTROLS.items()),
            Choice("use", "The freed time", USES, _BY_BRANCH),
        ),
        presets={
            "The vendor's plan": {},
            "Today": {**dict.fromkeys(_CONTROLS, _LEAVE), "use": _NOBODY},
            "All automated": {**_ALL, "use": _POOLED},
        },
        guess=GuessNumber(
            "160 officers work 40 hours in each of 44 weeks, in 40 branches of four. The vendor's "
            "tool assists with documents and takes the decisions. It costs €1,500 an officer a "
            "year and saves a fifth of all hours, at €42 each. Wrong decisions cost €0.8 million "
            "a year today, and the tool's 1.8 times as much. Each branch cuts its own posts. What "
            "does the plan bring in a year?",
            Slider("money", "Brought in a year", _LOW, _HIGH, 0.1, 2, "€ million"),
            truth=lambda scene: scene.facts["money"],
            explanation="A fifth of four officers is 0.8 of a post, so no branch can cut one. The "
            "tool costs €0.24 million, and its wrong decisions cost €0.64 million more.",
        ),
        challenges=(
            Challenge(
                "A better job: save at least 20% of the hours, automate neither decisions nor "
                "letters, bring at least €2 million a year, and leave a week of which officers "
                "like at least 55%.",
                lambda values, scene: (
                    scene.facts["saved"] >= 20
                    and _AUTOMATE not in (values["decisions"], values["letters"])
                    and scene.facts["money"] >= 2
                    and scene.facts["enjoyable"] >= 55
                ),
                hint="Which task would nobody miss? Then give its hours a use.",
                witness={"documents": _AUTOMATE, "decisions": _LEAVE, "use": _POOLED},
            ),
            Challenge(
                "A hollow job: save between 18% and 25% of the hours, and leave a week of which "
                "officers like at most 38%.",
                lambda _values, scene: (
                    18 <= scene.facts["saved"] <= 25 and scene.facts["enjoyable"] <= 38
                ),
                hint="Take away what they like, and leave the paper.",
                witness={"documents": _LEAVE, "talks": _AUTOMATE, "decisions": _ASSIST},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(use: str, **ways: str) -> Scene:
    job = run_plan({_CONTROLS[name]: way for name, way in ways.items()}, use)
    saved, enjoyable = 100 * job.saved, 100 * job.enjoyable
    return Scene(
        {"week": _week(job), "worlds": _worlds(job)},
        f"{saved:.1f}% of the hours are saved, and {job.posts:.0f} of {OFFICERS} posts go. That "
        f"brings {_money(job.money)} a year. Of the week that remains, officers like "
        f"{enjoyable:.0f}% (today 48%).",
        title=f"{saved:.1f}% saved: {_money(job.money)} a year, and {enjoyable:.0f}% of the "
        "rest is liked",
        facts={  # as shown, so that a challenge goes by what the learner reads
            "saved": round(saved, 1),
            "money": round(job.money, 2),
            "enjoyable": round(enjoyable),
        },
    )


def _week(job: Job) -> pd.DataFrame:
    rows = [
        (task, part, hours)
        for task, liked, other in zip(TASKS, job.liked, job.hours - job.liked, strict=True)
        for part, hours in zip(_PARTS, (liked, other), strict=True)
    ]
    return pd.DataFrame(rows, columns=["task", "part", "hours"])


def _worlds(job: Job) -> pd.DataFrame:
    return pd.DataFrame(
        {"money": job.money_in.round(2), "enjoyable": (100 * job.enjoyable_in).round(1)}
    )


def _money(millions: float) -> str:
    return f"{boards.MINUS if millions <= -0.005 else ''}€{abs(millions):.2f} million"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _hours(), _dots(), title="The same hours saved can leave different jobs", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: the hours a week that remain of each of four tasks, split into hours that officers "
        "like and do not like. Second: a dot for each of 100 worlds, what the plan "
        "brings across and the share of the remaining week that officers like upwards.",
    )


def _hours() -> alt.ChartType:
    place = (
        alt.X(
            "hours:Q",
            title="Left (hours a week)",
            scale=alt.Scale(domain=[0, 18], nice=False),
            axis=alt.Axis(values=[0, 5, 10, 15]),
            stack="zero",
        ),
        alt.Y(
            "task:N",
            title="Task",
            scale=alt.Scale(domain=list(TASKS)),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    colour = alt.Color("part:N", scale=charts.colours(_PARTS), legend=None)
    bars = alt.Chart(alt.NamedData("week")).mark_bar(height=22)
    start = (
        alt.Chart(alt.NamedData("baseline_week"))
        .mark_tick(color=charts.INK, thickness=2, size=30)
        .encode(alt.X("sum(hours):Q"), place[1])
    )
    return alt.layer(bars.encode(*place, colour), start).properties(
        height=160, title="A week (blue: liked; black: the start)"
    )


def _dots() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "money:Q", "Brought in a year (€ million)", _LOW, _HIGH),
        charts.axis(alt.Y, "enjoyable:Q", "Liked (% of what is left)", 10, 90, every=20),
    )
    start = alt.Chart(alt.NamedData("baseline_worlds")).mark_point(
        filled=False, color=charts.GREY, size=16, opacity=0.5, clip=True
    )
    dots = alt.Chart(alt.NamedData("worlds")).mark_point(
        color=charts.ORANGE, size=22, opacity=0.8, clip=True
    )
    return alt.layer(start.encode(*place), dots.encode(*place), guess_rules()).properties(
        height=190, title="100 worlds (grey: the start)"
    )
