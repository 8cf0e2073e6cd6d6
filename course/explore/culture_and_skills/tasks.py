"""Four tasks of a loan officer, and the use of the freed time."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
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
from course.simulate.culture_and_skills.week import FREED, LIKED, OTHER, POST, Week, branch_week

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
_KINDS = {LIKED: charts.BLUE, OTHER: charts.YELLOW, FREED: charts.GREY, POST: charts.ORANGE}
_COLUMNS = 26
_LINES = (2, 3, 2, 2)  # of squares per task, talks with room for more
_POST = (8, 5)  # columns and lines of the 40 hours that make a post
_NEXT = _POST[0] + 1  # columns from one post to the next
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
                "A better job: save at least 20% of the hours, automate nothing critical, bring at "
                "least €2 million a year, and leave a week of which officers like at least 55%.",
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
        before=_before,
        focus=focus,
    )


def _model(use: str, **ways: str) -> Scene:
    job = run_plan({_CONTROLS[name]: way for name, way in ways.items()}, use)
    saving, enjoyable = 100 * job.saved, 100 * job.enjoyable
    week = branch_week(job, use)
    return Scene(
        {"hours": _hours(week), "words": _words(week, use, job.posts), "worlds": _worlds(job)},
        f"{saving:.1f}% of the hours are saved, and {job.posts:.0f} of {OFFICERS} posts go. That "
        f"brings {_money(job.money)} a year. Of the week that remains, officers like "
        f"{enjoyable:.0f}% (today 48%).",
        title=f"{saving:.1f}% saved: {_money(job.money)} a year, and {enjoyable:.0f}% of the "
        "rest is liked",
        facts={  # as shown, so that a challenge goes by what the learner reads
            "saved": round(saving, 1),
            "money": round(job.money, 2),
            "enjoyable": round(enjoyable),
        },
    )


def _hours(week: Week) -> pd.DataFrame:
    """Return each hour's place: in the lines of its task, or on the sheets of whole posts."""
    frame = pd.DataFrame({"hour": range(len(week.task)), "at": week.goes_to, "kind": week.kind})
    place = frame.groupby("at").cumcount()
    is_freed = frame["at"] < 0
    post, within = place // (_POST[0] * _POST[1]), place % (_POST[0] * _POST[1])
    column = np.where(is_freed, _NEXT * post + within % _POST[0], place % _COLUMNS)
    tops = np.array(_TOPS)
    line = np.where(is_freed, tops[-1] + within // _POST[0], tops[frame["at"]] + place // _COLUMNS)
    return frame.drop(columns="at").assign(column=column, line=line)


def _words(week: Week, use: str, posts: float) -> pd.DataFrame:
    today, now = (
        np.bincount(at[at >= 0], minlength=len(TASKS)) for at in (week.task, week.goes_to)
    )
    names = [
        f"{task}: {hours} hours" if hours == before else f"{task}: {hours} of {before} hours"
        for task, hours, before in zip(TASKS, now, today, strict=True)
    ]
    names[1] = f"talks: {now[1]} hours" if now[1] > today[1] else names[1]
    return _at_tops([*names, _said_of_freed(int((week.goes_to < 0).sum()), use, posts)])


def _said_of_freed(hours: int, use: str, posts: float) -> str:
    if not hours:
        return "freed: nothing"
    if use == _POOLED:
        return f"freed: {hours} hours; pooled, {posts:.0f} posts"
    if use == _BY_BRANCH:
        whole = hours // (_POST[0] * _POST[1])
        return f"freed: {hours} hours; {('no', 'one', 'two')[whole]} whole post{'s' * (whole > 1)}"
    return f"freed: {hours} hours {'left over' if use == _MORE_TALKS else 'without a use'}"


def _at_tops(words: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"words": words, "column": -0.4, "line": [top - 1 for top in _TOPS]})


def _worlds(job: Job) -> pd.DataFrame:
    return pd.DataFrame(
        {"money": job.money_in.round(2), "enjoyable": (100 * job.enjoyable_in).round(1)}
    )


def _money(millions: float) -> str:
    return f"{boards.MINUS if millions <= -0.005 else ''}€{abs(millions):.2f} million"


