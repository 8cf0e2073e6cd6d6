"""Read from a notebook's text where the names in its tests come from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from split_grader.split.both import names
from split_grader.split.both.profile import MAYBE, STUDENT, CellProfile, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from split_grader.split.both.outcome import Cell


def first(cells: Sequence[Cell]) -> Profile:
    """Return the profile for the first recording: the names' origins are known before any run."""
    shared = shares(cells)
    places = origins(cells)
    return Profile({g: CellProfile(names=places[g], shares=shared[g]) for g in places})


def origins(cells: Sequence[Cell]) -> dict[str, dict[str, Any]]:
    """Tell for each test cell where the names it reads come from, by the latest cell to bind them.

    A name that the solution binds is the student's, even where the instructor bound it before; a
    name that the solution imports from a library is the library's. What the instructor bound and
    the solution mentions is :data:`MAYBE` the student's: a run tells.
    """
    latest: dict[str, Any] = {}
    places: dict[str, dict[str, Any]] = {}
    for cell in cells:
        if cell.kind == "markdown":
            continue
        reading = names.read(cell.source)
        if cell.kind == "test":
            places[cell.grade_id] = {n: o for n, o in latest.items() if o is not None}
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
    return places


def shares(cells: Sequence[Cell]) -> dict[str, list[str]]:
    """Return, by test cell, the names it binds or deletes that the solution's functions read.

    In one process those functions see what the test has bound, and no longer see a name that a test
    has deleted, until an answer binds it again.
    """
    names_read: dict[str, list[str]] = {}
    reads: set[str] = set()
    deletions: set[str] = set()
    for cell in cells:
        reading = names.read(cell.source)
        if cell.kind == "student":
            reads |= names.read_by_functions(cell.source)
            deletions -= reading.binds.keys()
        elif cell.kind == "test":
            mine = {name for name, how in reading.binds.items() if how != "import"}
            deletions |= names.deleted(cell.source)
            names_read[cell.grade_id] = sorted(mine & reads | deletions)
    return names_read


def _made_of_answers(source: str, latest: dict[str, Any]) -> dict[str, str]:
    """Return names that a locked cell derives from the student's: they are the student's, too."""
    places: dict[str, str] = {}
    for statement in names.statements(source):
        is_definition = isinstance(statement, (*names.DEFINITIONS, ast.Import, ast.ImportFrom))
        theirs = {name for name, place in (latest | places).items() if place == STUDENT}
        if not is_definition and theirs & names.mentioned(statement):
            places |= dict.fromkeys(names.stored(statement), STUDENT)
    return places
