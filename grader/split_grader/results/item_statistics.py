"""Compute statistics of questions from a class's grades."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from split_grader.results.grade_table import GradedQuestion, GradeTable, Row

# With fewer submissions, a correlation mostly depends on who happened to be there.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """How one question worked.

    Parameters
    ----------
    name
        Label of the answer.
    max_score
        Its points.
    difficulty
        Mean share of its points that was earned, 0 to 1; lower is harder. None without points or
        marked answers.
    discrimination
        Corrected item-total correlation: Pearson's correlation, -1 to 1, between the points on this
        question and the points on all others. None with fewer than 10 submissions, or where one of
        the two does not vary. (Allen & Yen, Introduction to Measurement Theory, 1979, section 6.)
    count
        Number of submissions that ran, contain the question and are marked.
    missed
        How many of them didn't earn all the points.
    """

    name: str
    max_score: float
    difficulty: float | None
    discrimination: float | None
    count: int
    missed: int


@dataclass(frozen=True, slots=True)
class Failure:
    """One way of missing a question: the tests, their message, and the students who got it."""

    question: str
    tests: tuple[str, ...]
    message: str
    students: tuple[str, ...]


def question_statistics(table: GradeTable) -> list[QuestionStatistics]:
    """Return each question's difficulty and discrimination, over submissions that ran.

    Answers that wait for a person and missing notebooks don't count.
    """
    return [_statistics(table, question) for question in table.questions]


def _statistics(table: GradeTable, question: GradedQuestion) -> QuestionStatistics:
    rows = [row for row in table.rows if _counts(row, question)]
    totals = np.array([sum(row.scores.values()) for row in rows], dtype=float)
    points = np.array([row.points(question) for row in rows], dtype=float)
    has_points = bool(rows) and question.max_score > 0
    return QuestionStatistics(
        name=question.name,
        max_score=question.max_score,
        difficulty=float(points.mean() / question.max_score) if has_points else None,
        discrimination=_correlation(points, totals - points),
        count=len(rows),
        missed=int((points < question.max_score).sum()),
    )


def _counts(row: Row, question: GradedQuestion) -> bool:
    return row.ran and not row.waits(question) and not row.lacks(question)


def hardest_question(questions: list[QuestionStatistics]) -> QuestionStatistics | None:
    """Return the question with the smallest mean share of points, or None.

    A question with less than half of its answers marked doesn't count yet.
    """
    most = max((question.count for question in questions), default=0)
    shares = [(one.difficulty, one) for one in questions if 2 * one.count >= most]
    pairs = [(share, question) for share, question in shares if share is not None]
    return min(pairs, key=lambda pair: pair[0])[1] if pairs else None


def _correlation(points: np.ndarray, rest: np.ndarray) -> float | None:
    if len(points) < ENOUGH or np.ptp(points) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(points, rest)[0, 1])


def commonest_failures(table: GradeTable, most: int = 15) -> list[Failure]:
    """Return the messages of failed tests, the most frequent first.

    The same message from several tests of one question is one failure. It counts each student
    once.
    """
    # Dictionaries serve as ordered sets.
    tests: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    who: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for question in table.questions:
        for cell in question.cells:
            for row in table.rows:
                if message := row.failures.get(cell.name):
                    tests[question.name, message][cell.name] = None
                    who[question.name, message][row.student] = None
    failures = [
        Failure(question, tuple(tests[question, message]), message, tuple(sorted(students)))
        for (question, message), students in who.items()
    ]
    return sorted(failures, key=lambda each: -len(each.students))[:most]
