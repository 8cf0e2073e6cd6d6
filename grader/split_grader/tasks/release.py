"""Make the notebook that students receive, and check that it can be graded."""

import re
import shutil
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from split_grader.base.errors import GraderError
from split_grader.base.log import NbgraderLog
from split_grader.course.assignment import (
    AssignmentSpec,
    read_assignment,
    renamed_cells,
    require_same_cells,
)
from split_grader.course.author import AuthorExporter, Changes, author_notebook_and_changes
from split_grader.course.author_limits import author_limits
from split_grader.course.course import Course
from split_grader.course.helper_files import SOLUTION
from split_grader.course.hidden_tests import marks_of
from split_grader.course.permissions import permissions_of
from split_grader.course.time_limits import limits_of
from split_grader.running.isolated import close_engines
from split_grader.running.profiles import profiles_of
from split_grader.running.solution_run import check_solution, clock_of, free_points
from split_grader.sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class Released:
    """A release: notebooks, their points, and warnings for the author."""

    folder: Path
    notebooks: tuple[str, ...]
    max_score: float
    tests: int
    warnings: tuple[str, ...]


def release(
    course: Course,
    assignment: str,
    limits: Limits | None = None,
    *,
    may_fail: bool = False,
) -> Released:
    """Check an assignment, write its release and enter it in the gradebook.

    Parameters
    ----------
    may_fail
        Whether the solution may fail its own tests; each is then a warning.

    Raises
    ------
    GraderError
        If a label is missing or used twice, no cell is graded, the solution fails its own tests, or
        something hidden would be published.
    """
    course.require_assignment(assignment)
    usual = limits or limits_of(course.config)
    source = course.source(assignment)
    paths = sorted(source.glob("*.ipynb"))
    if not paths:
        raise GraderError(f"There is no notebook to release in {source.resolve()}.")
    updates = {path.stem: author_notebook_and_changes(path) for path in paths}
    notebooks = {name: notebook for name, (notebook, _) in updates.items()}
    warnings = _describe_changes({name: changes for name, (_, changes) in updates.items()})
    warnings += _check_labels(notebooks)
    failing: set[str] = set()
    for name, notebook in notebooks.items():
        limits = replace(usual, **author_limits(notebook, name))
        check = check_solution(name, notebook, source, limits, may_fail=may_fail)
        warnings += check.warnings
        failing |= check.failing
    _generate(course, assignment)
    folder = course.release(assignment).resolve()
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    try:
        warnings += _write_without_solutions(folder, spec)
        _check_nothing_hidden(folder, list(notebooks), _marks(course))
    except GraderError:
        shutil.rmtree(folder)
        raise
    for each in (one for one in spec.notebooks if one.scored):
        warnings += free_points(spec, each, folder / f"{each.name}.ipynb", usual)
    warnings += _clocks(spec)
    warnings += _not_apart(course, spec, failing)
    tests = sum(len(each.scored) for each in spec.notebooks)
    return Released(folder, tuple(notebooks), spec.max_score, tests, tuple(warnings))


def _describe_changes(changes: dict[str, Changes]) -> list[str]:
    """Describe updates to the instructor's notebooks, once for all of them."""
    sentences = []
    old = {name: one.labels for name, one in changes.items() if one.labels is not None}
    if old:
        sentences.append(
            f"Labels of nbgrader's older form ({min(old.values())}) were read as the current one, "
            f"in {', '.join(old)}. `nbgrader update` changes your files."
        )
    without = {name: one.ids for name, one in changes.items() if one.ids}
    if without:
        cells = "1 cell" if sum(without.values()) == 1 else f"{sum(without.values())} cells"
        sentences.append(
            f"{cells} without a unique id got one made from the text, the same in each release, "
            f"in {', '.join(without)}."
        )
    return sentences


def _check_labels(notebooks: dict[str, NotebookNode]) -> list[str]:
    graded_count = 0
    pointless = []
    for name, notebook in notebooks.items():
        grade_ids: set[str] = set()
        for number, cell in enumerate(notebook.cells, start=1):
            if not (is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)):
                continue
            grade_id = _check_label(name, number, cell)
            if grade_id in grade_ids:
                raise GraderError(f"Two cells of {name!r} have the same grade_id {grade_id!r}.")
            grade_ids.add(grade_id)
            if is_grade(cell) or is_task(cell):
                graded_count += 1
                pointless += [] if float(cell.metadata.nbgrader.points) else [grade_id]
    if not graded_count:
        raise GraderError(f"No cell of {', '.join(notebooks)} is graded: nothing earns points.")
    return [f"Graded, but with 0 points: {', '.join(pointless)}."] if pointless else []


