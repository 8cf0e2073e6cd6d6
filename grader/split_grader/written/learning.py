"""Learn to score the answers to a question from answers that people have marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from split_grader.base.errors import GraderError
from split_grader.written.reading import Floats, Reader, passages, runs, terms, weighed, words
from split_grader.written.rubric import FEWEST, Question, Rubric
from split_grader.written.scorer import Scorer, flags_of

Bools = NDArray[np.bool_]
HONEST, _SENTENCE = "honest", "sentence"
_TEACH_NOTHING = {"contradiction", "shuffled"}
"""Families whose sentences would earn points in another answer."""
_PRECISION = 0.95
"""Share of the credited points that must be right, on writers that a model hasn't seen."""
_STRENGTH = 10.0
"""Inverse of the regularisation."""
_MOST_TERMS = 3_000
_FOLDS = 5
_LEAST = -9.0
"""Logit of an answer that has no passage."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a person has marked.

    Attributes
    ----------
    text
        What the student wrote.
    points
        The points that it earns, each with the words that earn it, or "" if they aren't known.
        None if only the score is known.
    score
        A person's score, on the rubric's scale; used only if points is None.
    writer
        A model is tested on writers that it hasn't seen. Empty if this is its writer's only answer.
    family
        *honest*, *sentence* for a single sentence, or the kind of attack.
    """

    text: str
    points: Mapping[str, str] | None = None
    score: float | None = None
    writer: str = ""
    family: str = HONEST


def read_answers(path: Path, question: str) -> Iterator[Answer]:
    """Read the marked answers to a question, one JSON object per line.

    Each has question, text and points (by id, the words that earn it), maybe writer and family.

    Raises
    ------
    GraderError
        If the file can't be read, or a line isn't such an object.
    """
    number = 0
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):  # noqa: B007 - the message names it
            entry = json.loads(line)
            if entry["question"] == question:
                more = {name: entry[name] for name in ("writer", "family") if name in entry}
                yield Answer(entry["text"], dict(entry["points"]), **more)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise GraderError(
            f"{path}, line {number} isn't a marked answer ({error!r}). Expected "
            '{"question": "Q4", "text": "...", "points": {"drift": "its words"}}.'
        ) from None


def material(rubric: Rubric, question: Question) -> list[Answer]:
    """Return the marked answers that come with a rubric.

    Raises
    ------
    GraderError
        If a file of answers that the rubric names can't be read.
    """
    answers = (read_answers(path, question.name) for path in rubric.answers)
    return [one for one in chain.from_iterable(answers) if one.family not in _TEACH_NOTHING]


def train(question: Question, answers: Sequence[Answer], earlier: Scorer | None = None) -> Scorer:
    """Train a scorer on marked answers, in seconds.

    Parameters
    ----------
    answers
        At least :data:`~split_grader.written.rubric.FEWEST`: a person's marks, and the answers from
        :func:`material`.
    earlier
        The question's previous scorer. It guesses the points if only a score is known, and the
        sentence if its words aren't.

    Raises
    ------
    GraderError
        If the answers are too few or have no words in common, one earns a point that the question
        doesn't have, or a text that might be copied can't be read.
    """
    if len(answers) < FEWEST:
        raise GraderError(
            f"{question.name} has {len(answers)} marked answers; {FEWEST} are needed before a "
            "program scores others. Until then they wait for a person."
        )
    point_sets = [_earned(question, one, earlier) for one in answers]
    cut = [passages(one.text) for one in answers]
    parts = list(chain.from_iterable(cut))
    owner = np.repeat(np.arange(len(answers)), [len(each) for each in cut])
    makes = _makes(question, answers, point_sets, earlier)
    vocabulary, rarity = _vocabulary(parts)
    if not len(vocabulary):
        raise GraderError(f"The marked answers to {question.name} have no words in common.")
    features = _matrix(parts, vocabulary, rarity)
    sources = _sources(question)
    writers = np.array([one.writer or f"#{number}" for number, one in enumerate(answers)])
    strongest = np.full((len(answers), len(question.points)), _LEAST)
    np.maximum.at(strongest, owner, _unseen(features, makes, writers[owner]))
    truth = np.array([[point in points for point in question.points] for points in point_sets])
    typical = np.array(
        [one.family != _SENTENCE and not flags_of(one.text, each, sources)
         for one, each in zip(answers, cut, strict=True)]
    )  # fmt: skip
    slopes, offsets = _calibrated(strongest[typical], truth[typical])
    limit = _limit(strongest[typical] * slopes + offsets, truth[typical])
    models = [_logistic(features, column) for column in makes.T]
    weights = np.array([each for each, _ in models], np.float32).T * slopes
    intercepts = np.array([each for _, each in models], np.float32) * slopes + offsets
    arrays = (vocabulary, rarity, weights, intercepts, sources, limit)
    reader = Reader(tuple(question.points), *arrays, question.parts, question.digest)
    return Scorer(question, reader)


