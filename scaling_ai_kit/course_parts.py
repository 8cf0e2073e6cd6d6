"""The parts of a course: a lesson's files, and what ``course.toml`` names and folders lack."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path

from course.syllabus.coursefile import FILE
from course.syllabus.syllabus import COURSE, MODULES, Module

LESSONS = COURSE.place("lessons")
TEXT = LESSONS / "text"


_WRITTEN = {".md", ".py", ".toml"}  # by authors; a notebook is built from its text


def require_lesson(slug: str) -> Module:
    """Return a lesson, or exit and say which there are."""
    lessons = {module.slug: module for module in MODULES if module.steps}
    if slug not in lessons:
        sys.exit(f"There is no lesson {slug!r}; there are {', '.join(sorted(lessons)) or 'none'}.")
    return lessons[slug]


def files_of(module: Module) -> list[Path]:
    """Return the files that an author writes for a lesson: those with its name in their path."""
    places = [TEXT, *(COURSE.place(kind) for kind in ("questions", "decisions", "solutions"))]
    places += [COURSE.folder / "banks", *(COURSE.code(kind) for kind in ("explore", "simulate"))]
    names = {module.slug, module.exercise, *(text.stem for text in texts_of(module))}
    return sorted(
        file
        for place in places
        for file in place.rglob("*")
        if file.suffix in _WRITTEN and file.relative_to(place).parts[0].partition(".")[0] in names
    )


def texts_of(module: Module) -> list[Path]:
    """Return the paths of a lesson's text, and of its workbench's if it has one."""
    notebooks = filter(None, [module.notebook, module.workbench_notebook])
    return [(TEXT / name).with_suffix(".md") for name in notebooks]


def missing_parts(slugs: Collection[str] = ()) -> list[str]:
    """Return what all lessons lack, or some, as sentences: where, what, and what to do."""
    problems = [
        f"{FILE}: lesson {module.number} ({module.slug}): {problem}"
        for module in MODULES
        if module.steps and (not slugs or module.slug in slugs)
        for problem in _missing(module)
    ]
    return [*problems, *_front(), *_left_over()]


def _missing(module: Module) -> Iterator[str]:
    for text in texts_of(module):
        yield from _absent(text, "its text")
    if "checkpoint" in module.steps:
        yield from _absent(COURSE.place("questions") / f"{module.slug}.toml", "its checkpoint")
    if module.exercise:
        solutions = COURSE.place("solutions")
        if not (solutions / module.exercise).is_dir():
            yield from _absent(solutions / f"{module.exercise}.md", "its exercise")
    yield from _explorables(module)


def _front() -> Iterator[str]:
    if name := COURSE.front["template"]:
        yield from _absent(COURSE.folder / name, f"{FILE}: [front]: its template")


def _absent(file: Path, what: str) -> Iterator[str]:
    if not file.exists():
        yield f"{what} is missing. Write {_shown(file)}, or remove it from {FILE}."


def explorables_of(module: Module) -> list[str]:
    """Return the names of the explorables of a lesson and its workbench."""
    return [step for step in (*module.steps, *(module.workbench or ())) if step != "checkpoint"]


def place_of_explorables(module: Module) -> str:
    """Return where the explorables of a lesson are, without a suffix."""
    return f"{_shown(COURSE.code('explore'))}/{module.slug}"


def _explorables(module: Module) -> Iterator[str]:
    names, place = explorables_of(module), place_of_explorables(module)
    if not names:
        return
    try:
        package = import_module(f"course.explore.{module.slug}")
    except ModuleNotFoundError as problem:
        yield f"{problem.msg}, so {', '.join(names)} can't be shown. Write it in {place}."
        return
    for name in names:
        if not callable(getattr(package, name, None)):
            yield f"{place} has no function {name!r}. Write it, or remove it from 'steps'."


def _left_over() -> Iterator[str]:
    slugs = {module.slug for module in MODULES}
    for kind in ("questions", "decisions"):
        for file in sorted(COURSE.place(kind).glob("*.toml")):
            if file.stem not in slugs:
                yield f"{_shown(file)} belongs to no lesson. Rename it after one, or delete it."


def _shown(path: Path) -> str:
    return str(path.relative_to(COURSE.folder) if path.is_relative_to(COURSE.folder) else path)
