"""Write results into nbgrader's gradebook and folders, from the parent process only."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from nbgrader.api import (
    Gradebook,
    InvalidEntry,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.base.log import NbgraderLog
from split_grader.course.assignment import NotebookSpec
from split_grader.course.course import Course
from split_grader.course.database import disk_is_full, told_by_database
from split_grader.intake.people import People
from split_grader.intake.receipt import keep_receipt
from split_grader.intake.submission import Submission
from split_grader.intake.timestamp import read_timestamp
from split_grader.results.hand_marks import changed_answers, mark_waits
from split_grader.results.lateness import commit_with_penalties, settle_penalties, total_of
from split_grader.results.result import Result, Status

_TRIES = 6
T = TypeVar("T")


def store(  # noqa: PLR0913, PLR0917
    course: Course,
    gradebook: Gradebook,
    submission: Submission,
    digest: str,
    result: Result,
    executed: Path,
) -> Result:
    """Store a result: executed notebooks, grades, then a record.

    The earlier record is deleted first and the new one written last, so that a run that is killed
    in between grades the submission again.

    Parameters
    ----------
    digest
        The submission's fingerprint from before it was graded.
    executed
        Folder with the executed notebooks.

    Returns
    -------
    Result
        The stored result, with a note if the time of handing in couldn't be read.
    """
    when, note = read_timestamp(submission.folder)
    if note:
        result = replace(result, notes=(*result.notes, note))
    if result.log:
        result = replace(result, notes=(*result.notes, _logged(course, result)))
    record_path = _record_path(course, submission)
    record_path.unlink(missing_ok=True)
    folder = course.autograded(submission.student, submission.assignment.name)
    changed_labels = {}
    for spec in submission.assignment.notebooks:
        path = executed / f"{spec.name}.ipynb"
        changed_labels[spec.name] = changed_answers(folder / path.name, path)
        write_atomically(folder / path.name, path.read_bytes(), mode=0o444)
    keep_receipt(submission.folder, when, folder)
    write = partial(_write_grades, course, gradebook, submission, result, when, changed_labels)
    patiently(course, gradebook, write)
    record = {
        "digest": digest,
        "gradebook": course.gradebook_name,
        "result": asdict(result),
    }
    text = json.dumps(record, ensure_ascii=False)  # without indents, because those take longer
    write_atomically(record_path, text.encode("utf-8", "replace"))
    return result


def _logged(course: Course, result: Result) -> str:
    """Append the tracebacks of the grader's own faults to a log; return a note on them."""
    path = course.reports() / "grader-failures.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", errors="replace") as log:
        log.write(f"== {result.assignment}, {result.student}\n{result.log}\n")
    return (
        f"The grader itself failed here: {path.relative_to(course.root)} says where. "
        "`grader grade` tries again."
    )


def patiently(course: Course, gradebook: Gradebook, write: Callable[[], T]) -> T:
    """Call `write`, retrying if need be, and return its result.

    Formgrader may lock the database for a moment, and a server may restart.

    Raises
    ------
    GraderError
        If the gradebook can't be written after several tries.
    """
    for attempt in range(_TRIES):
        try:
            with NbgraderLog():
                return write()
        except (SQLAlchemyError, InvalidEntry) as error:
            gradebook.db.rollback()
            # nbgrader wraps some of the database's errors.
            cause = error.__context__ if isinstance(error, InvalidEntry) else error
            if not isinstance(cause, OperationalError):
                raise
            if disk_is_full(cause):
                raise cause from None
            problem = cause
            time.sleep(0.1 * 2**attempt)
    raise GraderError(
        f"The gradebook {course.gradebook_name} could not be written "
        f"({told_by_database(problem)}). If another program holds it, close that program. Then "
        "start the command again: it continues where it stopped."
    ) from problem


def update_lateness(course: Course, gradebook: Gradebook, submission: Submission) -> None:
    """Update unchanged work's penalty to the current due date."""
    entry = gradebook.find_submission(submission.assignment.name, submission.student)
    patiently(course, gradebook, lambda: settle_penalties(course, gradebook, entry))


def total_on_record(course: Course, gradebook: Gradebook, submission: Submission) -> float | None:
    """Return a student's current total, or None before the first run."""
    try:
        entry = gradebook.find_submission(submission.assignment.name, submission.student)
    except MissingEntry:
        return None
    return total_of(entry) if is_graded(course, entry) else None


def is_graded(course: Course, entry: SubmittedAssignment) -> bool:
    """Return whether a gradebook entry has grades, not only an extension."""
    if course.autograded(str(entry.student_id), str(entry.assignment.name)).is_dir():
        return True
    grades = [grade for notebook in entry.notebooks for grade in notebook.grades]
    return any(one.auto_score is not None or one.manual_score is not None for one in grades)


