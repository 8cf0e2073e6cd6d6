"""Grade many submissions: one process each, one writer, results as they come."""

import ctypes
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil

from grader.assignment import read_assignment
from grader.course import Course
from grader.engine import Engine, grade_one, refuse
from grader.errors import GraderError
from grader.gradebook import already_graded, store
from grader.result import Result, Status
from grader.submission import Limits, Submission

# Kernel start-up, reading and writing come on top of the time a notebook may run.
_GRACE_SECONDS = 45.0
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Graded:
    """One finished submission; `skipped` says that an earlier result still holds."""

    result: Result
    skipped: bool = False


def find_submissions(
    course: Course, assignment: str, limits: Limits, students: Iterable[str] = ()
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
    return [
        Submission(student, spec, course.submitted(student, assignment).resolve(), limits)
        for student in (wanted or found)
    ]


def grade_submissions(
    course: Course,
    submissions: list[Submission],
    *,
    jobs: int = 1,
    force: bool = False,
    engine: Engine = grade_one,
) -> Iterator[Graded]:
    """Grade submissions and store each result in the gradebook; yield them as they come.

    Parameters
    ----------
    jobs
        How many submissions run at the same time.
    force
        Grade again what is unchanged.
    engine
        What grades one submission.
    """
    with course.gradebook() as gradebook:
        todo = []
        for submission in submissions:
            earlier = None if force else already_graded(course, gradebook, submission)
            if earlier is None:
                todo.append(submission)
            else:
                yield Graded(earlier, skipped=True)
        for submission, result, executed in run_all(todo, jobs=jobs, engine=engine):
            store(course, gradebook, submission, result, executed)
            yield Graded(result)


def run_all(
    submissions: list[Submission], *, jobs: int = 1, engine: Engine = grade_one
) -> Iterator[tuple[Submission, Result, Path]]:
    """Run an engine over submissions in processes of their own; yield results as they come.

    Yields
    ------
    submission, result, folder
        The folder holds the executed notebooks until the next item is asked for.
    """
    with tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True) as scratch:
        queue = [(one, Path(scratch) / str(number)) for number, one in enumerate(submissions)]
        running: list[_Task] = []
        try:
            while queue or running:
                while queue and len(running) < jobs:
                    running.append(_Task(*queue.pop(0), engine))
                for task in _finished(running):
                    running.remove(task)
                    yield task.submission, task.result(), task.out
        finally:
            for task in running:
                task.stop()


def _finished(running: list["_Task"]) -> list["_Task"]:
    soonest = min(task.deadline for task in running)
    ready = wait([task.inbox for task in running], timeout=max(0.0, soonest - time.monotonic()))
    now = time.monotonic()
    return [task for task in running if task.inbox in ready or now >= task.deadline]


def _context() -> SpawnContext | ForkServerContext:
    # A server that has loaded the engine and never ran a student's code is forked; forking this
    # process would copy the threads of the progress display.
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    # A child imports the program that was started; loaded by the server, that costs it nothing.
    context.set_forkserver_preload(["grader.engine", "grader.cli"])
    return context


class _Task:
    """One submission in a process of its own."""

    def __init__(self, submission: Submission, out: Path, engine: Engine) -> None:
        context = _context()
        self.submission = submission
        self.out = out
        out.mkdir()
        self.inbox, outbox = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(
            target=_work, args=(engine, submission, out, outbox), daemon=False
        )
        self.process.start()
        outbox.close()
        seconds = submission.limits.submission_seconds * len(submission.assignment.notebooks)
        self.allowed = seconds + _GRACE_SECONDS
        self.deadline = time.monotonic() + self.allowed

    def result(self) -> Result:
        """Return the result, or one that says why there is none."""
        text = None
        if self.inbox.poll():
            with suppress(EOFError, OSError):
                text = self.inbox.recv_bytes().decode()
        late = time.monotonic() >= self.deadline
        self.stop()
        if text is not None:
            return Result.from_json(text)
        if late:
            message = f"Grading was stopped after {self.allowed:.0f} s; nothing could be saved."
            return refuse(self.submission, Status.TIMED_OUT, message, self.out)
        message = f"The grading process ended by itself (exit code {self.process_exit})."
        return refuse(self.submission, Status.FAILED, message, self.out)

    process_exit: int | None = None

    def stop(self) -> None:
        """End the process and everything it started."""
        kill_tree(self.process.pid)
        self.process.join()
        self.process_exit = self.process.exitcode
        self.process.close()
        self.inbox.close()


def _work(engine: Engine, submission: Submission, out: Path, outbox: Connection) -> None:
    _adopt_orphans()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno() if sys.stdout else 1)
    os.dup2(quiet, sys.stderr.fileno() if sys.stderr else 2)
    outbox.send_bytes(engine(submission, out).to_json().encode("utf-8", "replace"))
    outbox.close()
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()


def _adopt_orphans() -> None:
    # A process group of its own, and on Linux the role of init for whatever a submission starts, so
    # that a detached process is still found and ended.
    if hasattr(os, "setsid"):
        with suppress(OSError):
            os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kill_tree(pid: int | None) -> None:
    """End a process and all its descendants."""
    if pid is None:
        return
    with suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in [*parent.children(recursive=True), parent]:
            with suppress(psutil.Error):
                process.kill()
