"""A reward on a proxy, and how teams respond."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.board import boards
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_line
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.measuring_success.goodhart import (
    EUR_A_UNIT,
    TEAMS,
    Response,
    draw_teams,
    respond,
)

_REWARDS = np.linspace(0, 2, 9)
_EASE = 1.75
_ASKED = (0.0, 0.5, 1.0, 1.5, 2.0)
_THOUSAND = EUR_A_UNIT / 1000
_LOW, _HIGH = -20, 35
_LEAST_AUDIT = 20  # with 15% no reward of 1 or more brings EUR 17,000
_WIDEST = 900  # the proxy, in per cent of its mean without a reward


@focusable
def goodhart(focus: Focus) -> Explorable:
    """Reward a proxy; set the ease of gaming and the rate of audits."""
    return Explorable(
        "measuring_success.goodhart",
        title="What does a reward on a proxy do?",
        controls=(
            Slider("reward", "Reward on the proxy", 0, 2, 0.25, 0),
            Slider("ease", "Ease of gaming", 0.5, 2.5, 0.25, _EASE, ("point", "points")),
            Slider("audit", "Share of cases that are audited", 0, 50, 5, 0, "%"),
        ),
        presets={
            "No reward": {},
            "Small reward": {"reward": 0.25},
            "Hard to game": {"ease": 1, "reward": 0.75},
        },
        guess=GuessLine(
            "Without a reward a team brings €10,000 a month. At a reward of 1, it values one more "
            "point as much as one more unit of good work. What does a team bring as the reward "
            "on the proxy grows?",
            _ASKED,
            Slider("value", "Brought by a team", _LOW, _HIGH, 1, 10, "€ thousand"),
            truth=lambda scene: [scene.facts[f"at {reward:g}"] for reward in _ASKED],
            explanation="A small reward makes teams work more. A larger one makes gaming the "
            "cheaper way to raise the proxy, and time for it is taken from work.",
            place="Reward",
        ),
        challenges=(
            Challenge(
                "Audit at least 10% of cases. Even so, double the proxy at least, and let teams "
                "bring less than €9,000 a month.",
                lambda values, scene: (
                    values["audit"] >= 10
                    and scene.facts["proxy"] >= 200
                    and scene.facts["value"] < 9
                ),
                hint="When does gaming pay although some of it is found?",
                witness={"ease": 2.25, "reward": 1.5, "audit": 10},
            ),
            Challenge(
                "Set the reward to at least 1. Without making gaming any harder, find the least "
                "audit with which a team can bring €17,000 a month.",
                lambda values, scene: (
                    values["ease"] >= _EASE
                    and values["reward"] >= 1
                    and values["audit"] <= _LEAST_AUDIT
                    and scene.facts["value"] >= 17
                ),
                hint="Lower the audit a step at a time, and look along the whole line of rewards.",
                witness={"reward": 1.5, "audit": 20},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(reward: float, ease: float, audit: float) -> Scene:
    teams = draw_teams()
    plain = float(respond(teams, 0, ease).proxy.mean())
    runs = {at: respond(teams, at, ease, audit / 100) for at in _REWARDS}
    now = respond(teams, reward, ease, audit / 100)
    value, proxy = _THOUSAND * now.value.mean(), 100 * now.proxy.mean() / plain
    line = pd.DataFrame(
        {
            "at": _REWARDS,
            "value": [round(_THOUSAND * run.value.mean(), 2) for run in runs.values()],
        }
    )
    return Scene(
        {
            "line": line,
            "here": pd.DataFrame({"at": [reward], "value": [value]}),
            "teams": _teams(now, plain),
        },
        f"A team brings {_money(1000 * value)} a month, and {TEAMS} teams "
        f"{_millions(value * TEAMS / 1000)}. The proxy is at {proxy:.0f}% of what it was, and "
        f"{100 * np.mean(now.gaming > 0):.0f} of {TEAMS} teams game it.",
        title=f"The proxy is at {proxy:.0f}%, value at {10 * value:.0f}%",
        facts={
            "value": value,
            "proxy": proxy,
            **{f"at {at:g}": line["value"][2 * place] for place, at in enumerate(_ASKED)},
        },
    )


def _teams(now: Response, plain: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "proxy": (100 * now.proxy / plain).round(),
            "value": (_THOUSAND * now.value).round(1),
        }
    )


def _money(euros: float) -> str:
    return f"{boards.MINUS if euros <= -50 else ''}€{abs(round(euros, -2)):,.0f}"


def _millions(millions: float) -> str:
    return f"{boards.MINUS if millions <= -0.005 else ''}€{abs(millions):.2f} million"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _line(), _dots(), title="A reward moves the proxy more than the value", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: what a team brings on average, in thousand euros a month, along the reward; a dot "
        "marks the present reward. Second: a dot for each of 100 teams, its proxy across and what "
        "it brings upwards. Dashed lines and open circles show where you started.",
    )


def _value() -> Any:
    return charts.axis(alt.Y, "value:Q", "A team brings (€ thousand)", _LOW, _HIGH)


def _line() -> alt.ChartType:
    place = (
        charts.axis(
            alt.X, "at:Q", "Reward (1 = worth of good work)", 0, 2, values=list(_ASKED), grid=False
        ),
        _value(),
    )
    line = alt.Chart(alt.NamedData("line")).mark_line(color=charts.BLUE, strokeWidth=3)
    here = alt.Chart(alt.NamedData("here")).mark_point(color=charts.ORANGE, size=130, opacity=1)
    return alt.layer(
        charts.start_line("line").encode(*place),
        line.encode(*place),
        here.encode(*place),
        guess_line(place[0]),
    ).properties(height=230, title="What a team brings in a month")


def _dots() -> alt.ChartType:
    place = (
        alt.X(
            "proxy:Q",
            title="Proxy (% of its start)",
            scale=alt.Scale(domain=[0, _WIDEST], nice=False),
            axis=alt.Axis(values=[100, 300, 500, 700, 900]),
        ),
        _value(),
    )
    start = alt.Chart(alt.NamedData("baseline_teams")).mark_point(
        filled=False, color=charts.INK, size=30, strokeWidth=0.8, opacity=0.4
    )
    dots = alt.Chart(alt.NamedData("teams")).mark_point(
        color=charts.ORANGE, size=22, opacity=0.8, clip=True
    )
    return alt.layer(dots.encode(*place), start.encode(*place)).properties(
        height=230, title=f"{TEAMS} teams"
    )
