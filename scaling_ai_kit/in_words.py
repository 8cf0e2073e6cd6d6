"""Say what went wrong in a build: a sentence where the author can act on it, or a traceback."""

from __future__ import annotations

import traceback
from pathlib import Path

import course
from course.syllabus.syllabus import COURSE
from scaling_ai_kit.chosen_course import KINDS

_OURS = (Path(__file__).parent, Path(course.__file__).parent)


def in_words(problem: Exception) -> str:
    """Return an error's message, with the line of the author's code if that raised it.

    An error that neither the author's code nor a check of ours has raised keeps its traceback.
    """
    places = [COURSE.code(kind) for kind in KINDS]
    frames = traceback.extract_tb(problem.__traceback__)
    authors = [frame for frame in frames if _is_in(frame, places)]
    is_message = isinstance(problem, ValueError)
    if not authors and not (is_message and _is_in(frames[-1], _OURS)):
        return "".join(traceback.format_exception(problem))
    message = str(problem) if is_message else f"{type(problem).__name__}: {problem}"
    return message + "".join(f"\n  raised in {_shown(frame)}" for frame in authors[-1:])


def _is_in(frame: traceback.FrameSummary, folders: list[Path] | tuple[Path, ...]) -> bool:
    return any(Path(frame.filename).is_relative_to(folder) for folder in folders)


def _shown(frame: traceback.FrameSummary) -> str:
    file = Path(frame.filename)
    inside = file.is_relative_to(COURSE.folder)
    return f"{file.relative_to(COURSE.folder) if inside else file}, line {frame.lineno}"
