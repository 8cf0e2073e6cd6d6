"""Read an assignment from the gradebook, once, to send to the workers."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import find_all_files
from traitlets.config.loader import LazyConfigValue

from split_grader.base.errors import GraderError
from split_grader.base.folders import extra_files, reading
from split_grader.course.author import author_notebook
from split_grader.course.author_limits import author_limits, author_seconds
from split_grader.course.course import Course
from split_grader.course.helper_files import blank_files
from split_grader.course.hidden_tests import USUAL, Marks, marks_of
from split_grader.sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class CellSpec:
    """One labelled cell of an assignment: a test, a place for an answer, or locked text.

    `points` matters for graded cells and tasks only. `seconds` is the cell's time limit, if the
    author set one in its ``metadata.grader.seconds``.
    """

    grade_id: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float
    seconds: float | None = None

    def node(self, cell_id: str, source: str | None = None) -> NotebookNode:
        """Return the cell with nbgrader's metadata; `source` replaces the assignment's text."""
        label: dict[str, Any] = {
            "schema_version": MetadataValidator.schema_version,
            "grade_id": self.grade_id,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
        }
        if self.grade or self.task:
            label["points"] = self.points
        text = self.source if source is None else source
        return plain_cell(self.cell_type, text, cell_id, {"nbgrader": label})


def plain_cell(
    cell_type: str, source: str, cell_id: str, metadata: dict[str, Any] | None = None
) -> NotebookNode:
    """Return a cell without outputs.

    nbformat's own functions check each cell against the schema. These parts can't break it, and the
    check takes longer than everything else about a notebook.
    """
    cell: dict[str, Any] = {
        "id": cell_id,
        "cell_type": cell_type,
        "metadata": metadata or {},
        "source": source,
    }
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    node: NotebookNode = from_dict(cell)
    return node


@dataclass(frozen=True, slots=True)
class NotebookSpec:
    """The labelled cells of one notebook, in the order of the instructor's notebook.

    `limits` are the author's, in the notebook's ``metadata.grader.limits``; `plain` are the texts
    of the author's code cells without a label.
    """

    name: str
    kernelspec: dict[str, str]
    cells: tuple[CellSpec, ...]
    limits: dict[str, Any] = field(default_factory=dict)
    plain: tuple[str, ...] = ()

    @property
    def scored(self) -> tuple[CellSpec, ...]:
        """The cells that carry points."""
        return tuple(cell for cell in self.cells if cell.grade or cell.task)

    def within(self, limits: Limits) -> Limits:
        """Return the limits, replaced by the author's where set."""
        return replace(limits, **self.limits)

    @property
    def seconds(self) -> dict[str, float]:
        """Time limits of single cells, by label, where the author set one."""
        return {cell.grade_id: cell.seconds for cell in self.cells if cell.seconds is not None}


@dataclass(frozen=True)
class AssignmentSpec:
    """An assignment: its notebooks and the folder with the files they read.

    Files are named by relative path. `withheld` are those that students don't get: tests may read
    them, answers may not. `students_own` are those that students hand in themselves, which aren't
    overwritten. `blank` are the texts of files with a solution, without it; modules among them are
    the students' own. `marks` delimit the hidden lines of a test.
    """

    name: str
    notebooks: tuple[NotebookSpec, ...]
    files: Path
    withheld: frozenset[str] = frozenset()
    students_own: frozenset[str] = frozenset()
    blank: dict[str, str] = field(default_factory=dict)
    marks: Marks = USUAL

    def notebook(self, name: str) -> NotebookSpec:
        """Return one of the notebooks."""
        return next(notebook for notebook in self.notebooks if notebook.name == name)

    @property
    def scored(self) -> tuple[CellSpec, ...]:
        """The cells that carry points."""
        return tuple(cell for notebook in self.notebooks for cell in notebook.scored)

    @property
    def max_score(self) -> float:
        """Points that a perfect submission earns."""
        return sum(cell.points for cell in self.scored)

    @cached_property
    def digest(self) -> str:
        """A digest of all cells and files of the assignment.

        It's computed once: a class is graded by the assignment as it was at the start.

        Raises
        ------
        UnreadableError
            If a file can't be read.
        """
        cells = json.dumps([asdict(notebook) for notebook in self.notebooks], sort_keys=True)
        total = hashlib.sha256(cells.encode())
        total.update("".join(sorted(self.withheld)).encode())
        total.update(repr((sorted(self.students_own), self.marks)).encode())
        for path in extra_files(self.files):
            total.update(str(path.relative_to(self.files)).encode())
            with reading(f"The assignment's file {path}"):
                total.update(path.read_bytes())
        return total.hexdigest()


