"""Sixty crews, five levers, and the order of pulling them."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_line
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.people_and_change.adoption import (
    COSTS,
    DURATIONS,
    LEVERS,
    WEEKS,
    Adoption,
    follow_plan,
    weekly_worth,
)

_NAMES = dict(zip(("campaign", "training", "workflow", "override", "check"), LEVERS, strict=True))
_WORST, _BEST = "All five, the worst order", "All five, the best order"
_ASKED = (3, 6, 9, 12, 16, 21, 26)


@focusable
def adoption(focus: Focus) -> Explorable:
    """Put five levers in order; follow the use of alerts and the crews' trust."""
    return Explorable(
        "people_and_change.adoption",
        title="Which lever first?",
        controls=tuple(
            Slider(name, _label(lever), 0, 5, 1, {"training": 1, "campaign": 2}.get(name, 0))
            for name, lever in _NAMES.items()
        ),
        presets={
            "Training, then a campaign": {},
            "Training alone": {"campaign": 0},
            "No lever": {"training": 0, "campaign": 0},
            "Check, then training": {"check": 1, "training": 2, "campaign": 0},
            _WORST: {"training": 1, "campaign": 2, "workflow": 3, "check": 4, "override": 5},
            _BEST: {"campaign": 1, "override": 2, "workflow": 3, "training": 4, "check": 5},
        },
        guess=GuessLine(
            "The head of change trains all crews first, and then runs a campaign. Nineteen alarms "
            "in twenty stay false. What share of the crews uses the alerts, week by week?",
            _ASKED,
            Slider("use", "Crews that use the alerts", 0, 100, 1, 10, "%"),
            truth=lambda scene: [scene.facts[f"week {week}"] for week in _ASKED],
            explanation="Training brings a wave of trials. Then false alarms eat the trust of "
            "those who tried, and they tell the others.",
        ),
        challenges=(
            Challenge(
                "For at most €200,000, let at least 55% of crews use the alerts in 19 of 20 "
                "companies.",
                lambda _values, scene: (
                    round(scene.facts["low"]) >= 55 and scene.facts["cost"] <= 200
                ),
                hint="Three levers are enough. In which week do crews meet false alarms that "
                "nobody answers? Train after it.",
                witness={"override": 1, "workflow": 2, "training": 3, "campaign": 0},
            ),
            Challenge(
                "For at most €230,000, let the alarms bring €33,000 a week or more.",
                lambda _values, scene: (
                    scene.facts["euros"] >= 33_000 and scene.facts["cost"] <= 230
                ),
                hint="A crew that uses the alerts is worth more if fewer of them are false. When "
                "would you take the lever that makes them rare?",
                witness={"override": 1, "workflow": 2, "training": 3, "check": 4, "campaign": 0},
                opens=(_WORST, _BEST),
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _label(lever: str) -> str:
    weeks = DURATIONS[lever]
    length = "1 week" if weeks == 1 else f"{weeks} weeks"
    return f"Place of {lever.removeprefix('right to ')} (€{COSTS[lever]},000, {length})"


def _plan(places: dict[str, float]) -> list[str]:
    """Return the levers by place; 0 means not done, and ties keep their order."""
    levers = [name for name in _NAMES if places[name] > 0]
    return [_NAMES[name] for name in sorted(levers, key=lambda name: places[name])]


def _model(**places: float) -> Scene:
    plan = _plan(places)
    run = follow_plan(plan)
    middle = 100 * np.median(run.use, axis=0)
    trust = np.median(run.trust, axis=0)
    low, high = 100 * np.quantile(run.use[:, -1], [0.05, 0.95])
    euros = weekly_worth(middle[-1] / 100, plan)
    return Scene(
        {"companies": _companies(run), "middle": _middle(middle, trust)},
        f"After {WEEKS} weeks {middle[-1]:.0f}% of crews use the alerts, in nine of ten companies "
        f"{low:.0f}% to {high:.0f}%. The alarms then bring {_hundreds(euros)} a week, and the plan "
        f"costs {_hundreds(1_000 * run.cost)}. Trust goes from {trust[0]:.2f} to {trust[-1]:.2f}.",
        title=_point(middle, euros),
        facts={
            "euros": euros,
            "low": float(low),
            "cost": run.cost,
            **{f"week {week}": float(middle[week]) for week in _ASKED},
        },
    )


def _point(middle: np.ndarray, euros: float) -> str:
    peak = int(middle.argmax())
    end, worth = f"{middle[-1]:.0f}%", f"worth {_hundreds(euros)} a week"
    if middle[peak] - middle[-1] >= 3:
        return f"Use rises to {middle[peak]:.0f}% in week {peak} and ends at {end}, {worth}"
    return f"After {WEEKS} weeks {end} of crews use the alerts, {worth}"


def _hundreds(euros: float) -> str:
    return f"€{round(euros, -2):,.0f}"


def _companies(run: Adoption) -> pd.DataFrame:
    companies, weeks = run.use.shape
    return pd.DataFrame(
        {
            "company": np.repeat(np.arange(companies), weeks),
            "week": np.tile(np.arange(weeks), companies),
            "use": 100 * run.use.ravel(),
        }
    )


def _middle(use: np.ndarray, trust: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"week": np.arange(len(use)), "use": use, "trust": trust})


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _use(), _trust(), title="The order of levers moves use after half a year", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: share of crews that use the alerts over 26 weeks, a thin line for each of 50 "
        "companies and a thick one for the middle. Second: trust from 0 to 1 over the same weeks. "
        "Dashed lines show where you started.",
    )


def _week(field: str = "week") -> Any:
    return alt.X(
        f"{field}:Q",
        title="Week",
        scale=alt.Scale(domain=[0, WEEKS], nice=False),
        axis=alt.Axis(values=[0, 5, 10, 15, 20, 25], grid=False),
    )


def _use() -> alt.ChartType:
    place = (
        _week(),
        alt.Y(
            "use:Q",
            title="Crews that use the alerts (%)",
            scale=alt.Scale(domain=[0, 100], nice=False),
        ),
    )
    companies = (
        alt.Chart(alt.NamedData("companies"))
        .mark_line(strokeWidth=1, opacity=0.25, color=charts.SKY)
        .encode(*place, alt.Detail("company:N"))
    )
    middle = alt.Chart(alt.NamedData("middle")).mark_line(color=charts.BLUE, strokeWidth=3)
    return alt.layer(
        companies,
        charts.start_line("middle").encode(*place),
        middle.encode(*place),
        guess_line(_week("at")),
    ).properties(height=190, title="Use in 50 companies (thick: middle)")


def _trust() -> alt.ChartType:
    place = (
        _week(),
        alt.Y("trust:Q", title="Trust (0 to 1)", scale=alt.Scale(domain=[0, 1], nice=False)),
    )
    middle = alt.Chart(alt.NamedData("middle")).mark_line(color=charts.ORANGE, strokeWidth=3)
    return alt.layer(charts.start_line("middle").encode(*place), middle.encode(*place)).properties(
        height=120, title="Trust of the crews"
    )
