"""Pilot first, or decide now: what information is worth."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.prioritization.option import pilot_value

_GAIN = 2.5  # million EUR: what a good idea brings once scaled
_NOW, _PILOT = "decide now", "pilot, then decide"
_WAYS = [_NOW, _PILOT]


def option() -> Explorable:
    """Set what you believe and how good the pilot is; see whether it pays."""
    return Explorable(
        "prioritization.option",
        title="When is a pilot worth its money? (A good idea brings €2.5 million)",
        controls=(
            Slider("chance", "Chance that the idea is good", 5, 95, 5, 40, "%"),
            Slider("loss", "Loss if a bad idea is scaled", 0.2, 5, 0.1, 1.5, "million €"),
            Slider("accuracy", "How often the pilot is right", 50, 100, 5, 80, "%"),
            Slider("price", "Price of the pilot", 0, 1000, 50, 250, "thousand €"),
        ),
        presets={
            "Meridian's usual pilot": {},
            "You are nearly sure": {"chance": 90},
            "A pilot that cannot fail": {"accuracy": 50},
            "A bad idea does no harm": {"loss": 0.2},
        },
        guess=GuessChoice(
            "You raise the chance that the idea is good from 40% to 90%. What happens to the "
            "worth of a pilot?",
            ("It rises with the chance", "It stays", "It falls to nothing"),
            2,
            "At 90% you scale the idea whatever the pilot says. A result that changes no decision "
            "is worth nothing, however interesting it is.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(chance: float, loss: float, accuracy: float, price: float) -> Scene:
    right = accuracy / 100
    price_millions = price / 1000
    grid = np.linspace(0, 1, 51)
    values = [pilot_value(p, _GAIN, loss, right, 1 - right) for p in grid]
    curves = pd.DataFrame(
        {
            "chance": np.tile(100 * grid, 2),
            "way": np.repeat(_WAYS, grid.size),
            "millions": [value.now for value in values]
            + [value.informed - price_millions for value in values],
        }
    )
    here = pilot_value(chance / 100, _GAIN, loss, right, 1 - right)
    marks = pd.DataFrame(
        {
            "chance": [chance] * 2,
            "way": _WAYS,
            "millions": [here.now, here.informed - price_millions],
        }
    )
    net = here.worth - price_millions
    advice = "pays" if net > 0 else "does not pay"
    summary = (
        f"Deciding now is worth €{here.now:.2f} million, deciding after the pilot "
        f"€{here.informed:.2f} million: the pilot may cost up to €{here.worth * 1000:,.0f} "
        f"thousand. At €{price:,.0f} thousand it {advice} (€{abs(net) * 1000:,.0f} thousand "
        f"{'gained' if net > 0 else 'lost'}); a go lifts the chance of a good idea to "
        f"{here.good_after_go:.0%}, a stop lowers it to {here.good_after_stop:.0%}."
    )
    return Scene({"curves": curves, "marks": marks}, summary)


def _chart() -> alt.ChartType:
    x = alt.X(
        "chance:Q",
        title="Chance that the idea is good (%)",
        scale={"domain": [0, 100], "nice": False},
    )
    y = alt.Y(
        "millions:Q", title="Expected value (million €)", scale={"domain": [-1, 2.6], "nice": False}
    )
    colour = alt.Color(
        "way:N",
        title=None,
        scale={"domain": _WAYS, "range": [charts.ORANGE, charts.BLUE]},
        legend=alt.Legend(orient="top-left"),
    )
    start = charts.start_line("curves", clip=True).encode(x, y, detail="way:N")
    lines = alt.Chart(alt.NamedData("curves")).mark_line(clip=True).encode(x, y, colour)
    marks = (
        alt.Chart(alt.NamedData("marks"))
        .mark_point(size=120, filled=True, opacity=1)
        .encode(x, y, colour)
    )
    where = alt.Chart(alt.NamedData("marks")).mark_rule(strokeDash=[6, 3]).encode(x)
    chart = alt.layer(where, start, lines, marks).properties(
        width=620,
        height=260,
        title="A pilot pays only where its result can change the decision (dashed: before)",
    )
    return charts.alt_text(
        chart,
        "Expected value against the chance that the idea is good, once for deciding now and once "
        "for a pilot first, less its price; points mark the chosen chance.",
    )
