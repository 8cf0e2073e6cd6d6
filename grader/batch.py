"""Grade many submissions: several at a time, one writer, results as they come."""

import csv
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from grader.course.assignment import (
    AssignmentSpec,
    NotebookSpec,
    read_assignment,
    require_same_cells,
)
from grader.course.course import Course
from grader.course.limits import SubmissionLimits
from grader.course.permissions import permissions_of
from grader.errors import GraderError
from grader.intake.ingest import UnreadableError, read_notebook
from grader.intake.submission import Submission
from grader.results.gradebook import already_graded, store, total_on_record, update_lateness
from grader.results.result import Result
from grader.running.grade_one import GradeOne, find_notebook, grade_one
from grader.running.isolated import begin, close_engines
from grader.running.pool import prepare_workers, run_all
from grader.running.profiles import profiles_of


@dataclass(frozen=True, slots=True)
class Graded:
    """One finished submission.

    Parameters
    ----------
    skipped
        Whether an earlier result still holds.
    before, total
        The student's points less a late penalty, before this run (None at the first) and now.
    """

    result: Result
    skipped: bool = False
    before: float | None = None
    total: float | None = None

    @property
    def changed(self) -> bool:
        """Whether a total that was on record is another one now."""
        return self.before is not None and self.total != self.before


class Finish(Protocol):
    """Adds to a result before it is stored, such as points that no test gives."""

    @property
    def fingerprint(self) -> str:
        """What else the grade then depends on; unchanged work is finished again if it changes."""

    def __call__(self, result: Result, executed: Path) -> Result:
        """Return the result to store; the folder holds the notebooks that were graded."""


def prepare(course: Course) -> None:
    """Begin to load what submissions run in and workers start from, while something else is done.

    Harmless where nothing is graded afterwards: it ends with this process.
    """
    begin(permissions_of(course.config))
    prepare_workers()


def find_submissions(
    course: Course, assignment: str, limits: SubmissionLimits, students: Iterable[str] = ()
) -> list[Submission]:
    """Return what has been handed in for an assignment, in the order of names.

    Parameters
    ----------
    students
        Only these students; all when empty.

    Raises
    ------
    GraderError
        If the assignment is not released, nothing was handed in, or a student is not there.
    """
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    require_same_cells(course, spec)
    permissions = permissions_of(course.config)
    found = course.students_with_submission(assignment)
    if not found:
        raise GraderError(
            f"Nobody has handed in {assignment!r} yet: {course.submitted('.', '.').resolve()} has "
            f"no submissions. Run `grader collect {assignment} FOLDER_OR_ZIP` first."
        )
    wanted = list(students)
    absent = sorted(set(wanted) - set(found))
    if absent:
        raise GraderError(f"No submission of {assignment!r} from {', '.join(absent)}.")
    profiles = profiles_of(course, spec, permissions, limits)
    seed = course.inputs_seed(assignment)
    submissions = {
        student: Submission(
            student,
            spec,
            course.submitted(student, assignment).absolute(),
            limits,
            permissions,
            profiles,
            seed,
        )
        for student in found
    }
    added = _added_later(spec, submissions.values())
    return [replace(submissions[student], added=added) for student in (wanted or found)]


def _added_later(
    assignment: AssignmentSpec, submissions: Iterable[Submission]
) -> dict[str, frozenset[str]]:
    """Return the labels, by notebook, that no submission has: of cells added after the release.

    A student alone may have deleted them. The first submission that has them all ends the search.
    """
    return {spec.name: _in_nobodys(spec, submissions) for spec in assignment.notebooks}


def _in_nobodys(spec: NotebookSpec, submissions: Iterable[Submission]) -> frozenset[str]:
    known = {cell.grade_id for cell in spec.cells}
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
        labels = {cell.grade_id for cell in cells if cell.grade_id in known}
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
    """Grade submissions and store each result in the gradebook; yield them as they come.

    Parameters
    ----------
    jobs
        How many submissions run at the same time on this machine.
    force
        Grade again what is unchanged.
    scheduler
        Address of a Dask scheduler; its workers then do the work.
    grade
        What grades one submission.
    finish
        What adds to each result, here and in this process.
    """
    with course.gradebook() as gradebook:
        todo, digests = [], {}
        for submission in submissions:
            digest = _digest(submission) + (finish.fingerprint if finish else "")
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
            before = total_on_record(course, gradebook, submission)
            whole = finish(result, executed) if finish else result
            stored = store(course, gradebook, submission, digest, whole, executed)
            total = total_on_record(course, gradebook, submission)
            yield Graded(stored, before=before, total=total)


def log_changes(course: Course, assignment: str, changed: Iterable[Graded]) -> Path:
    """Add totals that this run changed to the assignment's log (CSV), and return where it is."""
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


def _digest(submission: Submission) -> str:
    _ = submission.assignment.digest  # what is wrong with that is no student's
    try:
        return submission.digest()
    except Exception as error:  # noqa: BLE001 - one student's folder must never stop the others
        # Whoever grades it meets the same and says so; it is tried again each time.
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
    from grader.running.cluster import run_all as run_on_cluster  # noqa: PLC0415

    return run_on_cluster(submissions, scheduler=scheduler, grade=grade)
