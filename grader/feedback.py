"""Make the page that each student may read, without hidden tests."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from grader.course import Course
from grader.errors import GraderError
from grader.log import NbgraderLog
from grader.settings import safe_feedback


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


def make_feedback(course: Course, assignment: str, students: list[str]) -> Iterator[Feedback]:
    """Write one HTML page a student with nbgrader's generate_feedback; yield as they are done."""
    config = deepcopy(course.config)
    safe_feedback(config)
    config.GenerateFeedback.force = True
    for student in students:
        with NbgraderLog() as log:
            directory = course.directory(assignment, student)
            try:
                GenerateFeedback(coursedir=directory, config=config).start()
            except (NbGraderException, SystemExit) as error:
                yield Feedback(student, log.reason(error))
            else:
                yield Feedback(student)
