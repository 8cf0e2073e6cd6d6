"""Grade one submission: one submission in, one result out, always.

Answers and tests run in two isolated processes (:mod:`split_grader.running.isolated`). A notebook
in another language than Python, and any notebook on a system other than Linux, runs in a Jupyter
kernel without isolation, and the result says so.
"""

import json
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from split_grader.base.errors import GraderError, MissingNotebookError
from split_grader.base.folders import notebooks, reading, require_no_link, shown
from split_grader.course.assignment import NotebookSpec
from split_grader.intake.ingest import (
    StudentCell,
    StudentNotebook,
    UnreadableError,
    copy_files,
    read_notebook,
)
from split_grader.intake.recognise import notebook_of
from split_grader.intake.restore import NOT_HANDED_IN, placeholder, restore
from split_grader.intake.submission import Submission
from split_grader.results.result import CellScore, Result, Status, same_scores, without_points
from split_grader.results.scoring import score_notebook
from split_grader.running.isolated import can_isolate, copy_given, run_isolated, surroundings
from split_grader.running.kernel import Incidents, run_notebook
from split_grader.sandbox.limits import Limits

GradeOne = Callable[[Submission, Path], Result]
WITHOUT_ISOLATION = "ran in a kernel without isolation"


def grade_one(submission: Submission, out: Path) -> Result:
    """Grade a submission and write its executed notebooks to `out`.

    Everything that runs students' code is behind this function. It never raises: the result says
    what happened, for any submission.
    """
    start = time.monotonic()
    try:
        parts = _grade_notebooks(submission, out)
    except UnreadableError as error:
        result = unreadable(submission, error, out)
    except GraderError as error:
        result = refuse(submission, Status.FAILED, str(error), out)
    except Exception as error:  # noqa: BLE001 - one bad submission must never stop the others
        result = refuse(submission, Status.FAILED, _own_fault(error), out)
        result = replace(result, log=traceback.format_exc())
    else:
        result = _together(submission, parts)
    return replace(result, seconds=round(time.monotonic() - start, 2))


def refuse(
    submission: Submission, status: Status, message: str, out: Path, advice: str = ""
) -> Result:
    """Return a result without points; write the reason to `out`.

    Parameters
    ----------
    advice
        Advice for the instructor; the student's page leaves it out.
    """
    for spec in submission.assignment.notebooks:
        write_notebook(placeholder(spec, message), out / f"{spec.name}.ipynb")
    text = f"{message} {advice}".rstrip()
    return without_points(submission.student, submission.assignment, status, text)


def unreadable(submission: Submission, error: UnreadableError, out: Path) -> Result:
    """Return the result of a submission that can't be read."""
    return refuse(submission, Status.UNREADABLE, str(error), out, _NEW_UPLOAD)


