"""Meridian's register of 40 AI pilots, their shared foundations, and the resources to spend.

The default register is written by hand, in two files next to this module. A learner's variant keeps
the names and stories and draws other amounts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice
from course.data._variant import generator

BUDGET: Final = "cost"
ROLES: Final = ("data_engineer", "ml_engineer", "change_lead")
RESOURCES: Final = (BUDGET, *ROLES)
"""Limited resources: money (thousand EUR) and person-months by role."""

_HERE: Final = Path(__file__).parent
_TABLES: Final = ("pilots", "foundations", "limits")
_SECRET: Final = ["kind", "delivered", "cause"]
_LIMITS: Final = {BUDGET: 1_000 * world.count("budget", "million EUR")} | dict.fromkeys(
    ROLES, world.count("person_months_of_a_role", "person-months")
)

REMEDIES: Final = {
    "none": "scale",
    "data": "build the foundation first",
    "platform": "build the foundation first",
    "adoption": "redesign it with those who use it",
    "risk_late": "settle the review before anything else",
    "no_owner": "find an owner or stop",
    "no_value": "stop",
}
"""Why a pilot is where it is -> what to do about it."""

# Points for relative size, on SAFe's scale. RICE's confidence in three steps.
_POINTS: Final = (1, 2, 3, 5, 8, 13, 20)
_CONFIDENCE: Final = {
    "in production": 1.0,
    "roll-out stalled": 0.8,
    "pilot ended": 0.8,
    "pilot running": 0.5,
}


def load(table: str = "pilots", variant: str | None = None) -> pd.DataFrame:
    """Return a table of the register.

    Parameters
    ----------
    table : {"pilots", "foundations", "limits"}, default "pilots"
        ``pilots``: one row per pilot. ``foundations``: what pilots need and nobody has built for
        the whole group. ``limits``: money and person-months available for the coming year.
    variant : str, optional
        A learner's identity: the same pilots with other amounts. None gives the default register.

    Returns
    -------
    pandas.DataFrame
        Money in thousand EUR, work in person-months; all columns are in the data card.
    """
    require_choice("table", table, _TABLES)
    if table == "limits":
        return _limits(variant)
    if table == "foundations":
        return _vary(_read_table("foundations"), variant)
    return _add_scores(_vary(_read_table("pilots"), variant).drop(columns=_SECRET))


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return why each pilot is where it is, and what it would deliver.

    One row per pilot: pilot_id, kind, remedy, delivered (share of the estimated mean value),
    delivered_value (thousand EUR), description.
    """
    rows = _vary(_read_table("pilots"), variant)
    estimate = rows[["value_low", "value_likely", "value_high"]].mean(axis=1)
    return pd.DataFrame(
        {
            "pilot_id": rows["pilot_id"],
            "kind": rows["kind"],
            "remedy": rows["kind"].map(REMEDIES),
            "delivered": rows["delivered"],
            "delivered_value": (estimate * rows["delivered"]).round().astype("int64"),
            "description": rows["cause"],
        }
    )


def _read_table(table: str) -> pd.DataFrame:
    # An empty cell is an empty string: it means "needs nothing", not a missing value.
    return pd.read_csv(_HERE / f"{table}.csv", sep="|", keep_default_na=False)


def _vary(rows: pd.DataFrame, variant: str | None) -> pd.DataFrame:
    """Return the rows with a variant's amounts; each row has its own factors."""
    if variant is None:
        return rows
    rng = generator(variant, rows.columns[0])
    worth, price = np.exp(rng.normal(0, [[0.2], [0.12]], (2, len(rows))))
    rows = rows.assign(cost=_round(rows["cost"] * price, 10))
    for name in ROLES:
        more = rng.integers(-1, 2, len(rows))
        rows[name] = np.where(rows[name] > 1, (rows[name] + more).clip(1), rows[name])
    if "value_likely" in rows:
        for name in ("value_low", "value_likely", "value_high"):
            rows[name] = _round(rows[name] * worth, 50)
        for name in ("feasibility", "strategic_fit", "risk", "data_readiness"):
            step = rng.choice([-1, 0, 1], len(rows), p=[0.15, 0.7, 0.15])
            rows[name] = (rows[name] + step).clip(1, 5)
    return rows


def _round(amounts: pd.Series, step: int) -> pd.Series:
    return ((amounts / step).round() * step).astype("int64")


def _add_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that RICE and WSJF need and the register lacks."""
    rows = rows.rename(columns={"urgency": "time_criticality", "enabling": "risk_reduction"})
    value = rows["value_likely"]
    return rows.assign(
        confidence=rows["stage"].map(_CONFIDENCE),
        effort=rows[list(ROLES)].sum(axis=1),
        business_value=_points(value, (200, 500, 800, 1200, 1800, 3000)),
        job_size=_points(rows["cost"], (100, 200, 300, 450, 700, 1000)),
    )


def _points(amounts: pd.Series, edges: tuple[int, ...]) -> pd.Series:
    return pd.Series(np.array(_POINTS)[np.searchsorted(edges, amounts)], index=amounts.index)


def _limits(variant: str | None) -> pd.DataFrame:
    amounts = dict(_LIMITS)
    if variant is not None:
        rng = generator(variant, "limits")
        amounts = {"cost": int(rng.choice([6500, 7000, 7500, 8000]))}
        amounts |= {name: int(rng.choice([55, 60, 65])) for name in ROLES}
    units = ["thousand EUR", *["person-months"] * len(ROLES)]
    return pd.DataFrame({"resource": RESOURCES, "limit": amounts.values(), "unit": units})
