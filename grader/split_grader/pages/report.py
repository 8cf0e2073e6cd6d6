"""The class report: one self-contained HTML page."""

import os
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from split_grader.base.atomic import write_atomically
from split_grader.course.course import Course
from split_grader.pages import charts
from split_grader.pages.headings import question_titles
from split_grader.results.grade_table import GradeTable, Row, read_table
from split_grader.results.item_statistics import (
    ENOUGH,
    Failure,
    QuestionStatistics,
    commonest_failures,
    hardest_question,
    question_statistics,
)
from split_grader.results.mistakes import Mistake, answers_of, bank_of, likely_mistakes

# Names that a line lists before it only counts.
_NAMES = 6
_LABELS = 3
# A question on which the class earned this share needs no second lesson.
_WELL_DONE = 0.9
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report shows in addition to the grades.

    Parameters
    ----------
    mistakes
        Likely mistakes; None if the assignment has no bank of wrong answers.
    links
        By student, links from the report to the feedback page and the graded notebook.
    titles
        By question, the heading above it in the assignment.
    """

    mistakes: list[Mistake] | None = None
    links: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def write_report(
    course: Course, assignment: str, path: Path | None = None, *, anonymous: bool = False
) -> Path:
    """Write the report of one assignment; return its path.

    Parameters
    ----------
    path
        The file to write; by default under ``reports/``, next to the submissions.
    anonymous
        Number the students in random order, and leave out links to their work.
    """
    table = read_table(course, assignment)
    path = path or course.reports() / f"{assignment}{'-anonymous' * anonymous}.html"
    bank = bank_of(course, assignment)
    answers = answers_of(course, table) if bank else {}
    links = {row.student: _links(course, assignment, row.student, path) for row in table.rows}
    if anonymous:
        table, answers, links = _anonymous(table, answers)
    mistakes = likely_mistakes(table, bank, answers) if bank else None
    page = render(table, Extras(mistakes, links, question_titles(course, assignment)))
    write_atomically(path, page.encode("utf-8", "replace"))
    return path


def _links(
    course: Course, assignment: str, student: str, report: Path
) -> tuple[tuple[str, str], ...]:
    folders = (
        ("feedback", course.feedback(student, assignment), "*.html"),
        ("work", course.autograded(student, assignment), "*.ipynb"),
    )
    return tuple(
        (what, quote(Path(os.path.relpath(path.resolve(), report.resolve().parent)).as_posix()))
        for what, folder, pattern in folders
        for path in sorted(folder.glob(pattern))
    )


_Answers = dict[str, dict[str, str]]
_Links = dict[str, tuple[tuple[str, str], ...]]


def _anonymous(table: GradeTable, answers: _Answers) -> tuple[GradeTable, _Answers, _Links]:
    names = [row.student for row in table.rows]
    random.SystemRandom().shuffle(names)
    number = {name: f"Student {place:02}" for place, name in enumerate(names, 1)}
    rows = [replace(row, student=number[row.student], reasons=()) for row in table.rows]
    anonymous_table = replace(
        table,
        rows=tuple(sorted(rows, key=lambda row: row.student)),
        absent=tuple("a student" for _ in table.absent),
        ungraded=tuple(replace(one, student="a student", reason="") for one in table.ungraded),
        people={},
    )
    return anonymous_table, {number[name]: one for name, one in answers.items()}, {}


def render(table: GradeTable, extras: Extras | None = None) -> str:
    """Render the report as HTML, with everything escaped."""
    extras = extras or Extras()
    questions = question_statistics(table)
    environment = Environment(
        loader=PackageLoader("split_grader.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breakable"] = _breakable
    environment.filters["tests"] = _short_tests
    return environment.get_template("report.html").render(
        table=table,
        questions=questions,
        advice=_advice(table, questions, extras.titles),
        titles=extras.titles,
        summary=_summary(table),
        distribution=charts.score_distribution(table),
        difficulty=charts.difficulty(questions),
        discrimination=charts.discrimination(questions),
        no_discrimination=charts.why_no_discrimination(table),
        enough=ENOUGH,
        failures=commonest_failures(table),
        shown=_NAMES,
        mistakes=extras.mistakes,
        links=extras.links,
        sections=any(table.person(row.student).section for row in table.rows),
        weak=_weak(table),
        late=[row for row in table.rows if row.lateness or row.open_lateness],
        needs_look=[
            (row, [_shortened(reason, table) for reason in row.reasons])
            for row in table.rows
            if row.reasons
        ],
    )


def _weak(table: GradeTable) -> list[Row]:
    """Return final totals below half of the points, weakest first."""
    rows = [row for row in table.rows if row.ran and row.is_final]
    return sorted(
        (row for row in rows if row.total < _HALF * table.max_score), key=lambda row: row.total
    )


def _summary(table: GradeTable) -> list[tuple[str, str]]:
    totals = [row.total for row in table.rows if row.ran]
    items = [
        ("Handed in", str(len(table.rows) + len(table.ungraded))),
        ("Could be run", str(len(totals))),
        ("Need a look", str(sum(bool(row.reasons) for row in table.rows))),
        ("Not handed in", str(len(table.absent))),
    ]
    if totals:
        items.insert(2, ("Median", f"{np.median(totals):g} of {table.max_score:g}"))
        items.insert(3, ("Range", f"{min(totals):g} to {max(totals):g}"))
    return items


def _advice(
    table: GradeTable, questions: list[QuestionStatistics], titles: Mapping[str, str]
) -> Markup:
    count = sum(bool(row.reasons) for row in table.rows)
    look = Markup("no submission needs a look")
    if count:
        number = "1 submission" if count == 1 else f"{count} submissions"
        look = Markup('look at <a href="#look">{}</a> by hand').format(number)
    hardest = hardest_question(questions)
    if hardest is None or hardest.difficulty is None:
        return look + "; no answer is marked yet, so no question can be called hard."
    share = f"{hardest.difficulty * 100:.0f}%"
    if hardest.difficulty >= _WELL_DONE:
        return look + f"; no question stands out, the class earned {share} or more on each."
    title = titles.get(hardest.name)
    label = f"{title} ({hardest.name})" if title else hardest.name
    text = Markup("{}, and revisit <strong>{}</strong> in class: {} of {} didn't earn all its ")
    text = text.format(look, label, hardest.missed, hardest.count)
    comparison = ", the lowest share of all questions" if len(questions) > 1 else ""
    return text + f"points, and the class earned {share} of them{comparison}."


def _shortened(reason: str, table: GradeTable) -> str:
    """Shorten a long list of cells to its first three and a count."""
    head, colon, tail = reason.partition(": ")
    names = tail.removesuffix(".").split(", ")
    labels = {cell.name.rpartition("/")[2] for cell in table.cells}
    if not colon or len(names) <= _LABELS or not labels & set(names):
        return reason
    if labels <= set(names):
        return f"{head}: all {len(names)}."
    return f"{head}: {', '.join(names[:_LABELS])} and {len(names) - _LABELS} more."


def _breakable(name: str) -> Markup:
    """Allow line breaks after a label's separators only."""
    return Markup("<wbr>").join(escape(part) for part in re.findall(r"[^_./-]*[_./-]*", name))


def _short_tests(failure: Failure) -> list[str]:
    """Return the labels of a failure's tests without the question's label."""
    return [
        test.removeprefix(failure.question).lstrip("-_.")
        for test in failure.tests
        if test != failure.question
    ]
