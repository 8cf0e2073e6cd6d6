"""The class report: one HTML page that needs nothing else."""

from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader

from grader import charts
from grader.course import Course
from grader.files import write_atomically
from grader.statistics import ENOUGH, commonest_failures, question_statistics
from grader.table import GradeTable, read_table


def write_report(course: Course, assignment: str, path: Path | None = None) -> Path:
    """Write the report of one assignment and return where it is.

    Parameters
    ----------
    path
        The file to write; by default under ``reports/`` beside the submissions.
    """
    page = render(read_table(course, assignment))
    path = path or course.reports() / f"{assignment}.html"
    write_atomically(path, page.encode("utf-8", "replace"))
    return path


def render(table: GradeTable) -> str:
    """Return the report's HTML; everything in it is escaped."""
    questions = question_statistics(table)
    environment = Environment(
        loader=PackageLoader("grader"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html").render(
        table=table,
        questions=questions,
        summary=_summary(table),
        distribution=charts.score_distribution(table),
        difficulty=charts.difficulty(questions),
        discrimination=charts.discrimination(questions),
        no_discrimination=charts.why_no_discrimination(table),
        enough=ENOUGH,
        failures=commonest_failures(table),
        needs_look=[row for row in table.rows if row.reasons],
    )


def _summary(table: GradeTable) -> list[tuple[str, str]]:
    ran = [row.total for row in table.rows if row.ran]
    items = [
        ("Handed in", str(len(table.rows))),
        ("Could be run", str(len(ran))),
        ("Need a look", str(sum(bool(row.reasons) for row in table.rows))),
        ("Not handed in", str(len(table.absent))),
    ]
    if ran:
        most = f"{table.max_score:g}"
        items.insert(2, ("Median", f"{np.median(ran):.1f} of {most}"))
        items.insert(3, ("Range", f"{min(ran):g} to {max(ran):g}"))
    return items
