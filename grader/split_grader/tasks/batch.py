"""Grade many submissions, several at a time, with one writer to the gradebook."""

import csv
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from nbgrader.api import Gradebook

from split_grader.base.errors import GraderError
from split_grader.course.assignment import (
    AssignmentSpec,
    NotebookSpec,
    read_assignment,
    require_same_cells,
)
from split_grader.course.course import Course
from split_grader.course.permissions import permissions_of
from split_grader.intake.ingest import UnreadableError, read_notebook
from split_grader.intake.submission import Submission
from split_grader.results.gradebook import already_graded, store, total_on_record, update_lateness
from split_grader.results.result import Result
from split_grader.running.grade_one import GradeOne, find_notebook, grade_one
from split_grader.running.isolated import begin, close_engines
from split_grader.running.pool import prepare_workers, run_all
from split_grader.running.profiles import profiles_of
from split_grader.sandbox.limits import Limits


@dataclass(frozen=True, slots=True)
class Graded:
    """One finished submission.

    Parameters
    ----------
    skipped
        Whether an earlier result still holds.
    before, total
        The student's points minus a late penalty, before this run (None at the first) and now.
    """

    result: Result
    skipped: bool = False
    before: float | None = None
    total: float | None = None

    @property
    def changed(self) -> bool:
        """Whether a recorded total has changed."""
        return self.before is not None and self.total != self.before


class Finish(Protocol):
    """Adds to a result before it is stored, such as points that no test gives."""

    @property
    def fingerprint(self) -> str:
        """Other things the grade depends on; if they change, work is graded again."""

    def __call__(self, result: Result, executed: Path) -> Result:
        """Return the result to store; the folder has the graded notebooks."""


def prepare(course: Course) -> None:
    """Start loading the grading processes in the background.

    Harmless if nothing is graded afterwards: they end with this process.
    """
    begin(permissions_of(course.config))
    prepare_workers()


def find_submissions(
    course: Course, assignment: str, limits: Limits, students: Iterable[str] = ()
) -> list[Submission]:
    """Return an assignment's submissions, sorted by student.

    Parameters
    ----------
    students
        Only these students; all if empty.

    Raises
    ------
    GraderError
        If the assignment isn't released, or there is no submission at all or from a student.
    """
    template = template_of(course, assignment, limits)
    everyone = course.students_with_submission(assignment)
    if not everyone:
        raise GraderError(
            f"Nobody has handed in {assignment!r} yet: {course.submitted('.', '.').resolve()} has "
            f"no submissions. Run `grader collect {assignment} FOLDER_OR_ZIP` first."
        )
    names = list(students)
    absent = sorted(set(names) - set(everyone))
    if absent:
        raise GraderError(f"No submission of {assignment!r} from {', '.join(absent)}.")
    submissions = {
        student: replace(
            template, student=student, folder=course.submitted(student, assignment).absolute()
        )
        for student in everyone
    }
    added_labels = _added_later(template.assignment, submissions.values())
    return [replace(submissions[student], added=added_labels) for student in (names or everyone)]


def template_of(course: Course, assignment: str, limits: Limits) -> Submission:
    """Return what all submissions of an assignment share, without a student.

    Raises
    ------
    GraderError
        If the assignment isn't released.
    """
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    require_same_cells(course, spec)
    permissions = permissions_of(course.config)
    profiles = profiles_of(course, spec, permissions, limits)
    seed = course.inputs_seed(assignment)
    return Submission("", spec, Path(), limits, permissions, profiles, seed)


def _added_later(
    assignment: AssignmentSpec, submissions: Iterable[Submission]
) -> dict[str, frozenset[str]]:
    """Return labels that no submission has, by notebook: cells added later.

    In a single submission, the student may have deleted them. The first submission with all of them
    ends the search.
    """
    return {spec.name: _in_nobodys(spec, submissions) for spec in assignment.notebooks}


