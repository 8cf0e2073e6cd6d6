"""Write the grades of one assignment as a table: for a spreadsheet, or for a learning platform."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.course.course import Course
from grader.files import write_atomically
from grader.intake.collected import harmless
from grader.intake.people import Person
from grader.results.grade_table import GradedQuestion, GradeTable, Row, read_table, require_finished


class Form(StrEnum):
    """What a table is for."""

    GENERIC = "generic"
    CANVAS = "canvas"
    MOODLE = "moodle"


@dataclass(frozen=True, slots=True)
class Exported:
    """The file written, the number of students in it, and those whom the platform would not know.

    Parameters
    ----------
    unknown
        Students without the platform's number; they are not in the file.
    """

    path: Path
    count: int
    unknown: tuple[str, ...] = ()


def export(  # noqa: PLR0913
    course: Course,
    assignment: str,
    path: Path | None = None,
    *,
    form: Form = Form.GENERIC,
    cells: bool = False,
    bom: bool = False,
    unfinished: bool = False,
) -> Exported:
    """Write one line a student. Marks that are missing stay empty, and so do their sums.

    Parameters
    ----------
    path
        By default a file under ``reports/``.
    cells
        Add the points of every graded cell.
    bom
        Begin with a byte order mark, by which Excel knows UTF-8.
    unfinished
        Write the table although answers wait for a person.

    Raises
    ------
    GraderError
        If nothing is graded, or answers wait and `unfinished` is false.
    """
    table = read_table(course, assignment)
    require_finished(table, unfinished=unfinished)
    ending = "" if form is Form.GENERIC else f"-{form}"
    path = path or course.reports() / f"{assignment}{ending}.csv"
    unknown: list[str] = []
    if form is Form.CANVAS:
        lines = _canvas(table, unknown)
    elif form is Form.MOODLE:
        lines = _moodle(table, unknown)
    else:
        lines = _generic(table, cells=cells)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [harmless(entry) for entry in line] for line in lines
    )
    write_atomically(path, text.getvalue().encode("utf-8-sig" if bom else "utf-8", "replace"))
    heads = 2 if form is Form.CANVAS else 1
    return Exported(path, len(lines) - heads, tuple(unknown))


def _generic(table: GradeTable, *, cells: bool) -> list[list[str]]:
    parts = [cell.name for cell in table.cells] if cells else []
    questions = [question.name for question in table.questions]
    # A cell and its question may have one name.
    head = [f"{name} (cell)" if name in questions else name for name in parts]
    marks = ["penalty", "late", "total", "max_score", "so_far", "waiting", "status", "note"]
    identity = ["student", "last_name", "first_name", "email", "section", "platform_id"]
    lines = [[*identity, *questions, *head, *marks]]
    most = f"{table.max_score:g}"
    for row in table.rows:
        who = _identity(table.person(row.student))
        earned = [_points(row, question) for question in table.questions]
        single = ["" if name in row.waiting else _number(row.scores.get(name)) for name in parts]
        total = "" if row.waiting else f"{row.total:g}"
        status = "unfinished" if row.waiting else row.status
        late = [f"{row.penalty:g}", row.lateness, total, most, f"{row.total:g}"]
        note = " ".join(row.reasons)
        lines.append([*who, *earned, *single, *late, str(len(row.waiting)), status, note])
    nothing = [""] * (len(questions) + len(parts) + 3)
    for one in table.ungraded:
        who = _identity(table.person(one.student))
        lines.append([*who, *nothing, most, "", "0", one.status, one.reason])
    for student in table.absent:
        who = _identity(table.person(student))
        lines.append([*who, *nothing, most, "", "0", "not handed in", ""])
    return lines


def _identity(person: Person) -> list[str]:
    numbers = " ".join(text for key, text in person.ids.items() if not key.startswith("canvas-"))
    return [person.student, person.last, person.first, person.email, person.section, numbers]


def _points(row: Row, question: GradedQuestion) -> str:
    return "" if row.waits(question) else f"{row.points(question):g}"


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _total(row: Row) -> str:
    return "" if row.waiting else f"{row.total:g}"


def _canvas(table: GradeTable, unknown: list[str]) -> list[list[str]]:
    """Return what Canvas imports as grades; it knows a student by its own number or the login."""
    keys = ("canvas", "canvas-sis-user", "canvas-sis-login")
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", table.assignment]
    lines = [head, ["Points Possible", "", "", "", "", f"{table.max_score:g}"]]
    for row in table.rows:
        person = table.person(row.student)
        numbers = [person.ids.get(key, "") for key in keys]
        if not any(numbers):
            unknown.append(row.student)
            continue
        name = f"{person.last}, {person.first}" if person.first else person.last or row.student
        lines.append([name, *numbers, person.section, _total(row)])
    return lines


def _moodle(table: GradeTable, unknown: list[str]) -> list[list[str]]:
    """Return a grading worksheet of Moodle's, which knows a student by the number in downloads."""
    lines = [["Identifier", "Full name", "Email address", "Grade", "Maximum Grade"]]
    for row in table.rows:
        person = table.person(row.student)
        number = person.ids.get(f"moodle/{table.assignment}")
        if number is None:
            unknown.append(row.student)
            continue
        name = person.name or row.student
        most = f"{table.max_score:g}"
        lines.append([f"Participant {number}", name, person.email, _total(row), most])
    return lines
