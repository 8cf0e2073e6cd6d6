"""What a notebook's text tells of its tests: where the names come from that they read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from grader.split.both import names
from grader.split.both.profile import MAYBE, STUDENT, CellProfile, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.split.both.outcome import Cell


def first(cells: Sequence[Cell]) -> Profile:
    """Return the profile to record under: where names come from is known before any run."""
    shared = shares(cells)
    found = origins(cells)
    return Profile({g: CellProfile(names=found[g], shares=shared[g]) for g in found})


def origins(cells: Sequence[Cell]) -> dict[str, dict[str, Any]]:
    """Tell for each test cell where the names it reads come from, by the latest cell to bind them.

    A name that the solution binds is the student's, even where the instructor bound it before; a
    name that the solution imports from a library is the library's. What the instructor bound and
    the solution mentions is :data:`MAYBE` the student's: a run tells.
    """
    latest: dict[str, Any] = {}
    found: dict[str, dict[str, Any]] = {}
    for cell in cells:
        if cell.kind == "markdown":
            continue
        reading = names.read(cell.source)
        if cell.kind == "test":
            found[cell.grade_id] = {n: o for n, o in latest.items() if o is not None}
        if cell.kind != "student":
            modules = {name for name, how in reading.binds.items() if how == "import"}
            latest = {n: o for n, o in latest.items() if n not in modules}
            latest |= dict.fromkeys(reading.binds.keys() - modules)
            if cell.kind == "locked":
                latest |= _made_of_answers(cell.source, latest)
            continue
        latest |= {n: MAYBE for n in names.used(cell.source) if n in latest and not latest[n]}
        for name, how in reading.binds.items():
            place = reading.imports.get(name) if how == "import" else None
            is_there = place and names.thing_at(*place) is not None
            latest[name] = list(place) if place and is_there else STUDENT
    return found


def shares(cells: Sequence[Cell]) -> dict[str, list[str]]:
    """Tell for each test cell which names it binds anew that the solution's functions read.

    In one process those functions see what the test has bound. And which names tests delete, so far
    and until an answer binds them again: in one process no answer has these.
    """
    found: dict[str, list[str]] = {}
    read: set[str] = set()
    deleted: set[str] = set()
    for cell in cells:
        reading = names.read(cell.source)
        if cell.kind == "student":
            read |= names.read_by_functions(cell.source)
            deleted -= reading.binds.keys()
        elif cell.kind == "test":
            mine = {name for name, how in reading.binds.items() if how != "import"}
            deleted |= names.deleted(cell.source)
            found[cell.grade_id] = sorted(mine & read | deleted)
    return found


def _made_of_answers(source: str, latest: dict[str, Any]) -> dict[str, str]:
    """Return what a locked cell makes of what is the student's: that is the student's, too."""
    found: dict[str, str] = {}
    for statement in names.statements(source):
        is_definition = isinstance(statement, (*names.DEFINITIONS, ast.Import, ast.ImportFrom))
        theirs = {name for name, place in (latest | found).items() if place == STUDENT}
        if not is_definition and theirs & names.mentioned(statement):
            found |= dict.fromkeys(names.stored(statement), STUDENT)
    return found
