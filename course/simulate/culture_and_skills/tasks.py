"""Four tasks of a loan officer: leave, assist or automate each, and use the freed time.

Left out: laws that require a person in a decision, rare disasters, the cost of changing a job or of
working for several branches, customers who leave, people who leave a hollow job, and the time to
check a tool's work. Any of them could change the order of plans by money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_choice
from course.data.tasks import HOURS, JOBS, WEEKS, load

TASKS: Final = ("documents", "talks", "decisions", "refusal letters")
WAYS: Final = ("leave", "assist", "automate")
USES: Final = ("no use planned", "posts, by branch", "posts, pooled", "more talks")
"""Uses of the freed time."""

VENDOR: Final = dict(zip(TASKS, ("assist", "leave", "automate", "leave"), strict=True))
WORLDS: Final = 100

_OFFICER: Final = next(job for job in JOBS if job.name == "loan officer")
BRANCHES: Final = _OFFICER.teams
TEAM: Final = _OFFICER.size
OFFICERS: Final = BRANCHES * TEAM

# Invented, as the tasks are (`course.data.tasks`).
TALK_VALUE: Final = 55  # EUR per hour with customers
MOST_TALKS: Final = 6  # most hours per week with customers
CHECKING: Final = 0.5  # how much of the remainder of an automated task is liked, relative to today
_TOOL: Final = {"leave": 0, "assist": 500, "automate": 1000}  # EUR per officer, task and year
_MIX, _SAVING, _ERRORS, _JOY = 0.1, 0.1, 0.3, 0.08  # spreads between worlds


@dataclass(frozen=True)
class Job:
    """The job that remains under a plan, and the plan's benefits.

    Attributes
    ----------
    hours, liked : arrays of shape (tasks,)
        Hours a week that remain, with the amounts of the data set `tasks`, and the liked ones.
    saved : float
        Share of the week that is saved.
    posts, money, enjoyable : float
        Posts that can go, million EUR per year, and the enjoyable share of the remaining hours.
    posts_in, money_in, enjoyable_in : arrays of shape (worlds,)
        The same in worlds that differ in mix of work, savings, errors and enjoyment.
    """

    hours: np.ndarray
    liked: np.ndarray
    saved: float
    posts: float
    money: float
    enjoyable: float
    posts_in: np.ndarray
    money_in: np.ndarray
    enjoyable_in: np.ndarray


@dataclass(frozen=True)
class _Worlds:
    mix: np.ndarray  # (worlds, branches, tasks): hours of an officer
    saving: np.ndarray  # (worlds, 1, tasks): factor
    errors: np.ndarray  # (worlds, tasks): factor
    joy: np.ndarray  # (worlds, tasks): added to the enjoyable share


def run_plan(plan: Mapping[str, str] | None = None, use: str = USES[1], seed: int = 0) -> Job:
    """Return the job that remains under a plan, and the plan's benefits.

    Parameters
    ----------
    plan : mapping from task to "leave", "assist" or "automate", optional
        Has all four of `TASKS`. Default: the vendor's plan.
    use : one of `USES`
        By branch, a post goes where a branch of four has freed a whole post. Pooled, officers work
        for all branches. More talks: each officer spends up to six hours a week on customers.
    seed : int, default 0
        Selects the 100 worlds.

    Returns
    -------
    Job

    Raises
    ------
    ValueError
        When a task, a way or a use is unknown, or a task is missing.

    Notes
    -----
    Hours, savings and errors are those of the data set `tasks`. Also invented: a year has 44 weeks;
    an hour with customers brings EUR 55, and each officer can spend six more per week; per officer,
    task and year, a tool that assists costs EUR 500, and one that automates EUR 1,000. Checking and
    exceptions are left of an automated task: officers like half as large a share of it. Between
    worlds, hours and savings vary by 10%, errors by 30%, enjoyable shares by 8 points.
    """
    plan = VENDOR if plan is None else plan
    if set(plan) != set(TASKS):
        raise ValueError(f"plan has {', '.join(plan) or 'no task'}; expected {', '.join(TASKS)}.")
    for task in TASKS:
        require_choice(task, plan[task], WAYS)
    require_choice("use", use, USES)
    ways = [plan[task] for task in TASKS]
    plain = _outcome(ways, use, _plain())
    worlds = _outcome(ways, use, _draw(seed))
    hours, liked_hours, saving, posts, money, enjoyable = plain
    return Job(
        hours[0],
        liked_hours[0],
        float(saving[0]),
        float(posts[0]),
        float(money[0]),
        float(enjoyable[0]),
        *worlds[3:],
    )


def _outcome(ways: list[str], use: str, worlds: _Worlds) -> tuple[np.ndarray, ...]:
    """Return hours left and liked (worlds, tasks), share saved, posts, money, enjoyable share."""
    job = _job()
    share = np.array(
        [0 if way == "leave" else job[f"{way}_saves"][at] for at, way in enumerate(ways)]
    )
    freed_hours = worlds.mix * np.clip(share * worlds.saving, 0, 1)
    by_branch = freed_hours.sum(axis=2) / HOURS
    saving = by_branch.mean(axis=1)
    hours_left = (worlds.mix - freed_hours).mean(axis=1)
    joy = np.clip(job["enjoyable"] + worlds.joy, 0, 1)
    liked_hours = hours_left * joy * [CHECKING if way == "automate" else 1 for way in ways]
    posts = np.zeros(len(saving))
    if use == "posts, by branch":
        posts = np.floor(TEAM * by_branch + 1e-9).sum(axis=1)
    if use == "posts, pooled":
        posts = np.floor(OFFICERS * saving + 1e-9)
    value = posts * HOURS * WEEKS * _OFFICER.wage
    if use == "more talks":
        talk_hours = np.minimum(HOURS * saving, MOST_TALKS)
        more_talks = talk_hours[:, None] * (np.array(TASKS) == "talks")
        hours_left, liked_hours = hours_left + more_talks, liked_hours + more_talks * joy
        value = OFFICERS * talk_hours * WEEKS * TALK_VALUE
    factor = np.array(
        [1 if way == "leave" else job[f"{way}_errors"][at] for at, way in enumerate(ways)]
    )
    error_cost = OFFICERS * (job["error_cost"] * (factor - 1) * worlds.errors).sum(axis=1)
    tool = OFFICERS * sum(_TOOL[way] for way in ways)
    money = (value - error_cost - tool) / 1e6
    return hours_left, liked_hours, saving, posts, money, liked_hours.sum(1) / hours_left.sum(1)


@cache
def _job() -> dict[str, np.ndarray]:
    tasks = load()
    rows = tasks[tasks["job"] == _OFFICER.name].set_index("task").loc[list(TASKS)]
    return {str(name): rows[name].to_numpy(dtype=float) for name in rows if name != "job"}


@cache
def _plain() -> _Worlds:
    one = np.ones((1, len(TASKS)))
    return _Worlds(_job()["hours"] * np.ones((1, BRANCHES, 1)), one[:, None], one, 0 * one)


@cache
def _draw(seed: int) -> _Worlds:
    rng = np.random.default_rng(seed)
    count = len(TASKS)
    mix = _job()["hours"] * np.exp(_MIX * rng.normal(size=(WORLDS, BRANCHES, count)))
    return _Worlds(
        mix * (HOURS / mix.sum(axis=2, keepdims=True)),
        1 + _SAVING * rng.normal(size=(WORLDS, 1, count)),
        np.maximum(1 + _ERRORS * rng.normal(size=(WORLDS, count)), 0),
        _JOY * rng.normal(size=(WORLDS, count)),
    )
