"""A year of a model's registry: what was live on a day, and the possible way back."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from course import charts, world
from course.data import registry
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.mlops.time_machine import (
    DAYS,
    FIRST_DAY,
    HABITS,
    MODELS,
    Day,
    on_day,
    timeline,
    wrong_shares,
)

_DEPLOYED = HABITS[-1]
_LANES = {habit: habit for habit in HABITS} | {"live": "live", "target": "way back"}
_DECISIONS = world.count("decisions_a_month", "decisions a month")  # per model
_DECISIONS_A_DAY = _DECISIONS * 12 / 365
_EUR_BY_HAND = {model: world.count(f"decision_by_people_{model}", "EUR") for model in MODELS}
_EUR_TWO_FORMS = world.count("both_forms_day", "EUR a day")
_ROOM = 9  # width of a number in a bar, in days
_MONTHS = {0: "January", 85: "April", 176: "July", 268: "October"}


@focusable
def time_machine(focus: Focus) -> Explorable:
    """Travel through a year; compare live versions with three quick readings."""
    return Explorable(
        "mlops.time_machine",
        title="What decided on that day, and what was there to go back to?",
        controls=(
            Choice("model", "Model", MODELS, "credit"),
            Slider("week", "Friday of week, 2025", 2, 52, 1, 4),
            Slider("window", "Old form of inputs still sent for", 0, 120, 15, 0, "days"),
        ),
        presets={
            "Credit, January": {},
            "Credit, December": {"week": 50},
            "Shelf, June": {"model": "shelf", "week": 25},
        },
        guess=GuessNumber(
            "Three models get a new version each month or so. One that fails is rolled back within "
            "days. Somebody reads “last deployed” as “live”. On what share of the days on which a "
            "model is live is that wrong?",
            Slider("wrong", "Days on which it is wrong", 0, 100, 1, 10, "%"),
            truth=lambda scene: scene.facts["wrong"],
            explanation="Nine versions of 27 were rolled back. The next one comes after a month. "
            "Until then, the last one deployed is the one that failed.",
        ),
        challenges=(
            Challenge(
                "Alerts: find a Friday on which the three quick readings agree with each other, "
                "and all are wrong.",
                lambda values, scene: (
                    values["model"] == "alerts"
                    and scene.facts["live"] > 0
                    and scene.facts["habits right"] == 0
                    and scene.facts["habits name"] == 1
                ),
                hint="A version that failed is out. The next one is not registered yet.",
                witness={"model": "alerts", "week": 15},
            ),
            Challenge(
                "Credit: bring decisions by people and the sending of both forms below €30,000 for "
                "the year. Then find a Friday on which even so the way back cannot read the "
                "inputs.",
                lambda values, scene: (
                    values["model"] == "credit"
                    and scene.facts["cost"] < 30_000
                    and scene.facts["blocked"] == 1
                ),
                hint="The new form comes with version 5. When is a version live for good that "
                "reads it, and when is a second one?",
                witness={"model": "credit", "window": 75, "week": 32},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(model: str, week: float, window: float) -> Scene:
    day = 4 + 7 * (week - 2)
    now = on_day(model, day, window)
    year = timeline(model, window)
    length = year["end"] - year["start"]
    unread = float(length[(year["live"] > 0) & ~year["reads_live"]].sum())
    by_people = unread * _DECISIONS_A_DAY
    cost = by_people * _EUR_BY_HAND[model] + window * _EUR_TWO_FORMS
    shares = _wrong_shares()
    return Scene(
        {
            "lanes": _lanes(year),
            "numbers": _numbers(_lanes(year)),
            "now": pd.DataFrame({"day": [day]}),
            "habits": _habits(shares, _wrong_shares(model)),
        },
        f"{_date(day)}: {_decider(model, now)} {_way_back(now)} {_readings(now)} In the year "
        f"{by_people:,.0f} decisions fall to people{_with_both(window)}: €{round(cost, -2):,.0f}.",
        title=f"{_date(day)}: {_short(model, now)}",
        facts={
            "wrong": 100 * shares[_DEPLOYED],
            "live": now.live,
            "habits right": sum(version == now.live for version in now.habits.values()),
            "habits name": len(set(now.habits.values())),
            "cost": cost,
            "blocked": float(now.live > 0 and now.target > 0 and not now.reads_target),
        },
    )


@cache
def _wrong_shares(*models: str) -> dict[str, float]:
    return wrong_shares(models=models or MODELS)


def _date(day: float) -> str:
    date = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=day)
    return f"{date.day} {date.month_name()}"


def _with_both(window: float) -> str:
    return f", and both forms are sent for {window:.0f} days" if window else ""


def _short(model: str, day: Day) -> str:
    return f"{model} {day.live} was live" if day.live else f"no version of {model} was live"


def _decider(model: str, day: Day) -> str:
    if not day.live:
        return f"no version of {model} is live;"
    versions = registry.load("versions")
    row = versions[(versions["model"] == model) & (versions["version"] == day.live)].iloc[0]
    data = f"on data {row['data']}" if row["data"] else "on data that nobody wrote down"
    cannot = "" if day.reads_live else ", which cannot read its inputs"
    return f"{model} {day.live}{cannot}, trained {data}, approved by {row['approved_by'].title()};"


def _readings(day: Day) -> str:
    """Name the version of each habit, so that the text makes sense without the chart."""
    first, *others = (f"{habit} {version or 'none'}" for habit, version in day.habits.items())
    return f"{first.capitalize()}, {', '.join(others)}."


def _way_back(day: Day) -> str:
    if not day.target:
        return "nothing to go back to."
    able = "can" if day.reads_target else "cannot"
    return f"the way back is {day.target}, which {able} read the inputs."


def _lanes(year: pd.DataFrame) -> pd.DataFrame:
    """Return one row per stretch of a lane with the same version and colour."""
    parts = []
    for field, lane in _LANES.items():
        good = {
            "live": year["reads_live"],
            "target": year["reads_target"],
        }.get(field, year[field] == year["live"])
        # If nothing is live, a quick reading is neither right nor wrong.
        is_drawn = (year[field] > 0) & ((year["live"] > 0) | (field in HABITS))
        part = pd.DataFrame(
            {
                "lane": lane,
                "start": year["start"],
                "end": year["end"],
                "version": year[field],
                "state": np.where(good, "right", "wrong"),
            }
        )[is_drawn]
        new = (part[["version", "state"]] != part[["version", "state"]].shift()).any(axis=1)
        new |= part["start"] != part["end"].shift()
        stretch = part.groupby(new.cumsum())
        parts.append(
            stretch.agg(
                lane=("lane", "first"),
                start=("start", "first"),
                end=("end", "last"),
                version=("version", "first"),
                state=("state", "first"),
            )
        )
    return pd.concat(parts, ignore_index=True).round({"start": 1, "end": 1})


def _numbers(lanes: pd.DataFrame) -> pd.DataFrame:
    wide = lanes[lanes["end"] - lanes["start"] >= _ROOM]
    return pd.DataFrame(
        {
            "lane": wide["lane"],
            "day": (wide["start"] + wide["end"]) / 2,
            "version": wide["version"].astype(str),
        }
    )


def _habits(everywhere: dict[str, float], here: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "habit": list(HABITS),
            "percent": [100 * everywhere[habit] for habit in HABITS],
            "here": [100 * here[habit] for habit in HABITS],
        }
    )


def _chart() -> alt.ChartType:
    chart = alt.vconcat(
        _year(), _wrong(), title="Only the whole log says what was live", spacing=20
    )
    return charts.alt_text(
        chart,
        "Above: a year in five lanes, with the number of the version: three quick readings of the "
        "log, what was live, and the way back. Orange marks a reading that was wrong, or a version "
        "that cannot read the inputs. Below: the share of days on which each reading is wrong.",
    )


def _year() -> alt.ChartType:
    lane = alt.Y(
        "lane:N",
        title="Reading",
        scale=alt.Scale(domain=list(_LANES.values())),
        axis=alt.Axis(ticks=False, domain=False),
    )
    months = " : ".join(f"datum.value == {day} ? '{name}'" for day, name in _MONTHS.items())
    day = alt.X(
        "start:Q",
        title="Day of the year 2025",
        scale=alt.Scale(domain=[0, DAYS], nice=False),
        axis=alt.Axis(values=list(_MONTHS), labelExpr=f"{months} : ''", labelAlign="left"),
    )
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=["right", "wrong"], range=[charts.SKY, charts.YELLOW]),
        legend=None,
    )
    bars = (
        alt.Chart(alt.NamedData("lanes"))
        .mark_bar(height=20, stroke="#FFFFFF", strokeWidth=1)
        .encode(day, alt.X2("end:Q"), lane, colour)
    )
    numbers = (
        alt.Chart(alt.NamedData("numbers"))
        .mark_text(fontSize=12, fontWeight=600, color=charts.INK)
        .encode(alt.X("day:Q"), lane, alt.Text("version:N"))
    )
    now = alt.Chart(alt.NamedData("now")).mark_rule(color=charts.INK, strokeWidth=2)
    return alt.layer(bars, numbers, now.encode(alt.X("day:Q"))).properties(
        height=170, title="Versions (orange: not what was live, or cannot read the inputs)"
    )


def _wrong() -> alt.ChartType:
    place = (
        charts.axis(alt.X, "percent:Q", "Live days on which it is wrong (%)", 0, 100),
        alt.Y(
            "habit:N",
            title="Reading",
            scale=alt.Scale(domain=["", *HABITS]),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    habits = alt.Chart(alt.NamedData("habits"))
    here = habits.mark_tick(color=charts.INK, thickness=2, size=20)
    return alt.layer(
        habits.mark_bar(color=charts.ORANGE, height=14).encode(*place),
        here.encode(alt.X("here:Q"), place[1]),
        guess_rules(),
    ).properties(height=125, title="All three models (bold: this one)")