def _earned(question: Question, answer: Answer, earlier: Scorer | None) -> set[str]:
    """Return an answer's points; the likeliest if only its score is known."""
    if answer.points is not None:
        question.score(answer.points)  # raises if it doesn't have one
        return set(answer.points)
    estimates = earlier.score(answer.text).points if earlier else {}
    likeliest = sorted(
        question.points,
        key=lambda point: -estimates[point].probability if point in estimates else 0,
    )
    points: set[str] = set()
    for point in likeliest:
        if question.score(points) < question.score({*points, point}) <= (answer.score or 0):
            points.add(point)
    return points


def _makes(
    question: Question,
    answers: Sequence[Answer],
    point_sets: Sequence[set[str]],
    earlier: Scorer | None,
) -> Bools:
    """Return which passages make which point, shape (passages, points)."""
    rows = []
    for answer, points in zip(answers, point_sets, strict=True):
        parts = passages(answer.text)
        makes = np.zeros((len(parts), len(question.points)), bool)
        guess = earlier.reader.logits(parts) if earlier else np.zeros(makes.shape)
        for column, point in enumerate(question.points if parts else ()):
            quote = (answer.points or {}).get(point, "")
            if point in points and quote:
                makes[:, column] = [_holds(part, quote) for part in parts]
            elif point in points:  # without a guess, all of them might
                makes[:, column] = guess[:, column] == guess[:, column].max()
        rows.append(makes)
    return np.concatenate(rows)


def _holds(passage: str, quote: str) -> bool:
    """Return whether a passage is most of a quotation, or contains it."""
    ours, theirs = set(words(passage)), set(words(quote))
    alike = len(ours & theirs) >= 0.8 * min(len(ours), len(theirs))
    return quote in passage or passage in quote or alike


def _vocabulary(parts: Sequence[str]) -> tuple[NDArray[np.uint32], Floats]:
    """Return terms that passages share, and their rarity."""
    counts = Counter(chain.from_iterable(map(terms, parts)))
    vocabulary = sorted(term for term, count in counts.most_common(_MOST_TERMS) if count > 1)
    often = np.array([counts[term] for term in vocabulary])
    rarity = np.log((1 + len(parts)) / (1 + often)) + 1
    return np.array(vocabulary, np.uint32), rarity.astype(np.float16).astype(np.float32)


def _matrix(parts: Sequence[str], vocabulary: NDArray[np.uint32], rarity: Floats) -> csr_matrix:
    rows = [weighed(part, vocabulary, rarity) for part in parts]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places, values = (np.concatenate(each) for each in zip(*rows, strict=True))
    return csr_matrix((values, places, ends), (len(parts), len(vocabulary)))


def _sources(question: Question) -> NDArray[np.uint32]:
    try:
        texts = [path.read_text(encoding="utf-8") for path in question.sources]
    except (OSError, ValueError) as error:
        raise GraderError(f"A source of {question.name} can't be read: {error}") from None
    return np.array(sorted({run for text in texts for run in runs(text)}), np.uint32)


def _logistic(features: csr_matrix, column: Bools) -> tuple[Floats, float]:
    """Return weights and intercept, without weights for a constant point."""
    if column.all() or not column.any():
        return np.zeros(features.shape[1], np.float32), -_LEAST if column.all() else _LEAST
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear")
    model.fit(features, column)
    return model.coef_[0], float(model.intercept_[0])


def _unseen(features: csr_matrix, makes: Bools, writers: NDArray[np.str_]) -> Floats:
    """Judge each passage by models that haven't seen its writer."""
    logits = np.full(makes.shape, _LEAST, np.float32)
    folds = GroupKFold(min(_FOLDS, len(set(writers))))
    for training_rows, test_rows in folds.split(features, groups=writers):
        for place, column in enumerate(makes.T):
            weights, intercept = _logistic(features[training_rows], column[training_rows])
            logits[test_rows, place] = features[test_rows] @ weights + intercept
    return logits


def _calibrated(strongest: Floats, truth: Bools) -> tuple[Floats, Floats]:
    """Return slopes and offsets that calibrate an answer's logits."""
    lines = []
    for logits, column in zip(strongest.T, truth.T, strict=True):
        if column.all() or not column.any():
            lines.append((1.0, 0.0))
        else:
            model = LogisticRegression(C=10).fit(logits[:, None], column)
            # A negative slope means that nothing was learnt: then all answers are alike.
            lines.append((max(float(model.coef_[0, 0]), 0.0), float(model.intercept_[0])))
    slopes, offsets = np.array(lines, np.float32).T
    return slopes, offsets


def _limit(logits: Floats, truth: Bools) -> float:
    """Return the lowest probability at which credits were right often enough.

    One more of each kind is counted, so that a few answers prove nothing.
    """
    order = np.argsort(-logits, axis=None, kind="stable")
    right = np.cumsum(truth.ravel()[order])
    share = (right + 1) / (np.arange(1, len(order) + 1) + 2)
    enough = np.flatnonzero(share >= _PRECISION)
    return float(1 / (1 + np.exp(-logits.ravel()[order[enough[-1]]]))) if enough.size else 2.0
