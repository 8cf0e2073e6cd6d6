"""The learner's progress, in one small file on the learner's machine."""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from collections.abc import Mapping
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from course.learner.join import is_sound, joined
from course.syllabus.coursefile import current

_FORMAT = 1


def location() -> Path:
    """Return the file that holds the progress: one for each course.

    Set ``COURSE_PROGRESS`` to use another file, for a shared account or a test.
    """
    override = os.environ.get("COURSE_PROGRESS")
    if override:
        return Path(override)
    return Path.home() / f".{current().slug}-course" / "progress.json"


def now() -> datetime:
    """Return the current time, in this machine's time zone."""
    return datetime.now().astimezone()


def in_words(day: date) -> str:
    """Return a day in words: ``3 May 2027``."""
    return f"{day.day} {day:%B %Y}"


def record(name: str, **facts: Any) -> None:
    """Record facts about a step of the course.

    Parameters
    ----------
    name
        ``"module.step"``, as in ``"drift.shift"`` or ``"drift.checkpoint"``.
    **facts
        Plain values (numbers, text, lists, dictionaries). They replace facts with the same names.

    Raises
    ------
    TypeError
        If a fact is not a plain value; nothing is changed.
    """
    steps = steps_done()
    _keep({**steps, name: {**steps.get(name, {}), **facts}})


def _keep(steps: Mapping[str, Mapping[str, Any]]) -> None:
    try:
        _write({"format": _FORMAT, "steps": steps})
    except OSError as problem:
        warnings.warn(
            f"Your progress could not be saved in {location()}: {problem.strerror}. "
            "You can go on; set COURSE_PROGRESS to a file that you may write.",
            stacklevel=2,
        )


def steps_done() -> dict[str, dict[str, Any]]:
    """Return all recorded facts, by the name of the step.

    An invalid file is renamed, with a warning; nothing is overwritten.
    """
    path = location()
    try:
        return _steps(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as problem:
        warnings.warn(
            f"Your progress in {path} could not be read: {problem.strerror}. You can go on; set "
            "COURSE_PROGRESS to a file that you may read and write.",
            stacklevel=2,
        )
    except ValueError as problem:
        aside = _unused(path)
        path.replace(aside)
        warnings.warn(
            f"The progress file {path} could not be read ({problem}). It is kept as {aside.name}; "
            "you start with a fresh one.",
            stacklevel=2,
        )
    return {}


def done(module: str) -> dict[str, dict[str, Any]]:
    """Return the recorded facts of one module, by the name of the step."""
    return {
        name.removeprefix(f"{module}."): facts
        for name, facts in steps_done().items()
        if name.startswith(f"{module}.")
    }


def save_as(path: str | Path = "my-progress.json") -> Path:
    """Write your progress to a file, to keep it or to take it elsewhere.

    Parameters
    ----------
    path
        The file; by default in the current folder, where the file browser shows it.

    Returns
    -------
    Path
        Path of the file.
    """
    target = Path(path)
    target.write_text(_text({"format": _FORMAT, "steps": steps_done()}), encoding="utf-8")
    return target


def add_from(path: str | Path = "my-progress.json") -> int:
    """Add the progress in a file from `save_as` or the web edition.

    Nothing is lost: solved challenges are combined. Of two decisions, the later one counts and the
    other becomes part of its history. Your guesses here stay.

    Parameters
    ----------
    path
        The file; in the browser edition, upload it first.

    Returns
    -------
    int
        Number of steps in the file.

    Raises
    ------
    ValueError
        If `save_as` did not write the file; nothing is changed.
    FileNotFoundError
        If the file does not exist.
    """
    new_steps = steps_in(path)
    steps = steps_done()
    # All at once, so that a crash can't leave half a file added.
    combined_steps = {name: joined(steps.get(name, {}), facts) for name, facts in new_steps.items()}
    _keep({**steps, **combined_steps})
    return len(new_steps)


def steps_in(path: str | Path) -> dict[str, dict[str, Any]]:
    """Return the recorded facts in a file from `save_as` or the web edition.

    Raises
    ------
    ValueError
        If `save_as` did not write the file.
    FileNotFoundError
        If the file does not exist.
    """
    try:
        return _sound(_steps(Path(path).read_text(encoding="utf-8")))
    except ValueError as problem:
        raise ValueError(
            f"{path} does not hold progress ({problem}); choose a file that progress.save_as wrote."
        ) from problem


def forget() -> None:
    """Delete all progress."""
    location().unlink(missing_ok=True)


def _steps(text: str) -> dict[str, dict[str, Any]]:
    """Parse the file's content, or raise ValueError (JSON's error is one)."""
    try:
        content = json.loads(text)
    except RecursionError as problem:
        raise ValueError("it is nested too deeply") from problem
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise ValueError(f"it is not of format {_FORMAT}")
    steps = content.get("steps")
    if not isinstance(steps, dict) or not all(isinstance(facts, dict) for facts in steps.values()):
        raise ValueError("its steps are not facts by name")
    return steps


def _sound(steps: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the steps, or raise ValueError for the first invalid one."""
    for name, facts in steps.items():
        if not is_sound(name, facts):
            raise ValueError(f"what it says of {name!r} makes no sense")
    return steps


def _unused(path: Path) -> Path:
    """Return an unused file name next to a path."""
    names = (path.with_name(f"{path.name}.broken{number or ''}") for number in count())
    return next(name for name in names if not name.exists())


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True)


def _write(content: dict[str, Any]) -> None:
    text = _text(content)
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    # A rename is all or nothing: a full disk or a killed kernel leaves the old file intact.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".draft")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
