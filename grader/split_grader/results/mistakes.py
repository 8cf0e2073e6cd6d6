"""Find known mistakes in a class, using the wrong answers in the assignment's bank."""

import ast
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import nbformat

from split_grader.course.bank import Bank, Wrong, instructor_answers, read_bank
from split_grader.course.course import Course
from split_grader.results.grade_table import GradedQuestion, GradeTable, Row

_SHARPNESS = 12.0
"""How strongly the likelihood depends on the similarity of wrong answer and student's code."""
_UNKNOWN = 0.6
"""The assumed similarity to a mistake that isn't in the bank."""
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of the bank, the students who made it, and its mean likelihood."""

    question: str
    name: str
    students: tuple[str, ...]
    likelihood: float


def bank_of(course: Course, assignment: str) -> Bank | None:
    """Return the bank in ``banks/ASSIGNMENT``, or None without one."""
    folder = course.root / "banks" / assignment
    source = course.source(assignment)
    if not any(source.glob("*.ipynb")) or not any(folder.glob("*.py")):
        return None
    return read_bank(folder, instructor_answers(source))


def answers_of(course: Course, table: GradeTable) -> dict[str, dict[str, str]]:
    """Return every student's answers, by student and label."""
    answers: dict[str, dict[str, str]] = {}
    for row in table.rows:
        paths = course.autograded(row.student, table.assignment).glob("*.ipynb")
        answers[row.student] = {
            cell.metadata.get("nbgrader", {}).get("grade_id", ""): cell.source
            for path in paths
            for cell in nbformat.read(path, as_version=4).cells
        }
    return answers


def likely_mistakes(
    table: GradeTable, bank: Bank, answers: Mapping[str, Mapping[str, str]]
) -> list[Mistake]:
    """Return the mistakes that students probably made, the most frequent first.

    A mistake is possible for a student if a failed test gave the message that belongs to it. Its
    likelihood, among the possible ones and one that isn't in the bank, depends on how similar the
    student's code and the wrong answer are.
    """
    likelihoods: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for question in table.questions:
        candidates = {
            name: (_bare(one.text), one) for name, one in bank.wrong.get(question.label, {}).items()
        }
        for row in table.rows:
            code = _bare(answers.get(row.student, {}).get(question.label, ""))
            name, likelihood = _likeliest(row, question, candidates, code)
            if likelihood >= _LEAST:
                likelihoods[question.name, name][row.student] = likelihood
    mistakes = [
        Mistake(question, name, tuple(who), sum(who.values()) / len(who))
        for (question, name), who in likelihoods.items()
    ]
    return sorted(mistakes, key=lambda one: (-len(one.students), one.question, one.name))


def _likeliest(
    row: Row, question: GradedQuestion, candidates: Mapping[str, tuple[str, Wrong]], code: str
) -> tuple[str, float]:
    messages = [row.failures.get(cell.name, "") for cell in question.cells]
    weights = {
        name: math.exp(_SHARPNESS * SequenceMatcher(None, text, code, autojunk=False).ratio())
        for name, (text, wrong) in candidates.items()
        if fits(wrong, messages)
    }
    if not weights:
        return "", 0.0
    name = max(weights, key=lambda each: weights[each])
    return name, weights[name] / (sum(weights.values()) + math.exp(_SHARPNESS * _UNKNOWN))


def fits(wrong: Wrong, messages: Iterable[str]) -> bool:
    """Return whether failed tests' messages have the words that belong to a mistake."""
    text = _plain(" ".join(messages))
    return bool(text) and _plain(wrong.says) in text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _bare(code: str) -> str:
    """Return code without comments and layout, other text unchanged."""
    try:
        return ast.unparse(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code
