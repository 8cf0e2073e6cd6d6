"""Four roles in line, and the gain from one more of each."""

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
from course.simulate.people_and_change.team import (
    COSTS,
    PEOPLE,
    ROLES,
    WORLDS,
    Delivery,
    hire_one,
)

_DATA, _SCIENCE, _ML, _CHANGE = ROLES
_CONTROLS = {"data": _DATA, "science": _SCIENCE, "ml": _ML, "change": _CHANGE}
_MOST = {_SCIENCE: 8}
_ROWS = ["as now", *(f"+1 {role}" for role in ROLES)]
_LONGEST = 80
_ALIKE = 0.5  # requests per year: smaller differences are luck


@focusable
def team(focus: Focus) -> Explorable:
    """Hire for four roles in line; see how many requests they finish."""
    return Explorable(
        "people_and_change.team",
        title="Whom to hire?",
        controls=(
            *(
                Slider(name, f"{role[0].upper()}{role[1:]}s", 1, _MOST.get(role, 5), 1, number)
                for (name, role), number in zip(_CONTROLS.items(), PEOPLE.values(), strict=True)
            ),
            Slider("model_days", "Days to build a model", 10, 140, 10, 20, "days"),
        ),
        presets={
            "Meridian": {},
            "+3 data scientists": {"science": 7},
            "+1 data engineer": {"data": 2},
        },
        guess=GuessNumber(
            "One data engineer needs 20 days a request, each of four data scientists 20, one ML "
            "engineer 13, each of two change leads 16. Three data scientists are hired. How many "
            "requests does the team finish in a year of 220 days?",
            Slider("finished", "Requests a year", 0, _LONGEST, 1, 20, ("request", "requests")),
            truth=lambda scene: scene.facts["finished"],
            explanation="The one data engineer begins 220 / 20 = 11 requests a year. Nothing "
            "behind that desk can finish more than arrives.",
            setting={"science": 7},
        ),
        challenges=(
            Challenge(
                "Finish 24 requests a year or more with three hires, none of them a data "
                "scientist, where a model takes 20 days.",
                lambda values, scene: (
                    scene.facts["finished"] >= 24
                    and values["model_days"] == 20
                    and values["science"] <= 4
                    and values["data"] + values["ml"] + values["change"] <= 7
                ),
                hint="After each hire, ask again which row moves.",
                witness={"data": 3, "ml": 2},
            ),
            Challenge(
                "Keep four data scientists and 20 days a model. Hire others until a fifth data "
                "scientist is the best next hire.",
                lambda values, scene: (
                    (values["science"], values["model_days"]) == (4, 20)
                    and scene.facts["scientist_leads"] >= _ALIKE
                ),
                hint="Four data scientists finish 44 a year. Which roles finish fewer?",
                witness={"data": 5, "ml": 4, "change": 4},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(model_days: float, **people: float) -> Scene:
    now, hires = hire_one({_CONTROLS[name]: int(n) for name, n in people.items()}, model_days)
    gains = {role: then.mean - now.mean for role, then in hires.items()}
    best = max(gains, key=lambda role: gains[role])
    others = max(gain for role, gain in gains.items() if role != _SCIENCE)
    idle = 1 - now.roles.set_index("role")["busy"]
    return Scene(
        {
            "worlds": _worlds(now, hires),
            "means": _means(now, hires),
            "roles": _roles(now),
        },
        f"{now.mean:.0f} requests a year. {_advice(best, gains[best])} "
        f"{_idle(people['science'], idle[_SCIENCE])}",
        title=f"{now.mean:.0f} requests a year: {_short(gains)}",
        facts={"finished": now.mean, "scientist_leads": gains[_SCIENCE] - others},
    )


def _advice(best: str, gain: float) -> str:
    if gain < _ALIKE:
        return "No single hire brings one request more."
    return f"One {best} more (€{COSTS[best]},000 a year) brings {gain:.1f} more."


def _idle(scientists: float, share: float) -> str:
    if share < 0.005:
        return "Data scientists never wait for work."
    return (
        f"Data scientists wait for work {share:.0%} of the time, which costs "
        f"€{COSTS[_SCIENCE] * scientists * share:.0f},000 a year."
    )


def _short(gains: dict[str, float]) -> str:
    most = max(gains.values())
    if most < _ALIKE:
        return "no single hire helps"
    alike = [role for role, gain in gains.items() if most - gain < _ALIKE]
    roles = " or ".join(f"{'an' if role == _ML else 'a'} {role}" for role in alike)
    return f"the best hire is {roles}"


def _worlds(now: Delivery, hires: dict[str, Delivery]) -> pd.DataFrame:
    outputs = [now.finished, *(then.finished for then in hires.values())]
    return pd.DataFrame(
        {"hire": np.repeat(_ROWS, WORLDS), "finished": np.concatenate(outputs)}
    ).drop_duplicates()


def _means(now: Delivery, hires: dict[str, Delivery]) -> pd.DataFrame:
    teams = [now, *hires.values()]
    return pd.DataFrame(
        {
            "hire": _ROWS,
            "finished": [team.mean for team in teams],
            "most": [team.finished.max() for team in teams],  # the words are next to the last tick
            "words": [f"{team.mean:.0f}" for team in teams],
        }
    )


def _roles(now: Delivery) -> pd.DataFrame:
    words = [
        f"{busy:.0%}" if np.isinf(queue) else f"{busy:.0%}, {queue:.0f}"
        for busy, queue in zip(now.roles["busy"], now.roles["waiting"], strict=True)
    ]
    return pd.DataFrame({"role": ROLES, "busy": 100 * now.roles["busy"], "words": words})


def _chart() -> alt.ChartType:
    chart = alt.hconcat(_finished(), _busy(), title="The narrowest role decides", spacing=30)
    return charts.alt_text(
        chart,
        "First: requests finished in a year as the team is now, and with one more of each role; a "
        "tick for each of 100 worlds and a dot for their mean. Second: how busy each role is, and "
        "how many requests wait before it.",
    )


def _finished() -> alt.ChartType:
    place = (
        alt.X(
            "finished:Q",
            title="Finished (a year)",
            scale=alt.Scale(domain=[0, _LONGEST], nice=False),
            axis=alt.Axis(values=[0, 20, 40, 60, 80]),
        ),
        # The empty row has the numbers of the guess and the truth.
        alt.Y(
            "hire:N",
            title="Team",
            scale=alt.Scale(domain=["", *_ROWS]),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    worlds = alt.Chart(alt.NamedData("worlds")).mark_tick(color=charts.SKY, size=14, thickness=1.5)
    means = alt.Chart(alt.NamedData("means"))
    dots = means.mark_point(size=80, opacity=1, color=charts.BLUE)
    words = means.mark_text(align="left", dx=7, fontSize=12, fontWeight=600, color=charts.BLUE)
    start = charts.start_tick("means").encode(*place)
    return alt.layer(
        worlds.encode(*place),
        start,
        dots.encode(*place),
        words.encode(alt.X("most:Q"), place[1], alt.Text("words:N")),
        guess_rules(),
    ).properties(height=215, title="With one more (bold: the start)")


def _busy() -> alt.ChartType:
    place = (
        alt.X(
            "busy:Q",
            title="Working days busy (%)",
            scale=alt.Scale(domain=[0, 320], nice=False),
            axis=alt.Axis(values=[0, 50, 100]),
        ),
        alt.Y(
            "role:N",
            title="Role",
            scale=alt.Scale(domain=list(ROLES)),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    roles = alt.Chart(alt.NamedData("roles"))
    bars = roles.mark_bar(color=charts.YELLOW, height=16)
    words = roles.mark_text(align="left", dx=5, fontSize=12, color=charts.INK)
    return alt.layer(
        bars.encode(*place),
        charts.start_tick("roles").encode(*place),
        words.encode(alt.X(datum=100), place[1], alt.Text("words:N")),
    ).properties(height=150, title="Days busy, and requests waiting")
