"""What this learner has done, kept in one small file on the learner's own machine."""

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

from course._join import is_sound, joined

_FORMAT = 1


def location() -> Path:
    """Return the file that holds the progress.

    ``COURSE_PROGRESS`` names another one, for a shared account or a test.
    """
    named = os.environ.get("COURSE_PROGRESS")
    return Path(named) if named else Path.home() / ".scaling-ai-course" / "progress.json"


def now() -> datetime:
    """Return the present moment, in the time zone of this machine."""
    return datetime.now().astimezone()


def in_words(day: date) -> str:
    """Return a day as a learner reads it: ``3 May 2027``."""
    return f"{day.day} {day:%B %Y}"


def record(name: str, **facts: Any) -> None:
    """Remember facts about a step of the course.

    Parameters
    ----------
    name
        ``"module.step"``, as in ``"drift.shift"`` or ``"drift.checkpoint"``.
    **facts
        Plain values (numbers, text, lists, dictionaries). A fact already known under the same
        name is replaced.

    Raises
    ------
    TypeError
        A fact is not a plain value; nothing is changed.
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
    """Return all that is remembered: the facts of each step, by its name.

    A file whose content makes no sense is set aside beside itself, with a warning; nothing is
    overwritten.
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
    """Return what is remembered of one module, by the name of the step."""
    return {
        name.removeprefix(f"{module}."): facts
        for name, facts in steps_done().items()
        if name.startswith(f"{module}.")
    }


def save_as(path: str | Path = "my-progress.json") -> Path:
    """Write your progress into a file of your choice, to keep it or to take it elsewhere.

    Parameters
    ----------
    path
        The file; by default it lies in the folder you are in, where the file browser shows it.

    Returns
    -------
    Path
        Where it is.
    """
    target = Path(path)
    target.write_text(_text({"format": _FORMAT, "steps": steps_done()}), encoding="utf-8")
    return target


def add_from(path: str | Path = "my-progress.json") -> int:
    """Add the progress in a file that `save_as` or a page of the web edition wrote.

    Nothing that is here is lost: challenges are united, and of two decisions the later one counts
    and the other becomes part of its history. A guess that you have made here stays.

    Parameters
    ----------
    path
        The file; in the browser edition, upload it first.

    Returns
    -------
    int
        The number of steps that the file knows.

    Raises
    ------
    ValueError
        The file is none that `save_as` wrote; nothing is changed.
    FileNotFoundError
        There is no such file.
    """
    try:
        added = _sound(_steps(Path(path).read_text(encoding="utf-8")))
    except ValueError as problem:
        raise ValueError(
            f"{path} does not hold progress ({problem}); choose a file that progress.save_as wrote."
        ) from problem
    known = steps_done()
    # All at once: a crash in the middle must not leave half a file added.
    both = {name: joined(known.get(name, {}), facts) for name, facts in added.items()}
    _keep({**known, **both})
    return len(added)


def forget() -> None:
    """Remove everything that is remembered."""
    location().unlink(missing_ok=True)


def _steps(text: str) -> dict[str, dict[str, Any]]:
    """Read the file's content, or raise ValueError (of which JSON's own error is one)."""
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
    """Return the steps, or raise ValueError with the first that the course did not write."""
    for name, facts in steps.items():
        if not is_sound(name, facts):
            raise ValueError(f"what it says of {name!r} makes no sense")
    return steps


def _unused(path: Path) -> Path:
    """Return a name beside a path that no file has."""
    names = (path.with_name(f"{path.name}.broken{number or ''}") for number in count())
    return next(name for name in names if not name.exists())


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True)


def _write(content: dict[str, Any]) -> None:
    text = _text(content)
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    # A rename is all or nothing: a full disk or a killed kernel leaves the old file whole.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".draft")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
