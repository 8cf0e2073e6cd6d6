"""The seam: one submission in, one result out, always."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader.assignment import NotebookSpec, extra_files
from grader.errors import GraderError
from grader.execute import run_notebook
from grader.ingest import StudentCell, UnreadableError, read_cells
from grader.restore import placeholder, restore
from grader.result import CellScore, Result, Status, without_points
from grader.scoring import score_notebook
from grader.submission import Submission

Engine = Callable[[Submission, Path], Result]


def grade_one(submission: Submission, out: Path) -> Result:
    """Grade one submission and write its executed notebooks to the folder `out`.

    Everything that runs students' code sits behind this function. It never raises: whatever the
    submission holds, the result says what happened.
    """
    start = time.monotonic()
    notes: list[str] = []
    try:
        cells = [
            score
            for spec in submission.assignment.notebooks
            for score in _grade_notebook(submission, spec, out, notes)
        ]
    except UnreadableError as error:
        result = refuse(submission, Status.UNREADABLE, f"{error} Ask for a new upload.", out)
    except GraderError as error:
        result = refuse(submission, Status.FAILED, str(error), out)
    except Exception as error:  # noqa: BLE001 - one bad submission must never stop the others
        message = f"The grader itself failed ({type(error).__name__}: {error})."
        result = refuse(submission, Status.FAILED, message, out)
    else:
        ran_out = [note for note in notes if "longer than" in note]
        status = Status.TIMED_OUT if ran_out else Status.GRADED
        message = " ".join(ran_out)
        rest = tuple(note for note in notes if note not in ran_out)
        name = submission.assignment.name
        result = Result(submission.student, name, status, message, tuple(cells), rest)
    return _with_seconds(result, time.monotonic() - start)


def refuse(submission: Submission, status: Status, message: str, out: Path) -> Result:
    """Return a result without points, and leave a notebook in `out` that says why."""
    for spec in submission.assignment.notebooks:
        write_notebook(placeholder(spec, message), out / f"{spec.name}.ipynb")
    return without_points(submission.student, submission.assignment, status, message)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as nbgrader does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def _with_seconds(result: Result, seconds: float) -> Result:
    return Result(
        result.student,
        result.assignment,
        result.status,
        result.message,
        result.cells,
        result.notes,
        round(seconds, 2),
    )


def _grade_notebook(
    submission: Submission, spec: NotebookSpec, out: Path, notes: list[str]
) -> list[CellScore]:
    cells = _find_notebook(submission, spec, notes)
    notebook, repairs = restore(spec, cells)
    notes.extend(repairs)
    if _unanswered(spec, cells):
        notes.append("Nothing was answered: every cell for an answer is as released.")
    # The path is short because a socket's path may have 108 bytes.
    with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
        work = Path(place) / "work"
        copy_files(submission.folder, work, submission.limits.files_bytes)
        copy_files(submission.assignment.files, work, submission.limits.files_bytes)
        notes.extend(run_notebook(notebook, work, Path(place), submission.limits))
    scores = score_notebook(spec.name, notebook)
    write_notebook(notebook, out / f"{spec.name}.ipynb")
    return scores


def _find_notebook(
    submission: Submission, spec: NotebookSpec, notes: list[str]
) -> list[StudentCell]:
    path = submission.folder / f"{spec.name}.ipynb"
    if not path.is_symlink() and path.exists():
        return read_cells(path, submission.limits)
    others = sorted(submission.folder.glob("*.ipynb"))
    if len(others) == 1 and len(submission.assignment.notebooks) == 1:
        notes.append(f"The file is called {others[0].name!r}, expected {path.name!r}.")
        return read_cells(others[0], submission.limits)
    found = ", ".join(repr(other.name) for other in others[:5]) or "no notebook"
    raise UnreadableError(f"There is no file {path.name!r}; found {found}.")


def _unanswered(spec: NotebookSpec, cells: list[StudentCell]) -> bool:
    given = {cell.grade_id: cell.source for cell in cells}
    answers = [cell for cell in spec.cells if cell.solution]
    return bool(answers) and all(
        given.get(cell.grade_id, cell.source).strip() == cell.source.strip() for cell in answers
    )


def copy_files(source: Path, destination: Path, most: int) -> None:
    """Copy the regular files beside a notebook, up to `most` bytes in all."""
    destination.mkdir(parents=True, exist_ok=True)
    total = 0
    for path in extra_files(source):
        total += path.stat().st_size
        if total > most:
            raise UnreadableError(f"The files beside the notebook exceed {most:,} bytes.")
        target = destination / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target, follow_symlinks=False)
