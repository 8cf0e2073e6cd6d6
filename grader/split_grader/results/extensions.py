"""Give one student more time, in nbgrader's gradebook."""

from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Any

from nbgrader.api import Gradebook

from split_grader.base.errors import GraderError
from split_grader.course.assignment import read_assignment
from split_grader.course.course import Course
from split_grader.results.gradebook import enter_student

_NAMES = 6
"""A message lists this many names before it only counts."""


def extend(course: Course, assignment: str, student: str, extension: timedelta) -> datetime | None:
    """Give a student an extension; return the new due date.

    It replaces an earlier extension; one of no time cancels it. nbgrader keeps extensions with the
    grades, so before the first grading, grades without points are entered.

    Returns
    -------
    datetime or None
        In UTC; None if the assignment has no due date.

    Raises
    ------
    GraderError
        If the assignment isn't released, or the course has no such student.
    """
    with course.gradebook() as gradebook:
        read_assignment(course, gradebook, assignment)
        require_student(course, gradebook, assignment, student)
        enter_student(course, gradebook, student)
        with gradebook.db.no_autoflush:
            entry = gradebook.update_or_create_submission(assignment, student)
        minutes = extension.total_seconds() / 60
        gradebook.grant_extension(assignment, student, minutes=minutes)
        due: Any = entry.assignment.duedate
    return None if due is None else due + extension


def require_student(course: Course, gradebook: Gradebook, assignment: str, student: str) -> None:
    """Raise GraderError unless the course has the student."""
    students = {str(one.id) for one in gradebook.students}
    students.update(course.students_with_submission(assignment))
    if student in students:
        return
    close = get_close_matches(student, students, n=3)
    hint = f"Did you mean {' or '.join(close)}?" if close else _some(sorted(students))
    raise GraderError(
        f"The course has no student {student!r}. {hint} Students come from a roster "
        "(`grader collect --roster`) and from submissions."
    )


def _some(students: list[str]) -> str:
    """Name the first students of a course."""
    if not students:
        return "It has none yet."
    more = len(students) - _NAMES
    return f"It has {', '.join(students[:_NAMES])}{f' and {more} more' if more > 0 else ''}."
