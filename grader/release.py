"""Make the notebook that students receive, and prove that it can be graded."""

import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, from_dict
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from grader.course.assignment import (
    AssignmentSpec,
    NotebookSpec,
    read_assignment,
    renamed_cells,
    require_same_cells,
)
from grader.course.course import Course
from grader.course.hidden_tests import marks_of
from grader.course.limits import MORE_TIME, SubmissionLimits, author_limits, seconds_of_cells
from grader.course.permissions import permissions_of
from grader.course.time_limits import limits_of
from grader.errors import GraderError
from grader.intake.ingest import copy_files, read_notebook
from grader.intake.restore import restore
from grader.log import NbgraderLog
from grader.results.scoring import failure, score_notebook
from grader.running.isolated import close_engines
from grader.running.kernel import Incidents, run_notebook
from grader.running.profiles import profiles_of

_MARKS = ("BEGIN SOLUTION", "END SOLUTION")


@dataclass(frozen=True, slots=True)
class Released:
    """What was released: notebooks, their points, and things an author may want to change."""

    folder: Path
    notebooks: tuple[str, ...]
    max_score: float
    tests: int
    warnings: tuple[str, ...]


def release(course: Course, assignment: str, limits: SubmissionLimits | None = None) -> Released:
    """Check an assignment, write its release and enter it in the gradebook.

    Raises
    ------
    GraderError
        If a label is missing or used twice, a graded cell has no points, the solution fails its own
        tests, or something hidden would be published.
    """
    course.require_assignment(assignment)
    usual = limits or limits_of(course.config)
    source = course.source(assignment)
    names = sorted(path.stem for path in source.glob("*.ipynb"))
    if not names:
        raise GraderError(f"There is no notebook to release in {source.resolve()}.")
    warnings: list[str] = []
    for name in names:
        notebook = _read(source / f"{name}.ipynb")
        _check_labels(name, notebook)
        limits = replace(usual, **author_limits(notebook, name))
        warnings += _check_solution(name, notebook, source, limits)
    _generate(course, assignment)
    folder = course.release(assignment).resolve()
    released = {name: _read(folder / f"{name}.ipynb") for name in names}
    marks = _marks(course)
    try:
        for name, notebook in released.items():
            _check_nothing_hidden(name, notebook, marks)
    except GraderError:
        shutil.rmtree(folder)
        raise
    for name, notebook in released.items():
        _tidy(folder / f"{name}.ipynb", notebook)
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    warnings += [
        warning
        for each in spec.notebooks
        for warning in _free_points(each, folder / f"{each.name}.ipynb", source, each.within(usual))
    ]
    warnings += _not_apart(course, spec)
    tests = sum(len(each.scored) for each in spec.notebooks)
    return Released(folder, tuple(names), spec.max_score, tests, tuple(warnings))


def _read(path: Path) -> NotebookNode:
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except (ValueError, OSError) as error:
        raise GraderError(f"{path} is not a notebook that can be read: {error}") from error
    if any("id" not in cell for cell in notebook.cells):
        raise GraderError(
            f"{path} has cells without an id, so its release would differ each time. "
            "Open it in JupyterLab and save it once."
        )
    return notebook


def _check_labels(name: str, notebook: NotebookNode) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        label: dict[str, Any] = cell.metadata.get("nbgrader", {})
        if not (is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)):
            continue
        grade_id = label.get("grade_id")
        if not grade_id:
            raise GraderError(f"Cell {number} of {name!r} is graded or locked but has no grade_id.")
        if grade_id in seen:
            raise GraderError(f"Two cells of {name!r} have the same grade_id {grade_id!r}.")
        seen.add(grade_id)
        if (is_grade(cell) or is_task(cell)) and not float(label.get("points") or 0) > 0:
            raise GraderError(f"Cell {grade_id!r} of {name!r} is graded but has no points.")
    if not any(is_grade(cell) or is_task(cell) for cell in notebook.cells):
        raise GraderError(f"{name!r} has no graded cell, so nothing would earn points.")


