"""One grading run of an assignment at a time, and order after runs that were killed."""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from grader.course import Course
from grader.errors import GraderError
from grader.files import remove_partial
from grader.isolated import close_engines
from grader.scratch import sweep, temporary_files
from grader.split import cgroup

if sys.platform != "win32":
    import fcntl

_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@contextmanager
def one_run(course: Course, assignment: str) -> Iterator[str]:
    """Keep a second run of the assignment out, and clear up what killed runs left behind.

    Yields
    ------
    str
        A remark for the instructor; empty when a second run is kept out.

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
    # The system frees the lock when the process ends, however it ends; the file stays.
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            _lock(file.fileno())
        except BlockingIOError:
            file.seek(0)
            who = file.read(200).strip() or "another process"
            raise GraderError(
                f"{assignment!r} is being graded already, by {who}. Nothing was done. "
                "Wait until it is finished, or stop it and start again."
            ) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            yield (
                f"The disk that holds {path.parent} does not support locks. Make sure that nobody "
                "else grades this assignment meanwhile."
            )
            return
        file.truncate(0)
        file.write(_myself())
        file.flush()
        yield ""


def _lock(handle: int) -> None:
    if sys.platform != "win32":
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _myself() -> str:
    since = datetime.now(UTC).isoformat(" ", "seconds")
    return f"process {os.getpid()} on {socket.gethostname()} since {since}\n"
