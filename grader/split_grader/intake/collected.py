"""Record the outcome of every file in a download, for the report and the export."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import one_line
from split_grader.course.course import Course
from split_grader.intake.due import Times
from split_grader.intake.people import People
from split_grader.intake.platforms import Owner


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: its name, its student, its outcome and the reason.

    `outcome` is collected, late, superseded or not gradable. `notebook` is the notebook that it was
    filed as.
    """

    name: str
    student: str
    outcome: str
    reason: str
    owner: Owner
    notebook: str = ""


@dataclass(slots=True)
class Collection:
    """The outcome of every collected file, and the students missing from the roster."""

    files: list[Outcome] = field(default_factory=list)
    has_roster: bool = False
    times: Times = field(default_factory=Times)
    not_on_roster: list[str] = field(default_factory=list)
    nothing_from: list[str] = field(default_factory=list)

    def students(self, *outcomes: str) -> set[str]:
        """Return the students who have a file with one of these outcomes."""
        return {one.student for one in self.files if one.outcome in outcomes and one.student}

    @property
    def filed(self) -> list[Outcome]:
        """The notebooks to grade."""
        return taken(self.files)

    @property
    def without_notebook(self) -> list[str]:
        """Students who handed something in, but not a notebook that can be graded."""
        graded_students = self.students("collected", "late")
        return sorted(self.students("not gradable", "superseded") - graded_students)

    def mark_late(self, times: Times) -> None:
        """Mark collected files as late, using the known times."""
        self.times = times
        for place, one in enumerate(self.files):
            why = times.late.get(one.student, "")
            if one.student in times.marked:
                why = "the platform marks it as late, without a time"
            if one.outcome == "collected" and why:
                reason = f"{why}; {one.reason}"
                self.files[place] = replace(one, outcome="late", reason=reason)

    def note_roster(self, people: People) -> None:
        """Note students not on the roster or without a submission."""
        if not self.has_roster:
            return
        students = {one.student for one in self.files if one.student}
        roster = {name for name, person in people.by_student.items() if person.on_roster}
        self.not_on_roster = sorted(students - roster)
        self.nothing_from = sorted(roster - students)

    def write(self, course: Course, assignment: str) -> None:
        """Save each file's outcome, replacing earlier ones by name.

        An earlier file of another name that a newer one replaced counts as superseded.
        """
        newer = {(one.student, one.notebook): one.name for one in self.filed}
        earlier = read_collected(course, assignment)
        before = {one.name: _in_view_of(newer, one) for one in earlier}
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
    """Return the path of the last download's table."""
    return course.reports() / f"{assignment}-collected.csv"


def read_collected(course: Course, assignment: str) -> list[Outcome]:
    """Return all outcomes so far; none if the record is damaged."""
    try:
        entries = json.loads(_path(course, assignment).read_text(encoding="utf-8"))
        return [_outcome(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _outcome(entry: dict[str, Any]) -> Outcome:
    # Its time is in the submission's folder.
    return Outcome(**{**entry, "owner": Owner(**{**entry["owner"], "when": None})})


def taken(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes of files that are graded."""
    return [one for one in outcomes if one.outcome in {"collected", "late"}]


def late_marks(outcomes: Iterable[Outcome]) -> dict[str, bool]:
    """Return Canvas's late marks, by student."""
    marks: dict[str, bool] = {}
    for one in taken(outcomes):
        if one.owner.platform == "canvas":
            marks[one.student] = marks.get(one.student, False) or one.owner.late
    return marks


def _in_view_of(newer: Mapping[tuple[str, str], str], one: Outcome) -> Outcome:
    name = newer.get((one.student, one.notebook), "") if taken([one]) else ""
    if not name:
        return one
    return replace(one, outcome="superseded", reason=f"{name} came in a later download")


def harmless(text: str) -> str:
    """Escape a text that a spreadsheet would run as a formula."""
    text = one_line(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def prefixes(outcomes: Iterable[Outcome]) -> dict[str, Owner]:
    """Return by student the platform's prefix of collected file names."""
    return {one.student: one.owner for one in taken(outcomes) if one.owner.prefix}
