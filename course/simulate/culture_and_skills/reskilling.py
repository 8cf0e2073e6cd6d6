"""A thousand people with fewer posts: training, new posts, notice, and who stays.

Left out: how people live and earn in the meantime, who leaves (perhaps those with the best chances
elsewhere), posts that people can't do for one another, replacing people who leave posts that stay,
rehiring people who were cut, people who leave because others were cut, and the trust lost with a
broken promise. Five years favour a late day: fewer people leave after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

import numpy as np

from course import world
from course.base.require import require_number, require_whole

PEOPLE: Final = world.count("office_posts", "posts")
POSTS_LEFT: Final = PEOPLE - world.count("posts_that_may_go", "posts")
YEARS: Final = 5
WORLDS: Final = 100

# Invented, except for training: about $1bn for about 100,000 people is $10,000 each (AT&T).
_FINISH: Final = 0.6
_FIT: Final = 0.85
_TRAINING, _SEVERANCE, _HIRING, _TEMP_YEAR, _EMPTY_MONTH = 10, 45, 20, 10, 3  # thousand EUR
_MONTHS_TO_HIRE, _MONTHS_TO_TRAIN = 4, 12


@dataclass(frozen=True)
class Staff:
    """Five years, year by year, in worlds that differ only by luck.

    Attributes
    ----------
    here, left, cut : arrays of shape (worlds, 6)
        Of the first 1,000 people: still here, left by choice, cut; at the start and after each
        year.
    trained, placed, hired : arrays of shape (worlds,)
        People who were trained, moved to new posts, and were hired from outside.
    cost, on_training : arrays of shape (worlds,)
        Million EUR in five years.
    """

    here: np.ndarray
    left: np.ndarray
    cut: np.ndarray
    trained: np.ndarray
    placed: np.ndarray
    hired: np.ndarray
    cost: np.ndarray
    on_training: np.ndarray


def play(  # noqa: PLR0913 - one argument for each control of the explorable
    new_posts: int = 150,
    *,
    trained: float = 0.5,
    leaving: float = 0.08,
    notice: float = 1,
    unrest: float = 0.02,
    seed: int = 0,
    worlds: int = WORLDS,
) -> Staff:
    """Simulate five years in which 400 of 1,000 posts go.

    Parameters
    ----------
    new_posts : int, from 0 to 1000
        Posts of another kind, which open on the day the old ones go.
    trained : float, from 0 to 1
        Share of the people without a post who are trained for a new one. Of these, 60% finish, and
        85% of those fit a new post.
    leaving : float, from 0 to 1
        Share who leave per year by choice.
    notice : float, from 0 to 4
        Years between the announcement and the day the posts go.
    unrest : float, from 0 to 1
        Additional share who leave in each year of notice.
    seed : int, default 0
    worlds : int, default 100

    Returns
    -------
    Staff

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number within its range.

    Notes
    -----
    Until the posts go, temporary staff do the work of people who left. On that day, staff minus 600
    people have no post. Those who finish and fit take the new posts, as far as these last. The
    others are cut, and outside hires fill the open posts. Costs, in thousand EUR:
    training 10, severance 45, a hire 20, a year of temporary staff 10 more than a salary, an
    empty month of a new post 3. A hire takes 4 months. Training takes
    12, and begins with the notice.
    """
    new_posts = require_whole("new_posts", new_posts, 0, PEOPLE)
    require_number("notice", notice, 0, YEARS - 1)
    worlds = require_whole("worlds", worlds, 1)
    for name, value in (("trained", trained), ("leaving", leaving), ("unrest", unrest)):
        require_number(name, value, 0, 1)
    rng = np.random.default_rng(seed)
    here = np.zeros((worlds, YEARS + 1), dtype=np.int64)
    left, cut = np.zeros_like(here), np.zeros_like(here)
    staff, leavers, layoffs = np.full(worlds, PEOPLE), np.zeros(worlds, int), np.zeros(worlds, int)
    temps = np.zeros(worlds)
    for before, now in pairwise([0, *sorted({*range(YEARS + 1), notice})]):
        if span := now - before:
            share = min(leaving + (unrest if now <= notice else 0), 1)
            quitters = rng.binomial(staff, share if span == 1 else 1 - (1 - share) ** span)
            if now <= notice:
                temps += span * (PEOPLE - staff + quitters / 2)
            staff, leavers = staff - quitters, leavers + quitters
        if now == notice:
            surplus = np.maximum(staff - POSTS_LEFT, 0)
            learners = np.round(trained * surplus).astype(int)
            movers = np.minimum(rng.binomial(learners, _FINISH * _FIT), new_posts)
            layoffs = surplus - movers
            staff = staff - layoffs
        year = ceil(now)  # a day within a year is overwritten at its end
        here[:, year], left[:, year], cut[:, year] = staff, leavers, layoffs
    hires = new_posts - movers
    wait = max(0, _MONTHS_TO_TRAIN - 12 * notice)
    cost = (
        _TRAINING * learners
        + _SEVERANCE * layoffs
        + (_HIRING + _EMPTY_MONTH * _MONTHS_TO_HIRE) * hires
        + _EMPTY_MONTH * wait * movers
        + _TEMP_YEAR * temps
    )
    return Staff(here, left, cut, learners, movers, hires, cost / 1000, _TRAINING * learners / 1000)
