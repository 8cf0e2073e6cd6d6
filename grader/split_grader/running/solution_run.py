"""Run an instructor's notebook as a student would, and report problems."""

import ast
import tempfile
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from nbformat import NotebookNode, from_dict
from nbgrader.utils import is_grade

from split_grader.base.errors import GraderError
from split_grader.course.assignment import AssignmentSpec, NotebookSpec
from split_grader.course.author_limits import MORE_TIME, seconds_of_cells
from split_grader.intake.ingest import copy_files, read_notebook
from split_grader.intake.restore import restore
from split_grader.results.scoring import failure, score_notebook
from split_grader.running.isolated import copy_given
from split_grader.running.kernel import Incidents, kernel_for, run_notebook
from split_grader.sandbox.limits import Limits
from split_grader.split.both import names

_SHOWN = 150
"""Most characters of an error that a sentence quotes."""
_MOST = 8
"""Most cells that a sentence names."""
_CLOCKS = frozenset(
    {
        *("perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "time_ns"),
        *("monotonic", "monotonic_ns", "thread_time", "default_timer", "timeit", "now"),
    }
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Warnings for the author, and the tests that the author's own solution fails."""

    warnings: list[str]
    failing: frozenset[str]


def check_solution(
    name: str, notebook: NotebookNode, source: Path, limits: Limits, *, may_fail: bool
) -> Checked:
    """Run the solution of one notebook.

    Raises
    ------
    GraderError
        If it doesn't run to its end, or fails its own tests unless it `may_fail`.
    """
    with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
        work = Path(place, "work")
        work.mkdir()
        copy_files(source, work, limits.files_bytes)
        incidents = _run(notebook, work, Path(place), limits)
    if problems := incidents.all():
        advice = f" {MORE_TIME}" if incidents.timeouts else ""
        raise GraderError(f"The solution of {name!r} does not run: {' '.join(problems)}{advice}")
    scores = score_notebook(name, notebook)
    losses = [cell for cell in scores if cell.score is not None and cell.score < cell.max_score]
    failures = _failing_cells(notebook)
    errors = {cell.grade_id: shorten(cell.message, _SHOWN) for cell in losses if cell.message}
    if errors and not may_fail:
        raise GraderError(_own_tests(name, errors, failures))
    remarks = []
    if failures:
        effect = "Tests fail as well." if errors else "No test needs them."
        remarks.append(
            f"Cells without points fail in the solution of {name!r}. {_listed(failures)}. {effect}"
            f"{_about_files(failures)}"
        )
    if errors:
        remarks.append(
            f"Nobody may earn the points of tests that your solution fails. {_listed(errors)}."
        )
    spec = notebook.metadata.kernelspec
    if (kernel := kernel_for(spec)) != spec.get("name", kernel):
        remarks.append(
            f"The kernel {spec.name!r} of {name!r} is not installed here; {kernel} ran it."
        )
    remarks += [
        f"{cell.grade_id} gives your own solution {cell.score:g} of {cell.max_score:g} points."
        for cell in losses
        if not cell.message
    ]
    return Checked(remarks, frozenset(errors) | _failing_without_points(notebook))


def _listed(errors: dict[str, str]) -> str:
    items = [f"{cell}: {error}" for cell, error in errors.items()]
    more = [f"and {len(items) - _MOST} more"] if len(items) > _MOST else []
    return "; ".join([*items[:_MOST], *more])


def _about_files(errors: dict[str, str]) -> str:
    """Say where packages and files belong, if one wasn't found."""
    is_missing = any(
        error.startswith(("FileNotFoundError", "ModuleNotFoundError")) for error in errors.values()
    )
    if not is_missing:
        return ""
    return (
        " Install a missing package where you grade. Files must be in the folder of the notebook: "
        "only those are handed out."
    )


def _run(notebook: NotebookNode, work: Path, place: Path, limits: Limits) -> Incidents:
    usual = from_dict({"name": "python3", "display_name": "Python 3"})
    notebook.metadata.setdefault("kernelspec", usual)
    return run_notebook(notebook, work, place, limits, seconds_of_cells(notebook))


def _failing_without_points(notebook: NotebookNode) -> set[str]:
    cells = (cell for cell in notebook.cells if is_grade(cell) and failure(cell))
    return {str(cell.metadata.nbgrader.grade_id) for cell in cells}


def _failing_cells(notebook: NotebookNode) -> dict[str, str]:
    """Return the errors of failing cells without points, by cell number."""
    return {
        f"cell {number}": shorten(failure(cell), _SHOWN).rstrip(".")
        for number, cell in enumerate(notebook.cells, start=1)
        if failure(cell) and not (is_grade(cell) and float(cell.metadata.nbgrader.points) > 0)
    }


def _own_tests(name: str, errors: dict[str, str], failures: dict[str, str]) -> str:
    why = f" Cells without points fail as well: {_listed(failures)}." if failures else ""
    return (
        f"The solution of {name!r} fails its own tests. {_listed(errors)}.{why}"
        f"{_about_files(errors | failures)} Correct them, or release with `--despite-failures`: "
        "then nobody may earn these points."
    )


def free_points(
    assignment: AssignmentSpec, spec: NotebookSpec, released: Path, limits: Limits
) -> list[str]:
    """Return the tests that give points to an unanswered notebook."""
    limits = spec.within(limits)
    empty, _ = restore(spec, read_notebook(released, limits).cells)
    with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
        work, own = Path(place, "work"), Path(place, "own")
        work.mkdir()
        copy_given(assignment, own, work, limits)
        _run(empty, work, Path(place), limits)
    return [
        f"{cell.grade_id} gives {cell.score:g} of {cell.max_score:g} points to a notebook "
        "without answers."
        for cell in score_notebook(spec.name, empty)
        if cell.score
    ]


def clock_of(source: str) -> str:
    """Return the name of a clock that a test calls."""
    tree = names.parse(source)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call):
            name = str(getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
            if name in _CLOCKS or ast.unparse(node.func) in {"time.time", "time"}:
                return name
    return ""
