"""One company's use cases as bricks, on what its platform costs; a dot for each company."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.ghosts import guess_rules
from course.simulate.platforms.break_even import COMPANIES, PER_YEAR, YEARS, Bricks, lay_bricks

NEVER = "not within eight years"
_PAYS, _GAINS, _ALONE = "pays for the platform", "on it later", "not on the platform"
_OWED, _LATER = "cost to be paid", "later cost"
_FILLS = {
    _PAYS: charts.BLUE,
    _GAINS: "#BBDDF4",
    _ALONE: "#FFFFFF",
    _OWED: charts.ORANGE,
    _LATER: "#F3D9C6",
}
_LINES = [charts.BLUE] * 3 + [charts.ORANGE] * 2
_HIGH, _DEEP = 6, 8.3  # rows of bricks above the ground, and of costs below it
_LAST = 9.5  # the right end, with room for companies that aren't repaid
_GAP = 0.06  # years between two quarters' bricks
_ABREAST, _DOT_ROWS = 2, 15


def frames(bricks: Bricks, years: np.ndarray) -> dict[str, pd.DataFrame]:
    """Return the data of `chart`.

    Parameters
    ----------
    bricks
        The use cases and the costs of the company in the picture.
    years
        Years after which each of the companies has its money back; infinity if it hasn't.
    """
    cases, costs = _places(bricks)
    count = int((cases["fate"] == _PAYS).sum())
    verb = "pay" if np.isfinite(bricks.paid) else "don't pay"
    return {
        "cases": cases,
        "costs": costs,
        "companies": _companies(years),
        "paid": pd.DataFrame(
            {
                "year": [min(bricks.paid, YEARS)],
                "words": [f"{count} cases {verb} for costs of {bricks.owed:.3g}"],
            }
        ),
    }


def _places(bricks: Bricks) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row per use case and one per cost, with its place in the quarter's pile.

    Building and rebuilding are drawn over the year that they take.
    """
    quarter = (bricks.cases["begun"] * PER_YEAR).astype(int)
    before = quarter < bricks.paid * PER_YEAR
    on_platform = bricks.cases["on_platform"]
    fate = np.select([on_platform & before, on_platform], [_PAYS, _GAINS], _ALONE)
    # Bricks on the platform lie below the others.
    cases = pd.DataFrame({"quarter": quarter, "fate": fate, "alone": ~on_platform})
    level = cases.sort_values("alone", kind="stable").groupby("quarter").cumcount()
    due, building = bricks.costs["due"], bricks.costs["building"]
    within = np.where(building, bricks.costs.groupby("due").cumcount() % PER_YEAR, 0)
    when = ((due * PER_YEAR).astype(int) + within).clip(upper=PER_YEAR * YEARS - 1)
    costs = pd.DataFrame({"quarter": when})
    below = costs.groupby("quarter").cumcount()
    return (
        _boxes(cases["quarter"], level.sort_index()).assign(fate=fate),
        _boxes(when, -1 - below).assign(fate=np.where(due <= bricks.paid, _OWED, _LATER)),
    )


def _boxes(quarter: pd.Series, level: pd.Series) -> pd.DataFrame:
    """Return the sides of each brick, and its number."""
    left = quarter / PER_YEAR
    return pd.DataFrame(
        {
            "number": np.arange(len(quarter)),
            "left": left,
            "right": left + 1 / PER_YEAR - _GAP,
            "low": level + 0.06,
            "high": level + 0.94,
        }
    ).round(2)