def read_assignment(course: Course, gradebook: Gradebook, name: str) -> AssignmentSpec:
    """Read an assignment from the gradebook.

    Raises
    ------
    GraderError
        If it hasn't been released yet.
    """
    course.require_assignment(name)
    try:
        entry = gradebook.find_assignment(name)
    except MissingEntry:
        entry = None
    if entry is None or not entry.notebooks:
        raise GraderError(
            f"The assignment {name!r} isn't in the gradebook yet. "
            f"Run `grader release {name}` first."
        )
    # The grading machine may have the release only, unlike the author's.
    source, release = course.source(name), course.release(name)
    folder = source if any(source.glob("*.ipynb")) else release
    notebooks = sorted(entry.notebooks, key=lambda notebook: str(notebook.name))
    specs = tuple(_notebook_spec(notebook, folder) for notebook in notebooks)
    withheld = withheld_files(course, name)
    blank = blank_files(folder.resolve(), withheld, course.config)
    return AssignmentSpec(
        name,
        specs,
        folder.resolve(),
        withheld,
        _students_own(course, name) | {file for file in blank if file.endswith(".py")},
        blank,
        marks_of(course.config),
    )


def require_same_cells(course: Course, spec: AssignmentSpec) -> None:
    """Raise GraderError if the instructor's notebook lacks cells of the gradebook.

    nbgrader doesn't allow renaming or removing a cell once it has grades.
    """
    for notebook in spec.notebooks:
        labels = {
            cell.metadata.get("nbgrader", {}).get("grade_id")
            for cell in _author_notebook(course.source(spec.name), notebook.name).cells
        }
        missing = [cell.grade_id for cell in notebook.cells if cell.grade_id not in labels]
        if any(labels) and missing:
            raise GraderError(renamed_cells(spec.name, notebook.name, missing))


def renamed_cells(assignment: str, notebook: str, gone: list[str]) -> str:
    """Explain what to do about cells missing from the instructor's notebook."""
    which = f" ({', '.join(gone)})" if gone else ""
    return (
        f"Cells of {notebook!r} were added, renamed or removed after the release{which}, and the "
        "gradebook still has the old ones. Give the cells their old names (grade_id) back. Or "
        f"start the assignment again: `nbgrader db assignment remove {assignment} --force` deletes "
        f"all its grades; then run `grader release {assignment}` and `grader grade {assignment}`."
    )


def _students_own(course: Course, assignment: str) -> frozenset[str]:
    """Return the files that ``c.Autograde.exclude_overwriting`` leaves to students."""
    patterns = course.config.Autograde.get("exclude_overwriting", {})
    if isinstance(patterns, LazyConfigValue):  # the configuration only added to the default
        patterns = patterns.get_value({})
    paths = [PurePath(name) for name in patterns.get(assignment, ())]
    # Paths outside aren't files of the assignment, and nbgrader ignores them.
    inside = (path for path in paths if not path.is_absolute() and ".." not in path.parts)
    return frozenset(path.as_posix() for path in inside)


def withheld_files(course: Course, assignment: str) -> frozenset[str]:
    """Return the assignment's files that students don't get.

    Files in ``CourseDirectory.ignore`` aren't in any release. Students don't fetch files that
    ``CourseDirectory.include`` leaves out.
    """
    folder = course.source(assignment).resolve()
    return frozenset(
        path.relative_to(folder).as_posix()
        for path in set(extra_files(folder)).difference(_public_files(course, folder))
    )


def _public_files(course: Course, folder: Path) -> Iterator[Path]:
    rules = course.directory()
    for path in map(Path, find_all_files(str(folder), rules.ignore)):
        if any(fnmatch(path.name, pattern) for pattern in rules.include):
            yield path


def _notebook_spec(notebook: Notebook, folder: Path) -> NotebookSpec:
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    graded_names = {cell.name for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    author = _author_notebook(folder, str(notebook.name))
    labelled_cells = {
        cell.metadata.nbgrader.get("grade_id", ""): cell
        for cell in author.cells
        if "nbgrader" in cell.metadata
    }
    cells = [
        CellSpec(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            source=cell.source,
            checksum=cell.checksum,
            locked=bool(cell.locked),
            grade=cell.name in graded_names,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=float(points.get(cell.name, 0.0)),
            seconds=_seconds(labelled_cells.get(cell.name), cell.name),
        )
        for cell in notebook.source_cells
    ]
    # The gradebook doesn't store the order of cells; the notebook has it.
    order = {grade_id: place for place, grade_id in enumerate(labelled_cells)}
    ordered_cells = sorted(cells, key=lambda cell: order.get(cell.grade_id, len(order)))
    kernelspec = json.loads(str(notebook.kernelspec or "{}"))
    limits = author_limits(author, str(notebook.name))
    plain = tuple(
        cell.source.strip()
        for cell in author.cells
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade_id")
    )
    return NotebookSpec(str(notebook.name), kernelspec, tuple(ordered_cells), limits, plain)


def _author_notebook(folder: Path, notebook: str) -> NotebookNode:
    path = folder / f"{notebook}.ipynb"
    if not path.is_file():
        empty: NotebookNode = new_notebook()
        return empty
    return author_notebook(path)


def _seconds(cell: NotebookNode | None, name: str) -> float | None:
    return None if cell is None else author_seconds(cell, name)
