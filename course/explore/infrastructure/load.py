"""The evening peak: slow answers with more servers, or a steadier or faster model."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

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
from course.explore.infrastructure.peak import peak_chart, peak_rows
from course.explore.scene import Scene
from course.simulate.infrastructure.load import (
    LATE_MS,
    MEAN_MS,
    SPREAD,
    Service,
    answer_times,
    late_cost,
    p99,
    share_later_than,
)

_TOP = 3.0  # seconds: the end of both axes of seconds
_COLUMN, _ABREAST = 0.1, 2  # seconds, dots: columns of the hundred answers
_TALLEST = 30  # rows of dots
_NOW, _SERVER, _STEADY, _FAST = (
    "as it is",
    "one server more",
    "half the spread",
    "a fifth faster",
)
_NEXT = "The next step (ticks: start)"
_USUAL = 32  # requests a second on a normal evening


@focusable
def load(focus: Focus) -> Explorable:
    """Set traffic, servers, speed and steadiness; see the slowest hundredth of answers."""
    return Explorable(
        "infrastructure.load",
        title="At the evening peak, what makes the slowest answers quicker?",
        controls=(
            Slider("arrivals", "Requests", 16, 76, 2, _USUAL, "a second"),
            Slider("servers", "Servers", 1, 10, 1, 4, ("server", "servers")),
            Slider("mean", "Mean time that a server works on one", 60, 150, 5, MEAN_MS, "ms"),
            Choice(
                "spread",
                "Spread of that time, as a share of the mean",
                ("0.25", "0.4", f"{SPREAD:g}", "1", "1.5", "2"),
                f"{SPREAD:g}",
            ),
        ),
        presets={
            "Normal evening": {},
            "First day of sales": {"arrivals": 40},
            "Black Friday, eight servers": {"arrivals": 64, "servers": 8},
        },
        guess=GuessNumber(
            "At 32 requests a second, four servers are 76% busy, and one answer in 100 takes "
            "longer than 0.48 seconds. Traffic grows to 40 a second, 95% busy. Longer than how "
            "many seconds does one answer in 100 take then?",
            Slider("seconds", "One answer in 100 takes longer than", 0, _TOP, 0.05, 0.75, "s"),
            truth=lambda scene: round(scene.facts["p99"] / 1000, 2),
            explanation="A quarter more traffic makes the slowest answers nearly four times as "
            "slow. The idle share falls from 24% to 5%, so a request that waits does so almost "
            "five times as long. The work itself does not grow.",
            setting={"arrivals": 40},
        ),
        challenges=(
            Challenge(
                "Survive Black Friday: at 64 requests a second or more, at most 1% of answers "
                "late, for at most €20,000 a month of servers and improvements.",
                lambda values, scene: (
                    values["arrivals"] >= 64
                    and scene.facts["late"] <= 0.01
                    and scene.facts["spent"] <= 20_000
                ),
                hint="Servers alone need €24,000. Which other lever makes room on each server?",
                witness={"arrivals": 64, "servers": 5, "mean": 60},
            ),
            Challenge(
                "At 34 requests a second or more, bring the p99 under 0.30 seconds with four "
                "servers at most, a mean of 85 ms or more and a spread of 0.4 or more.",
                lambda values, scene: (
                    values["arrivals"] >= 34
                    and values["servers"] <= 4
                    and values["mean"] >= 85
                    and float(values["spread"]) >= 0.4
                    and scene.facts["p99"] < 300
                ),
                hint="Speed alone is not enough here, and neither is a smaller spread.",
                witness={"arrivals": 34, "mean": 85, "spread": "0.4"},
            ),
            Challenge(
                "Less than 75% busy and with a spread of 1 or more, find a place where one more "
                "server shortens the p99 more than half the spread does.",
                lambda values, scene: (
                    scene.facts["busy"] < 0.75
                    and float(values["spread"]) >= 1
                    and scene.facts["with_server"] < scene.facts["with_half"]
                ),
                hint="In how small a team does one colleague more count most?",
                witness={"arrivals": 16, "servers": 2, "mean": 90, "spread": "1"},
            ),
        ),
        model=_model,
        chart=_chart,
        before=_before,
        panels={_NEXT: ("spread",)},
        focus=focus,
    )


def _model(arrivals: float, servers: float, mean: float, spread: str) -> Scene:
    service = Service(int(servers), mean, float(spread))
    busy = service.utilisation(arrivals)
    levers = {
        _NOW: service,
        _SERVER: replace(service, servers=service.servers + 1),
        _STEADY: replace(service, variability=service.variability / 2),
        _FAST: replace(service, mean=mean * 0.8),
    }
    slow = {name: p99(lever, arrivals) for name, lever in levers.items()}
    late = share_later_than(LATE_MS, service, busy)
    cost = service.cost()
    return Scene(
        {
            **peak_rows(arrivals, service),
            "answers": _answers(service, busy),
            "levers": _levers(slow),
        },
        _summary(busy, slow[_NOW], late, cost, late_cost(arrivals, late)),
        title=_title(busy, slow[_NOW]),
        facts={
            "p99": slow[_NOW],
            "busy": busy,
            "late": late,
            "spent": cost,
            "with_server": slow[_SERVER],
            "with_half": slow[_STEADY],
        },
    )


def _answers(service: Service, busy: float) -> pd.DataFrame:
    """Return a row for each of 100 answers of the long run, by its time; the last is the p99."""
    if busy >= 1:
        seconds = np.full(100, _TOP)
    else:
        shares = np.append((np.arange(99) + 0.5) / 100, 0.99)
        seconds = np.minimum(answer_times(service, busy, shares) / 1000, _TOP)
    column = np.minimum((seconds / _COLUMN + 1e-9).astype(int), round(_TOP / _COLUMN) - 1)
    rank = np.arange(100) - np.searchsorted(column, column)
    squeeze = max(1.0, (rank.max() // _ABREAST + 1) / _TALLEST)
    place = _COLUMN * (column + (rank % _ABREAST + 0.5) / _ABREAST)
    place[-1] = seconds[-1]  # the guess is about this one
    return pd.DataFrame(
        {
            "answer": np.arange(100),
            "seconds": place.round(3),
            "row": ((rank // _ABREAST + 0.7) / squeeze).round(2),
            "late": seconds > LATE_MS / 1000,
        }
    )


def _levers(slow: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lever": list(slow),
            "p99": [round(min(value / 1000, _TOP), 3) for value in slow.values()],
            "words": [
                _seconds(value) if isfinite(value) else "overload" for value in slow.values()
            ],
        }
    )


def _seconds(milliseconds: float) -> str:
    return (
        f"{milliseconds / 1000:.2f} s" if milliseconds < 9_950 else f"{milliseconds / 1000:,.0f} s"
    )


def _summary(busy: float, slow: float, late: float, cost: float, late_cost: float) -> str:
    price = f"€{round(cost, -2):,.0f} a month"
    if busy >= 1:
        return (
            f"Servers would have to be {busy:.0%} busy: the queue grows until the peak ends. "
            f"Servers and improvements cost {price}."
        )
    return (
        f"{busy:.0%} busy; one answer in 100 takes longer than {_seconds(slow)} (the p99). "
        f"{late:.1%} of answers are late, which costs €{round(late_cost, -2):,.0f} a month. "
        f"Servers and improvements cost {price}."
    )


def _title(busy: float, slow: float) -> str:
    if busy >= 1:
        return "Overload: more comes in than the servers can answer"
    return f"{busy:.0%} busy: one answer in 100 takes longer than {_seconds(slow)}"


def _chart() -> alt.ChartType:
    return alt.hconcat(
        peak_chart(*(alt.NamedData(name) for name in ("stays", "lanes", "doors"))),
        _hundred(alt.NamedData("answers"), "100 answers, by the time they take"),
        _next(),
        title="The slowest answers depend on how busy servers are",
        spacing=30,
    )


def _before() -> alt.ChartType:
    """Return a normal evening, which the question describes: its strips, and 100 answers."""
    service = Service()
    rows = peak_rows(_USUAL, service)
    answers = _answers(service, service.utilisation(_USUAL))
    return alt.hconcat(
        peak_chart(rows["stays"], rows["lanes"], rows["doors"]),
        _hundred(answers, f"100 answers at {_USUAL} requests a second"),
        title="A normal evening",
        spacing=30,
    )


def _axis() -> alt.X:
    return alt.X(
        "seconds:Q",
        title="Time to the answer (s)",
        scale=alt.Scale(domain=[0, _TOP], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1, 1.5, 2, 2.5, 3], format=".1f", grid=False),
    )


def _hundred(answers: alt.Data | pd.DataFrame, title: str) -> alt.ChartType:
    pitch = f"item.mark.group.width * {_COLUMN / _TOP / _ABREAST:.4f}"
    dots = (
        alt.Chart(answers)
        .mark_point(
            filled=True, opacity=1, strokeWidth=1, size={"expr": f"pow(min(0.9 * {pitch}, 7), 2)"}
        )
        .encode(
            _axis(),
            alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, _TALLEST + 1], nice=False)),
            alt.Key("answer:Q"),
            color=alt.condition("datum.late", alt.value(charts.ORANGE), alt.value(charts.GREEN)),
        )
    )
    chart = alt.layer(dots, guess_rules()).properties(height=235, title=title)
    return charts.alt_text(
        chart, "A dot for each of 100 answers by the time it takes; after half a second it is late."
    )


def _next() -> alt.ChartType:
    length = alt.X("p99:Q", title="p99 (s)", scale=alt.Scale(domain=[0, _TOP], nice=False))
    row = alt.Y("lever:N", title="Lever", sort=None)
    bars = alt.Chart(alt.NamedData("levers")).mark_bar(color=charts.SKY).encode(length, row)
    words = (
        alt.Chart(alt.NamedData("levers"))
        .mark_text(
            fontSize=12,
            align={"expr": "datum.p99 > 2 ? 'right' : 'left'"},
            dx={"expr": "datum.p99 > 2 ? -5 : 5"},
        )
        .encode(length, row, alt.Text("words:N"))
    )
    chart = alt.layer(bars, charts.start_tick("levers").encode(length, row), words)
    return charts.alt_text(
        chart.properties(height=150, title=_NEXT),
        "The slowest one in 100 as it is, and after each of three improvements.",
    )
