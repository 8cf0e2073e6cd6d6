"""The week of one branch, hour by hour: which hours a tool frees, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.data.tasks import HOURS
from course.simulate.culture_and_skills.tasks import (
    BRANCHES,
    MOST_TALKS,
    TASKS,
    TEAM,
    Job,
    run_plan,
)

LIKED, OTHER, FREED, POST = "liked", "not liked", "freed", "goes as a post"


@dataclass(frozen=True)
class Week:
    """The 160 hours a week of a branch's four officers.

    Attributes
    ----------
    task : array of shape (hours,)
        Place in `TASKS` of the task on which an hour is spent today.
    goes_to : array of shape (hours,)
        Place in `TASKS` of the task on which it is spent under the plan; -1 if it is freed.
    kind : array of shape (hours,)
        `LIKED` or `OTHER` for an hour of work, else `FREED`, or `POST` where freed hours
        are part of a whole post that goes: of 40 in a branch, or pooled.
    """

    task: np.ndarray
    goes_to: np.ndarray
    kind: np.ndarray


def branch_week(job: Job, use: str) -> Week:
    """Return an average branch's week under a plan, in whole hours.

    Parameters
    ----------
    job : Job
        What `run_plan` returns for the plan.
    use : one of `USES`
        The use of the freed time, as given to `run_plan`.

    Returns
    -------
    Week
        An hour keeps its place in the arrays under every plan. The last hours of a task are freed
        first, and the first of what remains are the liked ones.
    """
    today = run_plan(dict.fromkeys(TASKS, "leave"))
    hours = np.round(TEAM * today.hours).astype(int)
    task = np.repeat(np.arange(len(TASKS)), hours)
    number = np.concatenate([np.arange(count) for count in hours])
    talks = TASKS.index("talks")
    more = min(HOURS * job.saved, MOST_TALKS) if use == "more talks" else 0.0
    task_hours = TEAM * (job.hours - more * (np.arange(len(TASKS)) == talks))
    is_freed = number >= np.round(task_hours)[task]
    destination = np.where(is_freed, -1, task)
    destination[np.flatnonzero(is_freed)[: round(TEAM * more)]] = talks
    rank = np.zeros(len(task), dtype=int)
    for at in range(len(TASKS)):
        rank[destination == at] = np.arange((destination == at).sum())
    liked_hours = np.round(TEAM * job.liked).astype(int)
    kind = np.where(rank < liked_hours[destination], LIKED, OTHER).astype(object)
    kind[destination < 0] = FREED
    whole: dict[str, int] = {
        "posts, by branch": int((destination < 0).sum()) // HOURS * HOURS,
        "posts, pooled": round(job.posts * HOURS / BRANCHES),
    }
    kind[np.flatnonzero(destination < 0)[: whole.get(use, 0)]] = POST
    return Week(task, destination, kind)
