"""What this learner has done, kept in one small file on the learner's own machine."""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

_FORMAT = 1


def location() -> Path:
    """Return the file that holds the progress.

    ``COURSE_PROGRESS`` names another one, for a shared account or a test.
    """
    named = os.environ.get("COURSE_PROGRESS")
    return Path(named) if named else Path.home() / ".scaling-ai-course" / "progress.json"


def record(name: str, **facts: Any) -> None:
    """Remember facts about a step of the course.

    Parameters
    ----------
    name
        ``"module.step"``, as in ``"drift.shift"`` or ``"drift.checkpoint"``.
    **facts
        Plain values (numbers, text, lists, dictionaries). A fact already known under the same
        name is replaced.
    """
    steps = steps_done()
    steps[name] = {**steps.get(name, {}), **facts}
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

    A file that cannot be read is set aside as ``progress.json.broken``, with a warning; nothing
    is overwritten.
    """
    path = location()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT:
            raise ValueError(f"format {content['format']!r}, expected {_FORMAT}")  # noqa: TRY301
        return dict(content["steps"])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        aside = path.with_name(path.name + ".broken")
        try:
            path.replace(aside)
            kept = f"It is kept as {aside.name}."
        except OSError:
            kept = "It could not be set aside."
        warnings.warn(
            f"The progress file {path} could not be read ({problem}). {kept} "
            "You start with a fresh one.",
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


def forget() -> None:
    """Remove everything that is remembered."""
    location().unlink(missing_ok=True)


def _write(content: dict[str, Any]) -> None:
    path = location()
    path.parent.mkdir(parents=True, exist_ok=True)
    # A rename is all or nothing: a full disk or a killed kernel leaves the old file whole.
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=path.name, delete=False, encoding="utf-8"
    ) as draft:
        json.dump(content, draft, indent=1, sort_keys=True)
    Path(draft.name).replace(path)
