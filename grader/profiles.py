"""What an assignment's tests need, found by running the instructor's own solution; kept on disk."""

import hashlib
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader.access import Access
from grader.assignment import AssignmentSpec, NotebookSpec
from grader.course import Course
from grader.errors import GraderError
from grader.files import write_atomically
from grader.ingest import UnreadableError
from grader.isolated import Beside, as_cell, can_isolate, engine, surroundings
from grader.split import Assignment, Cell, Profile
from grader.split.nursery import ZygoteError
from grader.submission import Limits

_FORM = 14
"""Goes up when what is recorded changes, so that what was kept is made anew."""


def profiles_of(course: Course, assignment: AssignmentSpec, access: Access) -> dict[str, Profile]:
    """Return the profile of each notebook; found anew only when the assignment has changed.

    A notebook has none where its source is missing or split grading cannot run it.
    """
    found = {}
    for spec in assignment.notebooks:
        path = course.source(assignment.name) / f"{spec.name}.ipynb"
        if path.is_file() and can_isolate(spec):
            found[spec.name] = _profile(course, assignment, spec, path, access)
    return found


def _profile(
    course: Course, assignment: AssignmentSpec, spec: NotebookSpec, path: Path, access: Access
) -> Profile:
    known = f"{_FORM} {assignment.digest} {access!r}".encode() + path.read_bytes()
    digest = hashlib.sha256(known).hexdigest()
    kept = course.profiles(assignment.name) / f"{spec.name}.json"
    try:
        record = json.loads(kept.read_text(encoding="utf-8"))
        if record["digest"] == digest:
            return Profile.from_dict(record["profile"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        beside = Beside(assignment.files, withheld=assignment.withheld)
        with surroundings(beside, Limits(), access) as around:
            files = Assignment(files=around.files, shown=around.shown)
            profile = engine(access).profile(solution_cells(spec, path), files)
    except (ZygoteError, UnreadableError, OSError) as error:
        raise GraderError(
            f"The solution of {spec.name!r} could not be run here: {error}"
        ) from error
    text = json.dumps({"digest": digest, "profile": profile.as_dict()}, indent=1, sort_keys=True)
    write_atomically(kept, text.encode())
    return profile


def solution_cells(spec: NotebookSpec, path: Path) -> list[Cell]:
    """Return the instructor's notebook as cells, its tests as they stand in the gradebook."""
    tests = {cell.grade_id: cell.source for cell in spec.cells if not cell.solution}
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    for node in notebook.cells:
        name = node.metadata.get("nbgrader", {}).get("grade_id")
        # An autotest, for instance, is filled in when the assignment is released.
        node.source = tests.get(name, node.source)
    return [as_cell(node, spec.seconds) for node in notebook.cells]
