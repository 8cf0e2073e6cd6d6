"""What tells whether a passage makes a point: two linear classifiers for each point.

One reads the encoder's vector of the passage, the other its words.

Exemplars, contrast examples and labelled answers are what they are fitted to. On this project's own
labelled answers they separate better than similarity to exemplars, sentence by sentence or token by
token: a classifier learns from near misses what a similarity cannot. The figures are in
docs/written-answers-results.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from grader.written.encoder import Floats
from grader.written.rubric import words
from grader.written.segments import Passage

_SLOTS = {"problem": (0.5, 0.0), "remedy": (0.0, 0.5)}
_STRENGTH = 8.0
"""Inverse strength of the penalty; chosen by leaving one writer out."""
_TINY = 1e-9
_NEVER = -6.0
_FEWEST = 3
"""Passages that must make a point before a classifier is fitted to it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and pairs of words with their weights: TF-IDF, sublinear, of length 1."""

    places: Mapping[str, int]
    idf: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Vocabulary:
        """Return the terms that stand in at least two texts."""
        seen = Counter(term for text in texts for term in set(_terms(text)))
        kept = sorted(term for term, count in seen.items() if count >= 2)
        counts = np.array([seen[term] for term in kept], dtype=np.float64)
        idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls({term: place for place, term in enumerate(kept)}, idf.astype(np.float32))

    def matrix(self, texts: Sequence[str]) -> Floats:
        """Return one row a text, shape (texts, terms)."""
        rows = np.zeros((len(texts), len(self.places)), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term, count in Counter(_terms(text)).items():
                place = self.places.get(term)
                if place is not None:
                    row[place] = (1 + np.log(count)) * self.idf[place]
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        matrix: Floats = (rows / np.maximum(lengths, _TINY)).astype(np.float32)
        return matrix


def _terms(text: str) -> list[str]:
    found = words(text)
    return [*found, *(f"{a} {b}" for a, b in pairwise(found))]


@dataclass(frozen=True, slots=True)
class Examples:
    """Passages with their vectors and the points that each makes.

    Attributes
    ----------
    passages
        n passages.
    vectors
        Shape (n, 384).
    makes
        Shape (n, points), true where a passage makes a point.
    weights
        How much each counts, shape (n,).
    """

    passages: Sequence[Passage]
    vectors: Floats
    makes: NDArray[np.bool_]
    weights: Floats

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            [*self.passages, *other.passages],
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.makes, other.makes]),
            np.concatenate([self.weights, other.weights]),
        )


@dataclass(frozen=True, slots=True)
class Heads:
    """The classifiers of one question's points.

    Attributes
    ----------
    dense, bias
        On a passage's vector and slot: shapes (points, 386) and (points,).
    vocabulary, lexical
        On its words: shape (points, terms).
    """

    dense: Floats
    bias: Floats
    vocabulary: Vocabulary
    lexical: Floats

    def scores(self, passages: Sequence[Passage], vectors: Floats) -> Floats:
        """Return the logit of each point in each passage, shape (passages, points)."""
        seen = _dense(passages, vectors) @ self.dense.T
        read = self.vocabulary.matrix([passage.text for passage in passages]) @ self.lexical.T
        logits: Floats = (seen + read + self.bias).astype(np.float32)
        return logits


def slots(passages: Sequence[Passage]) -> Floats:
    """Return what the labels of passages say: a problem, a remedy; shape (passages, 2)."""
    found = [_SLOTS.get(passage.slot, (0.0, 0.0)) for passage in passages]
    return np.array(found, np.float32).reshape(len(passages), 2)


def _dense(passages: Sequence[Passage], vectors: Floats) -> Floats:
    return np.hstack([vectors, slots(passages)])


def fit(examples: Examples) -> Heads:
    """Fit the classifiers of all points of a question.

    A label ("Remedy:") may speak for a point, and against none: else an answer would gain by
    leaving its labels out.
    """
    texts = [passage.text for passage in examples.passages]
    vocabulary = Vocabulary.of(texts)
    dense = _dense(examples.passages, examples.vectors)
    lexical = csr_matrix(vocabulary.matrix(texts))
    points, width = examples.makes.shape[1], examples.vectors.shape[1]
    heads = [np.zeros((points, part.shape[1]), np.float32) for part in (dense, lexical)]
    bias = np.full(points, _NEVER, np.float32)
    # On cores that others use as well, threads that wait for each other take ten times as long.
    with threadpool_limits(limits=1, user_api="blas"):
        for point in range(points):
            makes = examples.makes[:, point]
            if makes.sum() < _FEWEST:
                continue
            seen = _classifier(dense, makes, examples.weights)
            against = np.flatnonzero(seen.coef_[0, width:] < 0) + width
            if len(against):
                without = dense.copy()
                without[:, against] = 0.0
                seen = _classifier(without, makes, examples.weights)
            read = _classifier(lexical, makes, examples.weights)
            # The two are averaged, in logits.
            for head, model in zip(heads, (seen, read), strict=True):
                head[point] = model.coef_[0] / 2
            bias[point] = (seen.intercept_[0] + read.intercept_[0]) / 2
    return Heads(heads[0], bias, vocabulary, heads[1])


def _classifier(
    features: Floats | csr_matrix, makes: NDArray[np.bool_], weights: Floats
) -> LogisticRegression:
    model = LogisticRegression(C=_STRENGTH, max_iter=300)
    model.fit(features, makes, sample_weight=weights)
    return model
