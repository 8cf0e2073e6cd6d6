"""Grades in the formats that Canvas and Moodle import, empty until they're final."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from split_grader.base.errors import GraderError
from split_grader.intake.collected import harmless
from split_grader.intake.kept_rosters import canvas_column
from split_grader.intake.worksheet import Entry, Worksheet
from split_grader.results.grade_table import GradeTable

_CANVAS_KEYS = ("canvas", "canvas-sis-user", "canvas-sis-login")


@dataclass(frozen=True, slots=True)
class Filled:
    """A platform's table: its bytes, the number of students, who's missing, remarks."""

    content: bytes
    count: int
    unknown: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def as_csv(lines: list[list[str]]) -> bytes:
    """Convert a table to CSV that no spreadsheet reads as formulas."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [harmless(entry) for entry in line] for line in lines
    )
    return text.getvalue().encode("utf-8", "replace")


def canvas_table(table: GradeTable, roster: Path | None) -> Filled:
    """Return the table that Canvas imports.

    Canvas identifies a student by number or login, and a column by its title.

    Parameters
    ----------
    roster
        Canvas's export of grades, which has the assignment's title.
    """
    column = canvas_column(roster, table.assignment) if roster else None
    most = f"{table.max_score:g}"
    title = column.title if column else table.assignment
    lines = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    lines.append(["Points Possible", "", "", "", "", most])
    unknown = []
    for student, total in _totals(table):
        person = table.person(student)
        numbers = [person.ids.get(key, "") for key in _CANVAS_KEYS]
        if not any(numbers):
            unknown.append(student)
            continue
        name = f"{person.last}, {person.first}" if person.first else person.last or student
        lines.append([name, *numbers, person.section, total])
    remarks = []
    if column is None:
        remarks.append(
            f"Canvas matches exact titles, and no roster has a column like '{title} (77001)'. "
            "Choose the assignment in Canvas, or pass its export of grades as --roster."
        )
    elif column.points and not _is_number(column.points, table.max_score):
        remarks.append(
            f"Canvas has {column.points} points for {title!r}, the assignment {most}. Canvas "
            "doesn't scale grades; change the points there."
        )
    return Filled(as_csv(lines), len(lines) - 2, tuple(unknown), tuple(remarks))


def fill_worksheet(table: GradeTable, path: Path | None) -> Filled:
    """Fill grades into Moodle's grading worksheet.

    Raises
    ------
    GraderError
        If there's no worksheet, or Moodle wouldn't accept grades in it.
    """
    if path is None:
        raise GraderError(
            "Moodle accepts grades only in its own worksheet. Download the one for "
            f"{table.assignment} from Moodle and pass it as --roster."
        )
    worksheet = Worksheet.parse(path.name, _content(path))
    most = worksheet.maximum()
    if most is not None and most != table.max_score:
        raise GraderError(
            f"Moodle has {most:g} points for this assignment, {table.assignment} has "
            f"{table.max_score:g}. Change the maximum grade in Moodle, and download the worksheet "
            "again."
        )
    key = f"moodle/{table.assignment}"
    totals = dict(_totals(table))
    numbers = {student: table.person(student).ids.get(key, "") for student in totals}
    worksheet.require_some_of(number for number in numbers.values() if number)
    comments = {row.student: row.lateness for row in table.rows if row.is_final}
    entries = {
        numbers[student]: Entry(total, comments.get(student, ""))
        for student, total in totals.items()
        if numbers[student] in worksheet.rows
    }
    unknown = tuple(student for student in totals if numbers[student] not in worksheet.rows)
    locked_students = {student for student in totals if numbers[student] in worksheet.locked()}
    above = {row.student for row in table.rows if most is not None and row.total > most}
    remarks = [
        f"Moodle skips grades that {why}: {', '.join(sorted(students))}."
        for students, why in ((locked_students, "are locked there"), (above, "exceed its maximum"))
        if students
    ]
    remarks.append(
        "Moodle also skips a grade that was changed there after the worksheet was downloaded. For "
        "another upload, pass a new worksheet as --roster."
    )
    return Filled(worksheet.filled(entries), len(entries), unknown, tuple(remarks))


def _totals(table: GradeTable) -> list[tuple[str, str]]:
    """Return the totals of students with a submission, empty until final."""
    graded_rows = [(row.student, row.final_total) for row in table.rows]
    return graded_rows + [(one.student, "") for one in table.ungraded]


def _is_number(text: str, number: float) -> bool:
    try:
        return float(text) == number
    except ValueError:
        return True  # such as "(read only)"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GraderError(f"The worksheet {path} cannot be read: {error.strerror}.") from error
