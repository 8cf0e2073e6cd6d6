"""Write an assignment's grades as a table for a spreadsheet or learning platform."""

from codecs import BOM_UTF8
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from split_grader.base.atomic import write_atomically
from split_grader.course.course import Course
from split_grader.intake.kept_rosters import kept_roster, newest_roster
from split_grader.intake.people import Person
from split_grader.results.grade_table import (
    GradedQuestion,
    GradeTable,
    Row,
    read_table,
    require_finished,
)
from split_grader.results.platform_tables import Filled, as_csv, canvas_table, fill_worksheet


class Form(StrEnum):
    """The purpose of a table."""

    GENERIC = "generic"
    CANVAS = "canvas"
    MOODLE = "moodle"


@dataclass(frozen=True, slots=True)
class Exported:
    """The file written, and what is missing from it.

    Parameters
    ----------
    count
        Students in the file.
    unknown
        Students whom the platform wouldn't recognise; they aren't in the file.
    empty
        Students whose grade is left empty because it isn't final, with its state.
    remarks
        Unexpected things that the platform may do with the file.
    """

    path: Path
    count: int
    unknown: tuple[str, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


def export(  # noqa: PLR0913
    course: Course,
    assignment: str,
    path: Path | None = None,
    *,
    form: Form = Form.GENERIC,
    roster: Path | None = None,
    cells: bool = False,
    bom: bool = False,
    unfinished: bool = False,
) -> Exported:
    """Write one line per student.

    A grade that isn't final stays empty, and so do its parts.

    Parameters
    ----------
    path
        By default a file under ``reports/``.
    roster
        The platform's export: Moodle's worksheet, which is filled in, or Canvas's gradebook, which
        has the assignment's title. By default, the roster passed when collecting.
    cells
        Add the points of every graded cell.
    bom
        Begin with a byte order mark, so that Excel recognises UTF-8.
    unfinished
        Write the table even if answers wait for a person.

    Raises
    ------
    GraderError
        If nothing is graded, answers wait and `unfinished` is false, or Moodle wouldn't accept the
        grades. Then nothing is written.
    """
    table = read_table(course, assignment)
    require_finished(table, unfinished=unfinished)
    ending = "" if form is Form.GENERIC else f"-{form}"
    path = path or course.reports() / f"{assignment}{ending}.csv"
    if form is Form.MOODLE:
        filled_table = fill_worksheet(table, roster or kept_roster(course, assignment))
    elif form is Form.CANVAS:
        filled_table = canvas_table(
            table, roster or kept_roster(course, assignment) or newest_roster(course)
        )
    else:
        lines = _generic(table, cells=cells)
        filled_table = Filled(as_csv(lines), len(lines) - 1)
    content = filled_table.content
    if bom and not content.startswith(BOM_UTF8):
        content = BOM_UTF8 + content
    write_atomically(path, content)
    not_final = [(row.student, row.state) for row in table.rows if not row.is_final]
    not_graded = [(one.student, one.status) for one in table.ungraded]
    empty = tuple(sorted(not_final + not_graded))
    return Exported(path, filled_table.count, filled_table.unknown, empty, filled_table.remarks)


def _generic(table: GradeTable, *, cells: bool) -> list[list[str]]:
    parts = [cell.name for cell in table.cells] if cells else []
    questions = [question.name for question in table.questions]
    # A cell and its question may have the same name.
    head = [f"{name} (cell)" if name in questions else name for name in parts]
    marks = ["penalty", "late", "total", "max_score", "so_far", "waiting", "status", "note"]
    identity = ["student", "last_name", "first_name", "email", "section", "platform_id"]
    lines = [[*identity, *questions, *head, *marks]]
    most = f"{table.max_score:g}"
    for row in table.rows:
        who = _identity(table.person(row.student))
        points = [_points(row, question) for question in table.questions]
        open_ = row.waiting | row.undecided
        single = ["" if name in open_ else _number(row.scores.get(name)) for name in parts]
        penalty = "" if row.open_lateness else f"{row.penalty:g}"
        late = [penalty, row.lateness, row.final_total, most, f"{row.total:g}"]
        note = " ".join(row.reasons)
        lines.append([*who, *points, *single, *late, str(len(row.waiting)), row.state, note])
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
