"""Meridian's applicants: past decisions that held one group back, and proxies for the group.

All applicants are invented. Whether somebody is good at the job is drawn first, then the evidence,
in the same way for both groups. Group only affects the proxies, the recruiters' past decisions and
the supervisors' ratings. So every amount of unfairness is known: `truth` lists it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from course.base.require import require_whole
from course.data._variant import generator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

GROUPS: Final = ("A", "B")
SITES: Final = ("Harbour", "Hill", "Lakeside")
EVIDENCE: Final = ("test", "interview", "experience")
"""Columns that identify good applicants, equally well in both groups."""
PROXIES: Final = ("referred", "commute_km", "career_gap")
"""Columns that reveal the group, and nothing about the job."""

REMEDIES: Final = {
    "base_rate": "say which criterion gives way, since no score satisfies all of them",
    "historical_bias": "leave out what tells the group, or learn from outcomes; then audit",
    "proxy": "leave it out: it tells the group and nothing about the job",
    "referral_bonus": "leave the referral out, and give no points for it",
    "rating_bias": "measure output in another way before ratings serve as the truth",
    "no_bias": "do nothing: a low ratio here is chance",
}
"""Kind of planted amount -> what to do about it."""

_LARGEST: Final = 1_000_000
_SHARE_B: Final = 0.4
_SITE_SHARES: Final = (0.6, 0.34, 0.06)
# How far good applicants are above the others, in standard deviations of each kind of evidence.
_LIFTS: Final = (0.9, 0.6, 0.4)
_STRICTNESS: Final = -0.55
_COMMUTE_SPREAD: Final = 0.6


@dataclass(frozen=True)
class _World:
    """The planted amounts. Pairs are (A, B)."""

    base_rate: tuple[float, float] = (0.5, 0.4)
    added_to_b: tuple[float, float, float] = (-0.5, -1.3, 0.0)  # recruiters' log odds, by site
    referral_bonus: float = 0.8  # log odds
    referred: tuple[float, float] = (0.3, 0.1)
    commute_km: tuple[float, float] = (10.0, 20.0)  # medians
    career_gap: tuple[float, float] = (0.15, 0.4)  # shares with a gap
    rating_bias: tuple[float, float] = (0.0, 0.25)  # good at the job, rated as not


def load(applicants: int = 2000, *, variant: str | None = None, seed: int = 0) -> pd.DataFrame:
    """Return applicants with decisions, a model's scores and outcomes.

    Parameters
    ----------
    applicants : int, default 2000
        Rows, from 1 to 1,000,000.
    variant : str, optional
        A learner's identity: other applicants, and other planted amounts of the same kinds.
    seed : int, default 0
        Seed for other applicants from the same world; at least 0.

    Returns
    -------
    pandas.DataFrame
        One row per applicant; columns and units are in the data card.

    Examples
    --------
    >>> load(500).groupby("group")["hired"].mean().round(2).to_dict()
    {'A': 0.47, 'B': 0.31}
    """
    size = require_whole("applicants", applicants, 1, _LARGEST)
    seed = require_whole("seed", seed, 0)
    world = _world(variant)
    rng = generator(variant, f"hiring {seed}")
    in_b = rng.random(size) < _SHARE_B
    group = in_b.astype(np.int64)
    site = rng.choice(len(SITES), size=size, p=_SITE_SHARES)
    good = rng.random(size) < np.take(world.base_rate, group)
    columns = _evidence(good, rng) | _proxies(world, group, rng)
    merit, referral = merit_log_odds(pd.DataFrame(columns)), columns["referred"]
    odds = _decision(world, merit, referral) + in_b * np.take(world.added_to_b, site)
    is_hired = rng.random(size) < _logistic(odds)
    is_missed = rng.random(size) < np.take(world.rating_bias, group)
    return pd.DataFrame(
        {
            "applicant_id": np.arange(1, size + 1),
            "site": np.take(SITES, site),
            "group": np.take(GROUPS, group),
            **columns,
            "hired": is_hired.astype(np.int64),
            "score": _score(world, columns, merit).round(4),
            "good": good.astype(np.int64),
            "rated": (good & ~is_missed).astype(np.int64),
        }
    )


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return every planted amount, one row each.

    Columns: kind, column, site (empty: all sites), group_a and group_b (the amount for each group),
    unit, remedy, description.
    """
    world = _world(variant)
    rows = [
        ("base_rate", "good", "", world.base_rate, "share", "good at the job"),
        *(
            ("historical_bias" if amount else "no_bias", "hired", site, (0.0, amount), "log odds",
             "what recruiters added for the group alone")
            for site, amount in zip(SITES, world.added_to_b, strict=True)
        ),
        ("referral_bonus", "hired", "", (world.referral_bonus,) * 2, "log odds",
         "what recruiters added for a referral"),
        ("proxy", "referred", "", world.referred, "share", "referred by staff"),
        ("proxy", "commute_km", "", world.commute_km, "median km", "way to work"),
        ("proxy", "career_gap", "", world.career_gap, "share", "with a gap in the CV"),
        ("rating_bias", "rated", "", world.rating_bias, "share of the good",
         "rated as not good though good"),
    ]  # fmt: skip
    table = pd.DataFrame(
        [(kind, column, site, *pair, unit, what) for kind, column, site, pair, unit, what in rows],
        columns=["kind", "column", "site", "group_a", "group_b", "unit", "description"],
    )
    table["remedy"] = table["kind"].map(REMEDIES)
    table["description"] = [
        f"{what}: {pair[0]:g} in A, {pair[1]:g} in B ({unit})" + (f", at {site}" if site else "")
        for _, _, site, pair, unit, what in rows
    ]
    return table


