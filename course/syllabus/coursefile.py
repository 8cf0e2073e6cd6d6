"""Find and read ``course.toml``, which says what a course consists of.

A process knows one course: the one whose folder ``COURSE_FOLDER`` names; or else the one at or
above the working directory; or else the one that comes with this package.
"""

from __future__ import annotations

import keyword
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

from course.base.tables import filled, meant
from course.syllabus.lessons import Assignment, LearningPath, Module, Stop

FILE: Final = "course.toml"
VARIABLE: Final = "COURSE_FOLDER"
DECISION: Final = "decision"
"""The step under which a module's decision is kept; modules don't list it."""
WHOLE: Final = "whole"
"""The path through all lessons, which every course has."""

_PACKAGE: Final = Path(__file__).parents[1]
# A wheel has its course inside the package; a checkout has it around the package.
_INCLUDED: Final = (_PACKAGE / "_course", _PACKAGE.parent)

# The tables of the file: defaults, or types of entries that are needed.
_FOLDERS: Final = {
    "lessons": "modules",
    "questions": "questions",
    "decisions": "decisions",
    "datasets": "datasets",
    "solutions": "solutions",
    "exercises": "exercises",
}
_FRONT: Final = {"title": "All lessons", "description": "", "template": ""}
_LESSON: Final = {
    "slug": str,
    "title": str,
    "steps": (),
    "minutes": 0,
    "exercise": "",
    "workbench": (),
    "chapter_question": 0,
}
_LAST: Final = {"title": str, "notebook": str, "minutes": int}
_STOP: Final = {"lesson": str, "steps": (), "minutes": 0}
_PATH: Final = {
    "name": str,
    "title": str,
    "stops": list,
    "reader": "",
    "says": "",
    "code": True,
    "challenge_hours": 0,
    "last": {},
}
_COURSE: Final = {
    "slug": str,
    "title": str,
    "footer": "",
    "package": "",
    "first_number": 1,
    "board_paper": False,
    "front": {},
    "folders": {},
    "lesson": [],
    "path": [],
}
_MODULE_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_COURSE_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Course:
    """A course: its names, lessons, paths and folders.

    Attributes
    ----------
    folder
        The folder of ``course.toml``.
    slug
        The name under which learners' progress is kept.
    folders
        Paths from ``folder``, by the names in ``course.toml``.
    front
        The front page's ``title``, ``description`` and ``template``.
    package
        The installed package with the course's ``explore``, ``simulate`` and ``data``; if empty,
        they are in ``folder``.
    first_number
        The number of the first lesson.
    has_board_paper
        Whether decisions feed the two years and the board paper of *Scaling AI*.
    """

    folder: Path
    slug: str
    title: str
    footer: str
    modules: tuple[Module, ...]
    paths: Mapping[str, LearningPath]
    folders: Mapping[str, str]
    front: Mapping[str, str]
    package: str
    first_number: int
    has_board_paper: bool

    def place(self, name: str) -> Path:
        """Return one of the folders."""
        return self.folder / self.folders[name]

    def code(self, kind: str) -> Path:
        """Return the folder of the course's ``explore``, ``simulate`` or ``data``.

        Raises
        ------
        ValueError
            If the package is not installed.
        """
        if not self.package:
            return self.folder / kind
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ValueError(
                f"{self.folder / FILE}: 'package' is {self.package!r}, which is not an installed "
                f"package. Install it, or leave the entry out and put {kind} next to {FILE}."
            )
        return Path(next(iter(spec.submodule_search_locations)), kind)


@cache
def current() -> Course:
    """Return the course of this process.

    Raises
    ------
    ValueError
        If its file is missing or invalid.
    """
    return read(find())


def find() -> Path:
    """Return the folder of the course of this process."""
    if value := os.environ.get(VARIABLE):
        return Path(value).expanduser()
    folders = (*_here_and_above(), *_INCLUDED)
    return next((folder for folder in folders if _has_file(folder)), _INCLUDED[0])


def extend(path: MutableSequence[str], kind: str) -> None:
    """Let a course's own modules come first in the path of one of our packages.

    Raises
    ------
    ValueError
        If one of them has the name of a module that all explorables need.
    """
    place = current().code(kind)
    if str(place) in path:
        return
    ours = {file.stem for file in Path(path[0]).glob("*.py")} if kind == "explore" else set()
    if hidden_names := ours & {module.name for module in iter_modules([str(place)])}:
        name = min(hidden_names)
        raise ValueError(f"{place}: {name!r} would hide course.{kind}.{name}. Rename it.")
    path.insert(0, str(place))


def read(folder: Path) -> Course:
    """Read the course in a folder.

    Raises
    ------
    ValueError
        If the file is missing or invalid; the message names the file, the entry and what to do.
    """
    file = folder.absolute() / FILE
    if not _has_file(folder):
        raise ValueError(
            f"{folder.absolute()} has no {FILE}, so it isn't the folder of a course. Name the "
            f"folder that has one, or write it there: docs/authoring.md shows how."
        )
    try:
        return _course(file.parent, _content(file))
    except ValueError as problem:
        raise ValueError(f"{file}: {problem}") from None


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"it isn't valid TOML. Correct this place: {problem}.") from None
    except UnicodeDecodeError as problem:
        raise ValueError(f"it isn't UTF-8 ({problem.reason}). Save it in UTF-8.") from None


def _here_and_above() -> Sequence[Path]:
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted
        return ()
    return (here, *here.parents)


def _has_file(folder: Path) -> bool:
    # A folder that may not be read counts as one without the file.
    return os.path.isfile(folder / FILE)  # noqa: PTH113 - Path's raises an error there


