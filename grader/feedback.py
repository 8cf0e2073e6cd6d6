"""Make the page that each student may read, without hidden tests."""

import pickle
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from copy import deepcopy
from dataclasses import dataclass
from multiprocessing.util import Finalize

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from grader.course import Course
from grader.errors import GraderError
from grader.isolated import close_engines
from grader.log import NbgraderLog
from grader.pool import begin_worker, process_context
from grader.settings import safe_feedback

_FIRST = 10


@dataclass(frozen=True, slots=True)
class Feedback:
    """The outcome for one student; `problem` is empty when the page was written."""

    student: str
    problem: str = ""


def graded_students(course: Course, assignment: str) -> list[str]:
    """Return the students who have a graded notebook.

    Raises
    ------
    GraderError
        If there is none.
    """
    course.require_assignment(assignment)
    folder = course.autograded(".", ".").resolve()
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = [name for name in names if course.autograded(name, assignment).is_dir()]
    if not found:
        raise GraderError(
            f"Nothing of {assignment!r} is graded yet. Run `grader grade {assignment}` first."
        )
    return found


def make_feedback(
    course: Course, assignment: str, students: list[str], *, jobs: int = 1
) -> Iterator[Feedback]:
    """Write one HTML page a student with nbgrader's generate_feedback; yield as they are done.

    Parameters
    ----------
    jobs
        How many pages are written at the same time, each by a process of its own.

    Raises
    ------
    GraderError
        If such a process was ended from outside.
    """
    jobs = min(jobs, len(students))
    if jobs < 2 or not _can_be_sent(course):
        yield from (_page(course, assignment, student) for student in students)
        return
    start = (course, tempfile.gettempdir())
    pool = ProcessPoolExecutor(jobs, process_context(), initializer=_begin, initargs=start)
    try:
        pages = [pool.submit(_page_here, assignment, student) for student in students]
        yield from (page.result() for page in as_completed(pages))
    except BrokenProcessPool:
        raise GraderError(
            "A process that wrote feedback was ended, by the system or by somebody. Pages written "
            f"before are kept. Run `grader feedback {assignment}` again; --jobs 1 needs the least "
            "memory."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _can_be_sent(course: Course) -> bool:
    """Tell whether another process can have the course: its configuration may hold anything."""
    try:
        pickle.dumps(course)
    except Exception:  # noqa: BLE001 - whatever an object of the configuration raises
        return False
    return True


_here: list[Course] = []


def _begin(course: Course, temporary: str) -> None:
    _here.append(course)
    begin_worker(temporary)
    Finalize(None, close_engines, exitpriority=_FIRST)  # a worker runs no atexit


def _page_here(assignment: str, student: str) -> Feedback:
    return _page(_here[0], assignment, student)


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
