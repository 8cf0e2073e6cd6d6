"""Pilots in progress share people: how many become products in the end.

Left out: skills; people who concentrate on a few pilots by themselves, which would remove the peak;
the upkeep of live products; and the time that people lose when they switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from course import world
from course.base.require import require_choice, require_number, require_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

REVIEWS: Final = {"never": np.inf, "after 4 person-months": 4.0, "after 2 person-months": 2.0}
"""Name of a review -> person-months of work after which it takes place."""

NO_LIMIT: Final = 60
"""A limit on open pilots at or above this means no limit."""

WORLDS: Final = 30
LONGEST: Final = 5  # years
MONTHLY_COST: Final = world.count("builder_month", "EUR a month")
"""Cost of a person per month, EUR (invented)."""

NEAR_THE_MEAN: Final = 4
"""The seed whose 30 worlds are closest to the means of 200 such draws."""

# Invented, so that forty launches in two years leave two live, as at Meridian.
SOUND: Final = world.number("sound", "of 10 pilots") / 10
WORK: Final = world.number("work_of_a_pilot", "person-months")
_VARIATION: Final = 0.35
MOST_PEOPLE: Final = 2  # on one pilot
_RIGHT: Final = {np.inf: 1.0} | {  # a later review is right more often
    months: 1 - world.number(f"misjudged_after_{months:.0f}", "% of reviews") / 100
    for months in (4.0, 2.0)
}
_BUILDERS: Final = world.number("builders", "people")
_MOST_LAUNCHES: Final = 40


@dataclass(frozen=True)
class Programme:
    """The final states of the launched pilots, in each world.

    Attributes
    ----------
    live, stopped, waiting : array of shape (worlds,)
        Pilots that became products, were stopped by a review, or are waiting for a place.
    open : array of shape (worlds, months)
        Pilots in progress, on average over each month.
    work : array of shape (worlds,)
        Person-months spent on pilots that are still in progress or were stopped.
    launched : int
    """

    live: np.ndarray
    stopped: np.ndarray
    waiting: np.ndarray
    open: np.ndarray
    work: np.ndarray
    launched: int

    @property
    def in_progress(self) -> np.ndarray:
        """Pilots that have begun and are neither live nor stopped, of shape (worlds,)."""
        return np.asarray(self.launched - self.live - self.stopped - self.waiting)


def run_programmes(  # noqa: PLR0913 - the levers of a programme, each named
    launches: Sequence[int],
    people: float = _BUILDERS,
    review: str = "never",
    limit: int = NO_LIMIT,
    years: int = 2,
    *,
    sound: float = SOUND,
    seed: int = NEAR_THE_MEAN,
) -> list[Programme]:
    """Launch pilots monthly; share people equally among those in progress.

    Parameters
    ----------
    launches : sequence of int, each from 1 to 40
        Pilots per year, spread evenly over the months; one programme for each number, all with the
        same luck.
    people : float, from 1 to 200
        Everybody works all the time, at most two people per pilot.
    review : str
        A key of `REVIEWS`: a pilot is judged once, after that much work, and stopped if judged
        unsound. The review is right in 88% of cases after 4 person-months, and in 70% after 2.
    limit : int, from 1
        Most pilots in progress at once; the others wait in line. `NO_LIMIT` or more means no
        limit.
    years : int, from 1 to 5
    sound : float, from 0 to 1, default 0.4
        Share of pilots that can become products. The others never end by themselves.
    seed : int

    Returns
    -------
    list of Programme

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong type or outside its range.

    Notes
    -----
    A sound pilot takes 18 person-months on average, lognormal with coefficient of variation 0.35.
    All figures are invented. Sharing people equally is processor sharing in queueing theory: all
    open pilots advance at the same rate.
    """
    if not launches:
        raise ValueError("launches is empty; expected at least one number of pilots a year.")
    for each in launches:
        require_whole("launches", each, 1, _MOST_LAUNCHES)
    require_number("people", people, 1, 200)
    require_choice("review", review, REVIEWS)
    require_whole("limit", limit, 1)
    require_whole("years", years, 1, LONGEST)
    require_number("sound", sound, 0, 1)
    fates = _fates(seed, float(sound), REVIEWS[review], max(launches) * int(years))
    return _run(np.array(launches), float(people), fates, int(limit), int(years))


def run_programme(launches: int = 20, **options: Any) -> Programme:
    """Run one programme; see `run_programmes`.

    Examples
    --------
    >>> round(float(run_programme(launches=20).live.mean()), 1)
    2.2
    """
    return run_programmes([launches], **options)[0]


def _run(
    launches: np.ndarray,
    people: float,
    fates: tuple[np.ndarray, np.ndarray],
    limit: int,
    years: int,
) -> list[Programme]:
    # Rows are worlds of a programme, columns are pilots in the order of launch.
    months, rows = 12 * years, WORLDS * len(launches)
    a_year = np.repeat(launches, WORLDS)
    ends, stops = (np.tile(part, (len(launches), 1)) for part in fates)
    places = limit if limit < NO_LIMIT else _MOST_LAUNCHES * LONGEST
    line = np.arange(ends.shape[1])
    progress = np.zeros(rows)  # work done on a pilot that was open all the time
    begins, exits = (np.full(ends.shape, np.inf) for _ in range(2))  # `progress` at begin and end
    start_count, end_count = (np.zeros(rows, int) for _ in range(2))
    in_progress = np.empty((rows, months))
    for month in range(months):
        now = np.minimum((month + 1) * a_year // 12, end_count + places)
        some = slice(start_count.min(), now.max())  # the columns of pilots that may begin
        new = (line[some] >= start_count[:, None]) & (line[some] < now[:, None])
        begins[:, some] = np.where(new, progress[:, None], begins[:, some])
        exits[:, some] = begins[:, some] + ends[:, some]
        start_count, at_start = now, now - end_count
        progress = progress + np.minimum(MOST_PEOPLE, people / np.maximum(at_start, 1))
        end_count = np.count_nonzero(exits[:, : now.max()] <= progress[:, None], axis=1)
        in_progress[:, month] = (at_start + start_count - end_count) / 2
    is_over = exits <= progress[:, None]
    effort = np.where(np.isfinite(begins), np.minimum(exits, progress[:, None]) - begins, 0)
    live = is_over & ~stops
    work = np.where(live, 0, effort).sum(axis=1)
    queue = years * a_year - start_count
    return [
        Programme(
            live[some].sum(axis=1),
            (is_over & stops)[some].sum(axis=1),
            queue[some],
            in_progress[some],
            work[some],
            int(years * each),
        )
        for some, each in zip(_blocks(rows), launches, strict=True)
    ]


def _blocks(rows: int) -> list[slice]:
    return [slice(first, first + WORLDS) for first in range(0, rows, WORLDS)]


def _fates(seed: int, sound: float, after: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the work after which each pilot leaves, and whether a review stops it then."""
    is_sound, work, judgement = (part[:, :count] for part in _draws(seed))
    good = is_sound < sound
    stops = (judgement < _RIGHT[after]) != good
    if after == np.inf:
        stops = np.zeros_like(good)
    ends = np.where(stops, after, np.where(good, work, np.inf))
    return ends, stops


@cache
def _draws(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the random draws, each of shape (worlds, pilots)."""
    rng = np.random.default_rng(seed)
    shape = (WORLDS, _MOST_LAUNCHES * LONGEST)
    spread = np.sqrt(np.log1p(_VARIATION**2))
    work = rng.lognormal(np.log(WORK) - spread**2 / 2, spread, shape)
    return rng.random(shape), work, rng.random(shape)