def _course(folder: Path, content: Mapping[str, Any]) -> Course:
    course = filled(content, "the file", _COURSE)
    if not _COURSE_NAME.fullmatch(course["slug"]):
        raise ValueError(
            f"'slug' is {course['slug']!r}; expected lower-case letters, digits and hyphens, as in "
            "'time-series'. It names the file with a learner's progress."
        )
    modules = _modules(course["lesson"], course["first_number"])
    return Course(
        folder=folder,
        modules=modules,
        paths=_paths(course["path"], modules),
        folders=filled(course["folders"], "[folders]", _FOLDERS),
        front=filled(course["front"], "[front]", _FRONT),
        has_board_paper=course["board_paper"],
        **{name: course[name] for name in ("slug", "title", "footer", "package", "first_number")},
    )


def _modules(lessons: Sequence[object], first: int) -> tuple[Module, ...]:
    modules = tuple(_module(number, lesson) for number, lesson in enumerate(lessons, first))
    numbers: dict[str, int] = {}
    for module in modules:
        if module.slug in numbers:
            raise ValueError(
                f"lessons {numbers[module.slug]} and {module.number} are both called "
                f"{module.slug!r}. Rename one: the slug is also the name of a lesson's files."
            )
        numbers[module.slug] = module.number
    return modules


def _module(number: int, lesson: Any) -> Module:
    entries = filled(lesson, f"lesson {number}", _LESSON)
    slug, steps = entries["slug"], entries["steps"]
    where = f"lesson {number} ({slug})"
    _require_names([slug], f"lesson {number}: 'slug'")
    _require_names([*steps, *entries["workbench"]], f"{where}: a step")
    if DECISION in steps:
        raise ValueError(
            f"{where}: leave {DECISION!r} out of 'steps'. A lesson has a decision if there is a "
            f"file for it, {slug}.toml in the folder of decisions."
        )
    if steps and not entries["minutes"]:
        raise ValueError(f"{where} has steps, but no minutes. Say how long it takes.")
    return Module(
        number=number,
        slug=slug,
        question=entries["title"],
        steps=tuple(steps),
        exercise=entries["exercise"] or None,
        chapter_question=entries["chapter_question"] or None,
        minutes=entries["minutes"],
        workbench=tuple(entries["workbench"]) if "workbench" in lesson else None,
    )


def _require_names(names: Sequence[str], what: str) -> None:
    """Refuse names that no module can have, or that appear twice."""
    for name in names:
        if not _MODULE_NAME.fullmatch(name) or keyword.iskeyword(name):
            raise ValueError(
                f"{what} is {name!r}, which can't name a Python module. Use lower-case letters, "
                "digits and underscores, a letter first, as in 'safety_stock'."
            )
        if names.count(name) > 1:
            raise ValueError(f"{what} is named twice: {name!r}. Remove one.")


def _paths(tables: Iterable[object], modules: Sequence[Module]) -> dict[str, LearningPath]:
    """Return the shorter paths by name, and last the whole course."""
    paths: dict[str, LearningPath] = {}
    for table in tables:
        path = filled(table, "a path", _PATH)
        _require_names([path["name"]], "the name of a path")
        if path["name"] in {*paths, WHOLE}:
            raise ValueError(f"two paths are called {path['name']!r}. Rename one.")
        paths[path["name"]] = _path(path, {module.slug: module for module in modules})
    paths[WHOLE] = LearningPath(
        "The course",
        tuple(Stop(module, module.steps, module.minutes) for module in modules),
        reader="For those who want all of it." if paths else "",
        says="I want all of it" if paths else "The course",
    )
    return paths


def _path(path: Mapping[str, Any], modules: Mapping[str, Module]) -> LearningPath:
    where = f"path {path['name']!r}"
    stops = tuple(_stop(stop, where, modules) for stop in path["stops"])
    for one, after in pairwise(stops):
        if one.module.number >= after.module.number:
            raise ValueError(
                f"{where} has {after.module.slug!r} after {one.module.slug!r}. List each stop "
                "once, in the order of the lessons."
            )
    last = filled(path["last"], f"{where}: 'last'", _LAST) if path["last"] else None
    return LearningPath(
        path["title"],
        stops,
        challenge_hours=path["challenge_hours"] or None,
        last=Assignment(**last) if last else None,
        reader=path["reader"],
        says=path["says"] or path["title"],
        code=path["code"],
    )


def _stop(stop: object, where: str, modules: Mapping[str, Module]) -> Stop:
    """Return a stop: a lesson's slug, or a table that names steps of it."""
    table = {"lesson": stop} if isinstance(stop, str) else stop
    entries = filled(table, f"a stop of {where}", _STOP)
    slug, steps, minutes = entries["lesson"], entries["steps"], entries["minutes"]
    if slug not in modules:
        raise ValueError(
            f"{where} stops at {slug!r}, which isn't a lesson{meant(slug, modules)} "
            f"The lessons are {', '.join(modules)}."
        )
    module = modules[slug]
    if unknown := next((step for step in steps if step not in {*module.steps, DECISION}), None):
        raise ValueError(
            f"{where} takes {unknown!r} of {slug!r}, which doesn't have this step"
            f"{meant(unknown, module.steps)} Its steps are {', '.join(module.steps)}."
        )
    if steps and not minutes:
        raise ValueError(f"{where} takes part of {slug!r}: say how many minutes this takes.")
    return Stop(module, tuple(steps) or module.steps, minutes or module.minutes)
