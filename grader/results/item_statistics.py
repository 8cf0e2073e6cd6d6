"""What a class's grades say about its questions."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from grader.results.grade_table import GradedQuestion, GradeTable, Row

# Below this many submissions a correlation says more about who happened to be there.
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
        Mean share of its points that was earned, 0 to 1; the lower, the harder. None without
        points or marked answers.
    discrimination
        Corrected item-total correlation: Pearson's correlation, -1 to 1, between the points on this
        question and the points on all others. None with fewer than 10 submissions, or where one of
        the two does not vary. (Allen & Yen, Introduction to Measurement Theory, 1979, section 6.)
    count
        Submissions behind the two numbers: those that ran, hold the question and are marked.
    missed
        How many of them did not earn all the points.
    """

    name: str
    max_score: float
    difficulty: float | None
    discrimination: float | None
    count: int
    missed: int


@dataclass(frozen=True, slots=True)
class Failure:
    """One way a question was missed: the tests that said so, their message, and who got it."""

    question: str
    tests: tuple[str, ...]
    message: str
    students: tuple[str, ...]


def question_statistics(table: GradeTable) -> list[QuestionStatistics]:
    """Return difficulty and discrimination of each question, over submissions that ran.

    An answer that waits for a person counts for neither, nor does a notebook that did not come.
    """
    return [_statistics(table, question) for question in table.questions]


def _statistics(table: GradeTable, question: GradedQuestion) -> QuestionStatistics:
    rows = [row for row in table.rows if _counts(row, question)]
    totals = np.array([sum(row.scores.values()) for row in rows], dtype=float)
    points = np.array([row.points(question) for row in rows], dtype=float)
    known = bool(rows) and question.max_score > 0
    return QuestionStatistics(
        name=question.name,
        max_score=question.max_score,
        difficulty=float(points.mean() / question.max_score) if known else None,
        discrimination=_correlation(points, totals - points),
        count=len(rows),
        missed=int((points < question.max_score).sum()),
    )


def _counts(row: Row, question: GradedQuestion) -> bool:
    return row.ran and not row.waits(question) and not row.lacks(question)


def hardest_question(questions: list[QuestionStatistics]) -> QuestionStatistics | None:
    """Return the question with the smallest mean share of its points, or None.

    A question of which less than half the answers are marked does not count yet.
    """
    most = max((question.count for question in questions), default=0)
    known = [(one.difficulty, one) for one in questions if 2 * one.count >= most]
    marked = [(share, question) for share, question in known if share is not None]
    return min(marked, key=lambda pair: pair[0])[1] if marked else None


def _correlation(points: np.ndarray, rest: np.ndarray) -> float | None:
    if len(points) < ENOUGH or np.ptp(points) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(points, rest)[0, 1])


def commonest_failures(table: GradeTable, most: int = 15) -> list[Failure]:
    """Return the messages of failed tests, the most frequent first.

    A message that several tests of one question gave is one failure, and counts each student once.
    """
    # Dictionaries, as sets that keep the order.
    tests: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    who: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for question in table.questions:
        for cell in question.cells:
            for row in table.rows:
                if message := row.failures.get(cell.name):
                    tests[question.name, message][cell.name] = None
                    who[question.name, message][row.student] = None
    found = [
        Failure(question, tuple(tests[question, message]), message, tuple(sorted(students)))
        for (question, message), students in who.items()
    ]
    return sorted(found, key=lambda each: -len(each.students))[:most]
