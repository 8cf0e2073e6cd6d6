"""Two coders, forty pilots: agreement with each other, and with the truth."""

from __future__ import annotations

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
from course.simulate.case_and_pitfalls.diagnosis import CARDS, CASES, code_cases

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
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(cards: float, together: bool, misleading: float, slips: float) -> Scene:  # noqa: FBT001
    coded = code_cases(int(cards), misleading / 100, slips / 100, together=together)
    agree, right = coded.agree.mean(), coded.right.mean()
    pair, truth = coded.kappa_agree.mean(), coded.kappa_right.mean()
    alike_right = coded.both_right.sum() / coded.agree.sum()
    low, high = np.quantile(coded.kappa_agree, [0.1, 0.9])
    return Scene(
        {
            "cases": _rows(coded.agree, coded.right, ".0f"),
            "kappas": _rows(coded.kappa_agree, coded.kappa_right, ".2f"),
        },
        f"They agree on {agree:.0f} of {CASES} (kappa {pair:.2f}; 8 in 10 worlds: {low:.2f} to "
        f"{high:.2f}), and the first is right on {right:.0f} (kappa {truth:.2f}). Where they "
        f"agree, {alike_right:.0%} are right.",
        title=f"They agree on {agree:.0f} of {CASES}, and the first is right on {right:.0f}",
        facts={
            "agree": float(agree),
            "right": float(right),
            "kappa_agree": float(pair),
            "kappa_right": float(truth),
        },
    )


def _rows(pair: np.ndarray, truth: np.ndarray, form: str) -> pd.DataFrame:
    low, high = np.quantile([pair, truth], [0.1, 0.9], axis=1)
    means = [pair.mean(), truth.mean()]
    return pd.DataFrame(
        {
            "compared": _COMPARED,
            "mean": means,
            "low": low,
            "high": high,
            "words": [format(mean, form) for mean in means],
        }
    )


def _chart() -> alt.ChartType:
    cases = _panel(
        "cases",
        charts.axis(alt.X, "mean:Q", "Pilots (count of 40)", 0, 48, every=10),
        CASES,
        "The same code (bars: 8 in 10 worlds)",
        with_guess=True,
    )
    kappas = _panel(
        "kappas",
        charts.axis(alt.X, "mean:Q", "Kappa (from 0 to 1)", 0, 1.5, values=[0, 0.5, 1]),
        1,
        "Corrected for chance",
        with_guess=False,
    )
    chart = alt.hconcat(cases, kappas, title="Agreement and truth", spacing=30)
    return charts.alt_text(
        chart,
        "First: of forty pilots, how many both coders gave the same cause, and how many the first "
        "gave the true one; dots are means, bars hold eight in ten worlds, ticks are the start. "
        "Second: the same as kappa, corrected for chance.",
    )


def _panel(name: str, x: alt.X, most: float, title: str, *, with_guess: bool) -> alt.ChartType:
    place = (
        x,
        # The empty row has the numbers of the guess and the truth.
        alt.Y(
            "compared:N",
            title="First coder codes as",
            scale=alt.Scale(domain=["", *_COMPARED]),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    colour = alt.Color("compared:N", scale=charts.colours(_COLOURS), legend=None)
    rows = alt.Chart(alt.NamedData(name))
    worlds = rows.mark_rule(strokeWidth=8, opacity=0.3).encode(
        alt.X("low:Q"), place[1], colour, alt.X2("high:Q")
    )
    dots = rows.mark_point(size=90, opacity=1).encode(*place, colour)
    words = rows.mark_text(align="left", dx=6, fontSize=13, fontWeight=600).encode(
        alt.X(datum=most), place[1], colour, alt.Text("words:N")
    )
    layers = [worlds, charts.start_tick(name).encode(*place), dots, words]
    return alt.layer(*layers, *([guess_rules()] if with_guess else [])).properties(
        height=190, title=title
    )
