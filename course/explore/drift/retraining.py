"""Retraining policies: when to retrain, and what each habit saves compared with nothing."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd

from course import charts, world
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.drift.retraining import (
    Policy,
    RetrainingCase,
    RetrainingStudy,
    simulate_retraining,
)

_NEVER = "never"
_POLICIES: dict[str, Policy] = {
    "every six months": "calendar",
    "on known accuracy": "accuracy",
    "on input alarm (PSI)": "psi",
    "repair, never retrain": "repair",
}
_COLOURS = [charts.YELLOW, charts.BLUE, charts.ORANGE, charts.GREEN]
_EVENTS = {
    "nothing": RetrainingCase(concept_size=0.0),
    "debt weighs more, at once": RetrainingCase(),
    "debt weighs more, year by year": RetrainingCase(pace="gradual"),
    "debt weighs more, each summer": RetrainingCase(pace="seasonal"),
    "the feed breaks for six months": RetrainingCase(concept_size=0.0, fault=True),
}
_NOTHING, _SUDDEN, _, _, _FAULT = _EVENTS
_SAVED = "Saved in four years (€ million)"
_RANGE = (-10, 25)
_RETRAINING = world.count("retraining", "EUR")


@focusable
def retraining(focus: Focus) -> Explorable:
    """Compare four habits with never retraining over four years, in accuracy and in euros."""
    return Explorable(
        "drift.retraining",
        title="When should you retrain, and what does it save?",
        controls=(
            Choice("event", "What happens in month 13", tuple(_EVENTS), _SUDDEN),
            Slider(
                "maturity", "Months until an outcome is known", 0, 24, 1, 12, ("month", "months")
            ),
            Slider(
                "price", "Price of one retraining", 0, 600, 50, _RETRAINING // 1_000, "€ thousand"
            ),
            Slider("newcomers", "Safer people apply as well", 0, 1, 0.1, 0, "(0 none, 1 most)"),
        ),
        presets={
            "The fall from 88%": {},
            "Nothing moves": {"event": _NOTHING},
            "Harmless change": {"event": _NOTHING, "newcomers": 1.0},
            "A broken feed": {"event": _FAULT, "maturity": 3},
        },
        guess=GuessLine(
            "Debt begins to weigh more: accuracy falls by nine points, and no input moves. "
            "Outcomes take a year. With 1,000 applicants a month, a wrong decision costs €2,500 to "
            "€4,000, a retraining €150,000. What does each habit save in four years, against doing "
            "nothing?",
            tuple(_POLICIES),
            Slider("saved", "Saved", *_RANGE, 0.5, 5, "€ million"),
            truth=lambda scene: [scene.facts[policy] for policy in _POLICIES],
            explanation="The inputs look as they always did, so nothing that waits for an input "
            "alarm ever starts. A habit can act only on what it watches.",
            axis="x",
        ),
        challenges=(
            Challenge(
                "Retraining does harm: “on input alarm” costs at least €1 million more than never "
                "retraining.",
                lambda _values, scene: scene.facts["on input alarm (PSI)"] <= -1,
                hint="A model learns what its months say. When are those the broken months?",
                witness={"event": _FAULT, "maturity": 2},
                opens=("A broken feed",),
            ),
            Challenge(
                "A drift hides: outcomes take six months or less, and “on known accuracy” still "
                "never retrains, though “every six months” saves €1 million or more.",
                lambda values, scene: (
                    values["maturity"] <= 6
                    and scene.facts["retrained on accuracy"] == 0
                    and scene.facts["every six months"] >= 1
                ),
                hint="What could lift the accuracy while the drift lowers it?",
                witness={"newcomers": 0.6, "maturity": 6},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(event: str, maturity: float, price: float, newcomers: float) -> Scene:
    case = replace(
        _EVENTS[event],
        maturity=int(maturity),
        covariate_size=newcomers,
        cost_per_retraining=price * 1_000,
    )
    never = simulate_retraining("never", case)
    studies = {name: simulate_retraining(policy, case) for name, policy in _POLICIES.items()}
    savings = {name: (never.total_cost - study.total_cost) / 1e6 for name, study in studies.items()}
    right = {name: study.monthly["accuracy"].to_numpy() for name, study in studies.items()}
    right[_NEVER] = never.monthly["accuracy"].to_numpy()
    best = max(savings, key=lambda name: savings[name])
    times = int(studies[best].monthly["retrained"].sum())
    return Scene(
        {
            "monthly": pd.DataFrame(
                {
                    "policy": np.repeat(list(right), case.months),
                    "month": np.tile(np.arange(1, case.months + 1), len(right)),
                    "percent": 100 * np.concatenate(list(right.values())),
                }
            ),
            "cures": _cures(studies),
            "savings": pd.DataFrame({"policy": list(savings), "millions": list(savings.values())}),
        },
        f"{_best(best, savings[best], times)} It is right about {100 * right[best].mean():.1f}% "
        f"over the four years, without any cure {100 * right[_NEVER].mean():.1f}%. "
        f"{_worst(savings)}",
        title=_point(savings),
        facts={
            **savings,
            "retrained on accuracy": float(studies["on known accuracy"].monthly["retrained"].sum()),
        },
    )


def _cures(studies: dict[str, RetrainingStudy]) -> pd.DataFrame:
    """Return the months in which a habit retrains, or looks at an alarm and repairs."""
    cure_months = {
        name: study.monthly["cure_cost"].to_numpy() > 0 for name, study in studies.items()
    }
    return pd.DataFrame(
        [
            {
                "policy": name,
                "month": step + 1,
                "percent": 100 * studies[name].monthly["accuracy"][step],
            }
            for name, months in cure_months.items()
            for step in np.flatnonzero(months)
        ],
        columns=["policy", "month", "percent"],
    )


def _best(name: str, saving: float, times: int) -> str:
    often = f"{times} retraining{'' if times == 1 else 's'}"
    if saving < 0.005:
        return f"No habit saves anything; “{name}” comes closest, with {often}."
    return f"“{_at_start(name)}” saves most, €{saving:.1f} million with {often}."


def _worst(savings: dict[str, float]) -> str:
    worst = min(savings, key=lambda name: savings[name])
    if savings[worst] > -0.005:
        return "No habit costs more than it brings."
    return f"“{_at_start(worst)}” costs €{-savings[worst]:.2f} million more than it brings."


def _at_start(name: str) -> str:
    return name[0].upper() + name[1:]


def _point(savings: dict[str, float]) -> str:
    if savings["on input alarm (PSI)"] <= -1:
        return "A model that trains on broken months learns the fault"
    if max(savings.values()) < 0.005:
        return "Where nothing hurts, every retraining is wasted"
    if savings["repair, never retrain"] == max(savings.values()):
        return "A broken feed asks for a repair, not for a new model"
    return "A habit can act only on what it watches"


def _chart() -> alt.ChartType:
    chart = alt.vconcat(_savings(), _accuracy(), title="A habit can act only on what it watches")
    return charts.alt_text(
        chart,
        "Above: euros saved in four years by each of four habits, against never retraining. Below: "
        "expected accuracy by month under each, in the same colours, with a dot for each "
        "retraining or answered alarm, and in grey under never.",
    )


def _savings() -> alt.ChartType:
    names = list(_POLICIES)
    y = alt.Y("policy:N", title="Habit", scale={"domain": names})
    x = charts.axis(alt.X, "millions:Q", _SAVED, *_RANGE)
    base = alt.Chart(alt.NamedData("savings"))
    bars = base.mark_bar(clip=True).encode(
        x, y, alt.Color("policy:N", scale=_scale(names, _COLOURS), legend=None)
    )
    words = base.mark_text(
        color=charts.INK,
        align={"expr": "datum.millions < 0 ? 'right' : 'left'"},
        dx={"expr": "datum.millions < 0 ? -6 : 6"},
    ).encode(x, y, alt.Text("millions:Q", format="+.1f"))
    zero = alt.Chart(alt.InlineData([{"millions": 0}])).mark_rule(color=charts.INK).encode(x)
    start = charts.start_tick("savings").encode(x, y)
    # The bars show the truth: a line between habits would be meaningless.
    guess = (
        alt.Chart(alt.NamedData("guess"))
        .mark_point(shape="diamond", filled=True, color=charts.PINK, size=80)
        .encode(alt.X("value:Q"), alt.Y("at:N"))
    )
    return alt.layer(
        bars, start, zero, words, guess, title="Savings (diamond: your guess; tick: at the start)"
    ).properties(height=115)


def _accuracy() -> alt.ChartType:
    names = [_NEVER, *_POLICIES]
    dashes = [[1, 0], [8, 3], [1, 0], [2, 3], [5, 2]]
    x = charts.axis(alt.X, "month:Q", "Month", 1, 48)
    y = alt.Y("percent:Q", title="Right decisions (%)", scale={"domain": [60, 100]})
    colour = alt.Color("policy:N", scale=_scale(names, [charts.GREY, *_COLOURS]), legend=None)
    lines = (
        alt.Chart(alt.NamedData("monthly"))
        .mark_line(interpolate="step-after", strokeWidth=2, clip=True)
        .encode(
            x,
            y,
            colour,
            alt.StrokeDash("policy:N", scale={"domain": names, "range": dashes}, legend=None),
        )
    )
    cures = alt.Chart(alt.NamedData("cures")).mark_circle(size=45, opacity=1, clip=True)
    return alt.layer(
        lines,
        cures.encode(x, y, colour),
        title="Accuracy (dot: retrained, or alarm answered; grey: never)",
    ).properties(height=110)


def _scale(domain: list[str], colours: list[str]) -> alt.Scale:
    return alt.Scale(domain=domain, range=colours)
