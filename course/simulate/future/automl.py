"""A search over many models: what the best one promises and delivers, with and without a gate.

Left out: models that resemble each other, and so share luck and gains; drift after the search; and
choosing the problem, getting the data and taking responsibility, which no search does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course import world
from course.base.require import require_choice, require_number, require_whole
from course.maths.normal import cdf

WORLDS: Final = 100
LARGEST: Final = 1_000
GATES: Final = ("none", "hold-out", "later months", "later months, ten in turn")
"""No gate; random hold-out cases; cases of later months; the same for the ten best, in turn.

The inputs of later months are frozen on the day of each decision.
"""

EUR_A_POINT: Final = world.count("accuracy_point", "EUR a year")
"""Yearly value of a point of accuracy (invented)."""

# Invented, in percentage points of accuracy above today's model.
_SPREAD: Final = 0.8
_LEAK_PROMISES, _LEAK_COSTS = 8.0, 3.0
_DISAGREE: Final = 0.08
_Z: Final = 1.645
_IN_TURN: Final = 10

SHOWN: Final = 40
"""Models of each world that a search lists, the highest score first."""


@dataclass(frozen=True)
class Search:
    """The results of a search in 100 worlds.

    Attributes
    ----------
    promised : array of shape (100,)
        Score of the best model on the search's cases: points above today's model.
    winner : array of shape (100,)
        True gain of the best model: points.
    live : array of shape (100,)
        True gain of the model that goes live; 0 if none passes the gate and today's model stays.
    passed : array of shape (100,), bool
        Whether a model goes live.
    model, score, use, leaky : arrays of shape (100, models)
        The best models by score, at most `SHOWN`: number, score, true gain, and whether it leaks.
    looks : array of shape (100,), int
        How many of them the gate looked at.
    """

    promised: np.ndarray
    winner: np.ndarray
    live: np.ndarray
    passed: np.ndarray
    model: np.ndarray
    score: np.ndarray
    use: np.ndarray
    leaky: np.ndarray
    looks: np.ndarray


def search_models(
    tried: int = 1_000, cases: int = 500, leaks: float = 0, gate: str = "none", seed: int = 0
) -> Search:
    """Try models, and send the one with the highest score through a gate.

    Parameters
    ----------
    tried : int, from 10 to 1,000
        Number of models.
    cases : int, from 50 to 100,000
        Cases for scoring each model; a gate has as many more.
    leaks : float, from 0 to 1,000
        Mean number of models per 1,000 that use an input known only afterwards.
    gate : str, one of `GATES`
    seed : int, default 0

    Returns
    -------
    Search

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong type or is outside its range.

    Notes
    -----
    A model's true gain is normal, with mean 0 and a standard deviation of 0.8 points. Its score
    adds an error with the standard deviation of `score_error`. A leak adds 8 points to the score
    and takes 3 in use. A gate passes gains above 1.645 standard errors, so a model without gain
    passes once in 20 times. The leak is in the hold-out as well. It is gone in later months,
    because their inputs are frozen on the day of decision. All of these are invented.
    """
    require_whole("tried", tried, _IN_TURN, LARGEST)
    require_whole("cases", cases, 50, 100_000)
    require_number("leaks", leaks, 0, 1_000)
    require_choice("gate", gate, GATES)
    luck = _luck(seed)
    leaky = luck["leak"][:, :tried] < leaks / 1_000
    gain = _SPREAD * luck["gain"][:, :tried]
    error = score_error(cases)
    score = gain + error * luck["score"][:, :tried] + _LEAK_PROMISES * leaky
    use = gain - _LEAK_COSTS * leaky
    best = np.argsort(-score, axis=1)[:, :SHOWN]
    scores, uses, leaks_in = (
        np.take_along_axis(values, best, axis=1) for values in (score, use, leaky)
    )
    true_gain, is_leaky = uses[:, :_IN_TURN], leaks_in[:, :_IN_TURN]
    measurement = true_gain + error * luck["gate"]
    if gate == "hold-out":
        measurement = measurement + (_LEAK_PROMISES + _LEAK_COSTS) * is_leaky
    passes = measurement > _Z * error
    if gate == "none":
        passes[:] = True
    if gate != GATES[-1]:
        passes[:, 1:] = False
    first = passes.argmax(axis=1)[:, None]
    has_pass = np.asarray(passes.any(axis=1))
    live = np.where(has_pass, np.take_along_axis(true_gain, first, axis=1)[:, 0], 0.0)
    in_turn = _IN_TURN if gate == GATES[-1] else int(gate != "none")
    looks = np.where(has_pass, np.minimum(first[:, 0] + 1, in_turn), in_turn)
    return Search(
        scores[:, 0], true_gain[:, 0], live, has_pass, best, scores, uses, leaks_in, looks
    )


def score_error(cases: float) -> float:
    """Return the standard error, in points, of a score on some cases.

    The new model and today's disagree on 8% of cases (invented). The difference of their accuracies
    then has a standard error of the square root of 0.08 / cases (Q. McNemar, 1947, Psychometrika
    12, for a small difference).

    Examples
    --------
    >>> round(score_error(500), 2)
    1.26
    """
    require_number("cases", cases, 1, 1e9)
    return float(100 * np.sqrt(_DISAGREE / cases))


def expected_best(tried: int) -> float:
    """Return the expected maximum of some independent standard normal numbers.

    Examples
    --------
    >>> [round(expected_best(tried), 2) for tried in (2, 10, 1_000)]
    [0.56, 1.54, 3.24]
    """
    tried = require_whole("tried", tried, 1, 1_000_000)
    x, step = np.linspace(-10, 10, 2_001, retstep=True)
    density = np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
    return float(step * np.sum(x * tried * density * cdf(x) ** (tried - 1)))


@cache
def _luck(seed: int) -> dict[str, np.ndarray]:
    """Return the draws of 100 worlds, cached so that controls change the same worlds."""
    rng = np.random.default_rng(seed)
    shape = (WORLDS, LARGEST)
    draws = {
        "gain": rng.normal(size=shape),
        "score": rng.normal(size=shape),
        "leak": rng.random(shape),
    }
    return {**draws, "gate": rng.normal(size=(WORLDS, _IN_TURN))}
