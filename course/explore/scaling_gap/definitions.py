"""Print the headline you like: one population, counted in 135 ways."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules, words_over
from course.explore.guesses import GuessNumber
from course.explore.scaling_gap import _street
from course.explore.scene import Scene
from course.simulate.scaling_gap.definitions import BARS, CLOCKS, RESPONDENTS, UNITS, headlines

_USED, _PRODUCTION, _ADOPTED, _MONEY, _ALL_SITES = BARS
_TODAY, _EARLY, _LATE = CLOCKS
_EVERYBODY, _EXECUTIVES, _CUSTOMERS = RESPONDENTS

_FIRMS_SAY = {
    _USED: "use AI",
    _PRODUCTION: "have AI in production",
    _ADOPTED: "have AI that its users adopted",
    _MONEY: "measure money from AI",
    _ALL_SITES: "run AI at all sites",
}
_TRIALS_SAY = {
    _USED: "are used",
    _PRODUCTION: "are in production",
    _ADOPTED: "are adopted by their users",
    _MONEY: "earn measured money",
    _ALL_SITES: "run at all sites",
}
# Facts 1.8, 1.9, 1.3 and 1.15: published figures, in the rows of what they count.
_PUBLISHED = [
    {"unit": "firms", "percent": 88, "words": "88% use AI"},
    {"unit": "firms", "percent": 7, "words": "7% fully scaled"},
    {"unit": "projects", "percent": 48, "words": "48% in production"},
    {"unit": "trials", "percent": 12, "words": "12% in production"},
]


@focusable
def definitions(focus: Focus) -> Explorable:
    """Choose unit, bar, clock and respondents; the world stays the same."""
    return Explorable(
        "scaling_gap.definitions",
        title="How far can a headline move while nothing changes?",
        controls=(
            Choice("unit", "Share of what", UNITS, "trials"),
            Choice("bar", "What it takes to be counted", BARS, _ADOPTED),
            Choice("clock", "When it is counted", CLOCKS, _TODAY),
            Choice("respondents", "Who answers", RESPONDENTS, _EVERYBODY),
        ),
        presets={
            "As it is": {},
            "Executives": {"unit": "firms", "bar": _MONEY, "respondents": _EXECUTIVES},
            "Vendor's customers": {"unit": "firms", "bar": _MONEY, "respondents": _CUSTOMERS},
        },
        guess=GuessNumber(
            "In this world 3% of trials are adopted by most people for whom they were built. What "
            "share of the firms has at least one such trial?",
            Slider("firms", "Firms with an adopted trial", 0, 100, 1, 20, "%"),
            truth=lambda scene: scene.facts["firms"],
            explanation="A firm has 22 trials on average, and one that is adopted is enough. So "
            "firms nearly always score higher than their trials do.",
        ),
        challenges=(
            Challenge(
                "Print a headline of at least 70% of firms with the bar “adopted” or a higher one.",
                lambda values, scene: (
                    values["unit"] == "firms"
                    and values["bar"] not in (_USED, _PRODUCTION)
                    and scene.facts["share"] >= 70
                ),
                hint="Ask those who have most trials, or those who have bought something.",
                witness={"unit": "firms", "bar": _ADOPTED, "respondents": _EXECUTIVES},
                opens=("Executives",),
            ),
            Challenge(
                "With everybody answering, and without the bar “at all sites”, print a headline of "
                "at most 8% of firms.",
                lambda values, scene: (
                    values["unit"] == "firms"
                    and values["respondents"] == _EVERYBODY
                    and values["bar"] != _ALL_SITES
                    and scene.facts["share"] <= 8
                ),
                hint="Gains take long to be measured. Who counts early finds few.",
                witness={"unit": "firms", "bar": _MONEY, "clock": _EARLY},
            ),
            Challenge(
                "With everybody answering, find the bar and the clock that give two published "
                "figures at once: 45% to 51% of projects, and 10% to 14% of trials.",
                lambda values, scene: (
                    values["respondents"] == _EVERYBODY
                    and 45 <= scene.facts["projects"] <= 51
                    and 10 <= scene.facts["trials"] <= 14
                ),
                hint="Both surveys asked about production. Young trials need more time.",
                witness={"bar": _PRODUCTION, "clock": _LATE},
            ),
        ),
        model=_model,
        chart=_chart,
        before=_before,
        focus=focus,
    )


@cache
def _counts() -> dict[tuple[str, str, str, str], tuple[int, int]]:
    """Return how many pass, and the total, by unit, bar, clock and respondents."""
    frame = headlines().set_index(["unit", "bar", "clock", "respondents"])
    return dict(zip(frame.index, zip(frame["counted"], frame["asked"], strict=True), strict=True))


@cache
def _ghosts() -> pd.DataFrame:
    frame = headlines()
    return pd.DataFrame({"unit": frame["unit"], "percent": 100 * frame["share"]})


def _model(unit: str, bar: str, clock: str, respondents: str) -> Scene:
    counts = {name: _counts()[name, bar, clock, respondents] for name in UNITS}
    percent = {name: 100 * count / total for name, (count, total) in counts.items()}
    count, total = counts[unit]
    headline = _headline(unit, bar, clock, percent[unit])
    now = pd.DataFrame(
        {
            "unit": UNITS,
            "percent": [percent[name] for name in UNITS],
            "words": [_percent(percent[name]) for name in UNITS],
            "reads": ["your headline" if name == unit else "same count" for name in UNITS],
        }
    )
    return Scene(
        {**_street.counted(unit, bar, clock, respondents), "ghosts": _ghosts(), "now": now},
        f"{headline}, as {_say(respondents)}: {count:,} of {total:,} {unit}.",
        title=f"One world, 135 headlines: “{headline}”",
        facts={"share": percent[unit], **percent},
    )


def _headline(unit: str, bar: str, clock: str, percent: float) -> str:
    clause = (_FIRMS_SAY if unit == "firms" else _TRIALS_SAY)[bar]
    when = "" if clock == _TODAY else f" {clock}"
    return f"{_percent(percent)} of {unit} {clause}{when}"


def _percent(percent: float) -> str:
    if 0 < percent < 0.05:
        return "under 0.1%"
    return f"{percent:.0f}%" if percent >= 9.5 or percent == 0 else f"{percent:.1f}%"


def _say(respondents: str) -> str:
    return {
        _EVERYBODY: "all firms tell it",
        _EXECUTIVES: "executives of busy firms tell it",
        _CUSTOMERS: "a vendor's customers tell it",
    }[respondents]


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        _street.chart(),
        _rows(),
        title="One world gives 135 headlines",
        spacing=24,
    ).resolve_scale(color="independent", fill="independent", stroke="independent")
    return charts.alt_text(
        chart,
        "First: fifteen houses, one for each firm, and over each a pile of its trials; trials that "
        "count are filled, and so is the house of a firm that has one. Second: three rows, for "
        "shares of firms, of projects and of trials, on one axis from 0% to 100%. Pale ticks are "
        "all headlines that one world gives, bold ticks are published figures, and dots are the "
        "present definition, counted in each unit.",
    )


def _before() -> alt.ChartType:
    """Return the fifteen firms and their trials, of which none is counted yet."""
    headlines = alt.layer(*_published(), guess_rules()).properties(
        height=185, title="All 1,000 firms: what will the headline be? (bold: published figures)"
    )
    chart = alt.vconcat(_street.before(), headlines, spacing=24)
    return charts.alt_text(
        chart.resolve_scale(color="independent", fill="independent", stroke="independent"),
        "First: fifteen houses, one for each firm, and over each a pile of its trials; none is "
        "counted yet. Second: an axis from 0% to 100% with four published figures.",
    )


_ROW = alt.Y(
    "unit:N",
    title="Share of",
    # The empty row has the numbers of the guess and the truth.
    scale=alt.Scale(domain=["", *UNITS]),
    axis=alt.Axis(ticks=False, domain=False, labelFontSize=13, labelPadding=8),
)
_PLACE = alt.X(
    "percent:Q",
    title="Headline (% of what is counted)",
    scale=alt.Scale(domain=[0, 100], nice=False),
)


def _published() -> tuple[alt.Chart, alt.LayerChart]:
    """Return ticks of published figures, and their names."""
    base = alt.Chart(pd.DataFrame(_PUBLISHED)).encode(_PLACE, _ROW)
    names = words_over(
        base,
        alt.Text("words:N"),
        dy=18,
        fontSize=11,
        color=charts.INK,
        align={"expr": "datum.percent > 70 ? 'right' : datum.percent < 15 ? 'left' : 'center'"},
    )
    return base.mark_tick(thickness=3, size=16, color=charts.INK), names


def _rows() -> alt.ChartType:
    ghosts = (
        alt.Chart(alt.NamedData("ghosts"))
        .mark_tick(thickness=1.5, size=16, color=charts.SKY, opacity=0.7)
        .encode(_PLACE, _ROW)
    )
    ticks, names = _published()
    colour = alt.Color(
        "reads:N",
        scale=alt.Scale(domain=["your headline", "same count"], range=[charts.BLUE, charts.GREY]),
        legend=None,
    )
    now = alt.Chart(alt.NamedData("now")).encode(_PLACE, _ROW)
    points = now.mark_point(size=110, opacity=1).encode(colour)
    figures = words_over(
        now.encode(colour),
        alt.Text("words:N"),
        dy=-15,
        dx={"expr": "datum.percent > 50 ? -4 : 4"},
        fontSize=13,
        fontWeight=600,
        align={"expr": "datum.percent > 50 ? 'right' : 'left'"},
    )
    return alt.layer(ghosts, ticks, points, guess_rules(), names, figures).properties(
        height=220, title="All 1,000 firms in 135 headlines (bold: published figures)"
    )
