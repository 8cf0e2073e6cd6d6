"""Write the grades of one assignment as a table that any spreadsheet opens."""

import csv
import io
from pathlib import Path

from grader.course.course import Course
from grader.errors import one_line
from grader.files import write_atomically
from grader.results.grade_table import read_table


def export(course: Course, assignment: str, path: Path | None = None) -> tuple[Path, int]:
    """Write one line a student: points for each cell, total, status, note, and each question's sum.

    Returns
    -------
    path, count
        The file written (by default under ``reports/``) and the number of students in it.
    """
    table = read_table(course, assignment)
    path = path or course.reports() / f"{assignment}.csv"
    names = [cell.name for cell in table.cells]
    sums = [f"{question.name} total" for question in table.questions]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *names, "total", "max_score", "status", "note", *sums])
    for row in table.rows:
        points = [f"{row.scores.get(name, 0.0):g}" for name in names]
        note = _harmless(" ".join(row.reasons))
        total, most = f"{row.total:g}", f"{table.max_score:g}"
        earned = [f"{row.points(question):g}" for question in table.questions]
        writer.writerow([_harmless(row.student), *points, total, most, row.status, note, *earned])
    for student in table.absent:
        nothing = ["0"] * len(names)
        most = f"{table.max_score:g}"
        ending = ["0", most, "not handed in", "", *["0"] * len(sums)]
        writer.writerow([_harmless(student), *nothing, *ending])
    write_atomically(path, text.getvalue().encode("utf-8"))
    return path, len(table.rows) + len(table.absent)


def _harmless(text: str) -> str:
    # A spreadsheet runs a cell that starts like a formula.
    text = one_line(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
