"""Two years of Meridian under your decisions or a reference board's, with one change."""

from __future__ import annotations

from textwrap import shorten
from typing import Any, Final

import altair as alt
import pandas as pd

from course import charts
from course.board import boards, decisions
from course.board.wording import say
from course.explore.challenges import Challenge
from course.explore.controls import Choice
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessChoice
from course.explore.scene import Scene
from course.syllabus.syllabus import MODULES

YOURS = "Yours"
_NAMES = (*boards.REFERENCE, YOURS)
_BEST = "Stop and finish"
_MODULE_4, _MODULE_8, _MODULE_12 = "4 people and change", "8 MLOps", "12 case and pitfalls"
DECIDED, AS_TODAY, OPEN = "as decided", "as it is today", "not decided"
OPTIONS = ("first option", "second option", "third option", "fourth option")
_SHORT = 50  # characters of an option that isn't chosen
MEASURES: Final = {  # title, axis, ends and step of the axis, factor from the model's unit
    "live": ("Live", "In production (count)", (0, 12), 3, 1),
    "money": ("The last month brings", "Net (€ thousand)", (-250, 250), 250, 1),
    "incidents": ("Incidents", "In all (count)", (0, 20), 5, 1),
    "trust": ("Trust", "Trust (of 100)", (0, 100), 25, 100),
}
_WRITTEN: Final = {
    "live": "{:.1f}".format,
    "money": boards.in_euros,
    "incidents": "{:.1f}".format,
    "trust": "{:.0f}".format,
}


@focusable
def two_years(focus: Focus) -> Explorable:
    """Simulate a board's decisions; change one of them and see the difference."""
    return Explorable(
        "case_and_pitfalls.two_years",
        title="Where is Meridian after two years of your decisions?",
        controls=(
            Choice("board", "Board", _NAMES, _BEST),
            Choice("module", "One decision", tuple(labels()), _MODULE_4),
            Choice("option", "Make it", (DECIDED, AS_TODAY, *OPTIONS), DECIDED),
        ),
        presets={_BEST: {}, "Your decisions": {"board": YOURS}},
        guess=GuessChoice(
            "Three boards have decided otherwise: one launches more, one builds a platform first, "
            "one stops pilots, and finishes before it starts. Which has the most incidents after "
            "two years?",
            (
                "The board that launches more",
                "The board that builds a platform first",
                "The board that stops and finishes",
                "The board that leaves all as it is",
            ),
            2,
            "Only what is live can fail, and this board has most that is live. Incidents alone "
            "would praise a board that finishes nothing.",
        ),
        challenges=(
            Challenge(
                "Take the board that launches more. Change one decision, so that four products "
                "more are live and the month costs no more than before.",
                lambda values, scene: (
                    values["board"] == "Launch more"
                    and round(scene.facts["live_moved"], 1) >= 4
                    and round(scene.facts["money_moved"]) >= 0
                ),
                hint="Who ends a pilot on that board, and how many may be open?",
                witness={"board": "Launch more", "module": _MODULE_12, "option": "second option"},
            ),
            Challenge(
                "Take the board that stops and finishes. Change one decision, so that a month "
                "brings at least €60,000 more with no product more live.",
                lambda values, scene: (
                    values["board"] == _BEST
                    and round(scene.facts["money_moved"]) >= 60
                    and round(scene.facts["live_moved"], 1) <= 0
                ),
                hint="This board has most incidents. What would keep bad versions out?",
                witness={"board": _BEST, "module": _MODULE_8, "option": "first option"},
            ),
        ),
        # Read at every move: the learner may decide while this is displayed.
        model=lambda **values: _model(boards.learners_board(), **values),
        chart=_chart,
        focus=focus,
        personal={"board": YOURS},
    )


def labels() -> dict[str, str]:
    """Return the modules that ask for a decision, by their names in the control."""
    numbers = {module.slug: module.number for module in MODULES}
    names = {slug: slug.replace("_", " ").replace("mlops", "MLOps") for slug in numbers}
    return {f"{numbers[slug]} {names[slug]}": slug for slug in boards.deciding()}


