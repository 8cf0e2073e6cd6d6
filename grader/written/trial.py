"""What local grades bring: learn from some answers of each question, and judge the others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from grader.written.labels import Labelled
from grader.written.learning import Learned, learn
from grader.written.rubric import questions
from grader.written.scorer import Decision

_SPLITS = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """Shares over the answers that were not learnt from, the mean over several ways to part them.

    Attributes
    ----------
    points_decided, points_wrong
        Of all points, those credited or denied; of these, those that a person decides another way.
    answers_final, answers_wrong
        Of all answers, those that stand without a person; of these, those with another score.
    """

    points_decided: float
    points_wrong: float
    answers_final: float
    answers_wrong: float


def trials(
    answers: Sequence[Labelled], grades: int, *, scores_only: bool = False
) -> dict[str, Trial]:
    """Return, by question, how answers fare after some others have been graded.

    Parameters
    ----------
    grades
        How many answers to a question are graded; questions with no more than that are left out.
    scores_only
        Whether the grades tell the score and not the points, as Formgrader's do.
    """
    found = {}
    with threadpool_limits(1):
        for name in questions():
            ours = sorted((a for a in answers if a.question == name), key=lambda one: one.text)
            if len(ours) > grades:
                found[name] = _trial(name, ours, grades, scores_only=scores_only)
    return found


def _trial(name: str, answers: list[Labelled], grades: int, *, scores_only: bool) -> Trial:
    counts = np.zeros(6)
    for seed in range(_SPLITS):
        random.Random(seed).shuffle(answers)  # noqa: S311 - a draw, not a secret
        graded = answers[:grades]
        if scores_only:
            graded = [replace(one, points=None) for one in graded]
        learned = learn(name, graded)
        counts += sum((_count(learned, one) for one in answers[grades:]), np.zeros(6))
    points, decided, wrong, total, final, other = counts
    return Trial(
        decided / points, wrong / max(decided, 1), final / total, other / final if final else np.nan
    )


def _count(learned: Learned, one: Labelled) -> np.ndarray:
    scored = learned.score(one.text)
    made = {
        point: score.decision is Decision.CREDIT
        for point, score in scored.points.items()
        if score.decision is not Decision.UNDECIDED
    }
    wrong = sum(credit != (point in (one.points or ())) for point, credit in made.items())
    other = scored.final and scored.score != one.score
    return np.array([len(scored.points), len(made), wrong, 1, scored.final, other], dtype=float)
