"""When a class handed in, compared with the due date, and of whom that is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc

from grader.course.course import Course
from grader.folders import TIMESTAMP
from grader.intake.timestamp import EXAMPLE, read_timestamp


@dataclass(frozen=True, slots=True)
class Times:
    """Whose work is late, and whose may be.

    Parameters
    ----------
    late
        By student, why the work is late.
    marked
        Students whose work the platform marks as late, and whose time is not known.
    unmarked
        Students whose platform marks late work and does not mark theirs.
    unreadable
        Students whose time was written in a way that cannot be read.
    unknown
        Other students whose time is not known, although there is a due date.
    due
        The due date in UTC, before extensions.
    """

    late: Mapping[str, str] = field(default_factory=dict)
    marked: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    due: datetime | None = None


def times_of(
    course: Course, assignment: str, students: Iterable[str], marks: Mapping[str, bool]
) -> Times:
    """Return what is known of the times of these students' work.

    Parameters
    ----------
    marks
        For students of a platform that marks late work and gives no time, whether it marks theirs.
    """
    stamps = {name: read_timestamp(course.submitted(name, assignment)) for name in sorted(students)}
    times = {name: parse_utc(text) for name, (text, _) in stamps.items() if text}
    timeless = [name for name in stamps if name not in times]
    late, due = _late(course, assignment, times)
    return Times(
        late,
        marked=tuple(name for name in timeless if marks.get(name)),
        unmarked=tuple(name for name in timeless if marks.get(name) is False),
        unreadable=tuple(name for name, (_, note) in stamps.items() if note),
        unknown=tuple(n for n in timeless if n not in marks and not stamps[n][1]) if due else (),
        due=due,
    )


def _late(
    course: Course, assignment: str, times: Mapping[str, datetime]
) -> tuple[dict[str, str], datetime | None]:
    if not course.has_gradebook():
        return {}, None
    late = {}
    with course.gradebook() as gradebook:
        try:
            due: Any = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            due = None
        for student, when in times.items() if due is not None else ():
            last = due + _extension(gradebook, assignment, student)
            if when > last:
                late[student] = f"handed in {when} UTC, due {last} UTC"
    return late, due


def _extension(gradebook: Gradebook, assignment: str, student: str) -> Any:
    try:
        return gradebook.find_submission(assignment, student).extension or timedelta()
    except MissingEntry:
        return timedelta()


def takes_points(course: Course) -> bool:
    """Tell whether late work can lose points by the course's rule."""
    plugin = AssignLatePenalties(config=course.config).plugin_class
    if plugin is not LateSubmissionPlugin:
        return True
    return bool(LateSubmissionPlugin(config=course.config).penalty_method != "none")


def where_to_write(course: Course, assignment: str, student: str = "STUDENT") -> str:
    """Say how a person tells when work was handed in."""
    path = course.submitted(student, assignment) / TIMESTAMP
    return f"Write the time, like {EXAMPLE!r}, into {path} and run `grader grade {assignment}`"


def gaps(course: Course, assignment: str, times: Times) -> list[str]:
    """Say in sentences whose lateness is not known, and what follows from that."""
    sentences = []
    how = where_to_write(course, assignment)
    costs = takes_points(course)
    until = "; until then their grade is not final" if costs else ""
    if times.marked:
        names = ", ".join(times.marked)
        sentences.append(f"Late by the platform's mark, time unknown: {names}. {how}{until}.")
    if times.marked and costs and times.due is None:
        sentences.append(
            f"{assignment} has no due date in the gradebook, so late work loses no points. Set it "
            "in Formgrader."
        )
    if times.unreadable and times.due:
        names = ", ".join(times.unreadable)
        sentences.append(f"Time of handing in unreadable: {names}. {how}{until}.")
    if times.unknown:
        sentences.append(
            f"Due {times.due} UTC, time of handing in unknown: {', '.join(times.unknown)}. Their "
            f"work counts as in time. {how}. For Moodle, collect with its worksheet as --roster."
        )
    if times.unmarked and times.due:
        sentences.append(
            f"The platform marks only late work. In time without a mark: {len(times.unmarked)}."
        )
    return sentences
