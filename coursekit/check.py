"""Check lessons: their parts, texts, explorables, exercise, notebooks and pages; TODOs come last.

All checks run, even if one fails.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from course.syllabus import COURSE, MODULES, Module
from coursekit import assignments, explorable_rules, lint_content, preview_build, unfinished
from coursekit.course_parts import files_of, require_lesson, texts_of


def main(arguments: Sequence[str]) -> int:
    """Check some lessons, or all; return 1 if something is wrong or unfinished."""
    parser = argparse.ArgumentParser(prog="coursekit check", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="slugs of lessons (default: all)")
    names = parser.parse_args(arguments).lessons
    modules = [require_lesson(name) for name in names] or [each for each in MODULES if each.steps]
    failed = [
        lint_content.main(names),
        *map(_misleads, modules),
        _differs(),
        *map(_fails, modules),
    ]
    files = [file for module in modules for file in files_of(module)]
    return int(unfinished.listed(files, COURSE.folder) or any(failed))


def _misleads(module: Module) -> bool:
    """Tell whether an explorable of a lesson breaks a rule; print which."""
    found = explorable_rules.faults(module)
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


def _differs() -> int:
    """Tell whether an assignment's notebook differs from its text."""
    try:
        return assignments.main(["--check"])
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
