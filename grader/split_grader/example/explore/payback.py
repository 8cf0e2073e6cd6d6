"""How long a hundred ovens take to pay for themselves, when the plan knows only the average."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore import Explorable, GuessNumber, Scene, Slider
from course.explore.ghosts import guess_rules
from course.simulate.payback import BAKERIES, PRICE, payback_months

MOST = 80  # ovens that the question asks about
LAST = 60  # months on the axis


def ovens() -> Explorable:
    """Choose what an oven brings on average, and how far bakeries differ."""
    return Explorable(
        "payback.ovens",
        title="How safe is a plan that knows only the average?",
        controls=(
            Slider("spread", "Bakeries differ by up to", 0, 80, 10, 80, "%"),
            Slider("gain", "Average gain a month", 1_000, 2_000, 100, 1_000, "euros"),
        ),
        presets={"They differ": {}, "They are alike": {"spread": 0}},
        guess=GuessNumber(
            f"The plan says 12 months. By which month have {MOST} of {BAKERIES} ovens paid for "
            "themselves?",
            Slider("months", "Month", 0, LAST, 1, 12),
            truth=lambda scene: scene.facts["most"],
            explanation="Twice the gain saves half of the time; half the gain doubles it. So the "
            "late ovens are later than the early ones are early.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(spread: float, gain: float) -> Scene:
    months = payback_months(gain, spread / 100)
    plan = int(np.ceil(PRICE / gain))
    late, most = int((months > plan).sum()), int(months[MOST - 1])
    return Scene(
        {
            "ovens": pd.DataFrame({"month": months, "paid": np.arange(1, BAKERIES + 1)}),
            "plan": pd.DataFrame({"month": [plan]}),
        },
        f"The plan says {plan} months. {late} ovens take longer, and {MOST} of {BAKERIES} have "
        f"paid after {most} months.",
        title=f"{late} of {BAKERIES} ovens are late" if late else "Every oven keeps to the plan",
        facts={"plan": plan, "late": late, "most": most},
    )


def _chart() -> alt.ChartType:
    month = charts.axis(alt.X, "month:Q", "Month", 0, LAST, every=12)
    dots = (
        alt.Chart(alt.NamedData("ovens"))
        .mark_point(filled=True, color=charts.BLUE, size=30)
        .encode(month, charts.axis(alt.Y, "paid:Q", "Ovens that have paid (count)", 0, BAKERIES))
    )
    plan = alt.Chart(alt.NamedData("plan")).mark_rule(color=charts.ORANGE).encode(month)
    chart = alt.layer(plan, dots, guess_rules()).properties(
        height=220, title="Each dot is an oven, in the month that pays for it"
    )
    return charts.alt_text(
        chart,
        "A dot for each oven: the month in which it has paid for itself, and how many had by then. "
        "A line marks the month of the plan.",
    )
