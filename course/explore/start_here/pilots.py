"""Two of forty: compare Meridian's count with published rates."""

from __future__ import annotations

import altair as alt

from course import charts, world
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.start_here.pilots import count_pilots

# Shares of proofs of concept or projects that reached production: facts 1.15 and 1.3.
_BENCHMARKS = {"12% (IDC for Lenovo, 2025)": 0.12, "48% (Gartner, 2024)": 0.48}
_IDC, _GARTNER = _BENCHMARKS
_LAUNCHED, _LIVE = (world.count(name, "pilots") for name in ("pilots_launched", "pilots_live"))
_MERIDIAN = _LIVE / _LAUNCHED


@focusable
def pilots(focus: Focus) -> Explorable:
    """Choose how many pilots were launched and live; compare with published rates."""
    return Explorable(
        "start_here.pilots",
        title="Two of forty pilots are live. Is that few?",
        controls=(
            Slider("launched", "Pilots launched", 10, 100, 5, _LAUNCHED, "pilots"),
            Slider("live", "Pilots in production", 0, 10, 1, _LIVE, ("pilot", "pilots")),
            Choice("benchmark", "Compare with", tuple(_BENCHMARKS), _IDC),
            Slider("price", "Cost of one pilot", 50, 500, 50, 250, "€ thousand"),
        ),
        presets={
            "Meridian": {},
            "Against Gartner": {"benchmark": _GARTNER},
            "After five more pilots": {"launched": 45, "live": 3},
        },
        guess=GuessNumber(
            "Elsewhere 12 of 100 pilots go live. If that held here, how many of Meridian's 40 "
            "would be live on average?",
            Slider("average", "Live on average", 0, 40, 1, 20, ("pilot", "pilots")),
            truth=lambda scene: scene.facts["expected"],
            explanation="Two is fewer than that. Chance alone gives two or fewer in one company "
            "of eight.",
        ),
        challenges=(
            Challenge(
                "Keep at least 5% live, as at Meridian, with a count that luck hardly explains: if "
                "12% held, fewer than one company in 30 would have so few.",
                lambda values, scene: (
                    values["benchmark"] == _IDC
                    and scene.facts["share"] >= _MERIDIAN
                    and scene.facts["tail"] < 1 / 30
                ),
                hint="The same share of a larger sample says more: move both counts.",
                witness={"launched": 80, "live": 4},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(launched: float, live: float, benchmark: str, price: float) -> Scene:
    study = count_pilots(int(launched), int(live), _BENCHMARKS[benchmark])
    cost = launched * price / 1_000
    each = f"€{cost / live:.1f} million for each live one" if live else "with nothing live"
    return Scene(
        {"outcomes": study.outcomes},
        f"{int(live)} of {int(launched)} is {study.share:.1%}; the rate behind it lies between "
        f"{study.low:.1%} and {study.high:.1%} (95%). If {benchmark} held, so few would come up "
        f"{_chance(study.tail)}. The pilots cost €{cost:.1f} million, {each}.",
        title=_point(study.tail),
        facts={
            "tail": study.tail,
            "share": study.share,
            "expected": launched * _BENCHMARKS[benchmark],
        },
    )


def _point(tail: float) -> str:
    if tail >= 0.05:
        return "So few can be chance: the count does not contradict the rate"
    return "So few is hardly chance: the published rate does not hold here"


def _chance(tail: float) -> str:
    if tail >= 0.1:
        return f"in {100 * tail:.0f} of 100 companies"
    return f"in one company of {float(f'{1 / tail:.2g}'):,.0f}"  # two digits are enough


def _chart() -> alt.ChartType:
    encoding = (
        alt.X(
            "live:Q", title="Pilots in production (count)", scale={"domain": [0, 60], "nice": False}
        ),
        alt.Y("probability:Q", title="Chance under the rate (share)", scale={"domain": [0, 0.4]}),
    )
    bars = (
        alt.Chart(alt.NamedData("outcomes"))
        .mark_bar(size=6, clip=True)
        .encode(
            *encoding,
            alt.Color(
                "reads_as:N",
                title=None,
                scale={
                    "domain": ["as few as here", "more"],
                    "range": [charts.ORANGE, charts.SKY],
                },
                legend=alt.Legend(orient="top"),
            ),
        )
    )
    start = charts.start_outline("outcomes", clip=True).encode(*encoding)
    chart = alt.layer(bars, start, guess_rules()).properties(
        height=240, title="How many live pilots a published rate would produce"
    )
    return charts.alt_text(
        chart,
        "Probability of each number of live pilots if a published rate held at Meridian. Counts "
        "as low as Meridian's are marked; a dashed line shows Meridian before you moved anything.",
    )
