"""Five organisations and seven criteria for choosing between a centre and the units.

Each criterion is scored from 1, in favour of a centre of excellence, to 5, in favour of a federated
model. The criteria are the course's own synthesis of opinion and surveys. No controlled
study says that one structure wins.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_choice
from course.data._variant import generator

_TABLES: Final = ("organisations", "criteria")

CHOICES: Final = ("centre of excellence", "hybrid", "federated")
BAND: Final = 0.25
"""A lean within this distance of zero favours a hybrid."""

MUST: Final = "regulation"
"""The lowest score here rules out a purely federated model, whatever the rest says."""

_CRITERIA: Final = (
    ("talent", 4, "few specialists, little experience", "many specialists, much experience"),
    ("diversity", 3, "units have alike problems and data", "units have unlike problems and data"),
    ("regulation", 3, "heavy regulation, large model risk", "light regulation, small model risk"),
    ("speed", 2, "speed and local knowledge matter little", "speed and local knowledge decide"),
    ("size", 1, "few units, small", "many units, large"),
    ("funding", 1, "paid from the corporate budget", "paid by the units"),
    ("platform", 2, "a common platform is still to be built", "a common platform exists"),
)
# Scores in the order of the criteria.
_ORGANISATIONS: Final = (
    ("Alder Savings Bank", (1, 2, 1, 2, 1, 2, 1)),
    ("Birch Retail Group", (4, 5, 4, 5, 5, 5, 4)),
    ("Cedar Insurance", (5, 4, 1, 4, 5, 4, 5)),
    ("Dogwood Machines", (2, 4, 4, 4, 3, 3, 1)),
    ("Elm Hospitals", (2, 3, 1, 4, 3, 2, 3)),
)
_STORIES: Final = (
    "Forty branches sell the same loans; six data scientists; the supervisor asks for every model.",
    "Nine chains in nine markets, each with its own profit and loss and team, on one platform.",
    "Life, motor and health, each with strong analysts on one platform; prices are supervised.",
    "Five plants that have little in common, few specialists, no platform yet.",
    "Twelve hospitals, one patient record; doctors want help now; a wrong alert may harm.",
)
_REMEDIES: Final = {
    "centre of excellence": "staff a centre, and place its people in the units before they wait",
    "hybrid": "write down who decides what: what is central, what is local",
    "federated": "keep standards, inventory and platform common, or pay for them many times",
}


def load(table: str = "organisations", variant: str | None = None) -> pd.DataFrame:
    """Return the organisations with their scores, or the criteria with their weights.

    Parameters
    ----------
    table : {"organisations", "criteria"}, default "organisations"
        ``organisations``: one row per organisation, one column per criterion. ``criteria``: one
        row per criterion, with its weight and the meaning of its ends.
    variant : str, optional
        A learner's identity: some scores and weights differ by one.
    """
    require_choice("table", table, _TABLES)
    names = [row[0] for row in _CRITERIA]
    scores = np.array([row[1] for row in _ORGANISATIONS])
    weights = np.array([row[1] for row in _CRITERIA])
    if variant is not None:
        scores, weights = _vary(scores, weights, variant)
    if table == "criteria":
        return pd.DataFrame(
            {
                "criterion": names,
                "weight": weights,
                "speaks_for_a_centre": [row[2] for row in _CRITERIA],
                "speaks_for_the_units": [row[3] for row in _CRITERIA],
            }
        )
    return pd.DataFrame(
        {
            "organisation": [row[0] for row in _ORGANISATIONS],
            **dict(zip(names, scores.T, strict=True)),
            "story": _STORIES,
        }
    )


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the weighted profile's choice for each organisation.

    One row per organisation: kind (one of `CHOICES`), organisation, lean, remedy, description.
    """
    organisations, criteria = load("organisations", variant), load("criteria", variant)
    scores = organisations[criteria["criterion"].tolist()].to_numpy()
    lean = ((scores - 3) / 2) @ criteria["weight"].to_numpy() / criteria["weight"].sum()
    kinds = [
        _choice(value, int(must)) for value, must in zip(lean, organisations[MUST], strict=True)
    ]
    return pd.DataFrame(
        {
            "kind": kinds,
            "organisation": organisations["organisation"],
            "lean": lean.round(6),
            "remedy": [_REMEDIES[kind] for kind in kinds],
            "description": [
                f"{name} leans {value:+.2f}: {kind}."
                for name, value, kind in zip(
                    organisations["organisation"], lean, kinds, strict=True
                )
            ],
        }
    )


def _choice(lean: float, must: int) -> str:
    if lean <= -BAND + 1e-9:
        return CHOICES[0]
    if lean >= BAND - 1e-9 and must > 1:
        return CHOICES[2]
    return CHOICES[1]


def _vary(scores: np.ndarray, weights: np.ndarray, variant: str) -> tuple[np.ndarray, np.ndarray]:
    rng = generator(variant)
    must = [row[0] for row in _CRITERIA].index(MUST)
    step = rng.choice([-1, 0, 1], scores.shape, p=[0.2, 0.6, 0.2])
    step[:, must] = 0  # a variant doesn't change who is supervised
    weights = np.clip(weights + rng.choice([-1, 0, 1], weights.size, p=[0.2, 0.6, 0.2]), 1, 5)
    return np.clip(scores + step, 1, 5), weights
