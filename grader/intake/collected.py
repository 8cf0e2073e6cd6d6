"""What became of every name in a download; the report and the export need it later."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from grader.course.course import Course
from grader.errors import one_line
from grader.files import write_atomically
from grader.intake.people import People
from grader.intake.platforms import Owner
from grader.intake.timestamp import read_timestamp


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: its name, whose it is, what became of it and why.

    `outcome` is collected, late, superseded or not gradable.
    """

    name: str
    student: str
    outcome: str
    reason: str
    owner: Owner


@dataclass(slots=True)
class Collection:
    """What a collect did with every file, and who of the roster is missing."""

    files: list[Outcome] = field(default_factory=list)
    has_roster: bool = False
    not_on_roster: list[str] = field(default_factory=list)
    nothing_from: list[str] = field(default_factory=list)

    def students(self, *outcomes: str) -> set[str]:
        """Return the students who have a file with one of these outcomes."""
        return {one.student for one in self.files if one.outcome in outcomes and one.student}

    @property
    def filed(self) -> list[Outcome]:
        """The notebooks to grade."""
        return [one for one in self.files if one.outcome in {"collected", "late"}]

    @property
    def without_notebook(self) -> list[str]:
        """Students who handed something in, but no notebook that can be graded."""
        graded = self.students("collected", "late")
        return sorted(self.students("not gradable", "superseded") - graded)

    def mark_late(self, late: Mapping[str, str]) -> None:
        """Mark collected files as late.

        Parameters
        ----------
        late
            By student, why.
        """
        for place, one in enumerate(self.files):
            why = late.get(one.student, "")
            if one.outcome == "collected" and why:
                reason = f"{why}; {one.reason}"
                self.files[place] = replace(one, outcome="late", reason=reason)

    def note_roster(self, people: People) -> None:
        """Note who is not on the roster, and from whom nothing came."""
        if not self.has_roster:
            return
        came = {one.student for one in self.files if one.student}
        roster = {name for name, person in people.by_student.items() if person.on_roster}
        self.not_on_roster = sorted(came - roster)
        self.nothing_from = sorted(roster - came)

    def write(self, course: Course, assignment: str) -> None:
        """Keep what happened to each file; of an earlier collect only files of other names stay."""
        before = {one.name: one for one in read_collected(course, assignment)}
        entries = {**before, **{one.name: one for one in self.files}}
        text = json.dumps(
            [asdict(one) for one in entries.values()], indent=1, ensure_ascii=False, default=str
        )
        write_atomically(_path(course, assignment), text.encode("utf-8", "replace"))
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(["file", "student", "outcome", "reason"])
        for one in sorted(self.files, key=lambda each: (each.student, each.name)):
            row = (one.name, one.student, one.outcome, one.reason)
            writer.writerow([harmless(text) for text in row])
        content = table.getvalue().encode("utf-8", "replace")
        write_atomically(table_path(course, assignment), content)


def _path(course: Course, assignment: str) -> Path:
    return course.products() / "collected" / f"{assignment}.json"


def table_path(course: Course, assignment: str) -> Path:
    """Return the table that says what became of every name of the last download."""
    return course.reports() / f"{assignment}-collected.csv"


def read_collected(course: Course, assignment: str) -> list[Outcome]:
    """Return what became of every file so far; a damaged record counts as none."""
    try:
        entries = json.loads(_path(course, assignment).read_text(encoding="utf-8"))
        return [_outcome(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _outcome(entry: dict[str, Any]) -> Outcome:
    # Its time stands in the submission's folder.
    return Outcome(**{**entry, "owner": Owner(**{**entry["owner"], "when": None})})


def due_dates(course: Course, assignment: str, collection: Collection) -> dict[str, str]:
    """Return who is late and why: by the platform's mark, or by its time and the due date."""
    late = {
        one.student: "the platform marks it as late, without a time"
        for one in collection.filed
        if one.owner.late
    }
    timed = [one.student for one in collection.filed if one.owner.when is not None]
    if not timed or not course.has_gradebook():
        return late
    with course.gradebook() as gradebook:
        try:
            due: Any = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            due = None
        for student in timed if due is not None else []:
            try:
                entry = gradebook.find_submission(assignment, student)
                last = due + entry.extension if entry.extension else due
            except MissingEntry:
                last = due
            when = _time_of(course.submitted(student, assignment))
            if when is not None and when > last:
                late[student] = f"handed in {when} UTC, due {last} UTC"
    return late


def _time_of(folder: Path) -> datetime | None:
    from nbgrader.utils import parse_utc  # noqa: PLC0415 - only where a platform tells the time

    text, _ = read_timestamp(folder)
    return parse_utc(text) if text else None


def harmless(text: str) -> str:
    """Return a text that a spreadsheet does not run as a formula."""
    text = one_line(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def prefixes(outcomes: Iterable[Outcome]) -> dict[str, Owner]:
    """Return by student what a platform put before the names of the files that were collected."""
    taken = [one for one in outcomes if one.outcome in {"collected", "late"} and one.owner.prefix]
    return {one.student: one.owner for one in taken}
