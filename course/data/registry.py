"""Meridian's model registry: the facts about each version, and a log of events.

Three models, nine versions each, over a year. Most versions are sound. Four versions of each model
have one flaw, of a kind that a release gate can see. Three of these four went live anyway and were
rolled back.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from course.base.require import require_choice
from course.data._variant import generator

_TABLES: Final = ("log", "versions")
_MODELS: Final = {"credit": 0.88, "alerts": 0.91, "shelf": 0.83}
"""Model -> accuracy of its first version."""

_VERSIONS: Final = 9
_RETIRED: Final = "shelf"
_FIRST_DAY: Final = "2025-01-06T08:00"
_PEOPLE: Final = ("amara", "bo", "chen", "dita", "emil", "farah")

FLAWS: Final = {
    "accuracy": "is right less often than the least that was agreed",
    "regression": "is clearly worse than the version before it",
    "group": "is much worse for one group of cases",
    "latency": "answers too slowly at the 99th percentile",
    "tests": "went out with its tests not run",
    "approval": "was approved by its own author",
    "lineage": "does not say on which data it was trained",
}
"""Kind of flaw, named after the rule it breaks -> what is wrong, in words."""

RULES: Final = {
    "least_accuracy": 0.8,
    "largest_loss": 0.01,
    "largest_gap": 0.06,
    "largest_p99": 250.0,
}
"""The gate's limits: shares, and milliseconds for ``largest_p99``."""


