"""Record what an assignment's tests need, by running the instructor's solution."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path, PurePath

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.assignment import AssignmentSpec, NotebookSpec
from split_grader.course.author import author_notebook
from split_grader.course.course import Course
from split_grader.course.permissions import Permissions
from split_grader.course.time_limits import limits_of, no_less
from split_grader.intake.ingest import UnreadableError
from split_grader.running.isolated import as_cell, can_isolate, engine, surroundings
from split_grader.sandbox.limits import Limits
from split_grader.sandbox.nursery import ZygoteError
from split_grader.split import Assignment, Cell, Profile
from split_grader.split.both.names import read

_FORM = 20
"""Version of the record's form; a new version makes saved profiles obsolete."""


def profiles_of(
    course: Course,
    assignment: AssignmentSpec,
    permissions: Permissions,
    limits: Limits | None = None,
) -> dict[str, Profile]:
    """Return each notebook's profile, from disk unless the assignment changed.

    A notebook has no profile if its source is missing or split grading can't run it.

    Parameters
    ----------
    limits
        Limits of submissions, if not the course's own: the solution has at least as much time.
    """
    usual = limits_of(course.config)
    usual = no_less(limits or usual, usual)
    profiles = {}
    for spec in assignment.notebooks:
        path = course.source(assignment.name) / f"{spec.name}.ipynb"
        if path.is_file() and can_isolate(spec):
            profiles[spec.name] = _profile(course, assignment, spec, path, permissions, usual)
    return profiles


def _profile(  # noqa: PLR0913, PLR0917
    course: Course,
    assignment: AssignmentSpec,
    spec: NotebookSpec,
    path: Path,
    permissions: Permissions,
    usual: Limits,
) -> Profile:
    settings = f"{_FORM} {assignment.digest} {permissions!r}"
    # With more time, a slow solution may finish.
    settings += f" {usual!r}" if usual != Limits() else ""
    digest = hashlib.sha256(settings.encode() + path.read_bytes()).hexdigest()
    record_path = course.profiles(assignment.name) / f"{spec.name}.json"
    stored_digest, profile = _read_record(record_path)
    if stored_digest == digest:
        return profile
    try:
        limits = spec.within(usual)
        with surroundings(assignment, None, limits, permissions) as around:
            files = Assignment(files=around.files, shown=around.shown)
            cells = solution_cells(spec, path)
            profile = engine(permissions).profile(cells, files, limits)
            profile = _with_own_files(profile, cells, assignment.students_own)
    except (ZygoteError, UnreadableError, OSError) as error:
        raise GraderError(f"The solution of {spec.name!r} couldn't be run here: {error}") from error
    text = json.dumps({"digest": digest, "profile": profile.as_dict()}, indent=1, sort_keys=True)
    write_atomically(record_path, text.encode())
    return profile


def stored_profile(course: Course, assignment: str, notebook: str) -> Profile:
    """Return a notebook's profile as last recorded; empty without a record."""
    return _read_record(course.profiles(assignment) / f"{notebook}.json")[1]


def _read_record(path: Path) -> tuple[str, Profile]:
    """Return a record's digest and profile, both empty if it can't be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return str(record["digest"]), Profile.from_dict(record["profile"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", Profile()


def _with_own_files(profile: Profile, cells: list[Cell], own: frozenset[str]) -> Profile:
    """Make tests that need a student's file run in the answers' process.

    The checker doesn't have the file, because a student's module there could fake verdicts. If a
    locked cell or a test names such a file, all tests of the notebook run there, because they may
    build on each other. A test that the solution fails may need something only students write.
    """
    if not own:
        return profile
    modules = {name.removesuffix(".py").replace("/", ".") for name in own if name.endswith(".py")}
    imports = [
        place
        for cell in cells
        if cell.kind != "markdown"
        for place in read(cell.source).imports.items()
    ]
    bound = {name for name, (module, _) in imports if module in modules}
    words = {*own, *(PurePath(name).name for name in own), *bound}
    words |= {module.rpartition(".")[2] for module in modules}
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, sorted(words)))})\b")
    sources = [cell.source for cell in cells if cell.kind in {"test", "locked"}]
    everywhere = any(pattern.search(source) for source in sources)
    why = f"students hand in {', '.join(sorted(own))} themselves"
    return Profile(
        {
            name: replace(cell, needs_single_process=True, reason=why)
            if everywhere or (cell.reason and not cell.needs_single_process)
            else cell
            for name, cell in profile.cells.items()
        }
    )


def solution_cells(spec: NotebookSpec, path: Path) -> list[Cell]:
    """Return the instructor's notebook as cells, with the gradebook's tests."""
    tests = {cell.grade_id: cell.source for cell in spec.cells if not cell.solution}
    notebook = author_notebook(path)
    for node in notebook.cells:
        name = node.metadata.get("nbgrader", {}).get("grade_id")
        # An autotest, for example, is filled in when the assignment is released.
        node.source = tests.get(name, node.source)
    return [as_cell(node, spec.seconds) for node in notebook.cells]
