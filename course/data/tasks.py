"""Four jobs at Meridian as tasks: hours, exposure, costs of errors, and what people enjoy.

All jobs, people and amounts are invented. The table has the means of each task; the diary is one
week of everybody in the four jobs, drawn around these means. Rules derive each task's kind
(routine, critical, ...) from its amounts: `truth` lists it with the remedy.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from course import world
from course.base.require import require_choice
from course.data._variant import generator, require_variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

HOURS: Final = 40
"""Hours in a working week; a job's tasks fill it."""
WEEKS: Final = 44
"""Working weeks in a year."""

REMEDIES: Final = {
    "heart": "leave it: people stay for it, and a tool saves little of it",
    "critical": "assist at most: a person decides, and errors are counted",
    "routine": "automate: nobody misses it, and errors do not rise",
    "mixed": "assist, and ask the people again after half a year",
}
"""Kind of task -> what to do about it."""

_TABLES: Final = ("tasks", "diary", "teams")
_AMOUNTS: Final = (
    "hours", "exposed", "enjoyable", "assist_saves", "automate_saves",
    "error_cost", "assist_errors", "automate_errors", "critical",
)  # fmt: skip
_MIX_SPREAD: Final = 0.12  # of one person's hours in a task, as a share
_VARIANT_SPREAD: Final = 0.08  # of a variant's hours, savings and error costs
_LOVED, _DISLIKED = 0.85, 0.25


@dataclass(frozen=True)
class _Job:
    """Teams of people with one job, and its tasks with amounts in the order of `_AMOUNTS`."""

    name: str
    mark: str
    teams: int
    size: int
    wage: int
    tasks: dict[str, tuple[float, ...]]


JOBS: Final = (
    _Job("loan officer", "L", world.count("loan_officers", "officers") // 4, 4, 42, {
        "documents": (12, 0.8, 0.1, 0.25, 0.70, 600, 1.0, 1.0, 0),
        "talks": (11, 0.2, 0.9, 0.10, 0.60, 1200, 1.0, 2.0, 0),
        "decisions": (8, 0.6, 0.8, 0.15, 0.65, 5000, 1.0, 1.8, 1),
        "refusal letters": (9, 0.9, 0.2, 0.40, 0.80, 3000, 0.82, 1.5, 1),
    }),
    _Job("planner", "P", 10, 6, 40, {
        "forecasts": (13, 0.9, 0.3, 0.30, 0.75, 3000, 0.9, 1.1, 0),
        "orders": (12, 0.7, 0.15, 0.20, 0.70, 1500, 1.0, 1.0, 0),
        "supplier talks": (9, 0.1, 0.85, 0.05, 0.40, 2500, 1.0, 2.0, 0),
        "shortages": (6, 0.4, 0.7, 0.15, 0.50, 6000, 0.95, 1.7, 1),
    }),
    _Job("technician", "T", 10, 8, 44, {
        "inspections": (12, 0.3, 0.5, 0.15, 0.40, 4000, 0.8, 1.4, 1),
        "repairs": (17, 0.05, 0.9, 0.05, 0.10, 3000, 1.0, 1.5, 1),
        "reports": (7, 0.9, 0.1, 0.40, 0.80, 400, 0.9, 1.0, 0),
        "spare parts": (4, 0.6, 0.2, 0.20, 0.60, 800, 0.9, 1.0, 0),
    }),
    _Job("recruiter", "R", 8, 3, 40, {
        "screening": (11, 0.8, 0.3, 0.30, 0.70, 5000, 0.9, 1.6, 1),
        "interviews": (14, 0.1, 0.9, 0.05, 0.40, 4000, 1.0, 1.8, 1),
        "scheduling": (9, 0.8, 0.1, 0.30, 0.80, 300, 1.0, 1.0, 0),
        "adverts": (6, 0.9, 0.5, 0.40, 0.70, 600, 0.82, 1.2, 0),
    }),
)  # fmt: skip
"""The four jobs of the course's own version."""


