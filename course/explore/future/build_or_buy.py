"""Buy or build: the extra cost of buying, on average and in each of 100 companies."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.future.build_or_buy import COMPANIES, YEARS, Purchase, buy, difference

_MOST = 5
_LOW, _HIGH = -4, 6
_FEE, _CHANCE, _WORKS = 300, 8, 100
_ENDS = (*(str(year) for year in range(1, YEARS + 1)), "later")


@focusable
def build_or_buy(focus: Focus) -> Explorable:
    """Set a service's fee, risk and exit; see for how many it is cheaper."""
    return Explorable(
        "future.build_or_buy",
        title="Buying is cheaper every year. When is it still the dearer choice?",
        controls=(
            Slider("exit_cost", "Cost if the service ends", 0, _MOST, 0.25, 0.75, "€ million"),
            Slider("chance", "Chance a year that it ends", 0, 20, 1, _CHANCE, "%"),
            Slider("fee", "Price of the service a year", 200, 400, 50, _FEE, "€ thousand"),
            Slider("works", "Own builds that work", 30, 100, 10, _WORKS, "%"),
            Toggle("kit", "Exit kit: own test cases, notice"),
        ),
        presets={
            "Cheaper every year": {},
            "It never ends": {"chance": 0},
            "Half the builds work": {"works": 50},
        },
        guess=GuessChoice(
            "A service saves €130,000 a year. Each year it ends with a chance of 8%, and an end "
            "costs €3 million. In how many of 100 companies is buying cheaper over five years?",
            ("about 10", "about 30", "about 65", "about 90"),
            answer=2,
            explanation="In 66 companies the service outlives the five years. They save each year, "
            "whatever an end would have cost them. Move that cost, and watch the average.",
        ),
        challenges=(
            Challenge(
                "Switch the exit kit on and leave the rest at the start, except for the cost of "
                "an end. Find the lowest one at which buying is dearer on average.",
                lambda values, _scene: (
                    values["kit"]
                    and values["exit_cost"] == 3
                    and (values["chance"], values["fee"], values["works"])
                    == (_CHANCE, _FEE, _WORKS)
                ),
                hint="The kit lowers the cost of an end, and what a year saves.",
                witness={"kit": True, "exit_cost": 3},
            ),
            Challenge(
                "Make buying dearer by €0.1 million or more on average, and cheaper in 75 of 100 "
                "companies or more. All own builds work.",
                lambda values, scene: (
                    values["works"] == _WORKS
                    and scene.facts["mean"] >= 100
                    and scene.facts["cheaper"] >= 75
                ),
                hint="A small chance of a large loss.",
                witness={"chance": 5, "exit_cost": 3.5},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(exit_cost: float, chance: float, fee: float, works: float, *, kit: bool) -> Scene:
    purchase = buy(fee, chance, 1_000 * exit_cost, works, kit=kit)
    cheaper = int((purchase.dearer < 0).sum())
    verdict = "dearer" if purchase.mean > 0 else "cheaper"
    amount = abs(purchase.mean) / 1_000
    return Scene(
        {
            "line": _line(chance, fee, works, kit=kit),
            "here": pd.DataFrame(
                {"exit": [exit_cost], "dearer": [round(purchase.mean / 1_000, 3)]}
            ),
            "companies": _companies(purchase),
        },
        f"Over five years buying is {verdict} by €{amount:.2f} million on average, and cheaper in "
        f"{cheaper} of {COMPANIES} companies. {_yearly(purchase)}{_border(purchase, kit=kit)}",
        title=f"Buying is cheaper in {cheaper} of {COMPANIES} companies and {verdict} on average",
        facts={"mean": purchase.mean, "cheaper": cheaper},
    )


def _yearly(purchase: Purchase) -> str:
    if purchase.saving < 0:
        return f"A year with the service costs €{-purchase.saving:,.0f},000 more."
    return f"A year with the service saves €{purchase.saving:,.0f},000."


def _border(purchase: Purchase, *, kit: bool) -> str:
    # With the kit, because a challenge asks for it.
    if kit or purchase.saving < 0 or not purchase.chance:
        return ""
    border = purchase.break_even / 1_000
    return f" Buying is dearer if an end costs more than €{border:.1f} million."


def _line(chance: float, fee: float, works: float, *, kit: bool) -> pd.DataFrame:
    """Return the extra cost of buying at both ends of the axis; it is linear."""
    ends = [buy(fee, chance, 1_000 * end, works, kit=kit).mean / 1_000 for end in (0, _MOST)]
    return pd.DataFrame({"exit": [0, _MOST], "dearer": np.round(ends, 3)})


def _companies(purchase: Purchase) -> pd.DataFrame:
    """Return the companies by the year in which their service ends."""
    years = np.arange(1, YEARS + 2)
    counts = [(purchase.ended == year).sum() for year in years]
    each = difference(years, purchase.saving, purchase.exit_cost) / 1_000
    frame = pd.DataFrame({"ends": _ENDS, "dearer": each.round(3), "companies": counts})
    return frame[frame["companies"] > 0]


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _average(), _each(), title="Buying compared with building, over five years", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: what buying costs more than building on average, against the cost if the service "
        "ends. Second: the same in companies whose service ends in each year, or later, with the "
        "number of companies.",
    )


def _dearer() -> alt.Y:
    return charts.axis(
        alt.Y, "dearer:Q", "Buying less building (€ million)", _LOW, _HIGH, every=2, grid=False
    )


def _average() -> alt.ChartType:
    x = alt.X(
        "exit:Q",
        title="Cost if the service ends (€ million)",
        scale=alt.Scale(domain=[0, _MOST], nice=False),
        axis=alt.Axis(values=list(range(_MOST + 1)), grid=False),
    )
    y = _dearer()
    zero = alt.Chart(alt.InlineData([{"exit": 0, "dearer": 0}, {"exit": _MOST, "dearer": 0}]))
    line = alt.Chart(alt.NamedData("line")).mark_line(color=charts.BLUE, strokeWidth=3, clip=True)
    here = alt.Chart(alt.NamedData("here")).mark_point(
        size=110, color=charts.ORANGE, opacity=1, filled=True
    )
    return alt.layer(
        zero.mark_line(color=charts.GREY, strokeWidth=1).encode(x, y),
        charts.start_line("line", clip=True).encode(x, y),
        line.encode(x, y),
        here.encode(x, y),
    ).properties(height=170, title="On average (orange: your setting)")


def _each() -> alt.ChartType:
    x = alt.X(
        "ends:N",
        title="Year at whose end the service ends",
        scale=alt.Scale(domain=list(_ENDS)),
        axis=alt.Axis(labelAngle=0, ticks=False),
    )
    y = _dearer()
    rows = alt.Chart(alt.NamedData("companies"))
    zero = alt.Chart(alt.InlineData([{"dearer": 0}])).mark_rule(color=charts.GREY)
    bars = rows.mark_bar(clip=True).encode(
        x,
        y,
        alt.Color(
            "dear:N",
            scale=alt.Scale(domain=[False, True], range=[charts.BLUE, charts.ORANGE]),
            legend=None,
        ),
    )
    words = rows.mark_text(
        dy={"expr": "datum.dearer > 0 ? -8 : 10"}, fontSize=12, fontWeight=600, color=charts.INK
    )
    return alt.layer(
        zero.encode(y),
        bars.transform_calculate(dear="datum.dearer > 0"),
        words.encode(x, y, alt.Text("companies:Q")),
    ).properties(height=170, title="Each company (figures: companies)")
