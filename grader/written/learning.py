"""Learn a question's calibration, and what may stand by itself, from answers that a person graded.

Every figure here is *replayed*: each graded answer is scored by classifiers that have not seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from grader.written import examples as own
from grader.written.encoder import Encoder, Floats, Remembering
from grader.written.heads import Examples, fit
from grader.written.labels import Labelled, made_by
from grader.written.model import Calibration, Model, load
from grader.written.scorer import (
    Decision,
    Reading,
    Scored,
    decide,
    earned_given,
    encoder,
    probabilities,
    read,
    score_distribution,
)
from grader.written.thresholds import THRESHOLDS

_FOLDS = 5
_WEIGHT = 2.0
"""How much a local example counts beside one of the project's own."""
_PULL = 4.0
"""How strongly the calibration is held to the one it starts from."""
_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What graded answers taught.

    Attributes
    ----------
    model
        The question's model, refitted.
    sure
        Confidence from which a score stands; above 1 where none does.
    graded
        Number of answers learnt from.
    precision
        Replayed: share of the credited points that the person credited; estimated from the scores
        where only those are known.
    error
        Replayed: share of the decided answers whose score is another one.
    decided
        Replayed: share of the answers that would be decided.
    points_decided, points_wrong
        Replayed: share of all points that would be decided, and of those the share decided another
        way than the person did; that share is estimated where only scores are known.
    """

    question: str
    model: Model
    sure: float
    graded: int
    precision: float
    error: float
    decided: float
    points_decided: float = float("nan")
    points_wrong: float = float("nan")

    def mark(self) -> str:
        """Return a short text that differs where another score could come out."""
        how = self.model.calibration
        return f"{self.question}:{self.graded}:{self.sure:.4f}:{how.slope:.4f}:{how.offset:.4f};"

    def score(self, text: str, by: Encoder | None = None) -> Scored:
        """Score an answer."""
        reading = read(self.question, text, self.model, by)
        stands = self.sure <= 1 and confidence(reading, self.model) >= self.sure
        return decide(reading, self.model, final=stands)


def learn(
    name: str,
    graded: Sequence[Labelled],
    by: Encoder | None = None,
    target: float = THRESHOLDS.error,
) -> Learned:
    """Learn from the graded answers to one question.

    Parameters
    ----------
    target
        Highest share of decided answers that may be scored wrongly.
    """
    base = load()[name]
    answers = [one for one in graded if one.question == name]
    nan = float("nan")
    if len(answers) < THRESHOLDS.fewest_graded:
        return Learned(name, base, _NEVER, len(answers), nan, nan, 0.0)
    readings = [read(name, one.text, base, by) for one in answers]
    blind = _unseen(name, answers, readings, base, by or encoder())
    how = _bounds(blind, answers, base, _calibrate(blind, answers, base), target)
    known = own.stored(name) + _local(answers, readings)
    model = replace(base, heads=fit(known), calibration=how)
    judged = base.calibrated(how)
    scores = np.array([one.score for one in answers])
    given = np.array([decide(one, judged).score for one in blind])
    sure = np.array([confidence(one, judged) for one in blind])
    wrong = np.abs(given - scores) >= 0.5
    limit = _limit(sure, wrong, target)
    chosen = sure >= limit
    return Learned(
        name,
        model,
        limit,
        len(answers),
        _precision(blind, answers, judged),
        float(wrong[chosen].mean()) if chosen.any() else nan,
        float(chosen.mean()),
        *_of_points(blind, answers, judged),
    )


def confidence(reading: Reading, model: Model) -> float:
    """Return the probability that the most probable score is the true one.

    Points are taken as independent, and counted as their groups count them; an answer that
    something is held against has none.
    """
    if reading.is_held:
        return 0.0
    found = probabilities(reading, model)
    given = decide(reading, model).score
    return float(score_distribution(reading.asked, found)[given])


def _unseen(
    name: str,
    answers: Sequence[Labelled],
    readings: Sequence[Reading],
    base: Model,
    by: Encoder,
) -> list[Reading]:
    """Return each answer's reading by classifiers fitted without it."""
    if all(one.points is None for one in answers):
        return list(readings)
    known = own.stored(name)
    blind: list[Reading | None] = [None] * len(answers)
    for fold in range(_FOLDS):
        out = [k for k in range(len(answers)) if k % _FOLDS == fold]
        kept = [k for k in range(len(answers)) if k % _FOLDS != fold]
        local = _local([answers[k] for k in kept], [readings[k] for k in kept])
        model = replace(base, heads=fit(known + local))
        for k in out:
            texts = [passage.text for passage in readings[k].passages]
            again = Remembering(by, zip(texts, readings[k].encoded, strict=True))
            blind[k] = read(name, answers[k].text, model, again)
    return [one for one in blind if one is not None]


def _local(answers: Sequence[Labelled], readings: Sequence[Reading]) -> Examples:
    """Return the passages of graded answers; of an earned point, the likeliest passage made it."""
    passages, vectors, makes = [], [], []
    for one, reading in zip(answers, readings, strict=True):
        if one.points is None:
            continue
        for row, passage in enumerate(reading.passages):
            passages.append(passage)
            vectors.append(reading.encoded[row].vector)
            makes.append(
                [
                    point in one.points
                    and (
                        reading.best[k] == row
                        if not one.points[point]
                        else made_by(passage, one.points[point])
                    )
                    for k, point in enumerate(reading.asked.points)
                ]
            )
    count = len(readings[0].asked.points)
    return Examples(
        passages,
        np.array(vectors, np.float32).reshape(len(passages), 384),
        np.array(makes, bool).reshape(len(passages), count),
        np.full(len(passages), _WEIGHT, np.float32),
    )


