"""Late work: how late it is, and what that costs by the course's own rule, as in nbgrader."""

from datetime import timedelta
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties

from grader.course.course import Course


def settle_penalties(course: Course, gradebook: Gradebook, entry: SubmittedAssignment) -> None:
    """Write the penalty of each notebook of a submission, or take away one that no longer holds."""
    gradebook.db.expire_all()  # a due date or an extension may have changed since
    for notebook in entry.notebooks:
        column: Any = notebook
        column.late_submission_penalty = None
    gradebook.db.commit()
    if seconds_late(entry) <= 0:
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
    gradebook.db.expire_all()  # nbgrader's step wrote by a connection of its own


def seconds_late(entry: SubmittedAssignment) -> float:
    """Return by how many seconds a submission missed its due date, extension included."""
    # nbgrader fails on an extension of an assignment without a due date.
    return float(entry.total_seconds_late) if entry.assignment.duedate else 0.0


def penalty_of(entry: SubmittedAssignment) -> float:
    """Return the points that a submission loses because it is late."""
    # nbgrader's classes declare these columns as None and fill them in later.
    penalty: Any = entry.late_submission_penalty
    return float(penalty or 0.0)


def total_of(entry: SubmittedAssignment) -> float:
    """Return the points of a submission less its late penalty."""
    score: Any = entry.score
    return max(0.0, float(score) - penalty_of(entry))


def told_lateness(entry: SubmittedAssignment) -> str:
    """Say how late a submission is and what that costs; empty when it was in time."""
    seconds = seconds_late(entry)
    if seconds <= 0:
        return ""
    by = _span(timedelta(seconds=seconds))
    penalty = penalty_of(entry)
    cost = f"penalty {penalty:g} points" if penalty else "no penalty"
    extension: Any = entry.extension
    extended = f", {_span(extension)} extension included" if extension else ""
    return f"Handed in {by} after the due date{extended}: {cost}."


def _span(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours) + [f"{left} min"] * bool(left)
    return " ".join(parts[:2])
