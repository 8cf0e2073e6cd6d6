"""What an assignment's tests need, found by running the instructor's own solution; kept on disk."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path, PurePath

from grader.course.assignment import AssignmentSpec, NotebookSpec
from grader.course.author import author_notebook
from grader.course.course import Course
from grader.course.limits import SubmissionLimits
from grader.course.permissions import Permissions
from grader.course.time_limits import limits_of, no_less
from grader.errors import GraderError
from grader.files import write_atomically
from grader.intake.ingest import UnreadableError
from grader.running.isolated import as_cell, can_isolate, ceilings, engine, surroundings
from grader.sandbox.nursery import ZygoteError
from grader.split import Assignment, Cell, Profile
from grader.split.both.names import read

_FORM = 20
"""Goes up when what is recorded changes, so that what was kept is made anew."""


def profiles_of(
    course: Course,
    assignment: AssignmentSpec,
    permissions: Permissions,
    limits: SubmissionLimits | None = None,
) -> dict[str, Profile]:
    """Return the profile of each notebook; found anew only when the assignment has changed.

    A notebook has none where its source is missing or split grading cannot run it.

    Parameters
    ----------
    limits
        Those of submissions, if they are not the course's own: the solution has no less time.
    """
    usual = limits_of(course.config)
    usual = no_less(limits or usual, usual)
    found = {}
    for spec in assignment.notebooks:
        path = course.source(assignment.name) / f"{spec.name}.ipynb"
        if path.is_file() and can_isolate(spec):
            found[spec.name] = _profile(course, assignment, spec, path, permissions, usual)
    return found


def _profile(  # noqa: PLR0913, PLR0917
    course: Course,
    assignment: AssignmentSpec,
    spec: NotebookSpec,
    path: Path,
    permissions: Permissions,
    usual: SubmissionLimits,
) -> Profile:
    told = f"{_FORM} {assignment.digest} {permissions!r}"
    # In more time a slow solution may come to its end.
    told += f" {usual!r}" if usual != SubmissionLimits() else ""
    known = told.encode() + path.read_bytes()
    digest = hashlib.sha256(known).hexdigest()
    kept = course.profiles(assignment.name) / f"{spec.name}.json"
    try:
        record = json.loads(kept.read_text(encoding="utf-8"))
        if record["digest"] == digest:
            return Profile.from_dict(record["profile"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        limits = spec.within(usual)
        with surroundings(assignment, None, limits, permissions) as around:
            files = Assignment(files=around.files, shown=around.shown)
            cells = solution_cells(spec, path)
            profile = engine(permissions).profile(cells, files, ceilings(limits))
            profile = _with_own_files(profile, cells, assignment.students_own)
    except (ZygoteError, UnreadableError, OSError) as error:
        raise GraderError(
            f"The solution of {spec.name!r} could not be run here: {error}"
        ) from error
    text = json.dumps({"digest": digest, "profile": profile.as_dict()}, indent=1, sort_keys=True)
    write_atomically(kept, text.encode())
    return profile


def _with_own_files(profile: Profile, cells: list[Cell], own: frozenset[str]) -> Profile:
    """Have tests that need a student's file run where it is: in one process with the answers.

    The checker does not have it: a module there would judge. Where a locked cell or a test of the
    notebook names such a file, this holds for all of its tests, which may build on each other.
    A test that the solution does not pass may lack what only students write.
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
    ours = [cell.source for cell in cells if cell.kind in {"test", "locked"}]
    everywhere = any(pattern.search(source) for source in ours)
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
    """Return the instructor's notebook as cells, its tests as they stand in the gradebook."""
    tests = {cell.grade_id: cell.source for cell in spec.cells if not cell.solution}
    notebook = author_notebook(path)
    for node in notebook.cells:
        name = node.metadata.get("nbgrader", {}).get("grade_id")
        # An autotest, for instance, is filled in when the assignment is released.
        node.source = tests.get(name, node.source)
    return [as_cell(node, spec.seconds) for node in notebook.cells]