def _write_grades(  # noqa: PLR0913, PLR0917
    course: Course,
    gradebook: Gradebook,
    submission: Submission,
    result: Result,
    when: str | None,
    changed_labels: dict[str, frozenset[str]],
) -> None:
    name, student = submission.assignment.name, submission.student
    gradebook.db.expire_all()  # a due date, an extension or a mark may have changed since
    with _without_commits(gradebook):
        enter_student(course, gradebook, student)
        gradebook.db.flush()
        with gradebook.db.no_autoflush:
            # nbgrader builds it piece by piece; flushing half of it makes SQLAlchemy warn.
            columns: Any = {"timestamp": when}  # None removes an earlier one
            entry = gradebook.update_or_create_submission(name, student, **columns)
            notebooks = {notebook.name: notebook for notebook in entry.notebooks}
            for spec in submission.assignment.notebooks:
                _enter_grades(spec, notebooks[spec.name], result, changed_labels[spec.name])
    commit_with_penalties(course, gradebook, entry)


def enter_student(course: Course, gradebook: Gradebook, student: str) -> None:
    """Enter a student, filling gaps from downloads and rosters."""
    entry = gradebook.update_or_create_student(student)
    person = People.read(course).by_student.get(student)
    for name, text in person.columns().items() if person else ():
        if getattr(entry, name) is None:
            setattr(entry, name, text)


@contextmanager
def _without_commits(gradebook: Gradebook) -> Iterator[None]:
    # nbgrader commits after each step, and each commit waits for the disk. One transaction waits
    # once, and a killed run leaves no student without grades.
    session: Any = gradebook.db
    session.commit = lambda: None
    try:
        yield
    finally:
        del session.commit


def _enter_grades(
    spec: NotebookSpec,
    notebook: SubmittedNotebook,
    result: Result,
    changed_labels: frozenset[str],
) -> None:
    scores = {cell.grade_id: cell for cell in result.cells if cell.notebook == spec.name}
    answers = {cell.grade_id for cell in spec.cells if cell.solution}
    source: Any = notebook.notebook
    cells = (*source.grade_cells, *source.solution_cells, *source.task_cells)
    names = {cell.id: str(cell.name) for cell in cells}  # a new grade doesn't know its cell yet
    for grade in notebook.grades:
        name = names.get(grade.cell_id, "")
        cell = scores.get(name)
        grade.auto_score = cell.score if cell else 0.0
        if grade.manual_score is not None:
            grade.needs_manual_grade = mark_waits(grade, changed_labels, is_answer=name in answers)
        else:
            grade.needs_manual_grade = grade.auto_score is None
    for comment in notebook.comments:
        cell = scores.get(names.get(comment.cell_id, ""))
        text = cell.comment if cell and cell.comment else None
        comment.auto_comment = text if result.status.has_scores else result.message


def stored_results(course: Course, assignment: str) -> dict[str, Result]:
    """Return the results on record, by student."""
    records = (_read_record(path) for path in sorted(course.results(assignment).glob("*.json")))
    return {record[1].student: record[1] for record in records if record}


def graded_version(course: Course, assignment: str, student: str) -> str:
    """Return the fingerprint of a student's work when it was graded last; empty if unknown."""
    record = _read_record(course.results(assignment) / f"{student}.json")
    return record[0][0] if record else ""


def _record_path(course: Course, submission: Submission) -> Path:
    return course.results(submission.assignment.name) / f"{submission.student}.json"


def _read_record(path: Path) -> tuple[tuple[str, str], Result] | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        version = record["digest"], record["gradebook"]
        return version, Result.from_json(json.dumps(record["result"]))
    except (OSError, ValueError, KeyError, TypeError):
        # A damaged record only means grading the submission again.
        return None


def already_graded(
    course: Course, gradebook: Gradebook, submission: Submission, digest: str
) -> Result | None:
    """Return the recorded result if nothing has changed since, else None."""
    name = submission.assignment.name
    record = _read_record(_record_path(course, submission))
    # Another gradebook may have other grades for the same work.
    if record is None or record[0] != (digest, course.gradebook_name):
        return None
    if record[1].status is Status.FAILED or record[1].log:
        return None
    folder = course.autograded(submission.student, name)
    if not all(
        (folder / f"{spec.name}.ipynb").is_file() for spec in submission.assignment.notebooks
    ):
        return None
    try:
        gradebook.find_submission(name, submission.student)
    except MissingEntry:
        return None
    return record[1]