def load(table: str = "log", variant: str | None = None) -> pd.DataFrame:
    """Return the log of the registry, or the versions in it.

    Parameters
    ----------
    table : {"log", "versions"}, default "log"
        ``log``: one row per event, in the order in which events were recorded, which is not always
        the order in which they happened. ``versions``: one row per version.
    variant : str, optional
        A learner's identity: other flaws, versions and times.
    """
    require_choice("table", table, _TABLES)
    versions = _versions(variant)
    if table == "log":
        return _log(versions, variant)
    return versions.drop(columns=["flaw", "goes_live"])


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the flawed versions, and what should have been done.

    One row per flawed version: kind (the rule it breaks), model, version, went_live, remedy,
    description.
    """
    flawed_versions = _versions(variant).query("flaw != ''")
    live = flawed_versions["goes_live"].to_numpy()
    return pd.DataFrame(
        {
            "kind": flawed_versions["flaw"].to_numpy(),
            "model": flawed_versions["model"].to_numpy(),
            "version": flawed_versions["version"].to_numpy(),
            "went_live": live,
            "remedy": np.where(live, "roll back", "stop at the gate"),
            "description": [
                f"Version {version} of {model} {FLAWS[flaw]}."
                for model, version, flaw in zip(
                    flawed_versions["model"],
                    flawed_versions["version"],
                    flawed_versions["flaw"],
                    strict=True,
                )
            ],
        }
    )


def _versions(variant: str | None) -> pd.DataFrame:
    parts = [_of_model(model, generator(variant, f"registry {model}")) for model in _MODELS]
    return pd.concat(parts, ignore_index=True)


def _of_model(model: str, rng: np.random.Generator) -> pd.DataFrame:
    size = _VERSIONS
    author, second = np.array([rng.choice(len(_PEOPLE), 2, replace=False) for _ in range(size)]).T
    accuracy = _MODELS[model] + np.cumsum(rng.uniform(-0.002, 0.006, size))
    table = pd.DataFrame(
        {
            "model": model,
            "version": np.arange(1, size + 1),
            "author": np.array(_PEOPLE)[author],
            "approved_by": np.array(_PEOPLE)[second],
            "code": [f"{number:07x}" for number in rng.integers(16**7, size=size)],
            "data": [f"{number:07x}" for number in rng.integers(16**7, size=size)],
            # A version can only read inputs in its own schema.
            "schema": np.where(np.arange(1, size + 1) <= rng.integers(3, 6), 1, 2),
            "accuracy": accuracy.round(4),
            "worst_group": (accuracy - rng.uniform(0.01, 0.045, size)).round(4),
            "p99_ms": rng.integers(90, 220, size).astype(float),
            "tests_failed": np.zeros(size),
            "flaw": "",
            "goes_live": True,
        }
    )
    # Four flaws in different versions; the first and the last version are sound.
    flawed_rows = np.sort(rng.choice(np.arange(1, size - 1), 4, replace=False))
    kinds = rng.permutation(list(FLAWS))[:4]
    stopped_row = rng.choice(flawed_rows)
    for place, kind in zip(flawed_rows, kinds, strict=True):
        _spoil(table, int(place), str(kind), rng)
    table.loc[stopped_row, "goes_live"] = False
    return table


def _spoil(table: pd.DataFrame, place: int, kind: str, rng: np.random.Generator) -> None:
    """Give one version its flaw."""
    sound = table.loc[place]
    changes: dict[str, Any] = {
        "accuracy": {"accuracy": 0.79, "worst_group": 0.77},
        "regression": {
            "accuracy": sound["accuracy"] - 0.025,
            "worst_group": sound["worst_group"] - 0.025,
        },
        "group": {"worst_group": sound["accuracy"] - rng.uniform(0.08, 0.14)},
        "latency": {"p99_ms": float(rng.integers(300, 900))},
        "tests": {"tests_failed": np.nan},
        "approval": {"approved_by": sound["author"]},
        "lineage": {"data": ""},
    }[kind]
    for column, value in changes.items():
        table.loc[place, column] = round(value, 4) if isinstance(value, float) else value
    table.loc[place, "flaw"] = kind


def _log(versions: pd.DataFrame, variant: str | None) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for model in _MODELS:
        model_versions = versions[versions["model"] == model]
        rows += _events(
            model, model_versions.to_dict("records"), generator(variant, f"registry {model} log")
        )
    log = pd.DataFrame(rows)
    # The approver is the person named in the table of versions.
    approvers = versions.rename(columns={"approved_by": "approver"})[
        ["model", "version", "approver"]
    ]
    approver = log.merge(approvers, on=["model", "version"], how="left")["approver"]
    log["person"] = log["person"].mask(log["event"] == "approve", approver)
    start = np.datetime64(_FIRST_DAY)
    log["time"] = [str(start + np.timedelta64(int(minute), "m")) for minute in log["minute"]]
    # Events at night are recorded a day or so later.
    log = log.sort_values("written", kind="stable", ignore_index=True)
    columns: pd.DataFrame = log[["time", "model", "version", "event", "environment", "person"]]
    return columns


def _events(
    model: str, versions: list[dict[str, Any]], rng: np.random.Generator
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []

    def add(
        minute: float, version: int, event: str, environment: str, *, late: bool = False
    ) -> None:
        rows.append(
            {
                "minute": round(minute),
                "written": minute + (rng.uniform(1500, 6000) if late else 0),
                "model": model,
                "version": version,
                "event": event,
                "environment": environment,
                "person": str(rng.choice(_PEOPLE)),
            }
        )

    day = 24 * 60.0
    minute = float(rng.uniform(0, 10)) * day
    for row in versions:
        number = int(row["version"])
        add(minute, number, "register", "")
        add(minute + rng.uniform(0.2, 1.5) * day, number, "deploy", "staging")
        if row["goes_live"]:
            out = minute + rng.uniform(3, 6) * day
            add(minute + rng.uniform(1.6, 2.9) * day, number, "approve", "")
            add(out, number, "deploy", "production")
            if row["flaw"]:
                add(out + rng.uniform(0.2, 4) * day, number, "rollback", "production", late=True)
        else:
            add(minute + rng.uniform(2, 4) * day, number, "rollback", "staging")
        minute += rng.uniform(25, 40) * day
    if model == _RETIRED:
        add(minute, _VERSIONS, "retire", "production")
    return rows
