"""Group answers that may get the same mark, by their points and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from split_grader.written.reading import own_text
from split_grader.written.scorer import Scorer

WRONG = 0.05
"""The expected share of answers that groups may give a wrong mark."""
FAR = 0.7
"""How far apart a group's answers may be: 0 is the same answer, 1 has nothing in common."""
_SHARED = 0.45
"""How alike two sentences must be to count as shared."""
_WORD = re.compile(r"\w+|[^\s\w]")
_END = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Reading:
    """The scorer's view of an answer; empty without a rubric.

    Attributes
    ----------
    score
        The suggested score, on the rubric's scale.
    sure
        The probability that it is right.
    chances
        The probability of each point.
    quotes
        By point, the sentence that probably makes it.
    """

    score: int | None = None
    sure: float = 1.0
    chances: tuple[float, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of answers that may get the same mark, the most typical first; `sure` is their mean."""

    members: tuple[int, ...]
    score: int | None
    sure: float


def read(scorer: Scorer | None, text: str) -> Reading:
    """Return a scorer's reading of an answer."""
    if scorer is None:
        return Reading()
    result, distribution = scorer.score(text), np.ones(1)
    for most, ids in scorer.question.groups:
        count = np.ones(1)
        for point in ids:  # points are taken as independent
            chance = result.points[point].probability
            count = np.convolve(count, [1 - chance, chance])
        distribution = np.convolve(distribution, np.append(count[:most], count[most:].sum()))
    sure = float(result.is_blank) if result.flags else float(distribution[result.score])
    chances = tuple(one.probability for one in result.points.values())
    likely = ((point, one) for point, one in result.points.items() if one.probability >= 0.5)
    return Reading(result.score, sure, chances, tuple((point, one.quote) for point, one in likely))


def limit_of(readings: Sequence[Reading], wrong: float = WRONG) -> float:
    """Return how sure an answer must be to join a group.

    Parameters
    ----------
    readings
        For the whole class, including marked answers, so that earlier groups' risk counts.
    wrong
        The expected share of the class that groups may give a wrong mark.
    """
    falling = np.sort([reading.sure for reading in readings])[::-1]
    places = np.flatnonzero(np.cumsum(1 - falling) <= wrong * len(falling))
    return float(falling[places[-1]]) if places.size else 2.0


def grouped(
    texts: Sequence[str], readings: Sequence[Reading], limit: float, far: float = FAR
) -> list[Group]:
    """Group answers: the largest and surest groups first, then single answers.

    Parameters
    ----------
    limit
        An answer that is less sure stays alone.
    far
        Largest mean distance between two parts of a group, from 0 to 1.
    """
    if not texts:
        return []
    sure = np.array([reading.sure for reading in readings])
    buckets: dict[object, list[int]] = {}
    for row, reading in enumerate(readings):
        buckets.setdefault(reading.score if reading.sure >= limit else f"alone {row}", []).append(
            row
        )
    apart = _distances(texts, readings)
    groups = [
        Group(tuple(own), readings[own[0]].score, float(sure[own].mean()))
        for rows in map(np.array, buckets.values())
        for own in (rows[part].tolist() for part in _clusters(apart[np.ix_(rows, rows)], far))
    ]
    return sorted(groups, key=lambda one: (len(one.members) == 1, -len(one.members) * one.sure))


def _distances(texts: Sequence[str], readings: Sequence[Reading]) -> NDArray[np.float64]:
    """Return distances by words and points, shape (n, n)."""
    words = _unlike([own_text(text) for text in texts])
    chances = np.array([reading.chances for reading in readings])
    if not chances.size:
        return words
    points: NDArray[np.float64] = np.abs(chances[:, None] - chances[None]).mean(axis=2)
    return (words + points) / 2


def _unlike(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return distances of texts by words, shape (n, n)."""
    # Every text has a word, so all empty answers are alike.
    documents = [text.strip() or "nothing" for text in texts]
    counts = TfidfVectorizer(sublinear_tf=True, tokenizer=_WORD.findall, token_pattern=None)
    words = counts.fit_transform(documents)
    alike: NDArray[np.float64] = (words @ words.T).toarray()
    return np.clip(1 - alike, 0, 1)


def _clusters(apart: NDArray[np.float64], far: float) -> list[NDArray[np.intp]]:
    """Return clusters of rows that are near each other, most typical first."""
    if len(apart) == 1:
        return [np.array([0])]
    labels = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=far
    ).fit_predict(apart)
    parts = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    return [own[np.argsort(apart[np.ix_(own, own)].sum(axis=1), kind="stable")] for own in parts]


def shared(texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Return, per text, the sentences that half of the texts share."""
    places = [_sentences(text) for text in texts]
    owner = np.repeat(np.arange(len(texts)), [len(own) for own in places])
    if len(np.unique(owner)) < 2:
        return [[] for _ in texts]
    near = (
        _unlike([texts[row][a:b] for row, own in enumerate(places) for a, b in own]) < 1 - _SHARED
    )
    having = np.sum([near[:, owner == row].any(axis=1) for row in np.unique(owner)], axis=0)
    common = iter((having >= max(2, len(texts) / 2)).tolist())
    return [[place for place in own if next(common)] for own in places]


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [(gap.start(), gap.end()) for gap in _END.finditer(text)]
    starts, stops = [0, *(b for _, b in ends)], [*(a for a, _ in ends), len(text)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if text[a:b].strip()]
