"""One cut-off per group: which kinds of fairness result, and the role of chance."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.governance.thresholds import WORLDS, Rates, draw_ratios, rates

_BASE_A = 0.6
_SIZES = ("20", "60", "200", "1,000")
_MEASURES = {
    "Hired, of all": "hired",
    "Hired, of the good": "true_positive",
    "Hired, of the others": "false_positive",
    "Good, of the hired": "precision",
}
_SAID = {
    "hired": "the share hired",
    "true_positive": "the share of the good who are hired",
    "false_positive": "the share of the others who are hired",
    "precision": "the share of the hired who are good",
}
_COLOURS = {"A": charts.BLUE, "B": charts.ORANGE}
_EQUAL = 0.01
_STEP = 0.05  # width of a bar in the chart of ratios


@focusable
def thresholds(focus: Focus) -> Explorable:
    """Set a cut-off for each group; see which measures of fairness agree."""
    return Explorable(
        "governance.thresholds",
        title="Two groups, two cut-offs: can hiring be fair in every sense?",
        controls=(
            Slider("cut_a", "Hire in A above a chance of", 30, 70, 2, 50, "%"),
            Slider("cut_b", "Hire in B above a chance of", 30, 70, 2, 50, "%"),
            Slider("good_b", "Good applicants in B (in A it is 60%)", 30, 60, 5, 40, "%"),
            Slider("auc", "How well the score separates (AUC)", 0.7, 0.95, 0.05, 0.8),
            Choice("applicants", "Applicants, half in each group", _SIZES, "200"),
        ),
        presets={
            "One cut-off": {},
            "Same share hired": {"cut_a": 64, "cut_b": 36},
            "A sharper score": {"auc": 0.95},
        },
        guess=GuessChoice(
            "60% of A and 40% of B are good at the job. The score is a true chance of being good, "
            "and both groups face the same cut-off, 50%. In which group is a larger share of the "
            "hired good?",
            (
                "In A, by more than 3 points",
                "In B, by more than 3 points",
                "In neither: the two are within 3 points",
            ),
            0,
            "Above the same cut-off, more people of A stand far above it. So of the hired, 76% are "
            "good in A and 70% in B. The other shares are higher in A too.",
        ),
        challenges=(
            Challenge(
                "Leave B at 40% good. Make two of the four shares equal, within a point.",
                lambda values, scene: values["good_b"] == 40 and scene.facts["equal"] >= 2,
                hint="The same evidence gives a lower chance in B. Ask both groups for the same "
                "evidence.",
                witness={"cut_a": 60, "cut_b": 40},
            ),
            Challenge(
                "Make these three equal, within a point: hired of all, hired of the good, good of "
                "the hired.",
                lambda _values, scene: scene.facts["three_equal"] == 1,
                hint="No cut-off does it. What else differs between the groups?",
                witness={"good_b": 60},
            ),
            Challenge(
                "Make a fair firm look unfair: groups alike, one cut-off, 60 applicants or more, "
                "and a third of the worlds below four fifths.",
                lambda values, scene: (
                    values["good_b"] == 60
                    and values["cut_a"] == values["cut_b"]
                    and values["applicants"] != "20"
                    and scene.facts["below"] >= 1 / 3
                ),
                hint="Ratios jump most where few are hired.",
                witness={"good_b": 60, "cut_a": 70, "cut_b": 70, "applicants": "60"},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(cut_a: float, cut_b: float, good_b: float, auc: float, applicants: str) -> Scene:
    a, b = rates(_BASE_A, cut_a / 100, auc), rates(good_b / 100, cut_b / 100, auc)
    ratios = draw_ratios(a.hired, b.hired, int(applicants.replace(",", "")))
    below = float((ratios < 0.8).mean())
    equal = [name for name in _SAID if abs(getattr(a, name) - getattr(b, name)) <= _EQUAL]
    three = {"hired", "true_positive", "precision"} <= set(equal)
    return Scene(
        {"shares": _shares(a, b), "ratios": _histogram(ratios)},
        f"Equal, within a point: {_listed(equal)}. Hires bring "
        f"€{500 * (a.net + b.net) / 1e6:.2f} million per 1,000 applicants. B's share hired is "
        f"{b.hired / a.hired:.0%} of A's; with {applicants} applicants, "
        f"{round(below * WORLDS)} of {WORLDS} worlds fall below four fifths.",
        title=_point(equal),
        facts={"equal": len(equal), "three_equal": int(three), "below": below},
    )


def _point(equal: list[str]) -> str:
    if not equal:
        return "None of the four shares is equal"
    return f"{len(equal)} of the four shares {'is' if len(equal) == 1 else 'are'} equal"


def _listed(equal: list[str]) -> str:
    return ", ".join(_SAID[name] for name in equal) or "nothing"


def _shares(a: Rates, b: Rates) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"measure": words, "group": group, "percent": 100 * getattr(of, name)}
            for words, name in _MEASURES.items()
            for group, of in (("A", a), ("B", b))
        ]
    )


def _histogram(ratios: np.ndarray) -> pd.DataFrame:
    """Return how many worlds have a ratio in each step; a ratio of 0.8 is not below 0.8."""
    steps = np.minimum(np.floor(ratios / _STEP + 1e-9), 1 / _STEP - 1).astype(int)
    counts = np.bincount(steps, minlength=round(1 / _STEP))
    frame = pd.DataFrame({"ratio": np.round(_STEP * np.arange(counts.size), 2), "worlds": counts})
    frame["reads"] = np.where(frame["ratio"] < 0.8 - 1e-9, "below 0.8", "0.8 or above")
    return frame[frame["worlds"] > 0]


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _bars(), _worlds(), title="Two groups, four shares, and what chance adds", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: for groups A and B the share hired of all, of the good and of the others, and the "
        "share of the hired who are good; black ticks mark the start. Second: the impact ratio in "
        "200 worlds that differ by luck alone, against the line of four fifths.",
    )


def _bars() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "percent:Q", "Share (%)", 0, 140, every=50),
        alt.Y(
            "measure:N",
            title="Measure",
            sort=list(_MEASURES),
            axis=alt.Axis(labelLimit=150, domain=False, ticks=False),
            scale=alt.Scale(paddingInner=0.3),
        ),
        alt.YOffset("group:N", sort=["A", "B"]),
    )
    base = alt.Chart(alt.NamedData("shares")).encode(*place)
    bars = base.mark_bar().encode(alt.Color("group:N", legend=None, scale=charts.colours(_COLOURS)))
    words = (
        base.mark_text(align="right", fontSize=11)
        .transform_calculate(label="datum.group + ' ' + format(datum.percent, '.0f')")
        .encode(alt.Text("label:N"), x=alt.value("width"))
    )
    start = charts.start_tick("shares").encode(*place)
    return alt.layer(bars, start, words).properties(height=195, title="Shares in each group")


def _worlds() -> alt.ChartType:
    bars = (
        alt.Chart(alt.NamedData("ratios"))
        .transform_calculate(until=f"datum.ratio + {_STEP}", none="0")
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            charts.axis(alt.X, "ratio:Q", "Impact ratio (lower share / higher)", 0, 1),
            alt.X2("until:Q"),
            alt.Y("worlds:Q", title="Worlds (count)", scale=alt.Scale(domain=[0, 200])),
            alt.Y2("none:Q"),
            alt.Color(
                "reads:N",
                title=None,
                scale=alt.Scale(
                    domain=["below 0.8", "0.8 or above"], range=[charts.PINK, charts.GREEN]
                ),
                legend=alt.Legend(orient="top"),
            ),
        )
    )
    return bars.properties(height=190, title="200 worlds that differ by luck")
