"""Allow one grading run per assignment at a time, and clean up after killed runs."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from split_grader.base.atomic import remove_partial
from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.running.isolated import close_engines
from split_grader.running.scratch import sweep, temporary_files
from split_grader.sandbox import cgroup

_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@contextmanager
def one_run(course: Course, assignment: str) -> Iterator[str]:
    """Keep out a second run; clean up after killed ones.

    Yields
    ------
    str
        A remark for the instructor; empty if locking works.

    Raises
    ------
    GraderError
        If another run is under way.
    """
    course.require_assignment(assignment)
    with _locked(course.results(assignment) / ".lock", assignment) as remark:
        sweep()
        cgroup.sweep_dead()
        remove_partial(_written(course, assignment))
        try:
            with temporary_files():
                yield remark
        finally:
            close_engines()
            cgroup.sweep_dead()


def _written(course: Course, assignment: str) -> list[Path]:
    students = course.students_with_submission(assignment)
    return [
        course.results(assignment),
        course.profiles(assignment),
        *(course.autograded(student, assignment) for student in students),
    ]


@contextmanager
def _locked(path: Path, assignment: str) -> Iterator[str]:
    # The system frees the lock when the process ends for any reason; the files stay.
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not in the locked file itself, which no other process can read on Windows.
    holder = path.with_name(".lock-holder")
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise GraderError(
            f"{assignment!r} is being graded already, by {_description(holder)}. Nothing was done. "
            "Wait until it is finished, or stop it and start again."
        ) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        yield (
            f"The disk with {path.parent} doesn't support locks. Make sure that nobody else "
            "grades this assignment meanwhile."
        )
        return
    try:
        holder.write_text(_myself(), encoding="utf-8")
        yield ""
    finally:
        lock.release()


def _description(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8").strip() or "another process"
    except OSError:
        return "another process"


def _myself() -> str:
    since = datetime.now(UTC).isoformat(" ", "seconds")
    return f"process {os.getpid()} on {socket.gethostname()} since {since}\n"