def merit_log_odds(applicants: pd.DataFrame) -> Numbers:
    """Return how strongly test, interview and experience favour an applicant.

    This is the logarithm of the likelihood ratio, the same in both groups. Adding it to the log
    odds of the base rate gives the log odds of being good at the job (Bayes).

    Parameters
    ----------
    applicants : pandas.DataFrame
        Has the columns in `EVIDENCE`.

    Returns
    -------
    numpy.ndarray
        One number per applicant, in log odds.
    """
    standard = (
        (applicants["test"].to_numpy(dtype=float) - 50) / 10,
        (applicants["interview"].to_numpy(dtype=float) - 5) / 1.5,
        np.log(applicants["experience"].to_numpy(dtype=float) / 5) / 0.6,
    )
    odds = [lift * (x - lift / 2) for lift, x in zip(_LIFTS, standard, strict=True)]
    return np.asarray(np.sum(odds, axis=0))


def _world(variant: str | None) -> _World:
    if variant is None:
        return _World()
    rng = generator(variant, "hiring world")
    weak, strong = rng.uniform(0.3, 0.7), rng.uniform(1.1, 1.6)
    first, second = (weak, strong) if rng.random() < 0.5 else (strong, weak)
    base_a = rng.uniform(0.46, 0.56)
    return _World(
        base_rate=(round(base_a, 2), round(base_a - rng.uniform(0.08, 0.14), 2)),
        added_to_b=(-round(first, 1), -round(second, 1), 0.0),
        referral_bonus=round(rng.uniform(0.6, 1.0), 1),
        referred=(round(rng.uniform(0.26, 0.36), 2), round(rng.uniform(0.08, 0.14), 2)),
        commute_km=(round(rng.uniform(8, 12)), round(rng.uniform(18, 24))),
        career_gap=(round(rng.uniform(0.1, 0.2), 2), round(rng.uniform(0.35, 0.5), 2)),
        rating_bias=(0.0, round(rng.uniform(0.2, 0.35), 2)),
    )


def _evidence(good: NDArray[np.bool_], rng: np.random.Generator) -> dict[str, Numbers]:
    test, interview, experience = (lift * good + rng.normal(size=good.size) for lift in _LIFTS)
    return {
        "test": np.clip(np.round(50 + 10 * test), 0, 100).astype(np.int64),
        "interview": np.clip(np.round(2 * (5 + 1.5 * interview)) / 2, 0, 10),
        "experience": np.clip(np.round(5 * np.exp(0.6 * experience), 1), 0.1, 45),
    }


def _proxies(
    world: _World, group: NDArray[np.int64], rng: np.random.Generator
) -> dict[str, Numbers]:
    size = group.size
    median = np.take(np.array(world.commute_km, dtype=float), group)
    gap = rng.random(size) < np.take(world.career_gap, group)
    return {
        "referred": (rng.random(size) < np.take(world.referred, group)).astype(np.int64),
        "commute_km": np.round(median * np.exp(_COMMUTE_SPREAD * rng.normal(size=size)), 1),
        "career_gap": np.where(gap, rng.integers(3, 37, size), 0),
    }


def _decision(world: _World, merit: Numbers, referral: Numbers) -> Numbers:
    """Return the recruiters' log odds for somebody of group A."""
    return _STRICTNESS + merit + world.referral_bonus * referral


def _score(world: _World, columns: dict[str, Numbers], merit: Numbers) -> Numbers:
    """Return chances of being hired, given everything but group and site.

    No model that learns from past decisions and never sees the group can do better. The chance is
    the mean of the recruiters' decision over possible groups and sites.
    """
    as_a = _decision(world, merit, columns["referred"])
    as_b = sum(
        share * _logistic(as_a + amount)
        for share, amount in zip(_SITE_SHARES, world.added_to_b, strict=True)
    )
    in_b = _chance_of_b(world, columns, merit)
    return np.asarray((1 - in_b) * _logistic(as_a) + in_b * as_b)


def _chance_of_b(world: _World, columns: dict[str, Numbers], merit: Numbers) -> Numbers:
    """Return the chance of being in group B, by Bayes from proxies and merit."""
    a, b = (rate * np.exp(merit) + 1 - rate for rate in world.base_rate)
    odds = np.log(_SHARE_B / (1 - _SHARE_B)) + np.log(b / a)
    odds += _share_odds(columns["referred"] == 1, world.referred)
    odds += _share_odds(columns["career_gap"] > 0, world.career_gap)
    near, far = (float(np.log(median)) for median in world.commute_km)
    way = np.log(np.maximum(columns["commute_km"], 0.05))
    odds += ((way - near) ** 2 - (way - far) ** 2) / (2 * _COMMUTE_SPREAD**2)
    return _logistic(odds)


def _share_odds(yes: NDArray[np.bool_], shares: tuple[float, float]) -> Numbers:
    a, b = shares
    return np.asarray(np.where(yes, np.log(b / a), np.log((1 - b) / (1 - a))), dtype=float)


def _logistic(odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-odds)))
