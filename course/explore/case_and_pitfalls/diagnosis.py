"""Two coders, forty pilots: agreement with each other, and with the truth."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.case_and_pitfalls.diagnosis import (
    APART,
    BLOCKS,
    CARDS,
    CASES,
    USUAL,
    code_cases,
    place_cases,
)

if TYPE_CHECKING:
    from course.simulate.case_and_pitfalls.diagnosis import Coding

_PAIR, _TRUTH = "second coder", "truth"
_COMPARED = [_PAIR, _TRUTH]
_COLOURS = {_PAIR: charts.ORANGE, _TRUTH: charts.BLUE}


@focusable
def diagnosis(focus: Focus) -> Explorable:
    """Give two coders notes and evidence; see if they agree and are right."""
    return Explorable(
        "case_and_pitfalls.diagnosis",
        title="When two people agree on the causes, are they right?",
        controls=(
            Slider(
                "cards", "Evidence cards read about each pilot", 0, CARDS, 1, 1, ("card", "cards")
            ),
            Toggle("together", "They read the cards together"),
            Slider("misleading", "Status notes that mislead", 30, 70, 10, 50, "%"),
            Slider("slips", "Slips of each coder", 0, 30, 5, 10, "% of codes"),
        ),
        presets={
            "One card": {},
            "Notes only": {"cards": 0},
            "Better notes": {"misleading": 30},
        },
        guess=GuessNumber(
            "From status notes alone, two coders agree on 33 of 40 causes. Now each also reads one "
            "evidence card about each pilot, alone; a card shows its reader the true cause with a "
            "chance of 35%. On how many do they agree now?",
            Slider("agree", "Agree on", 0, CASES, 1, 33, ("pilot", "pilots")),
            truth=lambda scene: scene.facts["agree"],
            explanation="One coder sees the truth on the card where the other keeps to the note. "
            "Both know more, and they agree less.",
        ),
        challenges=(
            Challenge(
                "Bring the first coder's mean kappa with the truth to 0.8 or more, although half "
                "of the notes or more mislead.",
                lambda values, scene: (
                    values["misleading"] >= 50 and scene.facts["kappa_right"] >= 0.8
                ),
                hint="More evidence is one half. What else makes a code wrong?",
                witness={"cards": 3, "slips": 0},
            ),
            Challenge(
                "Let the coders agree with a mean kappa of 0.85 or more, while the first is right "
                "in fewer than 14 of 40.",
                lambda _values, scene: (
                    scene.facts["kappa_agree"] >= 0.85 and scene.facts["right"] < 14
                ),
                hint="What can make careful people agree on a wrong cause?",
                witness={"cards": 0, "misleading": 70, "slips": 5},
            ),
        ),
        model=partial(_model, kappa=focus.shows("slips")),
        chart=_chart,
        before=_before,
        focus=focus,
    )


def _model(cards: float, together: bool, misleading: float, slips: float, *, kappa: bool) -> Scene:  # noqa: FBT001
    code = partial(code_cases, int(cards), misleading / 100, slips / 100, together=together)
    coding = code()
    agree, right = coding.agree.mean(), coding.right.mean()
    pair, truth = coding.kappa_agree.mean(), coding.kappa_right.mean()
    alike_right = coding.both_right.sum() / coding.agree.sum()
    low, high = np.quantile(coding.kappa_agree, [0.1, 0.9])
    of_pair, of_truth = "", ""
    if kappa:
        of_pair = f" (kappa {pair:.2f}; 8 in 10 worlds: {low:.2f} to {high:.2f})"
        of_truth = f" (kappa {truth:.2f})"
    pilots = _pilots(code)
    return Scene(
        {
            "pilots": pilots,
            "blocks": _blocks(pilots),
            "cases": _rows(coding.agree, coding.right),
        },
        f"On average they agree on {agree:.0f} of {CASES}{of_pair}, and the first is right on "
        f"{right:.0f}{of_truth}. Where they agree, {alike_right:.0%} are right.",
        title=f"They agree on {agree:.0f} of {CASES}, and the first is right on {right:.0f}",
        facts={
            "agree": float(agree),
            "right": float(right),
            "kappa_agree": float(pair),
            "kappa_right": float(truth),
        },
    )


def _pilots(code: Callable[..., Coding]) -> pd.DataFrame:
    """Return the pilots of the usual world, in their places."""
    seed, world = USUAL
    return place_cases(code(seed=seed), world)


def _blocks(pilots: pd.DataFrame) -> pd.DataFrame:
    """Return the words under each block of pilots."""
    counts = pilots["block"].value_counts().reindex(BLOCKS, fill_value=0)
    words = [f"{name}: {count}" for name, count in counts.items()]
    return pd.DataFrame({"x": [APART * number for number, _ in enumerate(BLOCKS)], "words": words})


def _rows(pair: np.ndarray, truth: np.ndarray) -> pd.DataFrame:
    low, high = np.quantile([pair, truth], [0.1, 0.9], axis=1)
    means = [pair.mean(), truth.mean()]
    return pd.DataFrame(
        {
            "compared": _COMPARED,
            "mean": means,
            "low": low,
            "high": high,
            "words": [f"{mean:.0f}" for mean in means],
        }
    )


def _chart() -> alt.ChartType:
    pilots = _squares(alt.Chart(alt.NamedData("pilots")), charts.BLUE).encode(
        alt.FillOpacity("right:N", scale=alt.Scale(domain=[False, True], range=[0, 1]), legend=None)
    )
    world = alt.layer(pilots, _names(alt.Chart(alt.NamedData("blocks")))).properties(
        height=190, title="One world (filled: the first is right)"
    )
    chart = alt.hconcat(world, _counts(), title="Agreement and truth", spacing=30)
    return charts.alt_text(
        chart,
        "First: a square for each of forty pilots of one world, in a block for those that both "
        "gave the same cause and a block for the others; filled if the first coder gave the true "
        "cause. Second: both counts on average; dots are means, bars hold eight in ten worlds, "
        "ticks are the start.",
    )


def _squares(pilots: alt.Chart, colour: str) -> alt.Chart:
    pitch = f"min(item.mark.group.width / {_WIDE}, item.mark.group.height / {_HIGH})"
    return pilots.mark_square(
        size={"expr": f"pow(0.8 * {pitch}, 2)"},
        stroke=colour,
        fill=colour,
        strokeWidth=1.6,
        opacity=1,
    ).encode(_ACROSS, _UP, alt.Key("case:N"))


def _names(blocks: alt.Chart) -> alt.Chart:
    return blocks.mark_text(align="left", dx=4, fontSize=12, color=charts.INK).encode(
        _ACROSS, alt.Y(datum=-0.7), alt.Text("words:N")
    )


def _counts() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "mean:Q", "Pilots (count of 40)", 0, 48, every=10),
        # The empty row has the numbers of the guess and the truth.
        alt.Y(
            "compared:N",
            title="First coder codes as",
            scale=alt.Scale(domain=["", *_COMPARED]),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    colour = alt.Color("compared:N", scale=charts.colours(_COLOURS), legend=None)
    rows = alt.Chart(alt.NamedData("cases"))
    worlds = rows.mark_rule(strokeWidth=8, opacity=0.3).encode(
        alt.X("low:Q"), place[1], colour, alt.X2("high:Q")
    )
    dots = rows.mark_point(size=90, opacity=1).encode(*place, colour)
    words = rows.mark_text(align="left", dx=6, fontSize=13, fontWeight=600).encode(
        alt.X(datum=CASES), place[1], colour, alt.Text("words:N")
    )
    return alt.layer(
        worlds, charts.start_tick("cases").encode(*place), dots, words, guess_rules()
    ).properties(height=190, title="The same code (bars: 8 in 10 worlds)")


def _before() -> alt.ChartType:
    """Return the pilots after the notes alone, without what is true."""
    pilots = _pilots(partial(code_cases, 0))
    squares = _squares(alt.Chart(pilots[["case", "x", "y"]]), "#B5B5B5")
    world = alt.layer(squares, _names(alt.Chart(_blocks(pilots)))).properties(
        height=190, title="After reading the notes"
    )
    ends = alt.Chart(pd.DataFrame({"mean": [0, CASES]})).mark_point(opacity=0)
    place = charts.axis(alt.X, "mean:Q", "Pilots (count of 40)", 0, 48, every=10)
    axis = alt.layer(ends.encode(place), guess_rules()).properties(
        height=70, title="With a card each, they agree on"
    )
    chart = alt.vconcat(world, axis, spacing=24).resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: forty grey squares for pilots, in a block for those to which both gave the same "
        "cause from the notes and a block for the others. Second: an empty axis of pilots.",
    )


_WIDE, _HIGH = 12, 9.4  # squares
_ACROSS: Any = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _WIDE], nice=False))
_UP = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[8.2 - _HIGH, 8.2], nice=False))