def load(table: str = "tasks", *, variant: str | None = None) -> pd.DataFrame:
    """Return the tasks of four jobs, one week's diary, or the teams.

    Parameters
    ----------
    table : {"tasks", "diary", "teams"}, default "tasks"
        ``tasks``: one row per task. ``diary``: one row per person and task. ``teams``: one row per
        job.
    variant : str, optional
        A learner's identity: other amounts and another week, with the same kinds of tasks.

    Examples
    --------
    >>> load().groupby("job")["hours"].sum().to_dict()["planner"]
    40.0
    """
    require_choice("table", table, _TABLES)
    require_variant(variant)
    if table == "teams":
        rows = [(job.name, job.teams, job.size, job.wage) for job in JOBS]
        return pd.DataFrame(rows, columns=["job", "teams", "size", "wage"])
    tasks = _tasks(variant)
    return tasks if table == "tasks" else _diary(tasks, generator(variant, "tasks diary"))


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return each task's kind, and what to do about it.

    One row per task: job, task, kind (heart, critical, routine, mixed), remedy, saves (share of the
    job's week that the remedy saves), description.
    """
    tasks = load(variant=variant)
    rows = tasks.to_dict("records")
    kind = pd.Series([_kind(task) for task in rows])
    share = tasks["assist_saves"].where(kind != "routine", tasks["automate_saves"])
    saving = (share.where(kind != "heart", 0) * tasks["hours"] / HOURS).round(3)
    return pd.DataFrame(
        {
            "job": tasks["job"],
            "task": tasks["task"],
            "kind": kind,
            "remedy": kind.map(REMEDIES),
            "saves": saving,
            "description": [
                f"{task['task']} of a {task['job']}: {task['hours']:g} hours, "
                f"{task['enjoyable']:.0%} enjoyable, errors cost €{task['error_cost']:,.0f} a year "
                f"and {task['automate_errors']:g} times that if automated"
                for task in rows
            ],
        }
    )


def _kind(task: Mapping[Hashable, Any]) -> str:
    if task["enjoyable"] >= _LOVED:
        return "heart"
    if task["critical"]:
        return "critical"
    if task["enjoyable"] <= _DISLIKED and task["automate_errors"] <= 1:
        return "routine"
    return "mixed"


def _tasks(variant: str | None) -> pd.DataFrame:
    rows = [(job.name, name, *amounts) for job in JOBS for name, amounts in job.tasks.items()]
    tasks = pd.DataFrame(rows, columns=["job", "task", *_AMOUNTS])
    tasks = tasks.astype({"hours": float, "error_cost": "int64", "critical": "int64"})
    if variant is None:
        return tasks
    rng = generator(variant, "tasks")
    for column in ("hours", "assist_saves", "automate_saves", "error_cost"):
        tasks[column] *= np.exp(_VARIANT_SPREAD * np.clip(rng.normal(size=len(tasks)), -2, 2))
    tasks["assist_saves"] = tasks["assist_saves"].round(2)
    tasks["automate_saves"] = tasks["automate_saves"].clip(upper=0.95).round(2)
    tasks["error_cost"] = tasks["error_cost"].round(-2).astype("int64")
    by_job = tasks["hours"].to_numpy().reshape(len(JOBS), -1)
    tasks["hours"] = _fill_weeks(by_job, 0.5).ravel()
    return tasks


def _diary(tasks: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    weeks = [_week(job, tasks[tasks["job"] == job.name], rng) for job in JOBS]
    return pd.concat(weeks, ignore_index=True)


def _week(job: _Job, tasks: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    people, count = job.teams * job.size, len(tasks)
    factor = np.exp(_MIX_SPREAD * rng.normal(size=(people, count)))
    hours = _fill_weeks(tasks["hours"].to_numpy() * factor, 0.25)
    is_enjoyed = rng.random((people, count)) < tasks["enjoyable"].to_numpy()
    person = np.repeat(np.arange(people), count)
    return pd.DataFrame(
        {
            "job": job.name,
            "team": [f"{job.mark}{number // job.size + 1:02d}" for number in person],
            "person": [f"{job.mark}{number + 1:03d}" for number in person],
            "task": np.tile(tasks["task"].to_numpy(), people),
            "hours": hours.ravel(),
            "enjoys": is_enjoyed.ravel().astype("int64"),
        }
    )


def _fill_weeks(hours: Numbers, step: float) -> Numbers:
    """Round hours to steps that fill each row's week, adjusting the longest task."""
    steps = np.round(hours * (HOURS / hours.sum(axis=1, keepdims=True)) / step)
    missing_steps = HOURS / step - steps.sum(axis=1)
    steps[np.arange(len(steps)), steps.argmax(axis=1)] += missing_steps
    return np.asarray(steps * step)
