"""What could be done so that maintenance crews use the alerts, what each lever costs and moves.

Adoption follows the Bass model: each week, of the crews that could adopt and have not yet, a share
p does so by itself (innovation), and a share q times the part of adopters because of others
(imitation). A ceiling says which share of all crews could ever adopt. The five levers are the five
human factors of change; each adds to p, to q or to the ceiling.
"""

from __future__ import annotations

from itertools import compress, product
from typing import Final

import numpy as np
import pandas as pd

from course import world
from course._require import require_choice
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
# Nobody can reward acting on an alert that no work order records.
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
    """Return the levers, or where adoption starts and where it should get to.

    Parameters
    ----------
    table : {"levers", "start"}, default "levers"
        ``levers``: one row a lever. ``start``: one row, with p, q and the ceiling without any
        lever, the number of crews, the target and its week.
    variant : str, optional
        A learner's identity: the same levers with other costs and effects.

    Returns
    -------
    pandas.DataFrame
        Columns and units are in the data card.

    Raises
    ------
    ValueError
        When the table is unknown.
    TypeError
        When ``variant`` is neither text nor None.
    """
    require_choice("table", table, _TABLES)
    require_variant(variant)
    return pd.DataFrame([_START]) if table == "start" else _levers(variant)


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return which levers are in the cheapest mix that reaches the target in time.

    Parameters
    ----------
    variant : str, optional
        A learner's identity; None gives the course's own version.

    Returns
    -------
    pandas.DataFrame
        One row a lever: kind, lever, chosen, remedy, description.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.
    """
    levers = load("levers", variant)
    chosen = [name in _cheapest(levers) for name in levers["lever"]]
    return pd.DataFrame(
        {
            "kind": "lever",
            "lever": levers["lever"],
            "chosen": chosen,
            "remedy": [_REMEDIES[one] for one in chosen],
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
        Innovation, a week; above 0.
    q : float
        Imitation, a week; not negative.
    weeks : float
        Time since the start, not negative. (The unit is free: p and q count in the same.)
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
    left = np.exp(-(p + q) * weeks)
    return float(ceiling * (1 - left) / (1 + q / p * left))


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
    enough = [mix for mix in mixes if _reached(mix) >= _START["target"]]
    best = min(enough, key=lambda mix: (int(mix["cost"].sum()), -_reached(mix)))
    return frozenset(best["lever"])


def _is_whole(mask: tuple[bool, ...]) -> bool:
    chosen = set(compress(_LEVERS, mask))
    return all(need in chosen for need in compress(_NEEDS, mask) if need)


def _reached(mix: pd.DataFrame) -> float:
    p, q, ceiling = (_START[name] + float(mix[name].sum()) for name in _EFFECTS)
    return share_adopted(p, q, _START["weeks"], min(ceiling, 1.0))
