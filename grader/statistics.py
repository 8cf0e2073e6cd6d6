"""What a class's grades say about its questions."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from grader.table import GradeTable

# Below this many submissions a correlation says more about who happened to be there.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """How one question worked.

    Parameters
    ----------
    name
        Label of the graded cell.
    max_score
        Its points.
    difficulty
        Mean share of its points that was earned, 0 to 1; the lower, the harder. None without
        submissions that ran.
    discrimination
        Corrected item-total correlation: Pearson's correlation, -1 to 1, between the points on this
        question and the points on all others. None with fewer than 10 submissions, or where one of
        the two does not vary. (Allen & Yen, Introduction to Measurement Theory, 1979, section 6.)
    """

    name: str
    max_score: float
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class Failure:
    """One way a question was missed: its message, and who got it."""

    question: str
    message: str
    students: tuple[str, ...]


def question_statistics(table: GradeTable) -> list[QuestionStatistics]:
    """Return difficulty and discrimination of each question, over submissions that ran."""
    rows = [row for row in table.rows if row.ran]
    totals = np.array([sum(row.scores.values()) for row in rows], dtype=float)
    found = []
    for question in table.questions:
        points = np.array([row.scores.get(question.name, 0.0) for row in rows], dtype=float)
        difficulty = float(points.mean() / question.max_score) if rows else None
        discrimination = _correlation(points, totals - points)
        found.append(
            QuestionStatistics(question.name, question.max_score, difficulty, discrimination)
        )
    return found


def _correlation(points: np.ndarray, rest: np.ndarray) -> float | None:
    if len(points) < ENOUGH or np.ptp(points) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(points, rest)[0, 1])


def commonest_failures(table: GradeTable, most: int = 15) -> list[Failure]:
    """Return the messages of failed tests, the most frequent first."""
    who: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in table.rows:
        for question, message in row.failures.items():
            who[question, message].append(row.student)
    found = [Failure(*key, tuple(students)) for key, students in who.items()]
    return sorted(found, key=lambda each: (-len(each.students), each.question, each.message))[:most]
