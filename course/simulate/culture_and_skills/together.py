"""A person and an AI on the same cases, and when the pair beats the better of the two.

Left out: the time that the AI saves, which can be worth more than a small loss; people who try less
hard next to an AI, or learn from it; errors that differ in cost; laws that require a person; cases
that differ in difficulty except through shared errors; and writing, where a pair can combine its
work.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from course.base.require import require_number, require_whole

PAIRS: Final = 370
"""Number of effects in the meta-analysis of Vaccaro, Almaatouq and Malone (2024)."""

_BELL: Final = NormalDist()
# Invented: the ranges from which `random_pairs` draws.
_SKILL, _SHARED = (0.6, 0.9), (0.0, 0.6)


@dataclass(frozen=True)
class Pair:
    """Shares of all cases.

    Attributes
    ----------
    right : float
        The pair is right.
    both_right, both_wrong : float
        Officer and AI agree.
    ai_followed, ai_ignored : float
        Only the AI is right, and the officer follows it or does not.
    own_kept, own_given_up : float
        Only the officer is right, and sticks to it or follows the AI.
    """

    right: float
    both_right: float
    both_wrong: float
    ai_followed: float
    ai_ignored: float
    own_kept: float
    own_given_up: float


def pair(
    person: float, ai: float, shared: float = 0.3, follow: float = 0.4, sense: float = 0.55
) -> Pair:
    """Return how often a person who may follow an AI is right.

    Parameters
    ----------
    person, ai : float, from 0.5 to 1
        Share of cases that each gets right alone; a case has two possible answers.
    shared : float, from 0 to 1
        How far their errors coincide: 0 means independent, 1 as much as their skills allow.
    follow : float, from 0 to 1
        Inclination: how often a person who cannot tell who is right follows the AI when they
        disagree.
    sense : float, from 0 to 1
        Given one disagreement with the AI right and one with the person right, how often the
        person can tell which is which. 0.5 is a coin flip.

    Returns
    -------
    Pair

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number within its range.

    Notes
    -----
    Both are wrong in ``w = (1 - k)(1 - h)(1 - a) + k min(1 - h, 1 - a)`` of cases. Where they
    disagree, the person has a normally distributed feeling, closer to the AI where it is right:
    textbook signal detection with equal spreads, in which sense is the area under the curve and
    ``d' = sqrt(2) z(sense)`` (Green and Swets, 1966). A disagreement is followed with
    ``Phi(z(f) + d'/2)`` where the AI is right, and ``Phi(z(f) - d'/2)`` where the person is.
    """
    for name, skill in (("person", person), ("ai", ai)):
        require_number(name, skill, 0.5, 1)
    for name, value in (("shared", shared), ("follow", follow), ("sense", sense)):
        require_number(name, value, 0, 1)
    wrong = (1 - shared) * (1 - person) * (1 - ai) + shared * min(1 - person, 1 - ai)
    both = person + ai - 1 + wrong
    apart = 2**0.5 * _z(sense)
    where_ai = _BELL.cdf(_z(follow) + apart / 2)
    where_own = _BELL.cdf(_z(follow) - apart / 2)
    only_ai, only_own = ai - both, person - both
    followed_share, kept_share = where_ai * only_ai, (1 - where_own) * only_own
    return Pair(
        both + followed_share + kept_share,
        both,
        wrong,
        followed_share,
        only_ai - followed_share,
        kept_share,
        only_own - kept_share,
    )


def random_pairs(
    sense: float = 0.6, follow: float = 0.4, pairs: int = PAIRS, seed: int = 0
) -> np.ndarray:
    """Return random pairs' leads over the better of the two, in points.

    Parameters
    ----------
    sense, follow
        As for `pair`.
    pairs : int, default 370
    seed : int, default 0

    Returns
    -------
    numpy.ndarray of shape (pairs, 2)
        The person's lead over the AI, and the pair's lead over the better of the two, both in
        percentage points. Skills range from 60% to 90%, shared errors from 0 to 60%.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number within its range.
    """
    require_whole("pairs", pairs, 1)
    rng = np.random.default_rng(seed)
    skills = rng.uniform(*_SKILL, (pairs, 2))
    shared = rng.uniform(*_SHARED, pairs)
    rows = [
        (person - ai, pair(person, ai, overlap, follow, sense).right - max(person, ai))
        for (person, ai), overlap in zip(skills.tolist(), shared.tolist(), strict=True)
    ]
    return 100 * np.array(rows)


def _z(share: float) -> float:
    """Return the normal quantile; 0 and 1 count as odds of five billion to one."""
    return _BELL.inv_cdf(min(max(share, 1e-10), 1 - 1e-10))
