"""One cut-off per group: who is hired, which kinds of fairness result, and the role of chance."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.governance._crowd import crowd_before, crowd_chart, crowd_rows
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.governance.thresholds import WORLDS, Rates, draw_ratios, rates

_BASE_A, _BASE_B, _AUC = 0.6, 0.4, 0.8
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
_EQUAL = 0.01
_STEP, _ABREAST = 0.05, 3  # width of a column in the chart of worlds, and dots abreast
_LUCK_TITLE = f"{WORLDS} worlds that differ by luck"


@focusable
def thresholds(focus: Focus) -> Explorable:
    """Set a cut-off for each group; see who is hired, and which measures of fairness agree."""
    lucky = focus.shows("applicants")
    return Explorable(
        "governance.thresholds",
        title="Two groups, two cut-offs: can hiring be fair in every sense?",
        controls=(
            Slider("cut_a", "Hire in A above a chance of", 30, 70, 2, 50, "%"),
            Slider("cut_b", "Hire in B above a chance of", 30, 70, 2, 50, "%"),
            Slider("good_b", "Good applicants in B (in A it is 60%)", 30, 60, 5, 40, "%"),
            Slider("auc", "How well the score separates (AUC)", 0.7, 0.95, 0.05, _AUC),
            Choice("applicants", "Applicants, half in each group", _SIZES, "200"),
        ),
        presets={
            "One cut-off": {},
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
            "Above the same cut-off, more people of A are far above it. So of the hired, 76% are "
            "good in A and 70% in B. The other shares are higher in A too.",
        ),
        challenges=(
            Challenge(
                "Leave B at 40% good and the score as it is. Hire the same share of the good, "
                "within a point, and let hires bring at least €4.48 million.",
                lambda values, scene: (
                    (values["good_b"], values["auc"]) == (40, _AUC)
                    and scene.facts["apart"] <= _EQUAL
                    and scene.facts["million"] >= 4.48
                ),
                hint="The same evidence gives a lower chance in B. Ask both groups for the same "
                "evidence. Many pairs of cut-offs do; which of them costs least?",
                witness={"cut_a": 60, "cut_b": 40},
            ),
            Challenge(
                "Make these three equal, within a point: hired of all, hired of the good, good of "
                "the hired. And hire fewer than half of each group.",
                lambda _values, scene: (
                    scene.facts["three_equal"] == 1 and scene.facts["hired"] < 0.5
                ),
                hint="No cut-off does it. What else differs between the groups?",
                witness={"good_b": 60, "cut_a": 68, "cut_b": 68},
                needs=("good_b",),
            ),
            Challenge(
                "Make an unfair firm look fair: groups alike, B's share hired at most three "
                "quarters of A's, and yet a third of the worlds at four fifths or above.",
                lambda values, scene: (
                    values["good_b"] == 60
                    and scene.facts["ratio"] <= 0.75
                    and scene.facts["below"] <= 2 / 3
                ),
                hint="Ratios jump most where few are hired.",
                witness={"good_b": 60, "cut_a": 58, "cut_b": 70, "applicants": "60"},
                needs=("applicants",),
            ),
        ),
        model=partial(_model, lucky=lucky),
        chart=partial(_chart, lucky=lucky),
        before=partial(crowd_before, (_BASE_A, _BASE_B), 50, _AUC),
        panels={_LUCK_TITLE: ("applicants",)},
        focus=focus,
    )


def _model(applicants: str, *, lucky: bool, auc: float, **percent: float) -> Scene:
    cuts = percent["cut_a"], percent["cut_b"]
    bases = _BASE_A, percent["good_b"] / 100
    a, b = (rates(base, cut / 100, auc) for base, cut in zip(bases, cuts, strict=True))
    size = int(applicants.replace(",", ""))
    ratios = draw_ratios(a.hired, b.hired, size)
    below = float((ratios < 0.8).mean())
    equal = [name for name in _SAID if abs(getattr(a, name) - getattr(b, name)) <= _EQUAL]
    three = {"hired", "true_positive", "precision"} <= set(equal)
    million = round(500 * (a.net + b.net) / 1e6, 2)
    count = f"{round(below * WORLDS)} of {WORLDS}"
    luck = (
        f" B's share hired is {b.hired / a.hired:.0%} of A's; with {applicants} applicants, "
        f"{count} worlds fall below four fifths."
    )
    return Scene(
        {
            **crowd_rows(bases, cuts, auc, size // 2),
            "shares": _shares(a, b),
            "worlds": _worlds(ratios),
            "below": pd.DataFrame({"words": [f"{count} below"]}),
        },
        f"Equal, within a point: {_listed(equal)}. Hires bring €{million:.2f} million per 1,000 "
        f"applicants.{luck if lucky else ''}",
        title=_point(equal),
        facts={
            "three_equal": int(three),
            "apart": abs(a.true_positive - b.true_positive),
            "hired": max(a.hired, b.hired),
            "million": million,
            "below": below,
            "ratio": b.hired / a.hired,
        },
    )


def _point(equal: list[str]) -> str:
    if not equal:
        return "None of the four shares is equal"
    return f"{len(equal)} of the four shares {'is' if len(equal) == 1 else 'are'} equal"


def _listed(equal: list[str]) -> str:
    return ", ".join(_SAID[name] for name in equal) or "nothing"


def _shares(a: Rates, b: Rates) -> pd.DataFrame:
    """Return one row per measure: the shares of A and B, and whether they meet."""
    rows = []
    for measure, name in _MEASURES.items():
        of_a, of_b = 100 * getattr(a, name), 100 * getattr(b, name)
        meet = abs(of_a - of_b) <= 100 * _EQUAL
        words = f"{of_a:.0f}% and {of_b:.0f}%{', equal' if meet else ''}"
        rows.append({"measure": measure, "A": of_a, "B": of_b, "meet": int(meet), "words": words})
    return pd.DataFrame(rows)


def _worlds(ratios: np.ndarray) -> pd.DataFrame:
    """Return the place of each world's dot; a ratio of 0.8 is not below 0.8."""
    steps = np.minimum(np.floor(ratios / _STEP + 1e-9), 1 / _STEP - 1).astype(int)
    order = np.argsort(steps, kind="stable")
    rank = np.empty(steps.size, dtype=int)
    rank[order] = np.arange(steps.size) - np.searchsorted(steps[order], steps[order])
    return pd.DataFrame(
        {
            "world": np.arange(steps.size),
            "x": (_STEP * (steps + (rank % _ABREAST + 0.5) / _ABREAST)).round(4),
            "level": rank // _ABREAST,
            "reads": np.where(steps < 0.8 / _STEP - 1e-9, "below 0.8", "0.8 or above"),
        }
    )


