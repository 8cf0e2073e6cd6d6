"""A new version gets a small share of the traffic first: its harm, and what it reveals.

Left out: customers in the canary who differ from the others; answers that change the label; and
shadow running, which harms nobody if the answer does not change the label.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course import world
from course.base.require import require_choice, require_number, require_whole

LOOK_HOURS: Final = 4
"""Hours between two looks at the labels."""
LONGEST: Final = 168
"""Most hours of labelled decisions for which a canary may be watched."""
RELEASES: Final = 2_000
RULES: Final = ("health and labels", "health only")

# Invented, for the one country in which a release begins.
DECISIONS: Final = 4_000
"""Decisions per hour."""
WRONG: Final = 0.05
"""Share of a sound version's decisions that are wrong."""
WORSE: Final = 0.02
"""Additional share of wrong decisions of a bad version."""
ERROR_COST: Final = world.count("missed_fraud", "EUR")
"""EUR per wrong decision, priced as a missed fraud."""
MISSED_HOURS: Final = 336
"""Hours for which an unstopped bad version decides everything."""


@dataclass(frozen=True)
class Outcome:
    """Effects of a gate on many releases.

    Attributes
    ----------
    harm : array of shape (releases,)
        Extra cost of each bad release compared with a sound one, EUR; sorted.
    missed : float
        Share of bad releases that went to everybody.
    false : float
        Share of good releases that were rolled back.
    """

    harm: NDArray[np.float64]
    missed: float
    false: float


@dataclass(frozen=True)
class Gate:
    """A gate that a new version has to pass before it goes to everybody.

    Attributes
    ----------
    share : float, from 0.001 to 0.5
        Share of the traffic that the new version gets.
    watch : int, from 4 to 168
        Hours of labelled decisions before it goes to everybody, with a look every four hours.
    limit : float, from 0 to 10
        It is rolled back if, at a look, its share of wrong decisions exceeds the old version's by
        more than this many standard errors (z).
    delay : int, from 0 to 1,000
        Hours until it is known whether a decision was wrong. The canary keeps running meanwhile.
    rule : {"health and labels", "health only"}
        ``health only`` looks at status and speed, which are the same for good and bad releases.

    Raises
    ------
    TypeError, ValueError
        When a value is outside its range.
    """

    share: float = 0.5
    watch: int = 24
    limit: float = 3.0
    delay: int = 24
    rule: str = RULES[0]

    def __post_init__(self) -> None:
        require_number("share", self.share, 0.001, 0.5)
        require_whole("watch", self.watch, LOOK_HOURS, LONGEST)
        require_number("limit", self.limit, 0, 10)
        require_whole("delay", self.delay, 0, 1_000)
        require_choice("rule", self.rule, RULES)

    @property
    def looks(self) -> int:
        """Number of looks at the labels."""
        return self.watch // LOOK_HOURS

    @property
    def hours(self) -> int:
        """Hours for which a version that passes is a canary."""
        return self.watch + self.delay


def run_canary(gate: Gate, worse: float = WORSE, seed: int = 0) -> Outcome:
    """Send 2,000 bad and 2,000 good releases through a gate.

    Parameters
    ----------
    gate : Gate
    worse : float, from 0 to 0.2
        Additional share of wrong decisions of a bad version.
    seed : int, default 0

    Returns
    -------
    Outcome

    Raises
    ------
    TypeError, ValueError
        When `worse` is outside its range.

    Notes
    -----
    Wrong decisions are Poisson numbers. The statistic is the usual z of two proportions with the
    pooled share; many looks at it raise the false rollbacks (P. Armitage, C. K. McPherson and B. C.
    Rowe, 1969, Journal of the Royal Statistical Society A 132).
    """
    require_number("worse", worse, 0, 0.2)
    stop_look, false = (_first_alarm(gate, extra, seed) for extra in (worse, 0.0))
    is_caught = stop_look <= gate.looks
    hours = np.minimum(stop_look, gate.looks) * LOOK_HOURS + gate.delay
    harm = (
        DECISIONS * worse * ERROR_COST * (gate.share * hours + np.where(is_caught, 0, MISSED_HOURS))
    )
    return Outcome(np.sort(harm), float(1 - is_caught.mean()), float((false <= gate.looks).mean()))


def _first_alarm(gate: Gate, worse: float, seed: int) -> NDArray[np.int64]:
    """Return the first look with an alarm; the number of looks plus one if there is none."""
    if gate.rule == RULES[1]:
        return np.full(RELEASES, gate.looks + 1)
    alarm = z_at_looks(gate.share, worse, seed=seed)[:, : gate.looks] > gate.limit
    return np.where(alarm.any(axis=1), alarm.argmax(axis=1) + 1, gate.looks + 1)


@lru_cache(maxsize=64)
def z_at_looks(
    share: float, worse: float = 0.0, decisions: int = DECISIONS, seed: int = 0
) -> NDArray[np.float64]:
    """Return z at each look, shape (2,000 releases, 42 looks).

    Parameters
    ----------
    share, worse, seed
        As in `Gate` and `run_canary`.
    decisions : int, default 4,000
        Decisions per hour, of both versions together.
    """
    rng = np.random.default_rng([seed, int(worse > 0)])
    new, old = (decisions * LOOK_HOURS * part for part in (share, 1 - share))
    size = (RELEASES, LONGEST // LOOK_HOURS)
    wrong_new = np.cumsum(rng.poisson(new * (WRONG + worse), size), axis=1)
    wrong_old = np.cumsum(rng.poisson(old * WRONG, size), axis=1)
    looks = np.arange(1.0, size[1] + 1)
    return z_of_two(wrong_new, new * looks, wrong_old, old * looks)


def z_of_two(
    wrong_new: NDArray[Any],
    new: NDArray[Any],
    wrong_old: NDArray[Any],
    old: NDArray[Any],
) -> NDArray[np.float64]:
    """Return z scores of the new version's error rate against the old one's.

    It is 0 where neither version has made an error.
    """
    pooled_rate = (wrong_new + wrong_old) / (new + old)
    error = np.sqrt(pooled_rate * (1 - pooled_rate) * (1 / new + 1 / old))
    difference = wrong_new / new - wrong_old / old
    return np.asarray(
        np.divide(difference, error, out=np.zeros(np.shape(difference)), where=error > 0)
    )