def _check_label(name: str, number: int, cell: NotebookNode) -> str:
    label = cell.metadata.nbgrader
    if not label.get("grade_id"):
        raise GraderError(f"Cell {number} of {name!r} is graded or locked but has no grade_id.")
    if (is_grade(cell) or is_task(cell)) and not float(label.get("points", -1)) >= 0:
        raise GraderError(f"Cell {label.grade_id!r} of {name!r} is graded but has no points.")
    return str(label.grade_id)


def _generate(course: Course, assignment: str) -> None:
    config = deepcopy(course.config)
    config.GenerateAssignment.force = True
    config.GenerateAssignment.exporter_class = AuthorExporter
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
            raise GraderError(f"nbgrader can't make the release: {reason}") from error


def _renamed(course: Course, assignment: str) -> str:
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    try:
        require_same_cells(course, spec)
    except GraderError as error:
        return str(error)
    return renamed_cells(assignment, spec.notebooks[0].name, [])


def _marks(course: Course) -> list[str]:
    """Return the marks of hidden tests and solutions that must not remain."""
    step = ClearSolutions(config=course.config)
    solutions = step.begin_solution_delimeter, step.end_solution_delimeter
    return [*chain.from_iterable(marks_of(course.config)), *solutions, *SOLUTION]


def _write_without_solutions(folder: Path, spec: AssignmentSpec) -> list[str]:
    """Remove solutions from the notebooks' files; report which."""
    for name, text in spec.blank.items():
        (folder / name).write_text(text, encoding="utf-8")
    if not spec.blank:
        return []
    own = ", ".join(sorted(spec.students_own.intersection(spec.blank)))
    source = f" Taken from what students hand in: {own}." if own else ""
    return [f"Released without the solution in it: {', '.join(sorted(spec.blank))}.{source}"]


def _check_nothing_hidden(folder: Path, names: list[str], marks: list[str]) -> None:
    for name in names:
        path = folder / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for number, cell in enumerate(notebook.cells, start=1):
            if mark := next((mark for mark in marks if mark in cell.source), None):
                raise GraderError(
                    f"Cell {number} of the release of {name!r} still holds the mark {mark!r}. "
                    "Each BEGIN needs its END; solutions go in solution cells, tests in test cells."
                )
            if cell.get("outputs"):
                raise GraderError(f"Cell {number} of the release of {name!r} still has an output.")
        _tidy(path, notebook)


def _tidy(path: Path, notebook: NotebookNode) -> None:
    # The author's Python version isn't part of the assignment and varies by machine.
    notebook.metadata.pop("language_info", None)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def _clocks(spec: AssignmentSpec) -> list[str]:
    clocks = {cell.grade_id: clock_of(cell.source) for cell in spec.scored if not cell.solution}
    tests = ", ".join(f"{name} ({clock})" for name, clock in clocks.items() if clock)
    if not tests:
        return []
    return [f"It reads a clock, so grade with `--jobs 1`, or a busy machine may fail it: {tests}."]


def _not_apart(course: Course, spec: AssignmentSpec, failing: set[str]) -> list[str]:
    profiles = profiles_of(course, spec, permissions_of(course.config))
    close_engines()
    sources = {cell.grade_id: cell.source for cell in spec.scored}
    by_reason: dict[str, list[str]] = {}
    for profile in profiles.values():
        for name, reason in profile.low_trust.items():
            if name not in failing:
                by_reason.setdefault(reason, []).append(f"{name}{_line_of(reason, sources[name])}")
    apart = [
        f"In one process with the answers, so less to be trusted: {', '.join(names)}. "
        f"Why: {reason}.{_advice(reason)}"
        for reason, names in by_reason.items()
    ]
    warnings = [
        f"Check {name} before you trust its points. It passed when your notebook ran, and now: "
        f"{reason}. If time decides, grade with `--jobs 1`; if chance does, set a seed."
        for profile in profiles.values()
        for name, reason in profile.failing.items()
        if name not in failing
    ]
    return apart + warnings


_INSTEAD = {
    "puts something in the place": "Test the values that functions return, for several inputs",
    "how the answer is written": "Test with inputs that only the right way of writing it passes",
    "setting of the process": "Hand the answer what it needs as an argument",
    "as code": "Write the code itself into the test, not a text of it",
    "runs what the answer wrote": "Call the answer's function",
    "in memory": "Compare the values of the arrays",
}
"""Alternatives to code that forces tests into the answers' process, by words of the reason."""


def _advice(reason: str) -> str:
    return next((f" Instead: {text}." for words, text in _INSTEAD.items() if words in reason), "")


def _line_of(reason: str, source: str) -> str:
    """Return the line of a test that a reason quotes."""
    match = re.search(r"`(.+)`\)?$", reason) or re.search(r"\(([^\s,)]+)[^()]*\)$", reason)
    for number, line in enumerate(source.split("\n"), start=1):
        if match and match[1] in line:
            return f" (line {number})"
    return ""