def _in_nobodys(spec: NotebookSpec, submissions: Iterable[Submission]) -> frozenset[str]:
    own_labels = {cell.grade_id for cell in spec.cells}
    unseen = {cell.grade_id for cell in spec.cells if not cell.solution}
    count = 0
    for submission in submissions:
        if not unseen:
            break
        try:
            path, _ = find_notebook(submission, spec)
            cells = read_notebook(path, submission.limits).cells
        except (UnreadableError, OSError):
            continue
        labels = {cell.grade_id for cell in cells if cell.grade_id in own_labels}
        unseen -= labels
        count += bool(labels)
    return frozenset(unseen) if count > 1 else frozenset()


def grade_submissions(  # noqa: PLR0913
    course: Course,
    submissions: list[Submission],
    *,
    jobs: int = 1,
    force: bool = False,
    scheduler: str = "",
    grade: GradeOne = grade_one,
    finish: Finish | None = None,
) -> Iterator[Graded]:
    """Grade submissions, store each result and yield it.

    Parameters
    ----------
    jobs
        The number of submissions that run at the same time on this machine.
    force
        Grade unchanged work again.
    scheduler
        Address of a Dask scheduler; its workers then do the work.
    grade
        The function that grades one submission.
    finish
        The function that completes each result, in this process.
    """
    with course.gradebook() as gradebook:
        todo, digests = [], {}
        for submission in submissions:
            digest = digest_of(submission, finish)
            digests[submission.student] = digest
            earlier = None if force else already_graded(course, gradebook, submission, digest)
            if earlier is None:
                todo.append(submission)
                continue
            before = total_on_record(course, gradebook, submission)
            update_lateness(course, gradebook, submission)
            total = total_on_record(course, gradebook, submission)
            yield Graded(earlier, skipped=True, before=before, total=total)
        for submission, result, executed in _work(todo, jobs, scheduler, grade):
            digest = digests[submission.student]
            whole = finish(result, executed) if finish else result
            yield keep(course, gradebook, submission, digest, whole, executed)


def keep(  # noqa: PLR0913, PLR0917
    course: Course,
    gradebook: Gradebook,
    submission: Submission,
    digest: str,
    result: Result,
    executed: Path,
) -> Graded:
    """Store a result, and return it with the totals before and after."""
    before = total_on_record(course, gradebook, submission)
    stored_result = store(course, gradebook, submission, digest, result, executed)
    total = total_on_record(course, gradebook, submission)
    return Graded(stored_result, before=before, total=total)


def log_changes(course: Course, assignment: str, changed: Iterable[Graded]) -> Path:
    """Add changed totals to the assignment's log (CSV); return its path."""
    path = course.results(assignment) / "changes.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(["time", "student", "before", "after"])
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for item in changed:
            writer.writerow([now, item.result.student, f"{item.before:g}", f"{item.total:g}"])
    return path


def digest_of(submission: Submission, finish: Finish | None) -> str:
    """Return a fingerprint of everything the grade depends on."""
    _ = submission.assignment.digest  # an error here isn't a student's
    try:
        return submission.digest() + (finish.fingerprint if finish else "")
    except Exception as error:  # noqa: BLE001 - one student's folder must never stop the others
        # Grading meets the same error and reports it; it's tried again each time.
        return f"{type(error).__name__} {secrets.token_hex()}"


def _work(
    submissions: list[Submission], jobs: int, scheduler: str, grade: GradeOne
) -> Iterator[tuple[Submission, Result, Path]]:
    if not scheduler:
        if submissions and grade is grade_one:
            begin(submissions[0].permissions)
        return run_all(submissions, jobs=jobs, grade=grade)
    close_engines()
    # Dask is an extra, and takes a moment to load.
    from split_grader.running.cluster import run_all as run_on_cluster  # noqa: PLC0415

    return run_on_cluster(submissions, scheduler=scheduler, grade=grade)