_NEW_UPLOAD = "Ask for a new upload."


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook without checking its schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without indents, json is faster, and nobody reads this text.
    text = json.dumps(notebook, ensure_ascii=False)
    path.write_bytes(text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _NotebookGrade:
    """The scores of one notebook of a submission, with timeouts and notes."""

    scores: list[CellScore]
    timeouts: tuple[str, ...]
    notes: list[str]
    log: str = ""


def _own_fault(error: Exception) -> str:
    return f"The grader itself failed ({type(error).__name__}: {error})."


def _together(submission: Submission, parts: list[_NotebookGrade]) -> Result:
    timeouts = [text for part in parts for text in part.timeouts]
    return Result(
        submission.student,
        submission.assignment.name,
        Status.TIMED_OUT if timeouts else Status.GRADED,
        " ".join(timeouts),
        tuple(score for part in parts for score in part.scores),
        tuple(note for part in parts for note in part.notes),
        log="\n".join(part.log for part in parts if part.log),
    )


def _grade_notebooks(submission: Submission, out: Path) -> list[_NotebookGrade]:
    """Grade each notebook of a submission.

    A missing notebook earns nothing; a person decides on a damaged one.

    Raises
    ------
    UnreadableError
        If no notebook can be read.
    """
    parts: list[_NotebookGrade] = []
    errors: list[UnreadableError] = []
    missing: list[str] = []
    for spec in submission.assignment.notebooks:
        try:
            parts.append(_grade_notebook(submission, spec, out))
        except MissingNotebookError as error:
            errors.append(error)
            missing.append(spec.name)
            parts.append(_not_run(spec, 0.0, NOT_HANDED_IN, [], out))
        except UnreadableError as error:
            errors.append(error)
            note = f"Notebook {spec.name!r} could not be read: {error} {_NEW_UPLOAD}"
            parts.append(_not_run(spec, None, str(error), [note], out))
        except GraderError:
            raise
        except Exception as error:  # noqa: BLE001 - the other notebooks keep their points
            why = _own_fault(error)
            note = f"Notebook {spec.name!r} waits for a person. {why}"
            failed = _not_run(spec, None, why, [note], out)
            parts.append(replace(failed, log=traceback.format_exc()))
    if len(errors) == len(parts):
        raise errors[0]
    if missing:
        parts.append(_NotebookGrade([], (), [_not_handed_in(submission, missing)]))
    return parts


def _not_run(
    spec: NotebookSpec, score: float | None, why: str, notes: list[str], out: Path
) -> _NotebookGrade:
    head = placeholder(spec, why, what="This notebook")
    write_notebook(head, out / f"{spec.name}.ipynb")
    return _NotebookGrade(same_scores(spec, score), (), notes)


def _not_handed_in(submission: Submission, missing: list[str]) -> str:
    """Name the missing notebooks, and files that may be one of them."""
    count = len(submission.assignment.notebooks)
    gap = f"Not handed in, so without points: {', '.join(missing)} ({len(missing)} of {count})."
    others = _unknown_notebooks(submission)
    unknown = [shown(path.name) for path, name in others.items() if not name][:5]
    if not unknown:
        return gap
    return f"{gap} If one of these files is a missing notebook, rename it: {', '.join(unknown)}."


def _grade_notebook(submission: Submission, spec: NotebookSpec, out: Path) -> _NotebookGrade:
    path, notes = find_notebook(submission, spec)
    student = read_notebook(path, submission.limits)
    notebook, repairs = restore(spec, student.cells, submission.added.get(spec.name, frozenset()))
    notes += [*_language_note(spec, student), *repairs]
    if _unanswered(spec, student.cells):
        notes.append("Nothing was answered: every cell for an answer is empty or as released.")
    limits = spec.within(submission.limits)
    run = _run_apart if can_isolate(spec) else _run_together
    incidents = run(submission, spec, notebook, limits)
    scores = score_notebook(spec.name, notebook)
    write_notebook(notebook, out / f"{spec.name}.ipynb")
    return _NotebookGrade(scores, incidents.timeouts, [*notes, *incidents.others], incidents.log)


def _run_apart(
    submission: Submission, spec: NotebookSpec, notebook: NotebookNode, limits: Limits
) -> Incidents:
    assignment = submission.assignment
    with surroundings(
        assignment,
        submission.folder,
        limits,
        permissions=submission.permissions,
        profile=submission.profiles.get(spec.name),
        seconds=spec.seconds,
        seed=submission.seed,
        marks=assignment.marks,
    ) as around:
        return run_isolated(notebook, around, limits)


def _run_together(
    submission: Submission, spec: NotebookSpec, notebook: NotebookNode, limits: Limits
) -> Incidents:
    # The path is short because a socket's path may have 108 bytes.
    with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as place:
        work = Path(place, "work")
        work.mkdir()
        target = Path(place, "given")
        copy_files(submission.folder, work, limits.files_bytes, limits.files)
        if copy_given(submission.assignment, work, target, limits):
            shutil.copytree(target, work, dirs_exist_ok=True)
        incidents = run_notebook(notebook, work, Path(place), limits, spec.seconds)
    note = f"{spec.name!r} {WITHOUT_ISOLATION}: only Python on Linux has it."
    return replace(incidents, others=(*incidents.others, note))


def find_notebook(submission: Submission, spec: NotebookSpec) -> tuple[Path, list[str]]:
    """Return a notebook's file, and a note on another name.

    Raises
    ------
    UnreadableError
        If it isn't there.
    """
    require_no_link(submission.folder)
    with reading("The submission's folder"):
        path = submission.folder / f"{spec.name}.ipynb"
        is_there = path.is_symlink() or path.exists()
        others = notebooks(submission.folder)
    candidates = _candidates(submission, spec)
    names = " and ".join(shown(one.name) for one in candidates[:5])
    if is_there:
        note = f"{path.name!r} is graded. Cells of {spec.name!r} are also in {names}."
        return path, [note] if candidates else []
    if len(candidates) == 1:
        return candidates[0], [f"The file is called {names}, expected {path.name!r}."]
    if candidates:
        raise UnreadableError(f"Which one is {path.name!r}? {names} have cells of it.")
    names_there = ", ".join(repr(other.name) for other in others[:5]) or "no notebook"
    raise MissingNotebookError(f"There is no file {path.name!r}; found {names_there}.")


def _candidates(submission: Submission, spec: NotebookSpec) -> list[Path]:
    """Return files that may be a notebook under another name.

    They have its cells, or are the only unknown file when only this notebook is missing.
    """
    unknown = _unknown_notebooks(submission)
    own = [path for path, name in unknown.items() if name == spec.name]
    with reading("The submission's folder"):
        there = {path.name for path in notebooks(submission.folder)}
    absent = _file_names(submission) - there
    rest = [path for path, name in unknown.items() if not name]
    is_rest = len(rest) == 1 and absent == {f"{spec.name}.ipynb"}
    return own or (rest if is_rest else [])


def _file_names(submission: Submission) -> set[str]:
    return {f"{spec.name}.ipynb" for spec in submission.assignment.notebooks}


def _unknown_notebooks(submission: Submission) -> dict[Path, str]:
    """Return files with unexpected names and their cells' notebook."""
    usual_names = _file_names(submission)
    with reading("The submission's folder"):
        unknown = [path for path in notebooks(submission.folder) if path.name not in usual_names]
    return {path: _by_its_cells(path, submission) for path in unknown}


def _by_its_cells(path: Path, submission: Submission) -> str:
    try:
        cells = read_notebook(path, submission.limits).cells
    except (UnreadableError, OSError):
        return ""
    labels = {cell.grade_id for cell in cells if cell.grade_id}
    specs = submission.assignment.notebooks
    return notebook_of(labels, {one.name: [cell.grade_id for cell in one.cells] for one in specs})


def _language_note(spec: NotebookSpec, student: StudentNotebook) -> list[str]:
    language = spec.kernelspec.get("language", "python")
    if student.language in {None, language}:
        return []
    return [f"The notebook was set to {student.language}; it was run with {language}."]


def _unanswered(spec: NotebookSpec, cells: list[StudentCell]) -> bool:
    """Return whether answers are untouched and the student has no other code."""
    answers = {cell.grade_id: cell.source.strip() for cell in spec.cells if cell.solution}
    labels = {cell.grade_id for cell in spec.cells}
    return bool(answers) and not any(_is_work(cell, spec, answers, labels) for cell in cells)


def _is_work(
    cell: StudentCell, spec: NotebookSpec, answers: dict[str, str], labels: set[str]
) -> bool:
    text = cell.source.strip()
    if cell.grade_id in answers:
        return text not in {"", answers[cell.grade_id]}
    is_extra = cell.cell_type == "code" and cell.grade_id not in labels
    return is_extra and text not in {"", *spec.plain}
