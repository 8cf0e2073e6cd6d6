"""Two of forty: compare Meridian's count with published rates."""

from __future__ import annotations

import altair as alt

from course import charts
from course.explore.controls import Choice, Prediction, Slider
from course.explore.explorable import Explorable, Scene
from course.simulate.start_here.pilots import count_pilots

# Shares of proofs of concept or projects that reached production: facts 1.15 and 1.3.
_BENCHMARKS = {"12% (IDC for Lenovo, 2025)": 0.12, "48% (Gartner, 2024)": 0.48}
_IDC, _GARTNER = _BENCHMARKS


def pilots() -> Explorable:
    """Choose how many pilots were launched and went live; compare with two published rates."""
    return Explorable(
        "start_here.pilots",
        title="Two of forty pilots are live. Is that few?",
        controls=(
            Slider("launched", "Pilots launched", 10, 100, 5, 40, "pilots"),
            Slider("live", "Pilots in production", 0, 10, 1, 2, "pilots"),
            Choice("benchmark", "Compare with", tuple(_BENCHMARKS), _IDC),
            Slider("price", "Cost of one pilot", 50, 500, 50, 250, "thousand €"),
        ),
        presets={
            "Meridian": {},
            "Against Gartner": {"benchmark": _GARTNER},
            "After five more pilots": {"launched": 45, "live": 3},
        },
        prediction=Prediction(
            "2 of 40 is 5%. If these 40 are a sample of how Meridian works, how high could the "
            "rate behind them be, with 95% confidence?",
            ("About 6%", "About 16%", "About 50%"),
            1,
            "The interval runs from 1.4% to 16.5%. Forty pilots are a small sample: they rule out "
            "one half, and they do not rule out 12%.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(launched: float, live: float, benchmark: str, price: float) -> Scene:
    study = count_pilots(int(launched), int(live), _BENCHMARKS[benchmark])
    spent = launched * price / 1_000
    each = f"€{spent / live:.1f} million for each live one" if live else "with nothing live"
    summary = (
        f"{int(live)} of {int(launched)} is {study.share:.1%}; the rate behind it lies between "
        f"{study.low:.1%} and {study.high:.1%} (95%). If {benchmark} held here, so few would come "
        f"up with a chance of {_chance(study.tail)}. The pilots cost €{spent:.1f} million, {each}."
    )
    return Scene({"outcomes": study.outcomes}, summary)


def _chance(tail: float) -> str:
    return f"{tail:.2f}" if tail >= 0.01 else f"1 in {1 / tail:,.0f}"


def _chart() -> alt.ChartType:
    encoding = (
        alt.X("live:Q", title="Pilots in production (count)", scale={"domain": [0, 60]}),
        alt.Y("probability:Q", title="Chance under the rate (share)", scale={"domain": [0, 0.4]}),
    )
    bars = (
        alt.Chart(alt.NamedData("outcomes"))
        .mark_bar(size=6, clip=True)
        .encode(
            *encoding,
            alt.Color(
                "reads_as:N",
                title="Count",
                scale={
                    "domain": ["as few as here", "more"],
                    "range": [charts.ORANGE, charts.SKY],
                },
                legend=alt.Legend(orient="top-right"),
            ),
        )
    )
    start = charts.start_outline("outcomes", clip=True).encode(*encoding)
    chart = alt.layer(bars, start).properties(
        width=620,
        height=220,
        title="Whether two of forty is few depends on what you compare it with (dashed: Meridian)",
    )
    return charts.alt_text(
        chart,
        "Probability of each number of live pilots if a published rate held at Meridian. Counts "
        "as low as Meridian's are marked.",
    )
