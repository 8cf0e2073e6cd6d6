"""Check the files of decisions: what they need, and what they may name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from course.syllabus.syllabus import MODULES

# The effects that a decision may change, with their ranges in the model of the two years.
EFFECTS: Final[dict[str, tuple[str, float, float]]] = {
    "cost": ("cost in thousand euros a month", 0, 100),
    "incident_harm": ("factor on the harm of an incident", 0, 2),
    "incidents": ("factor on the number of incidents", 0, 2),
    "launches": ("pilots that begin in a year, if there is room", 0, 40),
    "limit": ("pilots that may be open at the same time", 0, 1_000),
    "pause": ("months in which no pilot begins", 0, 24),
    "review_after": ("person-months of work before a pilot's review", 0, 18),
    "stopped_sound": ("share of sound pilots that a review stops", 0, 1),
    "stopped_unsound": ("share of unsound pilots that a review stops", 0, 1),
    "trust": ("trust that people come to have, from 0 to 1", 0, 1),
    "trust_pace": ("share of the way from use to trust that is made in a month", 0, 1),
    "work": ("factor on the work that a product takes", 0.5, 2),
    "worth": ("factor on what a new product earns", 0.5, 2),
}

# Each kind of table: the entries that it needs, and those that it may have.
_Entries = tuple[tuple[str, ...], tuple[str, ...]]
_FILE: Final[_Entries] = (("prompt", "option"), ("hint", "number", "part"))
_PART: Final[_Entries] = (("before", "sections"), ())
_OPTION: Final[_Entries] = (("key", "text"), ("needs", "without"))
_NUMBER: Final[_Entries] = (
    ("key", "label", "says", "unit", "low", "high", "step", "default"),
    ("says_at",),
)
# The same for a course with a board paper.
_PAPER_FILE: Final[_Entries] = (
    ("topic", "prompt", "outside", "today", "option"),
    ("hint", "number", "part", "system"),
)
_TODAY: Final[_Entries] = (("text", "feeds"), ())
_PAPER_OPTION: Final[_Entries] = (
    ("key", "text", "feeds"),
    (
        *("funds", "meanwhile", "needs", "own_foundations", "shows"),
        *("stops", "trained", "used", "without"),
    ),
)
_PAPER_NUMBER: Final[_Entries] = ((*_NUMBER[0], "feeds"), _NUMBER[1])


def check(file: Mapping[str, Any], module: str, *, on_paper: bool) -> None:
    """Refuse a file that lacks something, or names something unknown.

    Parameters
    ----------
    file, module
        The file's content, and its module.
    on_paper
        Whether the course has a board paper, for which files say more.

    Raises
    ------
    ValueError
        The message names the file, the entry, and what was expected.
    """
    where = f"{module}.toml"
    _check_entries("file", file, _PAPER_FILE if on_paper else _FILE, where)
    options, numbers = file["option"], file["number"]
    if len(options) < 2 or len(numbers) > 2:
        raise ValueError(
            f"{where}: expected two options or more and two numbers or fewer; "
            f"found {len(options)} and {len(numbers)}."
        )
    _check_tables("option", options, _PAPER_OPTION if on_paper else _OPTION, where)
    _check_tables("number", numbers, _PAPER_NUMBER if on_paper else _NUMBER, where)
    for number in numbers:
        _check_range(number, where)
        _check_sentences(number, where)
    _check_options(options, {number["key"] for number in numbers}, where)
    if on_paper:
        _check_entries("today", file["today"], _TODAY, where)
        _check_feeds(file["today"]["feeds"], options, numbers, where)
    if "part" in file:
        _check_part(file["part"], module, where)


def _check_entries(
    kind: str,
    table: Mapping[str, Any],
    names: tuple[Collection[str], Collection[str]],
    where: str,
) -> None:
    """Refuse a table without an entry that it needs, or with an unknown one."""
    required_names, optional_names = names
    description = kind if kind == "file" else f"{kind} {dict(table)}"
    if missing := [name for name in required_names if name not in table]:
        raise ValueError(f"{where}: the {description} has no {', '.join(missing)}.")
    if unknown := [name for name in table if name not in {*required_names, *optional_names}]:
        raise ValueError(
            f"{where}: the {description} has {', '.join(unknown)}, which is unknown; "
            f"expected {', '.join([*required_names, *optional_names])}."
        )


def _check_tables(
    kind: str,
    tables: Iterable[Mapping[str, Any]],
    names: tuple[Collection[str], Collection[str]],
    where: str,
) -> None:
    for table in tables:
        _check_entries(kind, table, names, where)
    keys = [table["key"] for table in tables]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{where}: expected {kind}s with different keys, found {keys}.")


def _check_range(number: Mapping[str, Any], where: str) -> None:
    ends = {name: number[name] for name in ("low", "default", "high", "step")}
    if not all(isinstance(value, int | float) for value in ends.values()):
        raise ValueError(f"{where}: the number {number['key']!r} needs numbers, not texts: {ends}.")
    if not (number["low"] <= number["default"] <= number["high"] and number["step"] > 0):
        raise ValueError(
            f"{where}: the number {number['key']!r} needs low <= default <= high, step > 0."
        )


def _check_sentences(number: Mapping[str, Any], where: str) -> None:
    if "{value}" not in number["says"]:
        raise ValueError(
            f"{where}: the number {number['key']!r} says {number['says']!r}; "
            "expected a sentence with {value}."
        )
    for value in number.get("says_at", {}):
        if not number["low"] <= float(value.replace(",", "")) <= number["high"]:
            raise ValueError(
                f"{where}: the number {number['key']!r} has a sentence for {value}, which is "
                f"outside {number['low']} to {number['high']}."
            )


def _check_options(
    options: Collection[Mapping[str, Any]], numbers: Collection[str], where: str
) -> None:
    """Refuse unknown numbers, and a share of people trained that only some options have."""
    untrained = [option["key"] for option in options if "trained" not in option]
    if 0 < len(untrained) < len(options):
        raise ValueError(
            f"{where}: the options {', '.join(untrained)} have no trained, and others do; "
            "expected the share of people trained, from 0 to 1, for each option."
        )
    for option in options:
        for entry in ("needs", "without"):
            if unknown := [key for key in option.get(entry, ()) if key not in numbers]:
                raise ValueError(
                    f"{where}: {entry} of the option {option['key']!r} has {', '.join(unknown)}, "
                    f"which is not a number; there are {', '.join(sorted(numbers)) or 'none'}."
                )


def _check_feeds(
    today: Mapping[str, float],
    options: Iterable[Mapping[str, Any]],
    numbers: Iterable[Mapping[str, Any]],
    where: str,
) -> None:
    effects = set(today)
    if unknown := effects - set(EFFECTS):
        raise ValueError(
            f"{where}: {', '.join(sorted(unknown))} is not an effect; "
            f"there are {', '.join(EFFECTS)}."
        )
    for option in options:
        if set(option["feeds"]) != effects:
            raise ValueError(
                f"{where}: the option {option['key']!r} feeds {sorted(option['feeds'])}; "
                f"expected what today feeds: {sorted(effects)}."
            )
    for number in numbers:
        if not set(number["feeds"]) <= effects:
            raise ValueError(
                f"{where}: the number {number['key']!r} feeds {sorted(number['feeds'])}; "
                f"expected some of what today feeds: {sorted(effects)}."
            )


def _check_part(part: Mapping[str, Any], module: str, where: str) -> None:
    """Refuse a part with sections of steps that the lesson doesn't have."""
    _check_entries("part", part, _PART, where)
    steps = [step for each in MODULES if each.slug == module for step in each.steps]
    if unknown := [step for step in part["sections"] if step not in steps]:
        raise ValueError(
            f"{where}: the part has sections for {', '.join(unknown)}, which are not steps of the "
            f"lesson; its steps are {', '.join(steps)}."
        )
