"""Check lessons: their parts, texts, explorables, exercise, notebooks and pages; TODOs come last.

All checks run, even if one fails.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from course.syllabus.syllabus import COURSE, MODULES, Module
from scaling_ai_kit import assignments, explorable_rules, lint_content, preview_build, unfinished
from scaling_ai_kit.course_parts import files_of, require_lesson, texts_of
from scaling_ai_kit.in_words import in_words


def main(arguments: Sequence[str]) -> int:
    """Check some lessons, or all; return 1 if something is wrong or unfinished."""
    parser = argparse.ArgumentParser(prog="coursekit check", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="slugs of lessons (default: all)")
    names = parser.parse_args(arguments).lessons
    modules = [require_lesson(name) for name in names] or [each for each in MODULES if each.steps]
    exercises = [module.exercise for module in modules]
    results = [
        lint_content.main(names),
        *map(_misleads, modules),
        *map(_differs, filter(None, exercises) if names else [None]),
        *map(_fails, modules),
    ]
    files = [file for module in modules for file in files_of(module)]
    todos = unfinished.listed(files, COURSE.folder)
    print(_end(len(modules), todos, " ".join(["coursekit check", *names]), has_failed=any(results)))
    return int(bool(todos) or any(results))


def _end(lessons: int, todos: int, again: str, *, has_failed: bool) -> str:
    """Return what was checked, what is left, and what to do next."""
    summary = f"{lessons} lesson{'s' * (lessons != 1)} checked"
    todos_left = f"{todos or 'no'} TODO{'s' * (todos != 1)} left"
    act = "correct what is named above" if has_failed else "replace them" if todos else ""
    return f"{summary}, {todos_left}. Next: {f'{act}, then {again}' if act else 'coursekit pages'}"


def _misleads(module: Module) -> bool:
    """Tell whether an explorable of a lesson breaks a rule; print which."""
    try:
        faults = explorable_rules.faults(module)
    except Exception as problem:  # noqa: BLE001 - any error is the author's to see
        faults = [in_words(problem)]
    print(*faults, sep="\n", end="\n" if faults else "")
    return bool(faults)


def _differs(exercise: str | None) -> int:
    """Tell whether the notebook of an exercise, or of any, differs from its text."""
    try:
        return assignments.main(["--check", *([exercise] if exercise else [])])
    except SystemExit as problem:
        print(problem)
        return 1


def _fails(module: Module) -> bool:
    """Build a lesson's notebooks and page; print what goes wrong."""
    print(f"{module.slug}: building its notebook and its page", flush=True)
    texts = [text.stem for text in texts_of(module)]
    with TemporaryDirectory() as folder:
        error = preview_build.built(texts, Path(folder), only_text=False)
    if error:
        print(error)
    return bool(error)
