"""How well a scorer does on labelled answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.written.labels import Labelled
from grader.written.scorer import Decision, Scored


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures over labelled answers.

    Attributes
    ----------
    answers
        Number of answers.
    precision
        Share of the credited points that are earned.
    recall
        Share of the earned points that are credited.
    undecided
        Share of all points that are left for a person.
    kappa
        Quadratic weighted kappa of score and true score.
    final
        Share of the answers that stand without a person.
    wrong
        Share of those whose score differs from the true one.
    """

    answers: int
    precision: float
    recall: float
    undecided: float
    kappa: float
    final: float
    wrong: float


def measure(scored: Sequence[Scored], truth: Sequence[Labelled]) -> Measures:
    """Compare scores with labels, answer by answer."""
    credited = earned = right = undecided = total = 0
    for one, known in zip(scored, truth, strict=True):
        true = set(known.points or {})
        given = {p for p, s in one.points.items() if s.decision is Decision.CREDIT}
        credited, earned, right = (
            credited + len(given),
            earned + len(true),
            right + len(given & true),
        )
        undecided += sum(s.decision is Decision.UNDECIDED for s in one.points.values())
        total += len(one.points)
    finals = [(s.score, t.score) for s, t in zip(scored, truth, strict=True) if s.final]
    return Measures(
        len(scored),
        right / credited if credited else float("nan"),
        right / earned if earned else float("nan"),
        undecided / total,
        weighted_kappa([one.score for one in scored], [one.score for one in truth]),
        len(finals) / len(scored),
        sum(a != b for a, b in finals) / len(finals) if finals else float("nan"),
    )


def weighted_kappa(given: Sequence[float], true: Sequence[float]) -> float:
    """Return the quadratic weighted kappa (Cohen 1968): 1 is agreement, 0 is chance.

    Parameters
    ----------
    given, true
        Scores of the same answers, in the same order.
    """
    a, b = np.asarray(given, float), np.asarray(true, float)
    expected = ((a[:, None] - b[None, :]) ** 2).mean()
    return float("nan") if expected == 0 else float(1 - ((a - b) ** 2).mean() / expected)
