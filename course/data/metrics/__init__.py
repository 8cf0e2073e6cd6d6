"""Two years of candidate metrics of Meridian's programme, with its outcomes and experiments.

One assistant, 40 use cases (ten tasks in four businesses), twelve metrics per month. All 40 ran for
two years, whatever their metrics said, so we can count what choosing by each metric would have
brought. The retailer's online shop adds 24 experiments.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice
from course.data._variant import generator
from course.data.metrics.experiments import ARMS, DAYS, KINDS, declare, draw_days, draw_ideas
from course.data.metrics.programme import (
    HIGH_IS_GOOD,
    MONTHS,
    Programme,
    candidate_metrics,
    draw_luck,
    pair_error,
    run_programme,
)

__all__ = ["ARMS", "DAYS", "HIGH_IS_GOOD", "KINDS", "MONTHS", "load", "truth"]

PAIRS: Final = 20
"""Tasks compared per month and use case, with and without the assistant."""

DECISION_MONTH: Final = 6
KEPT: Final = 10
"""In the truth, the programme keeps ten use cases after six months."""

_NEAR_THE_MEAN: Final = 147
"""The draw, of 400, in which the twelve metrics bring roughly their average results."""

_TABLES: Final = ("months", "outcomes", "experiments", "declared")
_LEVELS: Final = ("metrics", "use_cases", "experiments")
_BUSINESSES: Final = ("retail", "lending", "manufacturing", "hiring")
_TASKS: Final = (
    "answers to messages",
    "minutes of meetings",
    "contract summaries",
    "monthly reports",
    "searches in manuals",
    "translations",
    "job descriptions",
    "presentations",
    "checks of invoices",
    "code for spreadsheets",
)
_DECIMALS: Final = {
    "trained": 0,
    "accounts": 0,
    "queries": 0,
    "active": 1,
    "returning": 3,
    "satisfaction": 2,
    "accuracy": 3,
    "reported_minutes": 2,
    "measured_minutes": 2,
    "measured_value": 0,
    "overrides": 3,
    "cost_per_task": 2,
}
# Metrics of each kind, what to do with them, and why.
_METRICS: Final = {
    "activity": (
        ("trained", "accounts", "queries", "active"),
        "report it, never decide by it alone",
        "counts people or tasks, and says nothing of what a task brings",
    ),
    "opinion": (
        ("satisfaction", "reported_minutes"),
        "check it against a comparison",
        "follows the benefit in part, and the launch campaign and mood as well",
    ),
    "model": (
        ("accuracy", "overrides"),
        "keep it for the engineers",
        "hardly follows the benefit",
    ),
    "effect": (
        ("returning", "measured_minutes"),
        "multiply it by use",
        "follows the benefit of a task or a person, and leaves out how many there are",
    ),
    "cost": (
        ("cost_per_task",),
        "compare it with the value",
        "knows size and cost, and nothing of the benefit",
    ),
    "value": (
        ("measured_value",),
        "decide by it",
        "multiplies measured minutes by use, and takes off the cost",
    ),
}


def load(table: str = "months", variant: str | None = None) -> pd.DataFrame:
    """Return the metrics, the outcomes or the experiments.

    Parameters
    ----------
    table : {"months", "outcomes", "experiments", "declared"}, default "months"
        ``months``: one row per use case and month, with twelve metrics. ``outcomes``: one
        row per use case. ``experiments``: one row per experiment, day and arm. ``declared``: one
        row per experiment, with what the team, looking every day, declared.
    variant : str, optional
        A learner's identity: other use cases, metrics and experiments.
    """
    require_choice("table", table, _TABLES)
    if table == "months":
        return _months(_programme(variant))
    if table == "outcomes":
        return _use_cases(_programme(variant)).drop(columns="minutes")
    days = draw_days(_ideas(variant), generator(variant, "metrics days"))
    return days if table == "experiments" else declare(days)


def truth(variant: str | None = None, level: str = "metrics") -> pd.DataFrame:
    """Return what was planted.

    Parameters
    ----------
    level : {"metrics", "use_cases", "experiments"}, default "metrics"
        ``metrics``: one row per metric, with the value of the ten use cases it picks after month 6.
        ``use_cases``: one row each, with the minutes really saved per task. ``experiments``: one
        row each, with its true changes.

    Returns
    -------
    pandas.DataFrame
        At least kind, remedy, description.
    """
    require_choice("level", level, _LEVELS)
    if level == "experiments":
        return _described_ideas(_ideas(variant))
    programme = _programme(variant)
    if level == "metrics":
        return _described_metrics(programme)
    cases = _use_cases(programme)
    is_helpful = cases["minutes"] > 0
    return cases.assign(
        kind=np.where(is_helpful, "helps", "harms"),
        remedy=np.where(cases["net_value"] > 0, "keep", "stop"),
        description=[
            f"A task takes {abs(minutes):.1f} minutes {'less' if minutes > 0 else 'more'}."
            for minutes in cases["minutes"]
        ],
    )


def _programme(variant: str | None) -> Programme:
    return run_programme(draw_luck(generator(variant, f"metrics programme {_NEAR_THE_MEAN}")))


def _ideas(variant: str | None) -> pd.DataFrame:
    return draw_ideas(generator(variant, "metrics ideas"))


def _months(programme: Programme) -> pd.DataFrame:
    who = _who()
    parts = []
    for month in range(1, MONTHS + 1):
        values = candidate_metrics(programme, month, PAIRS)
        columns = {name: values[name][0].round(_DECIMALS[name]) for name in HIGH_IS_GOOD}
        error = round(pair_error(PAIRS * month), 2)
        parts.append(who.assign(month=month, **columns, pairs=PAIRS * month, measured_error=error))
    return pd.concat(parts, ignore_index=True)


def _who() -> pd.DataFrame:
    numbers = np.arange(len(_TASKS) * len(_BUSINESSES))
    return pd.DataFrame(
        {
            "use_case": [f"U{number + 1:02d}" for number in numbers],
            "business": np.repeat(_BUSINESSES, len(_TASKS)),
            "task": np.tile(_TASKS, len(_BUSINESSES)),
        }
    )


def _use_cases(programme: Programme) -> pd.DataFrame:
    later = programme.value[0, :, DECISION_MONTH:].sum(axis=-1)
    return _who().assign(net_value=later.round(0), minutes=programme.benefit[0].round(2))


def _described_metrics(programme: Programme) -> pd.DataFrame:
    later = programme.value[0, :, DECISION_MONTH:].sum(axis=-1)
    values = candidate_metrics(programme, DECISION_MONTH, PAIRS)
    rows = []
    for kind, (names, remedy, words) in _METRICS.items():
        for name in names:
            order = np.argsort(values[name][0] * (-1 if HIGH_IS_GOOD[name] else 1), kind="stable")
            rows.append(
                {
                    "kind": kind,
                    "metric": name,
                    "brought": round(float(later[order[:KEPT]].sum())),
                    "at_best": round(float(np.sort(later)[-KEPT:].sum())),
                    "by_lots": round(float(later.mean() * KEPT)),
                    "remedy": remedy,
                    "description": f"{name} {words}.",
                }
            )
    return pd.DataFrame(rows)


def _described_ideas(ideas: pd.DataFrame) -> pd.DataFrame:
    kinds = [KINDS[kind] for kind in ideas["kind"]]
    return ideas.assign(
        remedy=[kind.remedy for kind in kinds], description=[kind.words for kind in kinds]
    )
