"""A reward on a proxy: teams work more, and game more.

Left out: the cost of the reward itself (which would make the best one smaller), teams that learn to
game better, several metrics at once, and people who would never game.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_number, require_whole

TEAMS: Final = 100
EUR_A_UNIT: Final = 10_000
"""Value of one unit: about a team's monthly value when nothing is rewarded."""

NEAR_THE_MEAN: Final = 169
"""The seed whose 100 teams are closest to the means of 200 such draws."""

# Invented. The model is the textbook one of a measured task and an unmeasured task.
_CROWDING: Final = 0.6
_HARM: Final = 0.5
_AUDIT_COST: Final = 0.5
_NOISE: Final = 0.15
_SPREAD: Final = 0.3


@dataclass(frozen=True)
class Teams:
    """Teams that differ in how much they care, and in how easily they can game.

    Attributes
    ----------
    care : array of shape (teams,)
        Value of good work to the team, about 1.
    skill : array of shape (teams,)
        Ease of gaming, relative to the average.
    noise : array of shape (teams,)
        Error of the proxy.
    """

    care: np.ndarray
    skill: np.ndarray
    noise: np.ndarray


@dataclass(frozen=True)
class Response:
    """The teams' efforts, the proxy, and the true value.

    Attributes
    ----------
    work, gaming : arrays of shape (teams,)
        Effort; without rewards, a team does about 1 unit of work.
    proxy, value : arrays of shape (teams,)
        In units, after the cost of audits.
    """

    work: np.ndarray
    gaming: np.ndarray
    proxy: np.ndarray
    value: np.ndarray


@cache
def draw_teams(seed: int = NEAR_THE_MEAN, teams: int = TEAMS) -> Teams:
    """Draw teams.

    Parameters
    ----------
    seed : int, default 169
    teams : int, default 100

    Raises
    ------
    TypeError, ValueError
        If `teams` is not a whole number of at least 1.
    """
    require_whole("teams", teams, 1)
    care, skill, noise = np.random.default_rng(seed).normal(size=(3, teams))
    floor = 0.05
    return Teams(
        np.maximum(1 + _SPREAD * care, floor),
        np.maximum(1 + _SPREAD * skill, floor),
        _NOISE * noise,
    )


def respond(teams: Teams, reward: float, ease: float = 1.75, audit: float = 0.0) -> Response:
    """Return how teams respond to a reward on the proxy.

    Parameters
    ----------
    teams : Teams
    reward : float, from 0 to 5
        Reward per point of the proxy; at 1 a point is worth as much to a team as a unit of work.
    ease : float, from 0 to 5
        Points of the proxy per unit of gaming, for the average team.
    audit : float, from 0 to 1
        Share of cases that are audited. Detected gaming does not count, and costs a team what it
        would have earned.

    Returns
    -------
    Response

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number within its range.

    Notes
    -----
    A team chooses work r and gaming g, both not negative, to maximise
    ``care r + reward (r + k (1 - 2 audit) g) - r²/2 - g²/2 - 0.6 r g``
    where k is its ease of gaming: a multitask model in the style of Holmström and Milgrom (1991).
    The last term means that time spent on gaming makes work harder. A unit of gaming does harm of
    0.5, and auditing all cases costs 0.5 per team.
    """
    require_number("reward", reward, 0, 5)
    require_number("ease", ease, 0, 5)
    require_number("audit", audit, 0, 1)
    points = ease * teams.skill
    to_work = teams.care + reward
    to_game = reward * points * (1 - 2 * audit)
    both = 1 - _CROWDING**2
    work = (to_work - _CROWDING * to_game) / both
    gaming = (to_game - _CROWDING * to_work) / both
    # Where one effort would be negative, it is zero and only the other remains.
    work, gaming = (
        np.where(gaming < 0, to_work, np.maximum(work, 0)),
        np.where(work < 0, to_game, np.maximum(gaming, 0)),
    )
    return Response(
        work,
        gaming,
        work + points * (1 - audit) * gaming + teams.noise,
        work - _HARM * gaming - _AUDIT_COST * audit,
    )
