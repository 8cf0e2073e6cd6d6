"""Twenty-four experiments in an online shop: both arms, every day, for four weeks.

Left out: days of the week, returning users, who count twice, and tests that disturb one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

DAYS: Final = 28
ARMS: Final = ("control", "treatment")
ORDER_RATE: Final = 0.20
CONTACT_RATE: Final = 0.05
"""Shares of users in the control arm who order, and who contact the service desk."""

_Z: Final = 1.96


@dataclass(frozen=True)
class Kind:
    """The effects of one kind of idea.

    Attributes
    ----------
    number : int
        Number of experiments of this kind.
    orders : tuple of two floats
        Lowest and highest lasting change in the share who order, relative.
    contacts : float
        Change in the share who contact the service desk, relative.
    launch : float
        Extra change in orders at the start, which halves every week.
    lost : float
        Share of treated users whose visits the log loses; none of them orders.
    remedy, words : str
        What to do, and why.
    """

    number: int
    orders: tuple[float, float]
    contacts: float = 0.0
    launch: float = 0.0
    lost: float = 0.0
    remedy: str = "do not launch"
    words: str = ""


KINDS: Final = {
    "gain": Kind(5, (0.02, 0.035), remedy="launch", words="It lifts orders for good."),
    "nothing": Kind(10, (0, 0), words="It changes nothing."),
    "loss": Kind(4, (-0.02, -0.01), words="It costs orders."),
    "novelty": Kind(2, (0, 0), launch=0.09, words="Curiosity lifts orders at first, then fades."),
    "guardrail": Kind(
        2, (0.025, 0.035), contacts=0.15, words="It lifts orders, and contacts by 15%."
    ),
    "mismatch": Kind(
        1,
        (0, 0),
        lost=0.04,
        remedy="repair the log and run it again",
        words="The log loses 4% of the treated, all of them without an order.",
    ),
}
"""Kind of idea -> its effects. Fewer than a third lift orders, as Microsoft reported for Bing."""


def draw_ideas(rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per experiment: test, kind, orders, contacts, launch, lost, users."""
    names = rng.permutation(np.repeat(list(KINDS), [kind.number for kind in KINDS.values()]))
    rows = []
    for place, name in enumerate(names):
        kind = KINDS[str(name)]
        rows.append(
            {
                "test": f"T{place + 1:02d}",
                "kind": str(name),
                "orders": round(float(rng.uniform(*kind.orders)), 4),
                "contacts": kind.contacts,
                "launch": kind.launch,
                "lost": kind.lost,
                "users": int(rng.choice([3_000, 5_000, 8_000])),
            }
        )
    return pd.DataFrame(rows)


def draw_days(ideas: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per experiment, day and arm, for 28 days: users, orders, contacts."""
    parts = []
    for idea in ideas.to_dict("records"):
        day = np.repeat(np.arange(1, DAYS + 1), 2)
        is_treated = np.tile([False, True], DAYS)
        change = idea["orders"] + idea["launch"] * 0.5 ** ((day - 1) / 7)
        users = rng.poisson(idea["users"], day.size)
        orders = rng.binomial(users, ORDER_RATE * (1 + is_treated * change))
        contacts = rng.binomial(users, CONTACT_RATE * (1 + is_treated * idea["contacts"]))
        users_lost = np.minimum(rng.binomial(users, is_treated * idea["lost"]), users - orders)
        parts.append(
            pd.DataFrame(
                {
                    "test": idea["test"],
                    "day": day,
                    "arm": np.tile(ARMS, DAYS),
                    "users": users - users_lost,
                    "orders": orders,
                    "contacts": np.minimum(contacts, users - users_lost),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def declare(days: pd.DataFrame) -> pd.DataFrame:
    """Return what a team that looks every day declares.

    Parameters
    ----------
    days : pandas.DataFrame
        The rows of `draw_days`, in their order.

    Returns
    -------
    pandas.DataFrame
        One row per experiment: ``test``; ``declared_day``, the first day on which orders are up
        with z above 1.96 (0 if none); ``claimed``, the relative change in orders up to then
        (missing if none).
    """
    shape = (-1, DAYS, len(ARMS))
    users = days["users"].to_numpy().reshape(shape).cumsum(axis=1)
    orders = days["orders"].to_numpy().reshape(shape).cumsum(axis=1)
    rate = orders / users
    pooled_rate = orders.sum(axis=-1) / users.sum(axis=-1)
    error = np.sqrt(pooled_rate * (1 - pooled_rate) * (1 / users).sum(axis=-1))
    is_win = (rate[..., 1] - rate[..., 0]) / error > _Z
    first = is_win.argmax(axis=1)
    rows = np.arange(len(first))
    claim = rate[rows, first, 1] / rate[rows, first, 0] - 1
    ever = is_win.any(axis=1)
    return pd.DataFrame(
        {
            "test": days["test"].unique(),
            "declared_day": np.where(ever, first + 1, 0),
            "claimed": np.where(ever, claim.round(4), np.nan),
        }
    )
