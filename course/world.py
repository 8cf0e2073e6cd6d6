"""Meridian's world: its systems, the facts about it, and the rules that the course recommends.

Each value is written once, in ``course/world.toml``. Models, generators and boards read it through
this module; ``tests/test_world.py`` looks for its statements in every text. A system is *live*
while its stage is "in production": the business relies on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from course.base.require import Named, read_toml

_FILE: Final = Path(__file__).with_name("world.toml")

STAGES: Final = ("idea", "pilot", "stalled", "in production", "ended", "retired")
"""Possible stages of a system; exactly one of them is live."""

LIVE: Final = "in production"

_FACT: Final = {"value", "unit", "means"}
_RULE: Final = {"do", "scope"}
_UNKNOWN: Final = (
    "{file} has no {kind} {{name!r}}; there are {{names}}. Correct the name, or add it."
)
_OPTIONAL: Final = {"needs": (), "lessons": (), "pilot": "", "limit": ""}


@dataclass(frozen=True)
class System:
    """One of Meridian's systems.

    Attributes
    ----------
    pilot : id in the data set `portfolio`, or "" for systems outside the forty pilots.
    origin : "bought" or "built".
    stages : days and the stages that start on them, oldest first.
    limit : limit for releases, in words; "" if none is agreed.
    needs : foundations that production needs, by id.
    lessons : slugs of the modules that use it.
    """

    name: str
    business: str
    pilot: str
    origin: str
    stages: Mapping[date, str]
    volume: str
    limit: str
    owner: str
    needs: tuple[str, ...]
    lessons: tuple[str, ...]

    def stage(self, day: date | None = None) -> str:
        """Return the stage on a day, by default the story's today."""
        at = today() if day is None else day
        stages = [stage for since, stage in self.stages.items() if since <= at]
        return stages[-1] if stages else "idea"


def number(name: str, unit: str) -> float:
    """Return the value of a fact or a rule.

    Parameters
    ----------
    name
        Name in ``world.toml``.
    unit
        Unit that the caller expects. It must match the file.

    Raises
    ------
    ValueError
        If the fact is unknown, or has another unit.
    """
    facts = {**_world()["rule"], **_world()["fact"]}
    if name not in facts or "value" not in facts[name]:
        raise ValueError(f"{_FILE.name} has no fact {name!r} with a value; add [fact.{name}].")
    fact_unit = facts[name]["unit"]
    if fact_unit != unit:
        raise ValueError(
            f"{_FILE.name}, {name}: the unit is {fact_unit!r}; the caller expects {unit!r}. "
            "Convert the value where it is used, or correct one of the two."
        )
    return float(facts[name]["value"])


def count(name: str, unit: str) -> int:
    """Return a fact as a whole number; for arguments and errors, see `number`."""
    value = number(name, unit)
    if not value.is_integer():
        raise ValueError(f"{_FILE.name}, {name}: {value:g} is not a whole number of {unit}.")
    return int(value)


def facts() -> dict[str, dict[str, Any]]:
    """Return all facts as in the file, by name."""
    return _named("fact", _world()["fact"])


def rules() -> dict[str, dict[str, Any]]:
    """Return the rules that the course recommends, by name, each with its ``scope``."""
    return _named("rule", _world()["rule"])


@cache
def systems() -> dict[str, System]:
    """Return Meridian's systems by key."""
    return _named("system", {key: _system(key, row) for key, row in _world()["system"].items()})


def today() -> date:
    """Return the story's today."""
    day: date = _world()["today"]
    return day


def _named(kind: str, rows: Mapping[str, Any]) -> dict[str, Any]:
    return Named(rows, _UNKNOWN.format(file=_FILE.name, kind=kind))


def _system(key: str, row: Mapping[str, Any]) -> System:
    entries = {field.name for field in fields(System)}
    for wrong, problem in (
        (entries - {*row, *_OPTIONAL}, "is missing"),
        (set(row) - entries, f"is unknown; expected {', '.join(sorted(entries))}"),
    ):
        if wrong:
            raise ValueError(f"{_FILE.name}, system {key}: {', '.join(sorted(wrong))} {problem}.")
    return System(**{**_OPTIONAL, **row, "stages": _stages(key, row["stages"])})


def _stages(key: str, rows: Mapping[str, str]) -> dict[date, str]:
    unknown = set(rows.values()) - set(STAGES)
    if unknown:
        raise ValueError(
            f"{_FILE.name}, system {key}: unknown stage {', '.join(sorted(unknown))}; "
            f"expected one of {', '.join(STAGES)}."
        )
    try:
        return {date.fromisoformat(day): stage for day, stage in sorted(rows.items())}
    except ValueError as problem:
        raise ValueError(
            f'{_FILE.name}, system {key}: expected stages by day, as in 2026-05-01 = "stalled" '
            f"({problem})."
        ) from problem


@cache
def _world() -> dict[str, Any]:
    world = read_toml(_FILE)
    for kind, required_names in (("fact", _FACT), ("rule", _RULE)):
        for name, row in world[kind].items():
            if missing := required_names - set(row):
                raise ValueError(f"{_FILE.name}, {kind} {name}: {', '.join(missing)} is missing.")
    return world
