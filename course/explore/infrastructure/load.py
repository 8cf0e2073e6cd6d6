"""The evening peak: slow answers with more servers, or a steadier or faster model."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import inf, isfinite

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
from course.simulate.infrastructure.load import (
    LATE_MS,
    PEAK_REQUESTS,
    PEAKS,
    Service,
    draw_peaks,
    late_cost,
    p99,
    percentile,
    share_later_than,
)

_TOP = 3.0  # seconds: the end of both axes
_BUSY = np.array([30, 40, 50, 55, 60, 65, 70, 74, 78, 80, 82, 84, 86, 88, 90, 92, 94, 95, 96, 97])
_APART = np.linspace(-2.5, 2.5, PEAKS).round(1)  # so that dots do not hide each other
_NOW, _SERVER, _STEADY, _FAST = (
    "as it is",
    "one server more",
    "half the spread",
    "a fifth faster",
)


@focusable
def load(focus: Focus) -> Explorable:
    """Set traffic, servers, speed and steadiness; see the slowest hundredth of answers."""
    return Explorable(
        "infrastructure.load",
        title="At the evening peak, which lever shortens the slowest answers most?",
        controls=(
            Slider("arrivals", "Requests", 16, 76, 2, 32, "a second"),
            Slider("servers", "Servers", 1, 10, 1, 4, ("server", "servers")),
            Slider("mean", "Mean time that a server works on one", 60, 150, 10, 100, "ms"),
            Slider("variability", "Spread of that time", 0.25, 2, 0.25, 1, "times the mean"),
        ),
        presets={
            "Usual evening": {},
            "First day of sales": {"arrivals": 38},
            "Black Friday, eight servers": {"arrivals": 64, "servers": 8},
        },
        guess=GuessNumber(
            "Four servers need 100 ms for a request on average. At 32 requests a second they are "
            "80% busy, and one answer in 100 takes longer than 0.69 seconds. Traffic grows to 38 a "
            "second, 95% busy. Longer than how many seconds does one answer in 100 take then?",
            Slider("seconds", "One answer in 100 takes longer than", 0, _TOP, 0.05, 1, "s"),
            truth=lambda scene: round(scene.facts["p99"] / 1000, 2),
            explanation="A fifth more traffic makes the slowest answers 3.4 times as slow. The "
            "idle share falls from 20% to 5%, so a request that waits does so four times as long. "
            "The work itself does not grow.",
            axis="y",
            setting={"arrivals": 38},
        ),
        challenges=(
            Challenge(
                "At 34 requests a second or more, bring the p99 under 0.30 seconds with four "
                "servers at most and a mean of 80 ms or more.",
                lambda values, scene: (
                    values["arrivals"] >= 34
                    and values["servers"] <= 4
                    and values["mean"] >= 80
                    and scene.facts["p99"] < 300
                ),
                hint="Speed alone is not enough here, and neither is a smaller spread.",
                witness={"arrivals": 34, "mean": 80, "variability": 0.5},
            ),
            Challenge(
                "Survive Black Friday: at 64 requests a second or more, at most 1% of answers "
                "late, for at most €20,000 a month of servers and improvements.",
                lambda values, scene: (
                    values["arrivals"] >= 64
                    and scene.facts["late"] <= 0.01
                    and scene.facts["spent"] <= 20_000
                ),
                hint="Servers alone need €27,000. Which other lever makes room on each server?",
                witness={"arrivals": 64, "servers": 5, "mean": 60},
            ),
            Challenge(
                "Less than 75% busy and with a spread of 1 or more, find a place where one more "
                "server shortens the p99 more than half the spread does.",
                lambda values, scene: (
                    scene.facts["busy"] < 0.75
                    and values["variability"] >= 1
                    and scene.facts["with_server"] < scene.facts["with_half"]
                ),
                hint="In how small a team does one colleague more count most?",
                witness={"arrivals": 16, "servers": 2, "mean": 90},
                needs=("variability",),
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(arrivals: float, servers: float, mean: float, variability: float) -> Scene:
    service = Service(int(servers), mean, variability)
    busy = service.utilisation(arrivals)
    levers = {
        _NOW: service,
        _SERVER: replace(service, servers=service.servers + 1),
        _STEADY: replace(service, variability=variability / 2),
        _FAST: replace(service, mean=mean * 0.8),
    }
    slow = {name: p99(lever, arrivals) for name, lever in levers.items()}
    late = share_later_than(LATE_MS, service, busy)
    cost = service.cost()
    peak_times = np.quantile(draw_peaks(arrivals, service), 0.99, axis=1) / 1000
    busy_percent = min(100 * busy, 104)
    return Scene(
        {
            "curve": _curve(service),
            "now": pd.DataFrame({"busy": [busy_percent], "p99": [_clipped_seconds(slow[_NOW])]}),
            "peaks": pd.DataFrame(
                {"busy": busy_percent + _APART, "p99": np.minimum(peak_times, _TOP).round(2)}
            ),
            "levers": _levers(slow),
        },
        _summary(busy, slow[_NOW], late, cost, late_cost(arrivals, late), peak_times),
        title=_title(busy, slow),
        facts={
            "p99": slow[_NOW],
            "busy": busy,
            "late": late,
            "spent": cost,
            "with_server": slow[_SERVER],
            "with_half": slow[_STEADY],
            "with_fast": slow[_FAST],
        },
    )


@lru_cache(maxsize=64)
def _curve(service: Service) -> pd.DataFrame:
    slow = percentile(service, _BUSY / 100) / 1000
    inside = slow <= _TOP
    return pd.DataFrame({"busy": _BUSY[inside], "p99": slow[inside].round(3)})


def _clipped_seconds(milliseconds: float) -> float:
    """Return seconds, clipped at the top of the chart."""
    return round(min(milliseconds / 1000, _TOP), 3)


def _levers(slow: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lever": list(slow),
            "p99": [_clipped_seconds(value) for value in slow.values()],
            "words": [
                _seconds(value) if isfinite(value) else "overload" for value in slow.values()
            ],
        }
    )


def _seconds(milliseconds: float) -> str:
    return (
        f"{milliseconds / 1000:.2f} s" if milliseconds < 9_950 else f"{milliseconds / 1000:,.0f} s"
    )


def _summary(  # noqa: PLR0913, PLR0917 - the figures of one sentence
    busy: float, slow: float, late: float, cost: float, late_cost: float, times: np.ndarray
) -> str:
    late_cost, cost = round(late_cost, -2), round(cost, -2)
    peaks = (
        f"In {PEAKS} tests of {PEAK_REQUESTS:,} requests the p99 lay from {times.min():.2f} to "
        f"{times.max():.2f} s."
    )
    if busy >= 1:
        return (
            f"Servers would have to be {busy:.0%} busy: the queue grows until the peak ends. "
            f"{peaks} Servers and improvements cost €{cost:,.0f} a month."
        )
    return (
        f"{busy:.0%} busy; p99 {_seconds(slow)} in the long run. {peaks} {late:.1%} of answers are "
        f"late: €{late_cost:,.0f} a month, and €{cost:,.0f} for servers and improvements."
    )


def _title(busy: float, slow: dict[str, float]) -> str:
    if busy >= 1:
        return "Overload: more comes in than the servers can answer"
    best = min((name for name in slow if name != _NOW), key=lambda name: slow[name])
    if slow[best] == inf:
        return f"{busy:.0%} busy: one answer in 100 takes longer than {_seconds(slow[_NOW])}"
    return f"{busy:.0%} busy, p99 {_seconds(slow[_NOW])}; best next step: {best}"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _waiting(), _next(), title="The slowest answers depend on how busy servers are", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: the long-run 99th percentile of answer times against how busy the servers are, "
        "with a dot for each of ten short tests. Second: the same percentile as it is, and after "
        "each of three improvements.",
    )


def _waiting() -> alt.ChartType:
    place = (
        alt.X(
            "busy:Q",
            title="Utilisation (%)",
            scale=alt.Scale(domain=[30, 110], nice=False),
            axis=alt.Axis(values=[40, 60, 80, 100]),
        ),
        alt.Y(
            "p99:Q",
            title="p99: one in 100 takes longer (s)",
            scale=alt.Scale(domain=[0, _TOP + 0.1], nice=False),
        ),
    )
    start = charts.start_line("curve").encode(*place)
    curve = alt.Chart(alt.NamedData("curve")).mark_line().encode(*place)
    peaks = (
        alt.Chart(alt.NamedData("peaks"))
        .mark_point(size=24, opacity=0.8, color=charts.YELLOW)
        .encode(*place)
    )
    now = (
        alt.Chart(alt.NamedData("now"))
        .mark_point(size=110, color=charts.ORANGE, opacity=1)
        .encode(*place)
    )
    return alt.layer(start, curve, peaks, now, guess_rules("y")).properties(
        height=250, title="Line: long run. Dots: ten tests"
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
    return alt.layer(bars, charts.start_tick("levers").encode(length, row), words).properties(
        height=150, title="The next step (ticks: start)"
    )
