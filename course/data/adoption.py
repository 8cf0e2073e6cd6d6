"""Levers to get maintenance crews to use alerts, with their costs and effects.

Adoption follows the Bass model. Each week, of the crews that could still adopt, a share p adopts by
itself (innovation), and a share q times the share of adopters because of others (imitation). The
ceiling is the share of all crews that could ever adopt. The five levers are the five human factors
of change; each raises p, q or the ceiling.
"""

from __future__ import annotations

from itertools import compress, product
from typing import Final

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice
from course.data._variant import generator, require_variant

_TABLES: Final = ("levers", "start")
_LEVERS: Final = ("communication", "training", "workflow", "trust", "incentives")
_COST: Final = tuple(world.count(f"lever_{lever}", "thousand EUR") for lever in _LEVERS)
_EFFECTS: Final = {
    "p": (0.008, 0.002, 0.006, 0.002, 0.005),
    "q": (0.0, 0.04, 0.02, 0.07, 0.03),
    "ceiling": (0.04, 0.08, 0.24, 0.14, 0.06),
}
_DECIMALS: Final = {"p": 4, "q": 3, "ceiling": 2}
# Acting on an alert can't be rewarded unless a work order records it.
_NEEDS: Final = ("", "", "", "", "workflow")
_CREWS: Final = world.count("crews", "crews")
_START: Final = {
    "p": 0.004,
    "q": 0.06,
    "ceiling": 0.42,
    "crews": _CREWS,
    "weeks": 52,
    "target": 0.75,
}
_REMEDIES: Final = {True: "pay for it", False: "leave it for now"}


def load(table: str = "levers", variant: str | None = None) -> pd.DataFrame:
    """Return the levers, or the start and target of adoption.

    Parameters
    ----------
    table : {"levers", "start"}, default "levers"
        ``levers``: one row per lever. ``start``: one row, with p, q and the ceiling without any
        lever, the number of crews, the target and its week.
    variant : str, optional
        A learner's identity: the same levers with other costs and effects.
    """
    require_choice("table", table, _TABLES)
    require_variant(variant)
    return pd.DataFrame([_START]) if table == "start" else _levers(variant)


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the levers of the cheapest mix that reaches the target in time.

    One row per lever: kind, lever, chosen, remedy, description.
    """
    levers = load("levers", variant)
    is_chosen = [name in _cheapest(levers) for name in levers["lever"]]
    return pd.DataFrame(
        {
            "kind": "lever",
            "lever": levers["lever"],
            "chosen": is_chosen,
            "remedy": [_REMEDIES[one] for one in is_chosen],
            "description": [
                f"{lever} adds {p:g} to p, {q:g} to q and {ceiling:g} to the ceiling."
                for lever, p, q, ceiling in zip(
                    levers["lever"], levers["p"], levers["q"], levers["ceiling"], strict=True
                )
            ],
        }
    )


def share_adopted(p: float, q: float, weeks: float, ceiling: float = 1.0) -> float:
    """Return the share that has adopted after some weeks, by the Bass model.

    Parameters
    ----------
    p : float
        Innovation per week; above 0.
    q : float
        Imitation per week; not negative.
    weeks : float
        Time since the start, not negative. Any unit works, if p and q use the same one.
    ceiling : float, default 1
        Share that could ever adopt, from 0 to 1.

    Returns
    -------
    float
        From 0 to `ceiling`.

    Raises
    ------
    ValueError
        When a value is outside its range.

    References
    ----------
    F. M. Bass (1969), *A New Product Growth for Model Consumer Durables*, Management Science 15:
    F(t) = (1 - exp(-(p + q) t)) / (1 + (q / p) exp(-(p + q) t)).

    Examples
    --------
    >>> print(f"{share_adopted(0.03, 0.38, weeks=5):.0%}")
    33%
    """
    if not (p > 0 and q >= 0 and weeks >= 0 and 0 <= ceiling <= 1):
        raise ValueError(
            f"p, q, weeks and ceiling are {p}, {q}, {weeks} and {ceiling}; expected p above 0, "
            "q and weeks not negative, ceiling from 0 to 1."
        )
    decay = np.exp(-(p + q) * weeks)
    return float(ceiling * (1 - decay) / (1 + q / p * decay))


def _levers(variant: str | None) -> pd.DataFrame:
    cost = np.array(_COST, dtype=float)
    effects = {name: np.array(values) for name, values in _EFFECTS.items()}
    if variant is not None:
        rng = generator(variant)
        cost = 5 * np.round(cost * rng.uniform(0.75, 1.3, cost.size) / 5)
        effects = {
            name: np.round(values * rng.uniform(0.85, 1.15, values.size), _DECIMALS[name])
            for name, values in effects.items()
        }
    return pd.DataFrame(
        {"lever": _LEVERS, "cost": cost.astype(np.int64), **effects, "needs": _NEEDS}
    )


def _cheapest(levers: pd.DataFrame) -> frozenset[str]:
    mixes = (
        levers[list(mask)] for mask in product([False, True], repeat=len(levers)) if _is_whole(mask)
    )
    enough = [mix for mix in mixes if _final_share(mix) >= _START["target"]]
    best = min(enough, key=lambda mix: (int(mix["cost"].sum()), -_final_share(mix)))
    return frozenset(best["lever"])


def _is_whole(mask: tuple[bool, ...]) -> bool:
    mix = set(compress(_LEVERS, mask))
    return all(need in mix for need in compress(_NEEDS, mask) if need)


def _final_share(mix: pd.DataFrame) -> float:
    p, q, ceiling = (_START[name] + float(mix[name].sum()) for name in _EFFECTS)
    return share_adopted(p, q, _START["weeks"], min(ceiling, 1.0))
