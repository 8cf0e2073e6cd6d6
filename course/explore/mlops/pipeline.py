"""Seven faults on their way to customers, and three gates to stop or find them."""

from __future__ import annotations

from functools import cache

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
from course.explore.mlops import _track
from course.explore.scene import Scene
from course.simulate.mlops.pipeline import (
    GATES,
    OUTCOME_DAYS,
    World,
    draw_years,
    follow_each,
    follow_faults,
    gate_worth,
    other_worlds,
    yearly_cost,
)

_NONE = "none"
_LABELS = {"30 days": 30, "90 days": 90, "180 days": 180, "a year": 365}
_YEAR = "a year"
_LIKELY = 0.3
_LOW, _HIGH = -100, 700
_OTHERS = 12
_ASKED = ("canary", "freshness")


@focusable
def pipeline(focus: Focus) -> Explorable:
    """Choose three gates; see where faults are stopped or found, and what each gate is worth."""
    options = (_NONE, *GATES)
    return Explorable(
        "mlops.pipeline",
        title="What is a gate worth?",
        controls=(
            Choice("first", "First gate", options, _NONE),
            Choice("second", "Second gate", options, _NONE),
            Choice("third", "Third gate", options, _NONE),
            Choice("labels", "Outcomes are known after", tuple(_LABELS), _YEAR),
        ),
        presets={
            "At the start": {},
            "Contract only": {"first": "contract"},
            "Contract, replay, canary": {
                "first": "contract",
                "second": "replay",
                "third": "canary",
            },
        },
        guess=GuessNumber(
            "With no other gate, replay would save €136,000 a year, its own €45,000 paid. Canary "
            "and freshness are there already. What is replay worth now?",
            Slider("worth", "Worth of replay (€ thousand a year)", _LOW, _HIGH, 5, 135),
            truth=lambda scene: scene.facts["worth of replay"],
            explanation="Freshness finds a skew within five days, and canary stops most of what "
            "else replay would have stopped.",
            setting=dict(zip(("first", "second"), _ASKED, strict=True)),
        ),
        challenges=(
            Challenge(
                "Outcomes take a year. Leave at most one fault that is likely (more than 30%) to "
                "live for a week, for less than €800,000 a year.",
                lambda values, scene: (
                    values["labels"] == _YEAR
                    and scene.facts["likely"] <= 1
                    and scene.facts["cost"] < 800
                ),
                hint="Take gates that find what the others do not.",
                witness={"first": "backtest", "second": "canary", "third": "freshness"},
            ),
            Challenge(
                "Find the latest sign with which the outcome gate still pays for itself.",
                lambda values, scene: (
                    "outcome" in values.values()
                    and scene.facts["worth of outcome"] > 0
                    and values["labels"] == "90 days"
                ),
                hint="Its bar must be above zero. Who else notices the loss, and when?",
                witness={
                    "first": "canary",
                    "second": "freshness",
                    "third": "outcome",
                    "labels": "90 days",
                },
            ),
        ),
        model=_model,
        chart=_chart,
        before=_before,
        focus=focus,
    )


@cache
def _other_worlds() -> World:
    return other_worlds(_OTHERS)


def _model(first: str, second: str, third: str, labels: str) -> Scene:
    gates = {first, second, third} - {_NONE}
    days = _LABELS[labels]
    faults = follow_faults(gates, days)
    worth = gate_worth(gates, days)
    cost = float(yearly_cost(gates, days))
    years = draw_years(gates, days)
    low, high = np.quantile(years, [0.05, 0.95])
    likely = int((faults["weeks_alive"] > _LIKELY).sum())
    return Scene(
        {
            **_track.frames(follow_each(gates, days), gates, days + OUTCOME_DAYS),
            "gates": _gates(worth, gates),
            "others": _others(gates, days),
        },
        f"€{cost:,.0f},000 a year on average, gates included; from {_thousand(low)} to "
        f"{_thousand(high)} in nine years of ten. {_count(likely)} likely to live for a week. "
        f"{_dearest(faults)}",
        title=f"€{cost:,.0f},000 a year with {_gate_names(gates)}",
        facts={
            "cost": cost,
            "likely": likely,
            "worth of replay": float(worth["replay"]),
            "worth of outcome": float(worth["outcome"]),
        },
    )


def _thousand(amount: float) -> str:
    return f"€{round(amount, -1):,.0f},000"


def _count(likely: int) -> str:
    return f"{likely} of 7 faults {'is' if likely == 1 else 'are'}"


def _dearest(faults: pd.DataFrame) -> str:
    worst = faults.loc[faults["loss"].idxmax()]
    return f"The dearest is {worst['fault']}, with €{worst['loss']:,.0f},000."


def _gate_names(gates: set[str]) -> str:
    return ", ".join(gate for gate in GATES if gate in gates) or "no gate"


def _gates(worth: dict[str, float | np.ndarray], gates: set[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gate": list(GATES),
            "worth": [round(float(amount), 1) for amount in worth.values()],
            "there": ["there" if gate in gates else "not there" for gate in GATES],
        }
    )


def _others(gates: set[str], days: float) -> pd.DataFrame:
    worth = gate_worth(gates, days, _other_worlds())
    return pd.DataFrame(
        {
            "gate": np.repeat(list(GATES), _OTHERS),
            "worth": np.concatenate([5 * np.round(np.ravel(each) / 5) for each in worth.values()]),
        }
    ).drop_duplicates()


def _chart() -> alt.ChartType:
    gates = alt.Chart(alt.NamedData("gates"))
    others = alt.Chart(alt.NamedData("others")).mark_tick(
        color=charts.INK, opacity=0.25, size=11, thickness=1, clip=True
    )
    colour = alt.Color(
        "there:N",
        scale=alt.Scale(domain=["there", "not there"], range=[charts.BLUE, charts.SKY]),
        legend=None,
    )
    place = _place()
    worth = _worth(
        gates.mark_bar(height=9, clip=True).encode(*place, colour), others.encode(*place)
    )
    chart = alt.vconcat(_track.chart(), worth, title="What only one gate finds", spacing=16)
    return charts.alt_text(
        chart,
        "First: a lane for each of seven faults, and a disc for each fault of three years: in the "
        "room before the gate that stops it, or at the number of days until a gate or customers "
        "found it. Second: what each of six gates is worth, net of its cost, given the others; "
        "faint ticks show other assumptions.",
    )


def _before() -> alt.ChartType:
    """Return the faults before the first gate, and the empty axis of the question."""
    nothing = alt.Chart(alt.InlineData([{"worth": 0}])).mark_rule(color=charts.GREY)
    chart = alt.vconcat(
        _track.before(_ASKED), _worth(nothing.encode(_place()[0])), spacing=16
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "Faults of three years in seven lanes, before the first gate. Canary and freshness are "
        "there. Below, an axis for what replay is worth.",
    )


def _place() -> tuple[alt.X, alt.Y]:
    return (
        charts.axis(alt.X, "worth:Q", "Worth of the gate (€ thousand a year)", _LOW, _HIGH),
        alt.Y(
            "gate:N",
            title="Gate",
            # The empty rows have the numbers of the guess and the truth.
            scale=alt.Scale(domain=["", " ", *GATES]),
            axis=alt.Axis(ticks=False, domain=False, labelLimit=150),
        ),
    )


def _worth(*layers: alt.Chart) -> alt.ChartType:
    return alt.layer(*layers, guess_rules()).properties(
        height=130, title="Each gate, given the others (dark: chosen)"
    )
