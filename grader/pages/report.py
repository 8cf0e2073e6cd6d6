"""The class report: one HTML page that needs nothing else."""

import re
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from grader.course.course import Course
from grader.files import write_atomically
from grader.pages import charts
from grader.results.grade_table import GradeTable, read_table
from grader.results.item_statistics import (
    ENOUGH,
    Failure,
    QuestionStatistics,
    commonest_failures,
    hardest_question,
    question_statistics,
)

# Names that a line lists before it only counts.
_NAMES = 6
_LABELS = 3
# A question on which the class earned this share needs no second lesson.
_WELL_DONE = 0.9


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
        loader=PackageLoader("grader.pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["breakable"] = _breakable
    environment.filters["tests"] = _short_tests
    return environment.get_template("report.html").render(
        table=table,
        questions=questions,
        advice=_advice(table, questions),
        summary=_summary(table),
        distribution=charts.score_distribution(table),
        difficulty=charts.difficulty(questions),
        discrimination=charts.discrimination(questions),
        no_discrimination=charts.why_no_discrimination(table),
        enough=ENOUGH,
        failures=commonest_failures(table),
        shown=_NAMES,
        late=[row for row in table.rows if row.lateness],
        needs_look=[
            (row, [_shortened(reason, table) for reason in row.reasons])
            for row in table.rows
            if row.reasons
        ],
    )


def _summary(table: GradeTable) -> list[tuple[str, str]]:
    ran = [row.total for row in table.rows if row.ran]
    items = [
        ("Handed in", str(len(table.rows) + len(table.ungraded))),
        ("Could be run", str(len(ran))),
        ("Need a look", str(sum(bool(row.reasons) for row in table.rows))),
        ("Not handed in", str(len(table.absent))),
    ]
    if ran:
        items.insert(2, ("Median", f"{np.median(ran):g} of {table.max_score:g}"))
        items.insert(3, ("Range", f"{min(ran):g} to {max(ran):g}"))
    return items


def _advice(table: GradeTable, questions: list[QuestionStatistics]) -> Markup:
    count = sum(bool(row.reasons) for row in table.rows)
    look = Markup("no submission needs a look")
    if count:
        number = "1 submission" if count == 1 else f"{count} submissions"
        look = Markup('look at <a href="#look">{}</a> by hand').format(number)
    hardest = hardest_question(questions)
    if hardest is None or hardest.difficulty is None:
        return look + "; there is no marked answer yet that would say which question was hard."
    share = f"{hardest.difficulty * 100:.0f}%"
    if hardest.difficulty >= _WELL_DONE:
        return look + f"; no question stands out, the class earned {share} or more on each."
    text = Markup("{}, and revisit <strong>{}</strong> in class: {} of {} did not earn all its ")
    text = text.format(look, hardest.name, hardest.missed, hardest.count)
    compared = ", the least of all questions" if len(questions) > 1 else ""
    return text + f"points, and the class earned {share} of them{compared}."


def _shortened(reason: str, table: GradeTable) -> str:
    """Return a note with a long list of cells as its first three and a count."""
    head, colon, tail = reason.partition(": ")
    listed = tail.removesuffix(".").split(", ")
    labels = {cell.name.rpartition("/")[2] for cell in table.cells}
    if not colon or len(listed) <= _LABELS or not labels & set(listed):
        return reason
    if labels <= set(listed):
        return f"{head}: all {len(listed)}."
    return f"{head}: {', '.join(listed[:_LABELS])} and {len(listed) - _LABELS} more."


def _breakable(name: str) -> Markup:
    """Return a label that a narrow column may break after a separator, never inside a word."""
    return Markup("<wbr>").join(escape(part) for part in re.findall(r"[^_./-]*[_./-]*", name))


def _short_tests(failure: Failure) -> list[str]:
    """Return the labels of a failure's tests without the question's label in front."""
    return [
        test.removeprefix(failure.question).lstrip("-_.")
        for test in failure.tests
        if test != failure.question
    ]
