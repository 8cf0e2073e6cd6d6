"""A platform in 100 companies: the use cases each needs to break even."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules, words_over
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.platforms.break_even import (
    COMPANIES,
    YEARS,
    Platform,
    run_platform,
)
from course.simulate.platforms.break_even import break_even as formula

_WIDEST, _BIN, _TALLEST = 160, 4, 40
_LOW, _HIGH = -6, 12
_PLENTY = 40
_TYPICAL = 7  # a draw close to the average draw


@focusable
def break_even(focus: Focus) -> Explorable:
    """Set a platform's costs, savings and use; see when 100 companies are ahead."""
    return Explorable(
        "platforms.break_even",
        title="After how many use cases has a platform paid?",
        controls=(
            Slider("cases", "New use cases a year", 5, 40, 5, 10, ("case", "cases")),
            Slider("saving", "Saved per case on it", 50, 300, 50, 150, "€ thousand"),
            Slider("use", "Cases that will use it", 10, 100, 5, 80, "%"),
            Slider("fixed", "Cost to build", 500, 5_000, 500, 1_500, "€ thousand"),
            Slider("run", "Cost to run a year", 0, 1_000, 100, 300, "€ thousand"),
        ),
        presets={
            "Ten cases a year": {},
            "Everybody uses it": {"use": 100},
            "Small company": {"cases": 5},
        },
        guess=GuessNumber(
            "Building costs €1.5 million, and a case saves €150,000 on the platform. So the "
            "formula says ten cases. Running it costs €300,000 a year; ten cases begin a year, and "
            "80% will use it. After how many has a typical company got its money back?",
            Slider("middle", "Use cases begun", 0, _WIDEST, 1, 10, ("case", "cases")),
            truth=lambda scene: scene.facts["middle"],
            explanation="Cases go on beginning while the platform is built, teams join one by one, "
            "one in five never does, and each year costs money.",
        ),
        challenges=(
            Challenge(
                "The formula says ten cases or fewer, your company begins 40 in eight years, and "
                "at least 70% use the platform. Yet leave 90 of 100 companies behind after eight "
                "years.",
                lambda values, scene: (
                    scene.facts["formula"] <= 10
                    and values["cases"] * YEARS >= _PLENTY
                    and values["use"] >= 70
                    and scene.facts["behind"] >= 90
                ),
                hint="The formula knows neither pace nor running costs. Move both, and "
                "more than one step.",
                witness={"cases": 5, "run": 500},
            ),
            Challenge(
                "With 20 new cases a year and the costs and saving of the start, find the highest "
                "use at which an average year loses money for good.",
                lambda values, _scene: (
                    values == {"cases": 20, "saving": 150, "use": 15, "fixed": 1_500, "run": 300}
                ),
                hint="Read the last figure of the sentence. Stop at the last use below nothing.",
                witness={"cases": 20, "use": 15},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(cases: float, saving: float, use: float, fixed: float, run: float) -> Scene:
    platform = run_platform(cases, saving, use, fixed, run, seed=_TYPICAL)
    needed = formula(fixed, saving)
    middle = _middle(platform.cases)
    never = int(np.isinf(platform.cases).sum())
    behind = int((platform.net[:, -1] < 0).sum())
    paid = f"{COMPANIES - never} of {COMPANIES} companies get their money back within {YEARS} years"
    half = (
        f"half by case {middle:.0f}, and half by year {_middle(platform.years):.3g}"
        if np.isfinite(middle)
        else "fewer than half"
    )
    return Scene(
        {
            "bins": _bins(platform.cases),
            "formula": pd.DataFrame({"cases": [needed], "words": ["formula"]}),
            "years": _years(platform),
        },
        f"Formula: {needed:.3g} cases. {paid}, {half}. In the long run an average year brings "
        f"{_money(platform.yearly)}, all costs paid.",
        title=f"The formula says {needed:.3g} cases, "
        + (
            f"the middle company needs {middle:.0f}"
            if np.isfinite(middle)
            else "most have not paid after eight years"
        ),
        facts={
            "formula": needed,
            "middle": middle if np.isfinite(middle) else _WIDEST,
            "never": never,
            "behind": behind,
            "yearly": platform.yearly,
        },
    )


def _middle(values: np.ndarray) -> float:
    """Return the median; infinity if half or more are infinite."""
    return float(np.quantile(values, 0.5, method="higher"))


def _money(thousand: float) -> str:
    sign = "-" if thousand < 0 else ""
    return f"{sign}€{abs(thousand) / 1000:.2f} million"


def _bins(cases: np.ndarray) -> pd.DataFrame:
    """Return the number of companies first ahead in each span of four cases."""
    edges = np.arange(0, _WIDEST + _BIN, _BIN)
    counts = np.histogram(cases[cases < _WIDEST], edges)[0]
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "companies": counts})[counts > 0]


def _years(platform: Platform) -> pd.DataFrame:
    net = platform.net[:, ::4] / 1000
    low, middle, high = np.quantile(net, [0.05, 0.5, 0.95], axis=0).round(2)
    return pd.DataFrame({"year": np.arange(YEARS + 1), "low": low, "middle": middle, "high": high})


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _companies(), _money_by_year(), title="The formula forgets time", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: a histogram of the use cases after which each of 100 companies first has its money "
        "back, with the number that the formula gives. Second: what the platform has brought, year "
        "by year: the middle company, and the band in which nine of ten lie.",
    )


