"""Two people name the causes of forty pilots: their agreement and correctness.

Left out: pilots with several causes, causes that look more alike than others, coders who differ in
skill, and misleading evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from course.base.require import require_number, require_whole

KINDS: Final = (11, 7, 6, 5, 5, 4, 2)
"""Number of Meridian's forty pilots with each kind of cause, as in the register's truth."""

CASES: Final = sum(KINDS)
WORLDS: Final = 200
CARDS: Final = 3
TELLS: Final = 0.35
"""Chance that a card shows its reader the true cause (invented)."""

NEAR_THE_MEAN: Final = 6
"""The seed whose 200 worlds are closest to the means of 60 such draws."""

USUAL: Final = (2583, 182)
"""Seed and number of a world whose counts are the rounded means with no card or one."""

BLOCKS: Final = ("the same code", "different codes")
APART: Final = 6.5
"""From the left edge of a block to the next one's, in cases."""

_ABREAST: Final = 5  # cases


@dataclass(frozen=True)
class Coding:
    """Two coders' results on forty cases per world.

    Attributes
    ----------
    alike : array of bool, of shape (worlds, cases)
        Whether both gave a case the same code.
    first, second : arrays of bool, of shape (worlds, cases)
        Whether each gave a case its true code.
    kappa_agree, kappa_right : arrays of shape (worlds,)
        Agreement of the two, and of the first with the truth, corrected for chance; see
        `cohen_kappa`.
    """

    alike: np.ndarray
    first: np.ndarray
    second: np.ndarray
    kappa_agree: np.ndarray
    kappa_right: np.ndarray

    @property
    def agree(self) -> np.ndarray:
        """Cases that both coded the same, of shape (worlds,)."""
        return np.asarray(self.alike.sum(axis=1))

    @property
    def right(self) -> np.ndarray:
        """Cases that the first coded correctly, of shape (worlds,)."""
        return np.asarray(self.first.sum(axis=1))

    @property
    def both_right(self) -> np.ndarray:
        """Cases that both coded correctly, of shape (worlds,)."""
        return np.asarray((self.first & self.second).sum(axis=1))


def code_cases(
    cards: int = 1,
    misleading: float = 0.5,
    slips: float = 0.1,
    *,
    together: bool = False,
    seed: int = NEAR_THE_MEAN,
) -> Coding:
    """Let two people code each case's cause from its note and evidence cards.

    Parameters
    ----------
    cards : int, from 0 to 3
        Cards that both read about each case. Each shows the truth with a chance of 0.35.
    misleading : float, from 0 to 1
        Share of notes that suggest a wrong cause. Both read the same note.
    slips : float, from 0 to 1
        Share of cases in which a coder writes down a different code than intended.
    together : bool, default False
        Whether they read the cards together, so that both see the same. Otherwise each sees or
        misses the cause independently.
    seed : int

    Returns
    -------
    Coding

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong type or outside its range.
    """
    require_whole("cards", cards, 0, CARDS)
    require_number("misleading", misleading, 0, 1)
    require_number("slips", slips, 0, 1)
    truth, luck = _cases(seed)
    note = np.where(luck.note < misleading, _another(truth, luck.other), truth)
    codes = []
    for coder in (0, 1):
        reader = 0 if together else coder
        sees_cause = (luck.card[reader, :cards] < TELLS).any(axis=0)
        intent = np.where(sees_cause, truth, note)
        slip = luck.slip[coder] < slips
        codes.append(np.where(slip, _another(intent, luck.slip_to[coder]), intent))
    one, two = codes
    return Coding(
        one == two,
        one == truth,
        two == truth,
        cohen_kappa(one, two),
        cohen_kappa(one, truth),
    )


def place_cases(coded: Coding, world: int) -> pd.DataFrame:
    """Place each case of a world in the block of its agreement.

    Parameters
    ----------
    coded : Coding
    world : int

    Returns
    -------
    DataFrame
        One row per case: ``case``, ``block`` (one of `BLOCKS`), ``right`` (whether the first coder
        is), and the place ``x`` and ``y``. Those that are right fill a block first.
    """
    cases = pd.DataFrame(
        {
            "case": range(CASES),
            "block": np.where(coded.alike[world], *BLOCKS),
            "right": coded.first[world],
        }
    )
    order = cases.sort_values("right", ascending=False, kind="stable")
    rank = order.groupby("block").cumcount().sort_index()
    left_edge = cases["block"].map({name: APART * number for number, name in enumerate(BLOCKS)})
    return cases.assign(x=left_edge + rank % _ABREAST + 0.5, y=rank // _ABREAST + 0.5)


def cohen_kappa(one: np.ndarray, two: np.ndarray, kinds: int = len(KINDS)) -> np.ndarray:
    """Return agreement corrected for chance: (observed - expected) / (1 - expected).

    Parameters
    ----------
    one, two : array of int, of shape (..., cases)
        Codes from 0 to `kinds` - 1.
    kinds : int

    Returns
    -------
    array of shape (...)
        1: always the same; 0: as often the same as random labels with the same frequencies. NaN
        where both used a single code throughout.

    Raises
    ------
    TypeError
        If codes are not whole numbers.
    ValueError
        If the shapes differ, there are no cases, or a code is outside its range.

    Notes
    -----
    J. Cohen, 1960, Educational and Psychological Measurement 20. Expected agreement is the sum over
    codes of the product of the two shares.
    """
    one, two = np.asarray(one), np.asarray(two)
    if one.shape != two.shape or one.size == 0:
        raise ValueError(
            f"one has shape {one.shape}, two {two.shape}; expected the same shape, with a case."
        )
    if not (np.issubdtype(one.dtype, np.integer) and np.issubdtype(two.dtype, np.integer)):
        raise TypeError(f"codes are {one.dtype} and {two.dtype}; expected whole numbers.")
    if min(one.min(), two.min()) < 0 or max(one.max(), two.max()) >= kinds:
        raise ValueError(f"a code is outside its range; expected 0 to {kinds - 1}.")
    observed = (one == two).mean(axis=-1)
    shares = [
        np.stack([(codes == kind).mean(axis=-1) for kind in range(kinds)]) for codes in (one, two)
    ]
    expected = (shares[0] * shares[1]).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray((observed - expected) / (1 - expected))


@dataclass(frozen=True)
class _Luck:
    note: np.ndarray
    other: np.ndarray
    card: np.ndarray
    slip: np.ndarray
    slip_to: np.ndarray


@cache
def _cases(seed: int) -> tuple[np.ndarray, _Luck]:
    rng = np.random.default_rng(seed)
    shape = (WORLDS, CASES)
    truth = np.broadcast_to(np.repeat(np.arange(len(KINDS)), KINDS), shape)
    others = len(KINDS) - 1
    luck = _Luck(
        rng.random(shape),
        rng.integers(1, others + 1, shape),
        rng.random((2, CARDS, *shape)),
        rng.random((2, *shape)),
        rng.integers(1, others + 1, (2, *shape)),
    )
    return truth, luck


def _another(codes: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return another code for each case, that many steps further around the circle."""
    return np.asarray((codes + steps) % len(KINDS))
