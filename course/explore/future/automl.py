"""A search over many models in 100 worlds: what the best promises, and what it delivers."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.future.automl import EUR_A_POINT, GATES, Search, search_models

_TRIED = ("10", "30", "100", "300", "1,000")
_CASES = ("200", "500", "2,000", "5,000")
_LEAKS = ("0", "1", "2", "3", "5", "10")
_TYPICAL = 23  # a draw close to the average draw
_LOW, _HIGH, _WIDEST = -6, 6, 15
_BETTER, _WORSE, _NONE = "a gain", "a loss", "none live"


@focusable
def automl(focus: Focus) -> Explorable:
    """Set the number of models and how they are judged; see what the best delivers."""
    return Explorable(
        "future.automl",
        title="The best of 1,000 models promises five points. How many are delivered?",
        controls=(
            Choice("tried", "Models tried", _TRIED, "1,000"),
            Choice("cases", "Cases on which each is scored", _CASES, "500"),
            Choice("leaks", "Models with a leak, per 1,000", _LEAKS, "0"),
            Choice("gate", "Gate before a model goes live", GATES, "none"),
        ),
        presets={
            "A thousand tries": {},
            "Ten tries": {"tried": "10"},
            "5,000 cases": {"cases": "5,000"},
        },
        guess=GuessNumber(
            "A search tries 1,000 models on 500 cases. Over 100 worlds its best one promises 4.8 "
            "points more accuracy than today's model, on average. How many are delivered in use?",
            Slider("live", "Points delivered", _LOW, _HIGH, 0.1, 0, ("point", "points")),
            truth=lambda scene: round(scene.facts["live"], 1),
            explanation="The highest score belongs to a model that is somewhat better and very "
            "lucky. Luck does not come along into use.",
            axis="y",
        ),
        challenges=(
            Challenge(
                "Switch on a gate. Yet let a model go live, in 75 of 100 worlds or more, that is "
                "worse in use than today's model.",
                lambda values, scene: values["gate"] != "none" and scene.facts["worse"] >= 75,
                hint="Which fault would a gate share with the search?",
                witness={"leaks": "3", "gate": "hold-out"},
            ),
            Challenge(
                "With two leaks per 1,000 or more, gain 2.0 points in use on average.",
                lambda values, scene: int(values["leaks"]) >= 2 and scene.facts["live"] >= 2,
                hint="First get the leak out of what goes live. Then think of luck.",
                witness={"cases": "5,000", "leaks": "2", "gate": GATES[-1]},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(tried: str, cases: str, leaks: str, gate: str) -> Scene:
    search = search_models(_number(tried), _number(cases), int(leaks), gate, seed=_TYPICAL)
    promised, live = float(search.promised.mean()), float(search.live.mean())
    worse = int((search.live < 0).sum())
    worth = abs(live) * EUR_A_POINT / 1e6
    passed = int(search.passed.sum())
    live_words = "" if gate == "none" else f" A model goes live in {passed} of 100 worlds."
    return Scene(
        {"worlds": _worlds(search), "mean": pd.DataFrame({"promised": [promised], "live": [live]})},
        f"Promised {promised:.1f} points on average, delivered {_signed(live)}: "
        f"{_WORSE if live < 0 else _BETTER} of €{worth:.1f} million a year. In {worse} of 100 "
        f"worlds what goes live is worse than today's model.{live_words}",
        title=f"Promised {promised:.1f} points, delivered {_signed(live)}",
        facts={"promised": promised, "live": live, "worse": worse, "passed": passed},
    )


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _signed(points: float) -> str:
    return f"{points:.1f}".replace("-", "\u2212")


def _worlds(search: Search) -> pd.DataFrame:
    reads = np.where(search.live > 0, _BETTER, _WORSE)
    return pd.DataFrame(
        {
            "promised": search.promised.round(2),
            "live": search.live.round(2),
            "reads": np.where(search.passed, reads, _NONE),
        }
    )


def _chart() -> alt.ChartType:
    place = (
        alt.X(
            "promised:Q",
            title="Promised (points over today's model)",
            scale=alt.Scale(domain=[0, _WIDEST], nice=False),
            axis=alt.Axis(values=list(range(0, _WIDEST + 1, 3)), grid=False),
        ),
        charts.axis(alt.Y, "live:Q", "Delivered (points)", _LOW, _HIGH, every=2, grid=False),
    )
    ends = alt.InlineData([{"promised": 0, "live": 0}, {"promised": _HIGH, "live": _HIGH}])
    promise_line = alt.Chart(ends).mark_line(color=charts.GREY, strokeDash=[4, 3]).encode(*place)
    promise_words = alt.InlineData([{"promised": 6.1, "live": 5.5, "words": "as promised"}])
    words = (
        alt.Chart(promise_words)
        .mark_text(align="left", fontSize=12, color=charts.GREY)
        .encode(*place, alt.Text("words:N"))
    )
    zero = alt.InlineData([{"promised": 0, "live": 0}, {"promised": _WIDEST, "live": 0}])
    worlds = (
        alt.Chart(alt.NamedData("worlds"))
        .mark_point(size=26, opacity=0.85, clip=True)
        .encode(
            *place,
            alt.Color(
                "reads:N",
                title=None,
                scale=alt.Scale(
                    domain=[_BETTER, _WORSE, _NONE],
                    range=[charts.BLUE, charts.ORANGE, charts.GREY],
                ),
                legend=alt.Legend(orient="top", columns=3),
            ),
        )
    )
    start = alt.Chart(alt.NamedData("baseline_mean")).mark_point(
        shape="cross", size=130, color=charts.GREY, opacity=1
    )
    mean = alt.Chart(alt.NamedData("mean")).mark_point(
        shape="cross", size=150, color=charts.INK, opacity=1, filled=True
    )
    chart = alt.layer(
        alt.Chart(zero).mark_line(color=charts.GREY, strokeWidth=1).encode(*place),
        promise_line,
        words,
        worlds,
        start.encode(*place),
        mean.encode(*place),
        guess_rules("y"),
    ).properties(height=300, title="Promised and delivered, in 100 worlds")
    return charts.alt_text(
        chart,
        "A dot for each of 100 worlds: what the search promised against what it delivered, and a "
        "cross at the mean. On the dashed line a promise would be kept.",
    )
