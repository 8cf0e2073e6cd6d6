"""Compare times of handing in with the due date, and say which are unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc

from split_grader.base.folders import TIMESTAMP
from split_grader.course.course import Course
from split_grader.intake.timestamp import EXAMPLE, read_timestamp


@dataclass(frozen=True, slots=True)
class Times:
    """Students whose work is late or may be.

    Parameters
    ----------
    late
        By student, why the work is late.
    marked
        Students with unknown times whose work the platform marks as late.
    unmarked
        Students whose platform marks late work, but not theirs.
    unreadable
        Students whose time can't be read.
    unknown
        Other students whose time isn't known, although there is a due date.
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
    """Return when these students handed in, as far as known.

    Parameters
    ----------
    marks
        By student, whether the platform marks the work as late, for platforms that give no time.
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
    """Return whether late work can lose points by the course's rule."""
    plugin = AssignLatePenalties(config=course.config).plugin_class
    if plugin is not LateSubmissionPlugin:
        return True
    return bool(LateSubmissionPlugin(config=course.config).penalty_method != "none")


def where_to_write(course: Course, assignment: str, student: str = "STUDENT") -> str:
    """Explain how a person enters the time of handing in."""
    path = course.submitted(student, assignment) / TIMESTAMP
    return f"Write the time, like {EXAMPLE!r}, into {path} and run `grader grade {assignment}`"


def gaps(course: Course, assignment: str, times: Times) -> list[str]:
    """Describe unknown lateness and its consequences, in sentences."""
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
            f"work counts as on time. {how}. For Moodle, collect with its worksheet as --roster."
        )
    if times.unmarked and times.due:
        sentences.append(
            f"The platform marks only late work. On time without a mark: {len(times.unmarked)}."
        )
    return sentences
