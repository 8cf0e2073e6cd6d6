"""Say how late work is and what that costs by the course's rule, as in nbgrader."""

from collections.abc import Container
from datetime import timedelta
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties

from split_grader.course.course import Course
from split_grader.intake.collected import late_marks, read_collected
from split_grader.intake.due import takes_points, where_to_write
from split_grader.intake.timestamp import read_timestamp


def settle_penalties(course: Course, gradebook: Gradebook, entry: SubmittedAssignment) -> None:
    """Write each notebook's late penalty, removing one that no longer applies."""
    gradebook.db.expire_all()  # a due date or an extension may have changed since
    commit_with_penalties(course, gradebook, entry)


def commit_with_penalties(course: Course, gradebook: Gradebook, entry: SubmittedAssignment) -> None:
    """Commit what has been entered, and write each notebook's late penalty."""
    for notebook in entry.notebooks:
        column: Any = notebook
        column.late_submission_penalty = None
    is_late = seconds_late(entry) > 0
    gradebook.db.commit()
    if not is_late:
        return
    for notebook in entry.notebooks:
        names = {
            "notebook": notebook.name,
            "assignment": entry.assignment.name,
            "student": entry.student.id,
            "db_url": course.db_url,
        }
        step = AssignLatePenalties(config=course.config)
        step.preprocess(new_notebook(), ResourcesDict(nbgrader=names))
    gradebook.db.expire_all()  # nbgrader's step wrote through its own connection


def seconds_late(entry: SubmittedAssignment) -> float:
    """Return how many seconds late a submission is, extension included."""
    # nbgrader fails on an extension of an assignment without a due date.
    return float(entry.total_seconds_late) if entry.assignment.duedate else 0.0


def penalty_of(entry: SubmittedAssignment | SubmittedNotebook) -> float:
    """Return the points that a submission or notebook loses for being late."""
    # nbgrader's classes declare these columns as None and fill them in later.
    penalty: Any = entry.late_submission_penalty
    return float(penalty or 0.0)


def total_of(entry: SubmittedAssignment | SubmittedNotebook) -> float:
    """Return the points of a submission or notebook, minus the late penalty."""
    score: Any = entry.score
    return max(0.0, float(score) - penalty_of(entry))


def told_lateness(entry: SubmittedAssignment) -> str:
    """Describe lateness and its cost; empty if on time."""
    seconds = seconds_late(entry)
    if seconds <= 0:
        return ""
    by = _span(timedelta(seconds=seconds))
    penalty = penalty_of(entry)
    cost = f"penalty {penalty:g} points" if penalty else "no penalty"
    extension: Any = entry.extension
    remark = f", {_span(extension)} extension included" if extension else ""
    return f"Handed in {by} after the due date{remark}: {cost}."


def open_lateness(course: Course, entry: SubmittedAssignment, marked: Container[str]) -> str:
    """Explain why a person must decide on lateness, if so.

    Parameters
    ----------
    marked
        Students whose work the platform marks as late.
    """
    student, assignment = str(entry.student.id), str(entry.assignment.name)
    handed_in: Any = entry.timestamp  # also declared as None
    if handed_in is not None or not takes_points(course):
        return ""
    time, note = read_timestamp(course.submitted(student, assignment))
    if time:
        return "The time of handing in was written after the work was graded. Grade again."
    if student in marked:
        how = where_to_write(course, assignment, student)
        return f"Late by the platform's mark, time unknown. {how}."
    return note if entry.assignment.duedate else ""


def unpunished_mark(course: Course, entry: SubmittedAssignment, marked: Container[str]) -> str:
    """Report a late mark without a time where late work costs nothing."""
    handed_in: Any = entry.timestamp
    if handed_in is not None or str(entry.student.id) not in marked or takes_points(course):
        return ""
    return "Late by the platform's mark, time unknown: late work loses no points here."


def is_lateness_open(course: Course, entry: SubmittedAssignment) -> bool:
    """Return whether a person must decide whether work is late."""
    marks = late_marks(read_collected(course, str(entry.assignment.name)))
    return bool(open_lateness(course, entry, {name for name in marks if marks[name]}))


def _span(span: timedelta) -> str:
    hours, minutes = divmod(max(1, round(span.total_seconds() / 60)), 60)
    days, hours = divmod(hours, 24)
    units = {"d": days, "h": hours, "min": minutes}
    return " ".join([f"{count} {unit}" for unit, count in units.items() if count][:2])
