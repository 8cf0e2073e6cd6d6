"""Five organisations, seven criteria, and the judgement that a label depends on."""

from __future__ import annotations

import altair as alt
import pandas as pd

from course import charts
from course.data import operating_models
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import words_over
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.simulate.platforms import (
    flipping_criteria,
    labels_by_weight,
    organisations,
    usual_scores,
    usual_weights,
)
from course.simulate.platforms import profile as profile_of

_FIRMS, _CRITERIA = tuple(organisations()), tuple(usual_weights())
_SHORT = {firm: firm.split()[0] for firm in _FIRMS}
_NAMES = dict(zip(operating_models.CHOICES, ("centre", "hybrid", "federated"), strict=True))
_COLOURS = [charts.BLUE, "#B9B9B9", charts.ORANGE]
_BAND = operating_models.BAND
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "all seven")


@focusable
def profile(focus: Focus) -> Explorable:
    """Change the weight or the score of one criterion; see where the label flips."""
    return Explorable(
        "platforms.profile",
        title="Which judgement decides the label?",
        controls=(
            Choice("firm", "Organisation", _FIRMS, "Elm Hospitals"),
            Choice("criterion", "Criterion", _CRITERIA, "talent"),
            Slider("weight", "Change its weight by", -4, 8, 1, 0, ("point", "points")),
            Slider("score", "Change its score by", -4, 4, 1, 0, ("point", "points")),
        ),
        presets={
            "Elm": {},
            "Alder": {"firm": "Alder Savings Bank"},
            "Cedar": {"firm": "Cedar Insurance"},
        },
        guess=GuessChoice(
            "Five organisations are scored on seven criteria. Take one weight, and let it be "
            "anything from 0 to 10. For how many of the five can that flip the label?",
            ("For none of them", "For one of them", "For two of them", "For all of them"),
            2,
            "Only Elm and Dogwood flip. Alder and Birch have nearly all criteria on one side, and "
            "for Cedar heavy regulation rules the federated model out.",
        ),
        challenges=(
            Challenge(
                "Flip the label of Dogwood Machines by one weight alone.",
                lambda values, scene: (
                    values["firm"] == "Dogwood Machines"
                    and values["score"] == 0
                    and scene.facts["flipped"] == 1
                ),
                hint="Which of its criteria lies furthest from the middle?",
                witness={"firm": "Dogwood Machines", "criterion": "platform", "weight": 6},
            ),
            Challenge(
                "Make Cedar Insurance federated.",
                lambda values, scene: (
                    values["firm"] == "Cedar Insurance" and scene.facts["federated"] == 1
                ),
                hint="No weight can do it. What holds the label back?",
                witness={"firm": "Cedar Insurance", "criterion": "regulation", "score": 1},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(firm: str, criterion: str, weight: float, score: float) -> Scene:
    usual, own = usual_weights(), usual_scores(firm)
    weights = {**usual, criterion: min(max(usual[criterion] + weight, 0), 10)}
    scores = {**own, criterion: min(max(own[criterion] + score, 1), 5)}
    before, now = profile_of(own, usual), profile_of(scores, weights)
    flips = len(flipping_criteria(scores, weights))
    name = _SHORT[firm]
    return Scene(
        {
            "leans": _leans(firm, scores, weights),
            "strips": _strips(scores, weights),
            "weights": pd.DataFrame(
                {"criterion": list(weights), "weight": [value + 0.5 for value in weights.values()]}
            ),
        },
        f"{name} leans {now.lean:+.2f}: {now.label}. With {criterion} at weight "
        f"{weights[criterion]:g} and score {scores[criterion]:g}, "
        f"{_NUMBERS[flips]} of seven weights alone could flip that.",
        title=f"{name}: {now.label}"
        + ("" if now.label == before.label else f" instead of {before.label}"),
        facts={
            "flipped": float(now.label != before.label),
            "federated": float(now.label == operating_models.CHOICES[2]),
        },
    )


def _leans(firm: str, scores: dict[str, float], weights: dict[str, float]) -> pd.DataFrame:
    """Return each organisation's lean at these weights, with a changed score in its own."""
    all_scores = {name: scores if name == firm else usual_scores(name) for name in _FIRMS}
    profiles = {name: profile_of(each, weights) for name, each in all_scores.items()}
    return pd.DataFrame(
        {
            "firm": [_SHORT[name] for name in _FIRMS],
            "lean": [round(each.lean, 3) for each in profiles.values()],
            "label": [_NAMES[each.label] for each in profiles.values()],
            "words": [f"{each.lean:+.2f}" for each in profiles.values()],
        }
    )


def _strips(scores: dict[str, float], weights: dict[str, float]) -> pd.DataFrame:
    """Return the label along each criterion's weight, as runs of equal labels."""
    runs = []
    for name, row in labels_by_weight(scores, weights).iterrows():
        starts = [weight for weight in row.index if weight == 0 or row[weight] != row[weight - 1]]
        ends = [*starts[1:], len(row)]
        runs += [
            (name, low, high, _NAMES[row[low]]) for low, high in zip(starts, ends, strict=True)
        ]
    return pd.DataFrame(runs, columns=["criterion", "low", "high", "label"])


def _chart() -> alt.ChartType:
    chart = alt.hconcat(_leaning(), _by_weight(), title="What one weight can do", spacing=30)
    return charts.alt_text(
        chart,
        "First: how far each of five organisations leans to a centre or to the units, with the "
        "borders of the hybrid. Second: for the chosen organisation, the label that each weight "
        "from 0 to 10 would give, criterion by criterion; a bold tick marks the present weight.",
    )


def _label_colour(*, legend: bool) -> alt.Color:
    return alt.Color(
        "label:N",
        title=None,
        scale=alt.Scale(domain=list(_NAMES.values()), range=_COLOURS),
        legend=alt.Legend(orient="top", columns=2) if legend else None,
    )


def _leaning() -> alt.ChartType:
    x = alt.X(
        "lean:Q",
        title="Lean (-1 centre to 1 units)",
        scale=alt.Scale(domain=[-1.2, 1.2], nice=False),
        axis=alt.Axis(values=[-1, -0.5, 0, 0.5, 1], grid=False),
    )
    y = alt.Y(
        "firm:N",
        title="Organisation",
        scale=alt.Scale(domain=list(_SHORT.values())),
        axis=alt.Axis(ticks=False, domain=False),
    )
    leans = alt.Chart(alt.NamedData("leans"))
    borders = alt.Chart(alt.InlineData([{"lean": -_BAND}, {"lean": _BAND}]))
    words = words_over(
        leans.encode(x, y),
        alt.Text("words:N"),
        align={"expr": "datum.lean < 0 ? 'left' : 'right'"},
        dx={"expr": "datum.lean < 0 ? 8 : -8"},
        fontSize=12,
        color=charts.INK,
    )
    return alt.layer(
        borders.mark_rule(color=charts.GREY, strokeDash=[4, 3]).encode(x),
        charts.start_tick("leans").encode(x, y),
        leans.mark_point(size=110, opacity=1).encode(x, y, _label_colour(legend=False)),
        words,
    ).properties(height=200, width=260, title="Five leans (dashed: borders)")


def _by_weight() -> alt.ChartType:
    x = alt.X(
        "low:Q",
        title="Weight (points)",
        scale=alt.Scale(domain=[0, 11], nice=False),
        axis=alt.Axis(
            values=[0.5, 2.5, 4.5, 6.5, 8.5, 10.5],
            labelExpr="format(datum.value - 0.5, 'd')",
            grid=False,
        ),
    )
    y = alt.Y(
        "criterion:N",
        title="Criterion",
        scale=alt.Scale(domain=list(_CRITERIA)),
        axis=alt.Axis(ticks=False, domain=False),
    )
    strips = alt.Chart(alt.NamedData("strips")).mark_bar(height=14)
    marks = alt.Chart(alt.NamedData("weights")).mark_tick(color=charts.INK, thickness=3, size=20)
    return alt.layer(
        strips.encode(x, alt.X2("high:Q"), y, _label_colour(legend=True)),
        marks.encode(alt.X("weight:Q"), y),
    ).properties(height=200, width=340, title="Label at each weight (bold: now)")
