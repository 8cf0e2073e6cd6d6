"""Draw the front page's picture: pilots of several companies at four gates.

The chances are those of `course.simulate.scaling_gap`; only luck differs between the companies.
Only a front page that shows the picture needs this model, so it is imported late.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.base.late import Late

_funnel = Late("course.simulate.scaling_gap.funnel")
_WORDS = {"owner": "an owner", "data": "data", "integration": "integration", "adoption": "use"}
_COMPANIES = 8
_SEED = 20  # its first company has two live pilots, as Meridian has
_ROWS = 10


@dataclass(frozen=True)
class Dot:
    """One pilot: its start, and the gates it passes in each company."""

    x: float
    y: float
    passed: tuple[int, ...]


def gates() -> list[str]:
    """Return what a pilot needs at each gate, in order."""
    return [_WORDS[gate] for gate in _funnel.GATES]


def dots() -> list[Dot]:
    """Return forty pilots, with new luck in every company."""
    passes = _passed()
    return [
        Dot(number // _ROWS * 13 + 12, number % _ROWS * 16 + 44, tuple(map(int, passes[:, number])))
        for number in range(_funnel.PILOTS)
    ]


def live() -> list[int]:
    """Return the number of live pilots in each company."""
    return [int(count) for count in (_passed() == len(_funnel.GATES)).sum(axis=1)]


def _passed() -> np.ndarray:
    luck = np.random.default_rng(_SEED).random((_COMPANIES, _funnel.PILOTS, len(_funnel.GATES)))
    chances = np.array([_funnel.PASSES[gate] for gate in _funnel.GATES])
    return np.asarray((luck < chances).cumprod(axis=2).sum(axis=2))