def _companies(years: np.ndarray) -> pd.DataFrame:
    """Return one row per company: the place of its dot in the pile of its quarter."""
    payback_years = np.sort(years[np.isfinite(years)])
    rank = np.arange(len(payback_years)) - np.searchsorted(payback_years, payback_years)
    x = payback_years + (rank % _ABREAST + 0.5) / _ABREAST / PER_YEAR
    wide = 8
    rest = np.arange(COMPANIES - len(payback_years))
    level = np.concatenate([rank // _ABREAST, rest // wide])
    squeeze = max(1.0, (level.max(initial=0) + 1) / _DOT_ROWS)
    return pd.DataFrame(
        {
            "company": np.arange(COMPANIES),
            "year": np.concatenate([x, 8.4 + (rest % wide + 0.5) / wide]).round(3),
            "level": ((level + 0.6) / squeeze).round(2),
            "reads": np.repeat(["repaid", NEVER], [len(payback_years), len(rest)]),
        }
    )


def chart() -> alt.ChartType:
    """Return the company's bricks, and the companies' dots."""
    legend = alt.Legend(
        title=None, orient="top", columns=2, symbolStrokeColor=charts.GREY, symbolStrokeWidth=1
    )
    payback = alt.Chart(alt.NamedData("paid")).encode(_X)
    words = payback.mark_text(align="left", dx=5, fontSize=12, fontWeight=600, color=charts.INK)
    company = alt.layer(
        *_piles(alt.NamedData("cases"), alt.NamedData("costs"), legend),
        payback.transform_filter(f"datum.year < {YEARS}")
        .mark_rule(color=charts.INK, strokeWidth=2)
        .encode(y=alt.value(18), y2=alt.value("height")),
        words.encode(alt.Text("words:N"), x=alt.value(0), y=alt.value(8)),
    )
    chart = alt.vconcat(
        company.properties(
            height=230, title="One company with average luck: a brick is a use case"
        ),
        _dots(),
        title="What is used pays for what was built",
        spacing=24,
    ).resolve_scale(color="independent", fill="independent", stroke="independent")
    return charts.alt_text(
        chart,
        "First: above a line, a brick for each use case of one company, in the quarter in which it "
        "begins; it is filled if the case uses the platform. Below the line, a brick for each part "
        "of the platform's costs as large as what a case saves. Second: a dot for each of 100 "
        "companies, at the time when it has its money back.",
    )


def before() -> alt.ChartType:
    """Return what building costs, and the use cases that begin while it is built."""
    cases, costs = _places(lay_bricks())
    first = cases[cases["right"] <= 1].assign(fate=_ALONE)
    building_costs = costs[costs["right"] <= 1].assign(fate=_OWED)
    company = alt.layer(*_piles(first, building_costs, None)).properties(
        height=230, title="Year one: the cost of building, in bricks of what a use case saves"
    )
    axis = alt.layer(
        alt.Chart(alt.InlineData([{"year": YEARS}])).mark_point(opacity=0).encode(_years()),
        guess_rules(),
    ).properties(height=90, title="When will half of 100 companies have their money back?")
    return charts.alt_text(
        alt.vconcat(company, axis, spacing=24).resolve_scale(
            color="independent", fill="independent", stroke="independent"
        ),
        "First: ten bricks below a line, the cost of building, and above it the use cases that "
        "begin in the first year. Second: an empty axis of years for the guess.",
    )


_SCALE = alt.Scale(domain=[0, _LAST], nice=False)
_X = alt.X("year:Q", axis=None, scale=_SCALE)
_Y = alt.Scale(domain=[-_DEEP, _HIGH], nice=False)


def _years() -> alt.X:
    return alt.X(
        "year:Q",
        title="Years since the decision",
        scale=_SCALE,
        axis=alt.Axis(values=list(range(YEARS + 1)), format="d", grid=False),
    )


def _piles(
    cases: alt.Data | pd.DataFrame, costs: alt.Data | pd.DataFrame, legend: alt.Legend | None
) -> tuple[alt.Chart, ...]:
    """Return the bricks above the ground and below it, and the ground."""
    fates = list(_FILLS)
    look = (
        alt.X("left:Q", axis=None, scale=_SCALE),
        alt.X2("right:Q"),
        alt.Y("low:Q", axis=None, scale=_Y),
        alt.Y2("high:Q"),
        alt.Fill(
            "fate:N", scale=alt.Scale(domain=fates, range=list(_FILLS.values())), legend=legend
        ),
        alt.Stroke("fate:N", scale=alt.Scale(domain=fates, range=_LINES), legend=None),
    )
    bricks = [
        alt.Chart(data)
        .mark_rect(strokeWidth=1, clip=True)
        .encode(*look, *([alt.Key("number:Q")] if isinstance(data, alt.NamedData) else []))
        for data in (cases, costs)
    ]
    ground = alt.Chart(alt.InlineData([{"y": 0}])).mark_rule(color=charts.INK, strokeWidth=1)
    return *bricks, ground.encode(alt.Y("y:Q", axis=None, scale=_Y))


def _dots() -> alt.ChartType:
    pitch = f"item.mark.group.width / {_LAST} / {PER_YEAR * _ABREAST}"
    dots = (
        alt.Chart(alt.NamedData("companies"))
        .mark_point(
            filled=True,
            opacity=1,
            size={"expr": f"pow(0.85 * min({pitch}, item.mark.group.height / {_DOT_ROWS}), 2)"},
        )
        .encode(
            _years(),
            alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[0, _DOT_ROWS + 0.5], nice=False)),
            alt.Key("company:Q"),
            alt.Color(
                "reads:N",
                scale=alt.Scale(domain=["repaid", NEVER], range=[charts.BLUE, charts.ORANGE]),
                legend=alt.Legend(title=None, orient="top", columns=2),
            ),
        )
    )
    return alt.layer(dots, guess_rules()).properties(
        height=170, title="100 companies: when each has its money back"
    )
