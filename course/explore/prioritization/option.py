"""Pilot first, or decide now: what information is worth."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_line
from course.explore.guesses import GuessLine
from course.explore.scene import Scene
from course.simulate.prioritization.option import PilotValue, pilot_value

_GAIN = 2.5  # million EUR: gain from scaling a good idea
_TOP = 1.8  # million EUR: a little more than a pilot can be worth here
_ASKED = (5, 20, 40, 60, 80, 95)


@focusable
def option(focus: Focus) -> Explorable:
    """Set your belief and the pilot's quality; see whether the pilot pays."""
    return Explorable(
        "prioritization.option",
        title="When is a pilot worth its money? (A good idea brings €2.5 million)",
        controls=(
            Slider("chance", "Chance that the idea is good", 5, 95, 5, 40, "%"),
            Slider("loss", "Loss if a bad idea is scaled", 0.2, 5, 0.1, 1.5, "€ million"),
            Slider("accuracy", "How often the pilot is right", 50, 100, 5, 80, "%"),
            Slider("price", "Price of the pilot", 0, 1000, 50, 250, "€ thousand"),
        ),
        presets={
            "Meridian's usual pilot": {},
            "You are nearly sure": {"chance": 90},
            "A pilot that tosses a coin": {"accuracy": 50},
            "A bad idea does no harm": {"loss": 0.2},
        },
        guess=GuessLine(
            "A good idea brings €2.5 million, a bad one loses 1.5. A pilot is right in 80 cases of "
            "100. What is its result worth, from an idea that is hardly ever good to one that "
            "nearly always is?",
            at=_ASKED,
            slider=Slider("worth", "Worth of the pilot's result", 0, _TOP, 0.05, 0.4, "€ million"),
            truth=lambda scene: [scene.facts[f"worth_{chance}"] for chance in _ASKED],
            explanation="Where you are nearly sure, you do the same whatever the pilot says: the "
            "result is worth nothing. It is worth most where you would not know what to do.",
        ),
        challenges=(
            Challenge(
                "A pilot is right every time. Make its result worth at most €100 thousand.",
                lambda values, scene: values["accuracy"] == 100 and scene.facts["worth"] <= 0.1,
                hint="What do you do if there is no pilot? Make that nearly always right.",
                witness={"accuracy": 100, "chance": 95},
            ),
            Challenge(
                "Make the result of a pilot worth at least €1.5 million.",
                lambda _values, scene: scene.facts["worth"] >= 1.5,
                hint="Raise what a mistake costs, then follow the break-even line.",
                witness={"accuracy": 100, "loss": 5, "chance": 65},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(chance: float, loss: float, accuracy: float, price: float) -> Scene:
    right, millions = accuracy / 100, price / 1000

    def pilot(percent: float) -> PilotValue:
        return pilot_value(percent / 100, _GAIN, loss, right, 1 - right)

    grid = range(0, 101, 2)
    here, break_even = pilot(chance), 100 * loss / (_GAIN + loss)
    worth = pd.DataFrame({"chance": grid, "millions": [pilot(each).worth for each in grid]})
    mark = pd.DataFrame({"chance": [chance], "millions": [here.worth]})
    even = pd.DataFrame({"chance": [break_even], "label": [f"break-even {break_even:.0f}%"]})
    cost = pd.DataFrame({"millions": [millions], "label": [f"its price: €{price:,.0f} thousand"]})
    facts = {f"worth_{each}": pilot(each).worth for each in _ASKED}
    return Scene(
        {"worth": worth, "mark": mark, "even": even, "cost": cost},
        _summary(here, price),
        title=_point(here.worth, millions),
        facts={"worth": here.worth, **facts},
    )


def _point(worth: float, price: float) -> str:
    if worth <= 1e-9:
        return "No result changes the decision: this pilot is worth nothing"
    if worth < price:
        return "A result can change the decision, but the pilot costs more than that is worth"
    return "A result can change the decision, and that is worth more than the pilot costs"


def _summary(here: PilotValue, price: float) -> str:
    net = here.worth * 1000 - price
    return (
        f"Deciding now is worth €{here.now:.2f} million, deciding after the pilot "
        f"€{here.informed:.2f} million: its result is worth €{here.worth * 1000:,.0f} thousand. At "
        f"€{price:,.0f} thousand the pilot {'gains' if net > 0 else 'loses'} "
        f"€{abs(net):,.0f} thousand. A go moves the chance of a good idea to "
        f"{here.good_after_go:.0%}, a stop moves it to {here.good_after_stop:.0%}."
    )


def _chart() -> alt.ChartType:
    across = {"domain": [0, 100], "nice": False}
    x = alt.X("chance:Q", title="Chance that the idea is good (%)", scale=across)
    y = charts.axis(alt.Y, "millions:Q", "Worth of its result (€ million)", 0, _TOP, tickCount=6)
    worth = alt.Chart(alt.NamedData("worth")).mark_line(clip=True).encode(x, y)
    mark = alt.Chart(alt.NamedData("mark")).mark_point(size=140, opacity=1).encode(x, y)
    at = alt.X("at:Q", title="Chance that the idea is good (%)", scale=across)
    chart = alt.layer(
        *_lines(x, y),
        charts.start_line("worth", clip=True).encode(x, y),
        worth,
        mark,
        guess_line(at),
    ).properties(height=250, title="A pilot is worth what its result can change")
    return charts.alt_text(
        chart,
        "What a pilot's result is worth against the chance that the idea is good: a tent whose top "
        "is at the break-even chance. A level line is the price, a point marks your chance.",
    )


def _lines(x: alt.X, y: alt.Y) -> list[Any]:
    """Draw the break-even chance and the price, each with its words."""
    even, cost = alt.Chart(alt.NamedData("even")), alt.Chart(alt.NamedData("cost"))
    return [
        even.mark_rule(strokeDash=[6, 3]).encode(x),
        even.mark_text(
            dx={"expr": "datum.chance > 50 ? -6 : 6"},
            align={"expr": "datum.chance > 50 ? 'right' : 'left'"},
            fontSize=12,
        ).encode(x, y=alt.value(10), text="label:N"),
        cost.mark_rule(color=charts.ORANGE).encode(y),
        cost.mark_text(align="right", dy=-8, color=charts.ORANGE, fontSize=12).encode(
            y, x=alt.value("width"), text="label:N"
        ),
    ]