_TOPS = tuple(2 + sum(_LINES[:at]) + 2 * at - 1 for at in range(len(_LINES) + 1))
"""The first line of squares of each task, and of the sheets below; a name has the line above."""
_BOTTOM = _TOPS[-1] + _POST[1]
_COLUMN = alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.6, _COLUMNS - 0.4], nice=False))
_LINE = alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[_BOTTOM - 0.4, -0.7], nice=False))
_SIZE: Any = {
    "expr": f"pow(0.84 * min(item.mark.group.width / {_COLUMNS + 0.2}, "
    f"item.mark.group.height / {_BOTTOM + 0.3}), 2)"
}


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _week(alt.NamedData("hours"), alt.NamedData("words")),
        _dots(),
        title="A branch's week, and what the plan brings",
        spacing=30,
    ).resolve_scale(color="independent", x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: a square for each of 160 hours of a branch with four officers, by task; blue hours "
        "are liked, yellow ones are not, and freed hours lie below, orange where they make posts. "
        "Second: a dot for each of 100 worlds, what the plan "
        "brings across and the share of the remaining week that officers like upwards.",
    )


def _before() -> alt.ChartType:
    """Return a branch's week today, before any tool."""
    use = _NOBODY
    week = branch_week(run_plan(dict.fromkeys(TASKS, _LEAVE), use), use)
    words = _words(week, use, 0)
    words["words"] = [*words["words"][:-1], "40 hours make a post"]
    today = alt.Chart(alt.InlineData([{"money": 0, "enjoyable": 48}])).encode(*_place())
    dot = today.mark_point(color=charts.GREY, size=40, opacity=1)
    name = today.mark_text(dx=8, align="left", fontSize=12, color=charts.INK)
    chart = alt.hconcat(
        _week(alt.InlineData(_rows(_hours(week))), alt.InlineData(_rows(words))),
        alt.layer(dot, name.encode(text=alt.value("today")), guess_rules()).properties(
            height=190, title="What a plan brings"
        ),
        spacing=30,
    ).resolve_scale(color="independent", x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: a square for each of the 160 hours of a branch with four officers today, by task; "
        "blue hours are liked, yellow ones are not. Second: a dot for today, at nothing brought "
        "and 48% liked.",
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _week(hours: Any, words: Any) -> alt.ChartType:
    colour = alt.Color("kind:N", scale=charts.colours(_KINDS), legend=None)
    squares = (
        alt.Chart(hours)
        .mark_square(size=_SIZE, opacity=1)
        .encode(_COLUMN, _LINE, colour, alt.Key("hour:Q"))
    )
    sheet = pd.DataFrame(
        [
            (column, line)
            for column in range(_COLUMNS)
            if column % _NEXT < _POST[0]
            for line in range(_TOPS[-1], _BOTTOM)
        ],
        columns=["column", "line"],
    )
    sheets = (
        alt.Chart(alt.InlineData(_rows(sheet)))
        .mark_square(size=_SIZE, opacity=0.15, color=charts.GREY)
        .encode(_COLUMN, _LINE)
    )
    names = (
        alt.Chart(words)
        .mark_text(align="left", fontSize=12, fontWeight=600, color=charts.INK)
        .encode(_COLUMN, _LINE, alt.Text("words:N"))
    )
    return alt.layer(sheets, squares, names).properties(
        height=330, title="A branch's week (blue: liked, orange: whole posts)"
    )


def _place() -> tuple[Any, Any]:
    return (
        charts.axis(alt.X, "money:Q", "Brought in a year (€ million)", _LOW, _HIGH),
        charts.axis(alt.Y, "enjoyable:Q", "Liked (% of what is left)", 10, 90, every=20),
    )


def _dots() -> alt.ChartType:
    place = _place()
    start = alt.Chart(alt.NamedData("baseline_worlds")).mark_point(
        filled=False, color=charts.GREY, size=16, opacity=0.5, clip=True
    )
    dots = alt.Chart(alt.NamedData("worlds")).mark_point(
        color=charts.ORANGE, size=22, opacity=0.8, clip=True
    )
    return alt.layer(start.encode(*place), dots.encode(*place), guess_rules()).properties(
        height=190, title="100 worlds (grey: the start)"
    )