def _chart(*, lucky: bool) -> alt.ChartType:
    people = charts.alt_text(
        crowd_chart(f"Every applicant; filled: hired{' (of 1,000, a dot is five)' * lucky}"),
        "A dot for each applicant along the score, group A above the line and B below; discs are "
        "good at the job, diamonds are not, and the filled ones right of the cut-off are hired.",
    )
    shares = charts.alt_text(
        _meeting(), "Four shares of the two groups, each a line from A to B; a dot if they meet."
    )
    worlds = charts.alt_text(
        _luck(),
        f"A dot for each of {WORLDS} worlds that differ by luck alone, by impact ratio, against "
        "the line of four fifths.",
    )
    return alt.vconcat(
        people,
        alt.hconcat(shares, worlds, spacing=30),
        title="Two groups, four shares, and what chance adds",
    ).resolve_scale(
        color="independent", fill="independent", stroke="independent", shape="independent"
    )


def _meeting() -> alt.ChartType:
    row = alt.Y(
        "measure:N", axis=None, sort=list(_MEASURES), scale=alt.Scale(domain=list(_MEASURES))
    )
    base = alt.Chart(alt.NamedData("shares")).encode(row)
    ends = {
        group: alt.X(
            f"{group}:Q",
            title="Share (%)",
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 25, 50, 75, 100], grid=False),
        )
        for group in "AB"
    }
    meet = alt.condition("datum.meet", alt.value(charts.GREEN), alt.value(charts.GREY))
    line = base.mark_rule(strokeWidth=3, yOffset=7).encode(ends["A"], alt.X2("B:Q"), color=meet)
    dots = [
        base.mark_point(filled=True, opacity=1, size=70, yOffset=7).encode(end, color=meet)
        for end in ends.values()
    ]
    words: dict[str, Any] = {"dy": -12, "fontSize": 12, "color": charts.INK}
    names = base.mark_text(align="left", **words).encode(alt.Text("measure:N"), x=alt.value(0))
    figures = base.mark_text(align="right", fontWeight=600, **words).encode(
        alt.Text("words:N"), x=alt.value("width")
    )
    letters = [
        _letter(base, ends["A"], "A", "datum.A >= datum.B"),
        _letter(base, ends["B"], "B", "datum.B > datum.A"),
    ]
    return alt.layer(line, *dots, *letters, names, figures).properties(
        height=175, title="Four shares in the long run: do A and B meet?"
    )


def _letter(base: alt.Chart, end: alt.X, group: str, outside: str) -> alt.Chart:
    """Return the group's letter next to its dot, on the side away from the other group."""
    return base.mark_text(
        text=group,
        align={"expr": f"{outside} ? 'left' : 'right'"},
        dx={"expr": f"{outside} ? 8 : -8"},
        dy=7,
        fontSize=11,
        fontWeight=700,
        color=charts.INK,
    ).encode(end)


def _luck() -> alt.ChartType:
    pitch = f"item.mark.group.width * {_STEP} / {_ABREAST}"
    x = alt.X(
        "x:Q",
        title="Impact ratio (lower share / higher)",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1f", grid=False),
    )
    reads = alt.Scale(domain=["below 0.8", "0.8 or above"], range=[charts.PINK, charts.GREY])
    dots = (
        alt.Chart(alt.NamedData("worlds"))
        .mark_point(filled=True, opacity=1, size={"expr": f"pow(0.86 * {pitch}, 2)"})
        .encode(
            x,
            alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[-0.6, 34], nice=False)),
            alt.Key("world:Q"),
            alt.Color("reads:N", scale=reads, legend=None),
        )
    )
    words: dict[str, Any] = {"fontSize": 12, "align": "left"}
    below = (
        alt.Chart(alt.NamedData("below"))
        .mark_text(fontWeight=600, color=charts.PINK, **words)
        .encode(alt.Text("words:N"), x=alt.value(2), y=alt.value(22))
    )
    fifths = alt.Chart(alt.InlineData([{"x": 0.8, "words": "four fifths"}])).encode(x)
    return alt.layer(
        dots,
        below,
        fifths.mark_rule(color=charts.INK, strokeWidth=1.5),
        fifths.mark_text(align="right", dx=-5, color=charts.INK, fontSize=12).encode(
            alt.Text("words:N"), y=alt.value(6)
        ),
    ).properties(height=160, title=_LUCK_TITLE)
