"""Write each student's feedback page, without hidden tests."""

import multiprocessing
import pickle
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Self

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from split_grader.base.errors import GraderError
from split_grader.base.log import NbgraderLog
from split_grader.course.assignment import read_assignment
from split_grader.course.course import Course
from split_grader.course.settings import safe_feedback
from split_grader.course.time_limits import limits_of
from split_grader.running.isolated import close_engines
from split_grader.running.pool import begin_worker, kill_tree, process_context

PAGE_SECONDS = 60.0
"""How long a page may take, not counting the cells that run again for it."""
_PARTING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Feedback:
    """The outcome for one student; `problem` is empty when the page was written."""

    student: str
    problem: str = ""


def graded_students(course: Course, assignment: str) -> list[str]:
    """Return the students with a graded notebook.

    Raises
    ------
    GraderError
        If there are none, or the course doesn't use nbgrader's usual folders.
    """
    course.require_assignment(assignment)
    course.require_usual_structure()
    folder = course.autograded(".", ".").resolve()
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    students = [name for name in names if course.autograded(name, assignment).is_dir()]
    if not students:
        raise GraderError(
            f"Nothing of {assignment!r} is graded yet. Run `grader grade {assignment}` first."
        )
    return students


def make_feedback(
    course: Course, assignment: str, students: list[str], *, jobs: int = 1
) -> Iterator[Feedback]:
    """Write an HTML page per student; yield each when done.

    Parameters
    ----------
    jobs
        Number of pages written at the same time.

    Raises
    ------
    GraderError
        If the configured time for a page isn't a number, or the assignment isn't released.
    """
    waiting = deque(students)
    with Pages(course, assignment, min(jobs, len(students))) as pages:
        while waiting or pages.running:
            while waiting and pages.running < pages.size:
                pages.give(waiting.popleft())
            for outcome in pages.finished():
                if waiting:
                    pages.give(waiting.popleft())
                yield outcome


