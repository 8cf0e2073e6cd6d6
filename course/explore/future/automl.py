"""A search over many models in 100 worlds: what the best promises, and what it delivers."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.future._models import DRAWN, GAIN, LOSS, bag, model_rows, models
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessChoice, GuessNumber
from course.explore.scene import Scene
from course.simulate.future.automl import EUR_A_POINT, GATES, Search, search_models

_TRIED = ("10", "30", "100", "300", "1,000")
_CASES = ("200", "500", "2,000", "5,000")
_LEAKS = ("0", "1", "2", "3", "5", "10")
_TYPICAL = 23  # a draw close to the average draw
_LOW, _HIGH, _WIDEST = -6, 6, 15
_PROMISED = 4.8  # as the question says
_NONE = "none live"
_TITLE = "The best of 1,000 models promises five points. How many are delivered?"
_TITLE_OF_LEAKS = "A few of 1,000 models know the answer. Which model goes live?"


@focusable
def automl(focus: Focus) -> Explorable:
    """Set the number of models and how they are judged; see what the best delivers."""
    # A scene without the number of cases isn't about luck.
    about_leaks = focus.shows("leaks", "gate") and not focus.shows("cases")
    return Explorable(
        "future.automl",
        title=_TITLE_OF_LEAKS if about_leaks else _TITLE,
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
        guess=_guess_of_leaks() if about_leaks else _guess(),
        challenges=(
            Challenge(
                "Switch on a gate, and still let a model that is worse than today's go live in 95 "
                "of 100 worlds or more.",
                lambda values, scene: values["gate"] != "none" and scene.facts["worse"] >= 95,
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
        before=None if about_leaks else _before,
        focus=focus,
    )


def _guess() -> GuessNumber:
    return GuessNumber(
        "A search tries 1,000 models on 500 cases. Over 100 worlds its best one promises 4.8 "
        "points more accuracy than today's model, on average. How many are delivered in use?",
        Slider("live", "Points delivered", _LOW, _HIGH, 0.1, 0, ("point", "points")),
        truth=lambda scene: round(scene.facts["live"], 1),
        explanation="The highest score belongs to a model that is somewhat better and very "
        "lucky. Luck does not come along into use.",
        axis="y",
    )


def _guess_of_leaks() -> GuessChoice:
    return GuessChoice(
        "Of 1,000 models, two have a leak on average, and the one with the best score goes live. "
        "In how many of 100 worlds is it worse in use than today's model?",
        ("in about 2", "in about 20", "in about 50", "in about 90"),
        answer=3,
        explanation="It is worse in 87. Leaks are rare, but a search looks at every model and "
        "keeps the best score, and a leak scores best.",
    )


def _model(tried: str, cases: str, leaks: str, gate: str) -> Scene:
    search = search_models(_number(tried), _number(cases), int(leaks), gate, seed=_TYPICAL)
    promise, live = float(search.promised.mean()), float(search.live.mean())
    worse = int((search.live < 0).sum())
    worth = abs(live) * EUR_A_POINT / 1e6
    count = int(search.passed.sum())
    live_words = "" if gate == "none" else f" A model goes live in {count} of 100 worlds."
    return Scene(
        {
            **model_rows(search, _number(tried)),
            "worlds": _worlds(search),
            "mean": pd.DataFrame({"promised": [promise], "live": [live]}),
        },
        f"Promised {promise:.1f} points on average, delivered {_signed(live)}: "
        f"{LOSS if live < 0 else GAIN} of €{worth:.1f} million a year. In {worse} of 100 "
        f"worlds what goes live is worse than today's model.{live_words}",
        title=f"Promised {promise:.1f} points, delivered {_signed(live)}",
        facts={"promised": promise, "live": live, "worse": worse, "passed": count},
    )


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _signed(points: float) -> str:
    return f"{points:.1f}".replace("-", "\u2212")


def _worlds(search: Search) -> pd.DataFrame:
    world = np.arange(search.live.size)
    reads = np.where(search.live > 0, GAIN, LOSS)
    return pd.DataFrame(
        {
            "world": world,
            "promised": search.promised.round(2),
            "live": search.live.round(2),
            "reads": np.where(search.passed, reads, _NONE),
            "drawn": world == DRAWN,
        }
    )


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        models(), _hundred(), title="Promised and delivered", spacing=30
    ).resolve_scale(
        x="independent",
        y="independent",
        color="independent",
        fill="independent",
        stroke="independent",
        shape="independent",
    )
    return charts.alt_text(
        chart,
        "First: a row for each of the best models of one search, the highest score on top. A "
        "grey or bold mark is its score, a coloured one its gain in use, and a thread joins the "
        "two; a model with a leak is a diamond. Second: a dot for each of 100 "
        "worlds: what the search promised against what it delivered, a ring around the "
        "world of the first chart, and a cross at the mean. On the dashed line a "
        "promise would be kept.",
    )


def _before() -> alt.ChartType:
    """Return the models of the question, and what their best one promises."""
    best_model = alt.InlineData([{"promised": _PROMISED, "live": _LOW, "words": "promised: 4.8"}])
    promise = alt.Chart(best_model).encode(_PLACE[0])
    axes = alt.layer(
        *_lines(),
        promise.mark_rule(color=charts.INK, strokeDash=[2, 3]).encode(
            y=alt.value(0), y2=alt.value("height")
        ),
        promise.mark_text(align="left", dx=5, dy=-8, fontSize=12, color=charts.INK).encode(
            _PLACE[1], alt.Text("words:N")
        ),
        guess_rules("y"),
    ).properties(height=230, title="The best one, in 100 worlds")
    chart = alt.hconcat(bag(), axes, spacing=30).resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: 1,000 models as 200 grey dots; none has a score yet. Second: an axis of points "
        "promised and one of points delivered, with a line at the 4.8 that are promised.",
    )


_PLACE = (
    charts.axis(
        alt.X, "promised:Q", "Promised (points over today's model)", 0, _WIDEST, every=3, grid=False
    ),
    charts.axis(alt.Y, "live:Q", "Delivered (points)", _LOW, _HIGH, every=2, grid=False),
)


def _lines() -> tuple[alt.Chart, ...]:
    """Return the line of today's model, and the one on which a promise would be kept."""
    ends = alt.InlineData([{"promised": 0, "live": 0}, {"promised": _HIGH, "live": _HIGH}])
    words = alt.InlineData([{"promised": 6.1, "live": 5.5, "words": "as promised"}])
    zero = alt.InlineData([{"promised": 0, "live": 0}, {"promised": _WIDEST, "live": 0}])
    return (
        alt.Chart(zero).mark_line(color=charts.GREY, strokeWidth=1).encode(*_PLACE),
        alt.Chart(ends).mark_line(color=charts.GREY, strokeDash=[4, 3]).encode(*_PLACE),
        alt.Chart(words)
        .mark_text(align="left", fontSize=12, color=charts.GREY)
        .encode(*_PLACE, alt.Text("words:N")),
    )


def _hundred() -> alt.ChartType:
    colour = alt.Color(
        "reads:N",
        title=None,
        scale=alt.Scale(
            domain=[GAIN, LOSS, _NONE], range=[charts.BLUE, charts.ORANGE, charts.GREY]
        ),
        legend=alt.Legend(orient="top", columns=3),
    )
    worlds = alt.Chart(alt.NamedData("worlds")).encode(*_PLACE, alt.Key("world:Q"))
    cross: dict[str, Any] = {"shape": "cross", "opacity": 1}
    start = alt.Chart(alt.NamedData("baseline_mean"))
    mean = alt.Chart(alt.NamedData("mean"))
    return alt.layer(
        *_lines(),
        worlds.mark_point(size=26, opacity=0.85, clip=True).encode(colour),
        worlds.transform_filter("datum.drawn").mark_point(
            filled=False, size=110, strokeWidth=1.5, color=charts.INK, opacity=1, clip=True
        ),
        start.mark_point(size=130, color=charts.GREY, **cross).encode(*_PLACE),
        mean.mark_point(size=150, color=charts.INK, **cross).encode(*_PLACE),
        guess_rules("y"),
    ).properties(height=300, title="100 worlds (ring: the one drawn)")
