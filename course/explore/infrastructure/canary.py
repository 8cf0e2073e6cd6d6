"""A canary: a new version's first share of traffic, its duration, and what stops it."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts, world
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.infrastructure.canary import RELEASES, RULES, Gate, Outcome, run_canary

_SHARES = {"1%": 0.01, "2%": 0.02, "5%": 0.05, "10%": 0.1, "20%": 0.2, "50%": 0.5}
# Of 16 seeds, this one's harms are the closest to their mean, at one and at three days.
_TYPICAL = 13
_LIMIT = world.count("z_canary", "standard errors")
_RATES = ("bad, let through", "good, rolled back")


@focusable
def canary(focus: Focus) -> Explorable:
    """Set a canary's share, time and rule; see harm and false rollbacks."""
    return Explorable(
        "infrastructure.canary",
        title="What share of a country's traffic should a new version get first?",
        controls=(
            Choice("share", "Share of traffic", tuple(_SHARES), "50%"),
            Slider("watch", "Watch labelled decisions of", 24, 168, 24, 24, "hours"),
            Slider("limit", "Roll back above z =", 1.5, 4, 0.25, _LIMIT, "standard errors"),
            Choice("delay", "A label comes after", ("0 h", "24 h", "72 h", "168 h"), "24 h"),
            Choice("rule", "What is watched", RULES, RULES[0]),
        ),
        presets={
            "Half and half": {},
            "One in a hundred": {"share": "1%"},
            "Green lights": {"rule": RULES[1]},
        },
        guess=GuessChoice(
            "A release begins in one country, with 4,000 decisions an hour. A bad version is wrong "
            "in 7% of them instead of 5%, and each extra error costs €100. You watch 24 hours of "
            "labelled decisions, and then it goes to everybody there if nothing has stopped it. "
            "With 10% of the traffic, a bad version costs €24,000 on average. And with 1%?",
            ("about €2.7 million", "about €24,000", "about €1.3 million", "about €2,400"),
            answer=2,
            explanation="It is more than 50 times as much. One per cent suffers little, but its "
            "960 decisions often cannot tell 7% from 5%: about half of the bad versions go on to "
            "everybody.",
        ),
        challenges=(
            Challenge(
                "Labels after 24 hours or more: mean harm under €15,000, at most 5% of good "
                "versions rolled back, and a good one out to everybody within 96 hours.",
                lambda values, scene: (
                    values["delay"] != "0 h"
                    and _passes(scene, 15_000)
                    and scene.facts["hours"] <= 96
                ),
                hint="A smaller share harms fewer. What does it need to tell as much?",
                witness={"share": "2%", "watch": 72},
            ),
            Challenge(
                "Labels a week late: mean harm under €25,000, and at most 5% of good versions "
                "rolled back.",
                lambda values, scene: values["delay"] == "168 h" and _passes(scene, 25_000),
                hint="While you wait for labels, the canary goes on doing harm. What does a still "
                "smaller share need?",
                witness={"share": "1%", "watch": 144, "delay": "168 h"},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _passes(scene: Scene, harm: float) -> bool:
    return scene.facts["harm"] < harm and scene.facts["false"] <= 0.05


def _model(share: str, watch: float, limit: float, delay: str, rule: str) -> Scene:
    gates = {
        name: Gate(part, int(watch), limit, int(delay.removesuffix(" h")), rule)
        for name, part in _SHARES.items()
    }
    outcomes = {name: run_canary(gate, seed=_TYPICAL) for name, gate in gates.items()}
    misses, false = _percent(outcomes[share].missed), _percent(outcomes[share].false)
    now, hours = outcomes[share], gates[share].hours
    harm = float(now.harm.mean())
    means = pd.DataFrame(
        {"share": list(_SHARES), "harm": [round(o.harm.mean()) for o in outcomes.values()]}
    )
    return Scene(
        {
            "means": means,
            "now": means[means["share"] == share].assign(words=_euros(harm)),
            "releases": _releases(share, now),
            "rates": pd.DataFrame({"what": _RATES, "share": [100 * now.missed, 100 * now.false]}),
        },
        f"A bad version costs {_euros(harm)} on average, and {misses} of them reach "
        f"everybody. {false} of good versions are rolled back. A good one is out after "
        f"{hours} hours.",
        title=f"At {share}, a bad version costs {_euros(harm)}; {false} of good ones are "
        "rolled back",
        facts={
            "harm": harm,
            "false": now.false,
            "hours": hours,
            **{f"harm_{name}": float(outcome.harm.mean()) for name, outcome in outcomes.items()},
        },
    )


def _releases(share: str, outcome: Outcome) -> pd.DataFrame:
    """Return the distribution of the bad releases' costs."""
    harm, count = np.unique(outcome.harm.round(), return_counts=True)
    return pd.DataFrame({"share": share, "harm": harm, "count": count})


def _euros(amount: float) -> str:
    if amount >= 999_500:
        return f"€{amount / 1e6:.1f} million"
    return f"€{round(amount, -2):,.0f}"


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g}%"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _harm(), _wrong(), title="Harm of a bad version, and what happens to good ones", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: mean harm of a bad version for six shares of traffic, on an axis where each step "
        "is ten times the one below; circles show 2,000 bad versions at the chosen share. Second: "
        "the share of bad versions let through and of good ones rolled back.",
    )


def _harm() -> alt.ChartType:
    place = (
        alt.X(
            "share:N",
            title="Share of traffic (%)",
            sort=list(_SHARES),
            scale=alt.Scale(domain=list(_SHARES)),
            axis=alt.Axis(labelAngle=0, labelExpr="replace(datum.label, '%', '')"),
        ),
        alt.Y(
            "harm:Q",
            title="Harm of a bad version (€)",
            scale=alt.Scale(type="log", domain=[500, 6_000_000], nice=False),
            axis=alt.Axis(
                values=[1e3, 1e4, 1e5, 1e6],
                labelExpr="datum.value >= 1e6 ? '1 million' : format(datum.value, ',')",
            ),
        ),
    )
    start = charts.start_line("means").encode(*place)
    line = alt.Chart(alt.NamedData("means")).mark_line(point={"size": 40}).encode(*place)
    releases = (
        alt.Chart(alt.NamedData("releases"))
        .mark_circle(color=charts.YELLOW, opacity=0.55)
        .encode(
            *place,
            alt.Size("count:Q", scale=alt.Scale(domain=[0, RELEASES], range=[8, 500]), legend=None),
        )
    )
    now = alt.Chart(alt.NamedData("now")).encode(*place)
    point = now.mark_point(size=110, color=charts.ORANGE, opacity=1)
    words = now.mark_text(
        dy=-16, fontSize=12, fontWeight=600, color=charts.ORANGE,
        align={"expr": "datum.share == '50%' ? 'right' : datum.share == '1%' ? 'left' : 'center'"},
    ).encode(alt.Text("words:N"))  # fmt: skip
    return alt.layer(start, releases, line, point, words).properties(
        height=260, title="Each line up: ten times as much"
    )


def _wrong() -> alt.ChartType:
    length = alt.X(
        "share:Q",
        title="Versions (%)",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(values=[0, 25, 50, 75, 100]),
    )
    row = alt.Y("what:N", title="Mistake", sort=None)
    bars = alt.Chart(alt.NamedData("rates")).mark_bar(color=charts.SKY).encode(length, row)
    words = (
        alt.Chart(alt.NamedData("rates"))
        .mark_text(
            fontSize=12,
            align={"expr": "datum.share > 70 ? 'right' : 'left'"},
            dx={"expr": "datum.share > 70 ? -4 : 4"},
        )
        .encode(length, row, alt.Text("share:Q", format=".1f"))
    )
    return alt.layer(bars, charts.start_tick("rates").encode(length, row), words).properties(
        height=90, title="Two kinds of mistake"
    )