def _calibrate(
    readings: Sequence[Reading], answers: Sequence[Labelled], base: Model
) -> Calibration:
    """Fit slope and offset: to the points where they are known, else to the scores."""
    start = base.calibration

    def loss(how: np.ndarray) -> float:
        model = base.calibrated(replace(start, slope=float(how[0]), offset=float(how[1])))
        total = _PULL * ((how[0] - start.slope) ** 2 + (how[1] - start.offset) ** 2)
        for reading, one in zip(readings, answers, strict=True):
            found = np.clip(probabilities(reading, model), 0.002, 0.998)
            if one.points is None:
                spread = score_distribution(reading.asked, found)
                near = int(np.clip(round(one.score), 0, len(spread) - 1))
                total -= np.log(max(float(spread[near]), 1e-4))
            else:
                true = np.array([point in one.points for point in reading.asked.points])
                total -= float(np.log(np.where(true, found, 1 - found)).sum())
        return float(total)

    found = minimize(
        loss, [start.slope, start.offset], method="Nelder-Mead", options={"maxiter": 80}
    )
    slope, offset = (float(round(x, 4)) for x in found.x)
    return replace(start, slope=slope, offset=offset)


def _bounds(
    readings: Sequence[Reading],
    answers: Sequence[Labelled],
    base: Model,
    how: Calibration,
    target: float,
) -> Calibration:
    """Return the calibration with the probabilities from and up to which points are decided."""
    model, found, earned = base.calibrated(how), [], []
    for reading, one in zip(readings, answers, strict=True):
        if not reading.is_held:
            found.append(probabilities(reading, model))
            earned.append(_earned(reading, one, model))
    if len(found) < THRESHOLDS.fewest_graded:
        return how
    chance, made = np.concatenate(found), np.concatenate(earned)
    credit = min(_bound(chance, 1 - made, target), base.calibration.credit)
    deny = 1 - _bound(1 - chance, made, target)
    return replace(
        how,
        credit=max(credit, THRESHOLDS.least_learnt_credit),
        deny=min(deny, THRESHOLDS.most_learnt_denial),
    )


def _earned(reading: Reading, one: Labelled, model: Model) -> Floats:
    """Return how far each point was earned: 1 or 0; a probability where only the score is known."""
    if one.points is None:
        return earned_given(reading.asked, probabilities(reading, model), one.score)
    return np.array([point in one.points for point in reading.asked.points], np.float32)


def _of_points(
    readings: Sequence[Reading], answers: Sequence[Labelled], model: Model
) -> tuple[float, float]:
    """Return the share of points that would be decided, and the share of those that are wrong."""
    total, decided, wrong = 0, 0, 0.0
    for reading, one in zip(readings, answers, strict=True):
        earned = _earned(reading, one, model)
        for value, made in zip(earned, decide(reading, model).points.values(), strict=True):
            total += 1
            if made.decision is not Decision.UNDECIDED:
                decided += 1
                wrong += float(1 - value if made.decision is Decision.CREDIT else value)
    return decided / total, wrong / decided if decided else float("nan")


def _bound(sure: Floats, wrong: Floats, target: float) -> float:
    """Return the lowest probability from which few enough points are wrong.

    Few graded answers hold few faults: those that the probabilities promise count for half, those
    that were seen for the other half.
    """
    order = np.argsort(-sure, kind="stable")
    faults = (np.cumsum(wrong[order]) + np.cumsum(1 - sure[order])) / 2
    return _lowest(sure[order], faults, THRESHOLDS.margin * target)


def _limit(sure: Floats, wrong: NDArray[np.bool_], target: float) -> float:
    """Return the lowest confidence from which few scores are wrong, as seen and as promised."""
    order = np.argsort(-sure, kind="stable")
    seen, promised = np.cumsum(wrong[order]), np.cumsum(1 - sure[order])
    return _lowest(
        sure[order], np.maximum(seen, (seen + promised) / 2), target, THRESHOLDS.fewest_decided
    )


def _lowest(falling: Floats, faults: NDArray[np.float64], share: float, fewest: int = 1) -> float:
    """Return the lowest value down to which at most a share is at fault.

    Parameters
    ----------
    falling
        Values from the highest to the lowest.
    faults
        How many of those down to each one are at fault.
    fewest
        Fewer values than these decide nothing.
    """
    count = np.arange(1, len(falling) + 1)
    last = np.append(falling[1:] < falling[:-1], True)  # equal values stand or fall together
    stands = last & (count >= fewest) & (faults <= share * count)
    return float(falling[stands].min()) if stands.any() else _NEVER


def _precision(readings: Sequence[Reading], answers: Sequence[Labelled], model: Model) -> float:
    right, credited = 0.0, 0
    for reading, one in zip(readings, answers, strict=True):
        given = probabilities(reading, model) >= model.calibration.credit
        credited += int(given.sum())
        right += float(_earned(reading, one, model)[given].sum())
    return right / credited if credited else float("nan")
