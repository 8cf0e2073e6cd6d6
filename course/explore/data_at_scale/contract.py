"""A contract editor: choose a rule and a threshold; see what it catches, misses and holds back."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from course import charts
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.data_at_scale.contract import MISS_COST, ContractStudy, simulate_contract

_RULES = {
    "quantity: at most so many times the usual": ("usual", "more than {:.1f} times the usual"),
    "amount: equal to quantity times price": ("amount", "off by more than {:.1%}"),
    "sales: some, while the books show stock": ("silence", "silent for more than {:.1f} days"),
    "arrival: in the night after the day": ("arrival", "more than {:.1f} hours after midnight"),
    "day: not far below the store's usual day": ("day", "a usual day is more than {:.1f} times it"),
}
_USUAL, _AMOUNT, _SILENCE, _ARRIVAL, _DAY = _RULES
_ACTIONS = {"the row": "row", "its whole file": "file"}
_ROW, _FILE = _ACTIONS
_FOR, _OTHER, _GOOD = "what the rule is for", "other bad rows", "good rows"
# The shortest bars come first, to make room for the words of the guess.
_GROUPS = [*(kind.replace("_", " ") for kind in reversed(MISS_COST)), _GOOD]
_CHEAP = 0.25
"""Euros per check in the first challenge."""
_HALF_BAD = 64
"""Strictness at which half of the rows that the third rule holds are bad (tested)."""


@focusable
def contract(focus: Focus) -> Explorable:
    """Choose a rule, its strictness, what it holds back and the cost of a check."""
    return Explorable(
        "data_at_scale.contract",
        title="Edit a data contract",
        controls=(
            Choice("rule", "Rule", tuple(_RULES), _USUAL),
            Slider("strictness", "How strict", 0, 100, 1, 85, "(100 strictest)"),
            Choice("action", "What breaks the rule is held back:", tuple(_ACTIONS), _ROW),
            Slider("check", "Cost of checking a held row", 0, 5, 0.25, 1, "€"),
        ),
        presets={
            "A strict limit": {},
            "A lenient limit": {"strictness": 20},
            "Two columns that must agree": {"rule": _AMOUNT},
            "Hold the whole file": {"rule": _AMOUNT, "action": _FILE},
        },
        guess=GuessNumber(
            "A rule for phantom stock holds back a product that has not sold for some days "
            "although the books show stock. Make it stricter until half of what it holds is good. "
            "How much of the phantom stock does it catch?",
            Slider("caught", "Caught", 0, 100, 5, 50, "%"),
            truth=lambda scene: scene.facts["phantom"],
            explanation="A slow seller and an empty shelf look alike in a file. In other draws of "
            "chance it is between a third and two thirds. Only people who count see the shelf.",
            setting={"rule": _SILENCE, "strictness": _HALF_BAD},
        ),
        challenges=(
            Challenge(
                "Checks become cheap: €0.25 a row. Bring the first rule, held by the row, to the "
                "threshold that costs least.",
                lambda values, scene: (
                    values["rule"] == _USUAL
                    and values["check"] == _CHEAP
                    and values["action"] == _ROW
                    and scene.facts["cost"] <= scene.facts["least"] + 2
                ),
                hint="The line moves with the cost of a check. Arrow keys move one step.",
                witness={"strictness": 65, "check": _CHEAP},
            ),
            Challenge(
                "Catch every file that is late or sent again, and hold no good row.",
                lambda values, scene: (
                    values["rule"] == _ARRIVAL
                    and scene.facts["caught"] == 1
                    and scene.facts["blocked"] == 0
                ),
                hint="A clock can tell. How many hours after midnight do good files need?",
                witness={"rule": _ARRIVAL, "strictness": 40},
            ),
            Challenge(
                "Catch 30% of the phantom stock while 90% of what you hold is bad.",
                lambda values, scene: (
                    values["rule"] == _SILENCE
                    and scene.facts["caught"] >= 0.3
                    and scene.facts["precision"] >= 0.9
                ),
                hint="Stay lenient: about a week of silence.",
                witness={"rule": _SILENCE, "strictness": 48},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(rule: str, strictness: float, action: str, check: float) -> Scene:
    name, reading = _RULES[rule]
    study = simulate_contract(name, int(strictness), _ACTIONS[action], check)  # type: ignore[arg-type]
    now = study.curve.iloc[int(strictness)]
    bars = study.by_defect.assign(
        percent=100 * study.by_defect["caught"],
        group=study.by_defect["target"].map({True: _FOR, False: _OTHER}),
    )[["defect", "percent", "group"]]
    bars.loc[len(bars)] = [_GOOD, 100 * now["blocked"], _GOOD]
    return Scene(
        {
            "held": bars,
            "cost": study.curve[["strictness", "cost"]],
            "now": pd.DataFrame({"strictness": [strictness]}),
        },
        _summary(study, now, reading),
        title=_point(study, now),
        facts={
            "cost": now["cost"],
            "least": study.curve["cost"].min(),
            "caught": now["caught"],
            "blocked": now["blocked"],
            "precision": study.precision,
            "phantom": bars.set_index("defect")["percent"]["phantom stock"],
        },
    )


def _point(study: ContractStudy, now: pd.Series) -> str:
    if math.isnan(study.precision):
        return "So lenient a rule holds back nothing"
    if study.precision < 0.5:
        return "Most of what this rule holds back is good"
    if now["blocked"] == 0 and now["caught"] > 0.98:
        return "This rule catches what it is for, and no good row"
    return "Most of what this rule holds back is bad, and some bad rows pass"


def _summary(study: ContractStudy, now: pd.Series, reading: str) -> str:
    return (
        f"Held back: {reading.format(study.threshold)}. The rule is written for "
        f"{_caught(study)}, and holds {now['blocked']:.2%} of the good rows{_which(study)}. "
        f"{_precision_words(study.precision)}; checks and misses cost "
        f"€{now['cost']:,.0f} a day in 500 stores."
    )


def _caught(study: ContractStudy) -> str:
    """Name the defects that the rule is written for, with the share it catches."""
    targets = study.by_defect[study.by_defect["target"]]
    return " and ".join(
        f"{defect} (it catches {share:.0%})"
        for defect, share in zip(targets["defect"], targets["caught"], strict=True)
    )


def _which(study: ContractStudy) -> str:
    return "" if math.isnan(study.promoted) else f" ({study.promoted:.0%} of them on promotion)"


def _precision_words(precision: float) -> str:
    if math.isnan(precision):
        return "It holds back nothing"
    return f"Of what it holds back, {precision:.0%} is bad"


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _rows(), _cost(), spacing=40, title="A stricter rule holds back more, bad and good"
    ).resolve_scale(color="independent")
    return charts.alt_text(
        chart,
        "First: share of rows that the rule holds back, for each of seven defects and for good "
        "rows. Second: cost a day by strictness, with the rule you started from dashed.",
    )


def _rows() -> alt.ChartType:
    # Room above the bars for the words of guess and answer.
    room = {"domain": _GROUPS, "paddingOuter": 1}
    y = alt.Y("defect:N", title="Rows with", sort=_GROUPS, scale=room)
    # Room for the figure next to a full bar.
    x = charts.axis(alt.X, "percent:Q", "Held back (% of them)", 0, 135, every=50)
    groups = [_FOR, _OTHER, _GOOD]
    base = alt.Chart(alt.NamedData("held"))
    bars = base.mark_bar().encode(
        x,
        y,
        alt.Color(
            "group:N",
            title=None,
            scale={"domain": groups, "range": [charts.SKY, charts.GREY, charts.ORANGE]},
            legend=None,
        ),
    )
    label = base.mark_text(align="left", dx=4, color=charts.INK).encode(
        x, y, alt.Text("percent:Q", format=".1f")
    )
    return alt.layer(
        bars, label, guess_rules(), title="What is held back (blue: the rule is for it)"
    ).properties(height=225)


def _cost() -> alt.ChartType:
    y = alt.Y(
        "cost:Q",
        title="Cost (€ a day, up to 4,000)",
        scale={"domain": [0, 4000], "clamp": True},
        axis={"tickCount": 4},
    )
    x = alt.X(
        "strictness:Q",
        title="How strict (0 lenient, 100 strict)",
        scale={"domain": [0, 100]},
        axis={"tickCount": 5},
    )
    before = charts.start_line("cost").encode(x, y)
    now = alt.Chart(alt.NamedData("cost")).mark_line(color=charts.PINK).encode(x, y)
    place = alt.Chart(alt.NamedData("now")).mark_rule(color=charts.INK, strokeWidth=2).encode(x)
    return alt.layer(before, now, place, title="What it costs (dashed: start)").properties(
        height=225
    )