def _run(notebook: NotebookNode, source: Path, limits: SubmissionLimits) -> Incidents:
    usual = from_dict({"name": "python3", "display_name": "Python 3"})
    notebook.metadata.setdefault("kernelspec", usual)
    with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
        work = Path(place) / "work"
        work.mkdir()
        copy_files(source, work, limits.files_bytes)
        return run_notebook(notebook, work, Path(place), limits, seconds_of_cells(notebook))


def _check_solution(
    name: str, notebook: NotebookNode, source: Path, limits: SubmissionLimits
) -> list[str]:
    found = _run(notebook, source, limits)
    if incidents := found.all():
        advice = f" {MORE_TIME}" if found.timeouts else ""
        raise GraderError(f"The solution of {name!r} does not run: {' '.join(incidents)}{advice}")
    for index, cell in enumerate(notebook.cells):
        if failure(cell) and not is_grade(cell):
            raise GraderError(
                f"Cell {index + 1} of the solution of {name!r} fails: {failure(cell)}"
            )
    lost = [
        cell
        for cell in score_notebook(name, notebook)
        if cell.score is not None and cell.score < cell.max_score
    ]
    if told := "; ".join(f"{cell.grade_id}: {cell.message}" for cell in lost if cell.message):
        raise GraderError(f"The solution of {name!r} fails its own tests. {told}")
    return [
        f"{cell.grade_id} gives your own solution {cell.score:g} of {cell.max_score:g} points."
        for cell in lost
    ]


def _generate(course: Course, assignment: str) -> None:
    config = deepcopy(course.config)
    config.GenerateAssignment.force = True
    with course.gradebook():
        pass
    with NbgraderLog() as log:
        converter = GenerateAssignment(coursedir=course.directory(assignment, "."), config=config)
        try:
            converter.start()
        except (NbGraderException, SystemExit) as error:
            reason = log.reason(error)
            if "Cannot add or remove cells" in reason:
                raise GraderError(_renamed(course, assignment)) from error
            raise GraderError(f"nbgrader cannot make the release: {reason}") from error


def _renamed(course: Course, assignment: str) -> str:
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    try:
        require_same_cells(course, spec)
    except GraderError as error:
        return str(error)
    return renamed_cells(assignment, spec.notebooks[0].name, [])


def _marks(course: Course) -> list[str]:
    """Return what must not be left of a mark for a hidden test or a solution."""
    step = ClearSolutions(config=course.config)
    solutions = step.begin_solution_delimeter, step.end_solution_delimeter
    return [*chain.from_iterable(marks_of(course.config)), *solutions, *_MARKS]


def _check_nothing_hidden(name: str, notebook: NotebookNode, marks: list[str]) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        left = [mark for mark in marks if mark in cell.source]
        if left:
            raise GraderError(
                f"Cell {number} of the release of {name!r} still holds the mark {left[0]!r}. "
                "Each BEGIN needs its END; solutions go in solution cells, tests in test cells."
            )
        if cell.get("outputs"):
            raise GraderError(f"Cell {number} of the release of {name!r} still has an output.")


def _tidy(path: Path, notebook: NotebookNode) -> None:
    # The version of the author's Python is no part of the assignment and changes with the machine.
    notebook.metadata.pop("language_info", None)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def _not_apart(course: Course, spec: AssignmentSpec) -> list[str]:
    profiles = profiles_of(course, spec, permissions_of(course.config))
    close_engines()
    by_reason: dict[str, list[str]] = {}
    for profile in profiles.values():
        for name, reason in profile.low_trust.items():
            by_reason.setdefault(reason, []).append(name)
    apart = [
        f"In one process with the answers, so less to be trusted: {', '.join(names)}. "
        f"Why: {reason}."
        for reason, names in by_reason.items()
    ]
    failing = [
        f"Check {name} before you trust its points: {reason}."
        for profile in profiles.values()
        for name, reason in profile.failing.items()
    ]
    return apart + failing


def _free_points(
    spec: NotebookSpec, path: Path, source: Path, limits: SubmissionLimits
) -> list[str]:
    # The release as a student who does nothing would hand it in, with the hidden tests back.
    empty, _ = restore(spec, read_notebook(path, limits).cells)
    _run(empty, source, limits)
    return [
        f"{cell.grade_id} gives {cell.score:g} of {cell.max_score:g} points to a notebook "
        "without answers."
        for cell in score_notebook(spec.name, empty)
        if cell.score
    ]