def _companies() -> alt.ChartType:
    x = charts.axis(
        alt.X, "low:Q", "Use cases begun by then (count)", 0, _WIDEST, every=20, grid=False
    )
    y = charts.axis(alt.Y, "companies:Q", "Companies (count)", 0, _TALLEST)
    floor = alt.Y2(datum=0)
    bars = alt.Chart(alt.NamedData("bins")).mark_bar(clip=True, color=charts.SKY)
    start = (
        alt.Chart(alt.NamedData("baseline_bins"))
        .mark_bar(clip=True, fillOpacity=0, stroke=charts.GREY, strokeDash=[3, 2], strokeWidth=1)
        .encode(x, alt.X2("high:Q"), y, floor)
    )
    rule = alt.Chart(alt.NamedData("formula")).encode(alt.X("cases:Q"))
    words = words_over(
        rule.encode(y=alt.value(40)),
        alt.Text("words:N"),
        align={"expr": "datum.cases > 80 ? 'right' : 'left'"},
        dx={"expr": "datum.cases > 80 ? -5 : 5"},
        fontSize=12,
        fontWeight=600,
        color=charts.ORANGE,
    )
    return alt.layer(
        bars.encode(x, alt.X2("high:Q"), y, floor),
        start,
        rule.mark_rule(color=charts.ORANGE, strokeWidth=2),
        guess_rules(),
        words,
    ).properties(height=230, width=340, title="When each is ahead (dashed: start)")


def _money_by_year() -> alt.ChartType:
    x = charts.axis(alt.X, "year:Q", "Years since the decision", 0, YEARS, every=2, grid=False)
    scale = alt.Scale(domain=[_LOW, _HIGH], nice=False)
    y = alt.Y("middle:Q", title="Saved less spent (€ million)", scale=scale)
    years = alt.Chart(alt.NamedData("years"))
    band = years.mark_area(color=charts.SKY, opacity=0.35, clip=True)
    zero = alt.Chart(alt.InlineData([{"year": 0, "middle": 0}, {"year": YEARS, "middle": 0}]))
    return alt.layer(
        band.encode(x, alt.Y("low:Q", scale=scale), alt.Y2("high:Q")),
        zero.mark_line(color=charts.GREY, strokeWidth=1).encode(x, y),
        charts.start_line("years", clip=True).encode(x, y),
        years.mark_line(color=charts.BLUE, strokeWidth=3, clip=True).encode(x, y),
    ).properties(height=230, width=260, title="Middle company, and nine of ten")