def _model(own: boards.Board, board: str, module: str, option: str) -> Scene:
    all_boards = {**boards.REFERENCE, **({YOURS: own} if board == YOURS else {})}
    before, slug = all_boards[board], labels()[module]
    after = all_boards[board] = _changed(before, slug, option)
    outcome = boards.play([*all_boards.values(), before])
    frame = pd.DataFrame(
        {name: getattr(outcome, name)[-1] * factor for name, (*_, factor) in MEASURES.items()},
        index=[*all_boards, "as decided"],
    )
    new_row, decided_row = frame.loc[board], frame.iloc[-1]
    words = _clause(decisions.option_text(slug, after.get(slug)))
    choice = OPEN if option == DECIDED and slug not in before else option
    figures = _in_words(new_row)
    summary = say("setting", board=board, module=module, choice=choice, words=words, has=figures)
    if after != before:
        summary += f" {say('as_decided', has=_in_words(decided_row))}"
    if option == AS_TODAY:  # not always: on a phone the sentence and the chart share the screen
        summary += f" {choices(slug)}"
    return Scene(
        {"boards": _rows(frame.iloc[:-1])},
        summary,
        title=_title(frame.iloc[:-1]),
        facts={
            "decided": len(before),
            **{name: float(new_row[name]) for name in MEASURES},
            **{f"{name}_moved": float(new_row[name] - decided_row[name]) for name in MEASURES},
        },
    )


def _changed(board: boards.Board, slug: str, option: str) -> boards.Board:
    """Return the board with one decision changed; its numbers stay."""
    if option == DECIDED:
        return board
    others = {name: choice for name, choice in board.items() if name != slug}
    if option == AS_TODAY:
        return others
    key = _options(slug)[OPTIONS.index(option)]["key"]
    return {**others, slug: {**board.get(slug, {}), "option": key}}


def choices(slug: str) -> str:
    """Return a decision's shortened options, by their names in the control."""
    texts = [shorten(_clause(each["text"]), _SHORT, placeholder=" …") for each in _options(slug)]
    names = [OPTIONS[0].capitalize(), *(name.split()[0] for name in OPTIONS[1:])]
    return "; ".join(f"{name}: {text}" for name, text in zip(names, texts, strict=False))


def _clause(text: str) -> str:
    """Return an option's sentences as one clause."""
    first, *others = text.rstrip(".").split(". ")
    return "; ".join([first, *(each[0].lower() + each[1:] for each in others)])


def _options(slug: str) -> list[dict[str, Any]]:
    return list(decisions.decision(slug)["option"])


def _in_words(row: pd.Series) -> str:
    return say("has", **{name: write(row[name]) for name, write in _WRITTEN.items()})


def _title(frame: pd.DataFrame) -> str:
    most, fewest = frame["live"].idxmax(), frame["incidents"].idxmin()
    return say("extremes", most=most, fewest=fewest)


def _rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the boards' measures with their words."""
    words = {f"{name}_words": frame[name].map(write) for name, write in _WRITTEN.items()}
    return frame.round(2).assign(**words).rename_axis("board").reset_index()


def _chart() -> alt.ChartType:
    chart = alt.concat(
        *(_panel(name) for name in MEASURES),
        columns=2,
        title="Where each board is after two years",
        spacing=16,
    )
    return charts.alt_text(
        chart,
        "Four panels with a row a board: live products, what the last month brings, incidents and "
        "trust. A dot for the board as it stands now, a bold tick for the start.",
    )


def _panel(measure: str) -> alt.ChartType:
    title, axis, ends, step, _ = MEASURES[measure]
    place = (
        alt.X(
            f"{measure}:Q",
            title=axis,
            scale=alt.Scale(domain=list(ends), nice=False, clamp=True),
            axis=alt.Axis(values=list(range(ends[0], ends[1] + 1, step)), grid=False),
        ),
        alt.Y(
            "board:N",
            title="Board",
            sort=None,
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    rows = alt.Chart(alt.NamedData("boards")).encode(*place)
    colour = alt.condition(
        f"datum.board === '{YOURS}'", alt.value(charts.BLUE), alt.value(charts.GREY)
    )
    near_right_end = f"datum.{measure} > {ends[0] + 0.55 * (ends[1] - ends[0])}"
    words = rows.mark_text(
        align={"expr": f"{near_right_end} ? 'right' : 'left'"},
        dx={"expr": f"{near_right_end} ? -8 : 8"},
        fontSize=12,
        fontWeight=600,
    )
    return alt.layer(
        charts.start_tick("boards").encode(*place),
        rows.mark_point(size=80, opacity=1).encode(color=colour),
        words.encode(alt.Text(f"{measure}_words:N"), color=colour),
    ).properties(height=72, width=150, title=title)
