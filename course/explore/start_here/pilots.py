"""Two of forty: compare Meridian's count with published rates."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts, world
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules, words_over
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.start_here.pilots import COMPANIES, count_pilots

# Shares of proofs of concept or projects that reached production: facts 1.15 and 1.3.
_BENCHMARKS = {"12% (IDC for Lenovo, 2025)": 0.12, "48% (Gartner, 2024)": 0.48}
_IDC, _GARTNER = _BENCHMARKS
_LAUNCHED, _LIVE = (world.count(name, "pilots") for name in ("pilots_launched", "pilots_live"))
_MERIDIAN = _LIVE / _LAUNCHED
_PRICE = world.number("money_spent", "million EUR") / _LAUNCHED
_ON, _OFF = "in production", "not in production"
_FEW, _MORE = "as few as here", "more"
_ABREAST, _ROWS = 20, 5  # pilots in a row, and rows, of which there is room for a hundred pilots
_MOST, _HIGHEST = 62, 23  # live pilots on the axis, and companies above one of its numbers


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
        before=_before,
        focus=focus,
    )


def _model(launched: float, live: float, benchmark: str) -> Scene:
    study = count_pilots(int(launched), int(live), _BENCHMARKS[benchmark])
    cost = launched * _PRICE
    each = f"€{cost / live:.1f} million for each live one" if live else "with nothing live"
    return Scene(
        {
            "pilots": _pilots(int(launched), int(live)),
            "companies": _companies(study.companies, int(live)),
            "said": pd.DataFrame({"words": [_count(study.companies, int(live))]}),
        },
        f"{int(live)} of {int(launched)} is {study.share:.1%}. If {benchmark} held, "
        f"{_chance(study.tail)} would have {_few(int(live))}. "
        f"The pilots cost €{cost:.1f} million, {each}.",
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
        return f"{100 * tail:.0f} of 100 companies"
    if tail < 1e-9:
        return "fewer than one company in a billion"
    return f"one company in {float(f'{1 / tail:.2g}'):,.0f}"  # two digits are enough


def _count(companies: np.ndarray, live: int) -> str:
    return f"{int((companies <= live).sum())} of {COMPANIES} have {_few(live)}"


def _few(live: int) -> str:
    return f"{live} or fewer" if live else "none"


def _pilots(launched: int, live: int) -> pd.DataFrame:
    """Return one row per pilot: its place on the table, the live ones first."""
    number = np.arange(launched)
    return pd.DataFrame(
        {
            "pilot": number,
            "x": number % _ABREAST + 0.5,
            "y": number // _ABREAST + 0.5,
            "fate": np.where(number < live, _ON, _OFF),
        }
    )


def _companies(companies: np.ndarray, live: int) -> pd.DataFrame:
    """Return one row per company: its live pilots, and its place among its equals."""
    rank = np.arange(COMPANIES) - np.searchsorted(companies, companies)  # they are sorted
    squeeze = max(1.0, (rank.max() + 1) / _HIGHEST)
    return pd.DataFrame(
        {
            "live": companies,
            "level": ((rank + 0.6) / squeeze).round(2),
            "reads": np.where(companies <= live, _FEW, _MORE),
        }
    )


_NUMBER = alt.X(
    "live:Q",
    title="Pilots in production (count)",
    scale=alt.Scale(domain=[-1, _MOST + 1], nice=False),
    axis=alt.Axis(values=list(range(0, _MOST + 1, 5)), grid=False),
)


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        _table(alt.NamedData("pilots")).encode(alt.Key("pilot:Q")),
        _hundred(),
        title="Two of forty, and luck",
        spacing=24,
    ).resolve_scale(color="independent", fill="independent", stroke="independent")
    return charts.alt_text(
        chart,
        "First: a dot for each pilot that was launched; those in production are filled. Second: a "
        "dot for each of a hundred companies, over its number of live pilots if a published rate "
        "held there. Companies with as few as here are marked.",
    )


def _before() -> alt.ChartType:
    """Return Meridian's pilots, and no other company yet."""
    ends = pd.DataFrame({"live": [0, _MOST]})
    empty = alt.Chart(ends).mark_point(opacity=0).encode(_NUMBER)
    axis = alt.layer(empty, guess_rules()).properties(
        height=80, title="How many would be in production, if the published rate held?"
    )
    chart = alt.vconcat(_table(_pilots(_LAUNCHED, _LIVE).drop(columns="pilot")), axis, spacing=24)
    return charts.alt_text(
        chart.resolve_scale(color="independent", fill="independent", stroke="independent"),
        f"First: a dot for each of Meridian's {_LAUNCHED} pilots; the {_LIVE} in production are "
        f"filled. Second: an empty axis of pilots in production, from 0 to {_MOST}.",
    )


def _table(pilots: alt.Data | pd.DataFrame) -> alt.Chart:
    pitch = f"min(item.mark.group.width / {_ABREAST}, item.mark.group.height / {_ROWS})"
    fates = [_ON, _OFF]
    return (
        alt.Chart(pilots)
        .mark_point(size={"expr": f"pow(0.8 * {pitch}, 2)"}, strokeWidth=1.5, opacity=1)
        .encode(
            alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _ABREAST], nice=False)),
            alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[_ROWS, 0], nice=False)),
            alt.Stroke(
                "fate:N",
                scale=alt.Scale(domain=fates, range=[charts.BLUE, charts.GREY]),
                legend=None,
            ),
            alt.Fill(
                "fate:N",
                scale=alt.Scale(domain=fates, range=[charts.BLUE, "#EFEFEF"]),
                legend=None,
            ),
        )
        .properties(height=95, title="Each dot is a pilot; a blue one is in production")
    )


def _hundred() -> alt.ChartType:
    pitch = f"min(item.mark.group.width / {_MOST + 2}, item.mark.group.height / {_HIGHEST + 1})"
    colour = alt.Color(
        "reads:N",
        scale=alt.Scale(domain=[_FEW, _MORE], range=[charts.ORANGE, charts.SKY]),
        legend=None,
    )
    dots = (
        alt.Chart(alt.NamedData("companies"))
        .mark_point(filled=True, opacity=1, size={"expr": f"pow(0.9 * {pitch}, 2)"})
        .encode(
            _NUMBER,
            alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[0, _HIGHEST + 1], nice=False)),
            colour,
        )
    )
    words = words_over(
        alt.Chart(alt.NamedData("said")).encode(x=alt.value("width"), y=alt.value(52)),
        alt.Text("words:N"),
        align="right",
        fontSize=13,
        fontWeight=600,
        color=charts.ORANGE,
    )
    return alt.layer(dots, guess_rules(), words).properties(
        height=230, title="A hundred companies with as many pilots, if the published rate held"
    )