class Pages:
    """Writes feedback pages as students come, a few at a time.

    nbgrader's generate_feedback runs in separate processes. A process that takes too long over a
    page is killed: that student has a problem, and the others get their pages.

    Parameters
    ----------
    size
        The number of pages written at the same time.
    """

    def __init__(self, course: Course, assignment: str, size: int) -> None:
        seconds = page_seconds(course) + _cells_seconds(course, assignment)
        self.size = size
        self._writers = [_Writer(course, assignment, seconds) for _ in range(size)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers:
            writer.stop()

    @property
    def running(self) -> int:
        """How many pages are being written."""
        return len(self._busy)

    @property
    def pipes(self) -> list[Connection]:
        """The connections on which finished pages are reported."""
        return [writer.pipe for writer in self._busy]

    @property
    def _busy(self) -> list["_Writer"]:
        return [writer for writer in self._writers if writer.student]

    def give(self, student: str) -> None:
        """Write a student's page with a free writer."""
        next(writer for writer in self._writers if not writer.student).give(student)

    def finished(self, seconds: float = float("inf")) -> Iterator[Feedback]:
        """Wait for pages at most so long, and yield their outcomes."""
        for writer in _finished(self._busy, seconds):
            yield writer.take()


def page_seconds(course: Course) -> float:
    """Return how long a page may take, without rerun cells.

    Raises
    ------
    GraderError
        If ``c.Grader.page_seconds`` isn't a positive number.
    """
    seconds = course.config.Grader.get("page_seconds", PAGE_SECONDS)
    if type(seconds) not in {int, float} or not seconds > 0:
        raise GraderError(f"c.Grader.page_seconds is {seconds!r}; expected a number of seconds.")
    return float(seconds)


def _cells_seconds(course: Course, assignment: str) -> float:
    """Return how long the rerun cells of a notebook may take."""
    with course.gradebook() as gradebook:
        notebooks = read_assignment(course, gradebook, assignment).notebooks
    usual = limits_of(course.config)
    return max(one.within(usual).submission_seconds for one in notebooks)


class _Writer:
    """A process that writes one page after another."""

    def __init__(self, course: Course, assignment: str, seconds: float) -> None:
        self._course = course
        self._assignment = assignment
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self.student = ""
        """The student whose page it is writing; empty if it's idle."""
        self.deadline = 0.0

    @property
    def pipe(self) -> Connection:
        """The connection on which it reports a page."""
        if self._pipe is None:
            self._pipe = self._start()
        return self._pipe

    def _start(self) -> Connection:
        context = _context(self._course)
        ours, theirs = context.Pipe()
        arguments = (self._course, self._assignment, theirs, tempfile.gettempdir())
        process = context.Process(target=_write, args=arguments)
        process.start()
        self._process = process
        theirs.close()
        return ours

    def give(self, student: str) -> None:
        """Ask for a page, starting a process if there isn't one."""
        pipe = self.pipe
        self.student = student
        self.deadline = time.monotonic() + self._allowed()
        with suppress(OSError):  # it has died, and `take` will notice
            pipe.send(student)

    def _allowed(self) -> float:
        """Return this page's time limit, for all its notebooks."""
        folder = self._course.autograded(self.student, self._assignment)
        notebooks = len(list(folder.glob("*.ipynb")))
        return max(1, notebooks) * self._seconds

    def take(self) -> Feedback:
        """Return the outcome for the page."""
        student, seconds = self.student, self._allowed()
        try:
            if self.pipe.poll():
                outcome: Feedback = self.pipe.recv()
                self.student = ""
                return outcome
            what = f"Writing this page was stopped after {seconds:.0f} s."
        except (EOFError, OSError):
            what = "The process that wrote this page was ended by the system or by a person."
        self.stop()
        # An existing page is older than the grades, or only half written.
        shutil.rmtree(self._course.feedback(student, self._assignment), ignore_errors=True)
        return Feedback(student, what)

    def stop(self) -> None:
        """End the process and everything it started."""
        is_busy, self.student = bool(self.student), ""
        if self._pipe is not None:
            with suppress(OSError):
                self._pipe.send("")
            self._pipe.close()
            self._pipe = None
        process, self._process = self._process, None
        if process is None:
            return
        # An idle writer ends by itself and takes its warm processes with it.
        process.join(0.0 if is_busy else _PARTING_SECONDS)
        kill_tree(process.pid)
        process.join()
        process.close()


def _finished(busy: list[_Writer], seconds: float) -> list[_Writer]:
    if not busy:
        return []
    timeout = min(writer.deadline for writer in busy) - time.monotonic()
    ready_pipes = wait([writer.pipe for writer in busy], max(0.0, min(timeout, seconds)))
    now = time.monotonic()
    return [writer for writer in busy if writer.pipe in ready_pipes or now >= writer.deadline]


def _context(course: Course) -> SpawnContext | ForkContext | ForkServerContext:
    """Return a process context that can pass on the course."""
    if sys.platform == "win32":
        return process_context()
    try:
        pickle.dumps(course)
    except Exception:  # noqa: BLE001 - an object of the configuration may raise anything
        # The configuration holds something that can't be pickled, such as a function.
        return multiprocessing.get_context("fork")
    return process_context()


def _write(course: Course, assignment: str, pipe: Connection, temporary: str) -> None:
    begin_worker(temporary)
    with suppress(EOFError, OSError):
        while student := pipe.recv():
            pipe.send(_page(course, assignment, student))
    close_engines()


def _page(course: Course, assignment: str, student: str) -> Feedback:
    config = deepcopy(course.config)
    safe_feedback(config)
    config.GenerateFeedback.force = True
    with NbgraderLog() as log:
        directory = course.directory(assignment, student)
        try:
            GenerateFeedback(coursedir=directory, config=config).start()
        except (NbGraderException, SystemExit) as error:
            return Feedback(student, log.reason(error))
    return Feedback(student)
