"""Which known mistakes a class made, by the wrong answers of the assignment's bank."""

import ast
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import nbformat

from grader.bank import Bank, Wrong, instructor_answers, read_bank
from grader.course.course import Course
from grader.results.grade_table import GradedQuestion, GradeTable, Row

_SHARPNESS = 12.0
"""How much more likely a mistake is whose wrong answer is likelier the student's own code."""
_UNKNOWN = 0.6
"""How alike the code of a mistake would be that the bank does not have."""
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of the bank, who made it, and how likely that is.

    `likelihood` is the mean over these students.
    """

    question: str
    name: str
    students: tuple[str, ...]
    likelihood: float


def bank_of(course: Course, assignment: str) -> Bank | None:
    """Return the assignment's bank in ``banks/ASSIGNMENT`` of the course, or None without one."""
    folder = course.root / "banks" / assignment
    source = course.source(assignment)
    if not any(source.glob("*.ipynb")) or not any(folder.glob("*.py")):
        return None
    return read_bank(folder, instructor_answers(source))


def answers_of(course: Course, table: GradeTable) -> dict[str, dict[str, str]]:
    """Return every student's answers, by student and label."""
    found: dict[str, dict[str, str]] = {}
    for row in table.rows:
        paths = course.autograded(row.student, table.assignment).glob("*.ipynb")
        found[row.student] = {
            cell.metadata.get("nbgrader", {}).get("grade_id", ""): cell.source
            for path in paths
            for cell in nbformat.read(path, as_version=4).cells
        }
    return found


def likely_mistakes(
    table: GradeTable, bank: Bank, answers: Mapping[str, Mapping[str, str]]
) -> list[Mistake]:
    """Return the mistakes that students probably made, the most frequent first.

    A mistake is possible for a student if a failed test said the words that belong to it. How
    likely it is among the possible ones, and against one that the bank does not have, depends on
    how alike the student's code and the wrong answer are.
    """
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for question in table.questions:
        known = {
            name: (_bare(one.text), one) for name, one in bank.wrong.get(question.label, {}).items()
        }
        for row in table.rows:
            code = _bare(answers.get(row.student, {}).get(question.label, ""))
            name, likelihood = _likeliest(row, question, known, code)
            if likelihood >= _LEAST:
                found[question.name, name][row.student] = likelihood
    mistakes = [
        Mistake(question, name, tuple(who), sum(who.values()) / len(who))
        for (question, name), who in found.items()
    ]
    return sorted(mistakes, key=lambda one: (-len(one.students), one.question, one.name))


def _likeliest(
    row: Row, question: GradedQuestion, known: Mapping[str, tuple[str, Wrong]], code: str
) -> tuple[str, float]:
    said = " ".join(row.failures.get(cell.name, "") for cell in question.cells)
    weights = {
        name: math.exp(_SHARPNESS * SequenceMatcher(None, text, code, autojunk=False).ratio())
        for name, (text, wrong) in known.items()
        if said.strip() and _plain(wrong.says) in _plain(said)
    }
    if not weights:
        return "", 0.0
    name = max(weights, key=lambda each: weights[each])
    return name, weights[name] / (sum(weights.values()) + math.exp(_SHARPNESS * _UNKNOWN))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _bare(code: str) -> str:
    """Return code without comments and layout, where it is code."""
    try:
        return ast.unparse(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code
