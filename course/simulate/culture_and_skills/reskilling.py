"""A thousand people whose posts shrink: training, new posts, early word, and who is still here.

Left out: what people earn in the meantime and how they live, who it is that leaves (perhaps those
with the best chances elsewhere), posts that people cannot do for one another, replacing people who
leave posts that stay, calling back those who were cut, people who leave because others were cut,
and trust, which a broken promise costs. Five years favour a late day: fewer leave after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course import world
from course._require import require_number, require_whole

PEOPLE: Final = world.count("office_posts", "posts")
POSTS_LEFT: Final = PEOPLE - world.count("posts_that_may_go", "posts")
YEARS: Final = 5
WORLDS: Final = 100

# Invented, but for the training: about $1bn for about 100,000 people is $10,000 each (AT&T).
_FINISH: Final = 0.6
_FIT: Final = 0.85
_TRAINING, _SEVERANCE, _HIRING, _TEMP_YEAR, _EMPTY_MONTH = 10, 45, 20, 10, 3  # thousand EUR
_MONTHS_TO_HIRE, _MONTHS_TO_TRAIN = 4, 12


@dataclass(frozen=True)
class Staff:
    """Five years, year by year, in worlds that differ by luck alone.

    Attributes
    ----------
    here, left, cut : arrays of shape (worlds, 6)
        Of the first 1,000 people: still here, gone by their own choice, cut; at the start and
        after each year.
    trained, placed, hired : arrays of shape (worlds,)
        People who were trained, who went to new posts, and who came from outside.
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
    notice: int = 1,
    unrest: float = 0.02,
    seed: int = 0,
    worlds: int = WORLDS,
) -> Staff:
    """Play five years in which 400 of 1,000 posts go.

    Parameters
    ----------
    new_posts : int, from 0 to 1000
        Posts of another kind, which open on the day on which the old ones go.
    trained : float, from 0 to 1
        Share of the people without a post who are trained for a new one. Of these 60% finish, and
        85% of those fit one.
    leaving : float, from 0 to 1
        Share who leave in a year by their own choice.
    notice : int, from 0 to 4
        Years between word and the day on which the posts go.
    unrest : float, from 0 to 1
        Share who leave in addition in each year of notice.
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
    Until the posts go, temporary staff do the work of those who left. On that day people without a
    post number staff less 600. Those who finish and fit take the new posts, as far as there
    are any; the others are cut, and hires from outside fill what is open. Costs, in thousand EUR:
    training 10, severance 45, a hire 20, a year of temporary staff 10 more than a salary, an
    empty month of a new post 3. A hire takes 4 months. Without notice, training takes 12 more.
    """
    new_posts = require_whole("new_posts", new_posts, 0, PEOPLE)
    notice = require_whole("notice", notice, 0, YEARS - 1)
    worlds = require_whole("worlds", worlds, 1)
    for name, value in (("trained", trained), ("leaving", leaving), ("unrest", unrest)):
        require_number(name, value, 0, 1)
    rng = np.random.default_rng(seed)
    here = np.zeros((worlds, YEARS + 1), dtype=np.int64)
    left, cut = np.zeros_like(here), np.zeros_like(here)
    staff, gone, lost = np.full(worlds, PEOPLE), np.zeros(worlds, int), np.zeros(worlds, int)
    temps = np.zeros(worlds)
    for year in range(YEARS + 1):
        if year:
            share = min(leaving + (unrest if year <= notice else 0), 1)
            quit_ = rng.binomial(staff, share)
            if year <= notice:
                temps += PEOPLE - staff + quit_ / 2
            staff, gone = staff - quit_, gone + quit_
        if year == notice:
            surplus = np.maximum(staff - POSTS_LEFT, 0)
            learners = np.round(trained * surplus).astype(int)
            placed = np.minimum(rng.binomial(learners, _FINISH * _FIT), new_posts)
            lost = surplus - placed
            staff = staff - lost
        here[:, year], left[:, year], cut[:, year] = staff, gone, lost
    hired = new_posts - placed
    wait = 0 if notice else _MONTHS_TO_TRAIN
    cost = (
        _TRAINING * learners
        + _SEVERANCE * lost
        + (_HIRING + _EMPTY_MONTH * _MONTHS_TO_HIRE) * hired
        + _EMPTY_MONTH * wait * placed
        + _TEMP_YEAR * temps
    )
    return Staff(here, left, cut, learners, placed, hired, cost / 1000, _TRAINING * learners / 1000)
