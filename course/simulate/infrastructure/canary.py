"""A new version gets a small share of the traffic first: what it harms, and what it tells.

Left out: customers in the canary who differ from the others; answers that change what the label
will be; and shadow running, which harms nobody where the answer does not change the label.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course import world
from course._require import require_choice, require_number, require_whole

LOOK_HOURS: Final = 4
"""Hours between two looks at the labels."""
LONGEST: Final = 168
"""Hours of labelled decisions that a canary may be watched for."""
RELEASES: Final = 200
RULES: Final = ("health and labels", "health only")

# Invented, for the one country in which a release begins.
DECISIONS: Final = 4_000
"""Decisions an hour."""
WRONG: Final = 0.05
"""Share of a sound version's decisions that are wrong."""
WORSE: Final = 0.02
"""What a bad version adds to that share."""
ERROR_COST: Final = world.count("missed_fraud", "EUR")
"""EUR a wrong decision: each is priced as a missed fraud."""
MISSED_HOURS: Final = 336
"""Hours for which a bad version that nobody stopped decides everything."""


@dataclass(frozen=True)
class Outcome:
    """What a gate does to many releases.

    Attributes
    ----------
    harm : array of shape (releases,)
        EUR that each bad release costs, more than a sound one would; sorted.
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
    """What a new version has to pass before it goes to everybody.

    Attributes
    ----------
    share : float, from 0.001 to 0.5
        Share of the traffic that it gets.
    watch : int, from 4 to 168
        Hours of labelled decisions before it goes to everybody. There is a look every four hours.
    limit : float, from 0 to 10
        At a look, it is rolled back if its share of wrong decisions exceeds the old version's by
        more than so many standard errors (z).
    delay : int, from 0 to 1,000
        Hours until it is known whether a decision was wrong. The canary runs on for them.
    rule : {"health and labels", "health only"}
        ``health only`` looks at status and speed, in which these bad releases equal good ones.

    Raises
    ------
    TypeError, ValueError
        When a value is outside its range.
    """

    share: float = 0.5
    watch: int = 24
    limit: float = 2.0
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
        """How often the labels are looked at."""
        return self.watch // LOOK_HOURS

    @property
    def hours(self) -> int:
        """Hours for which a version that passes is a canary."""
        return self.watch + self.delay


def run_canary(gate: Gate, worse: float = WORSE, seed: int = 0) -> Outcome:
    """Send 200 bad and 200 good releases through a gate.

    Parameters
    ----------
    gate : Gate
    worse : float, from 0 to 0.2
        What a bad version adds to the share of wrong decisions.
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
    stopped, false = (_first_alarm(gate, extra, seed) for extra in (worse, 0.0))
    caught = stopped <= gate.looks
    hours = np.minimum(stopped, gate.looks) * LOOK_HOURS + gate.delay
    harm = DECISIONS * worse * ERROR_COST * (gate.share * hours + np.where(caught, 0, MISSED_HOURS))
    return Outcome(np.sort(harm), float(1 - caught.mean()), float((false <= gate.looks).mean()))


def _first_alarm(gate: Gate, worse: float, seed: int) -> NDArray[np.int64]:
    """Return the number of the first look with an alarm; one more than all looks without any."""
    if gate.rule == RULES[1]:
        return np.full(RELEASES, gate.looks + 1)
    alarm = z_at_looks(gate.share, worse, seed=seed)[:, : gate.looks] > gate.limit
    return np.where(alarm.any(axis=1), alarm.argmax(axis=1) + 1, gate.looks + 1)


@lru_cache(maxsize=64)
def z_at_looks(
    share: float, worse: float = 0.0, decisions: int = DECISIONS, seed: int = 0
) -> NDArray[np.float64]:
    """Return the test statistic of 200 releases at each of 42 looks, shape (200, 42).

    Parameters
    ----------
    share, worse, seed
        As in `Gate` and `run_canary`.
    decisions : int, default 4,000
        Decisions an hour, of both versions together.
    """
    rng = np.random.default_rng([seed, int(worse > 0)])
    new, old = (decisions * LOOK_HOURS * part for part in (share, 1 - share))
    size = (RELEASES, LONGEST // LOOK_HOURS)
    wrong_new = np.cumsum(rng.poisson(new * (WRONG + worse), size), axis=1)
    wrong_old = np.cumsum(rng.poisson(old * WRONG, size), axis=1)
    seen = np.arange(1.0, size[1] + 1)
    return z_of_two(wrong_new, new * seen, wrong_old, old * seen)


def z_of_two(
    wrong_new: NDArray[Any],
    new: NDArray[Any],
    wrong_old: NDArray[Any],
    old: NDArray[Any],
) -> NDArray[np.float64]:
    """Return by how many standard errors the new version's share of errors exceeds the old one's.

    It is 0 where neither version has been wrong.
    """
    pooled = (wrong_new + wrong_old) / (new + old)
    error = np.sqrt(pooled * (1 - pooled) * (1 / new + 1 / old))
    apart = wrong_new / new - wrong_old / old
    return np.asarray(np.divide(apart, error, out=np.zeros(np.shape(apart)), where=error > 0))
