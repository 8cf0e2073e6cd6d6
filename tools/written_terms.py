"""``python -m tools.written_terms``: which words speak for a point of a written answer.

Learners without the grader's encoder get a rough word match (course/wordmatch.py). This fits it to
the examples that the grader's scorer learns from, measures it on each writer's answers by a fit
without that writer, and keeps checksums and weights in course/written_terms.json.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from course import wordmatch  # noqa: E402 - the tool runs from the repository
from grader.written import examples, formative  # noqa: E402
from grader.written.labels import Labelled  # noqa: E402
from grader.written.rubric import question, questions  # noqa: E402

PRECISION = 0.75
"""Of the points found, so many should be made. More would leave most of what is made unfound."""
_PENALTY = 10.0
_MOST_TERMS = 120
_FEWEST = 2
"""Passages in which a term must stand."""


@dataclass(frozen=True)
class Data:
    """Passages of one question: their terms, what they make, and their answer's number (or -1)."""

    terms: list[frozenset[int]]
    makes: np.ndarray
    answer: np.ndarray


def data(name: str) -> Data:
    """Return the passages of a question's examples, and what is asked, which makes no point."""
    known = examples.source(name)
    makes = examples.examples(name, np.zeros((len(known.passages), 1), np.float32)).makes
    asked = re.split(r"(?<=[.?!])\s+", question(name).prompt)
    asked += [part.ask for part in formative.parts(name)]
    texts = [*(passage.text for passage in known.passages), *asked]
    makes = np.vstack([makes, np.zeros((len(asked), makes.shape[1]), bool)])
    of = np.array([*known.answer, *(-1 for _ in asked)])
    return Data([wordmatch.terms(text) for text in texts], makes, of)


def weights(terms: list[frozenset[int]], makes: np.ndarray) -> list[dict[int, float]]:
    """Return each point's terms that separate best, with their weights."""
    counts: dict[int, int] = {}
    for term in chain.from_iterable(terms):
        counts[term] = counts.get(term, 0) + 1
    places = {
        term: k for k, term in enumerate(sorted(t for t, n in counts.items() if n >= _FEWEST))
    }
    matrix = np.zeros((len(terms), len(places)), np.float32)
    for row, found in enumerate(terms):
        columns = [places[term] for term in found if term in places]
        matrix[row, columns] = 1 / np.sqrt(max(1, len(found)))
    return [_separating(matrix, column, list(places)) for column in makes.T]


def _separating(matrix: np.ndarray, column: np.ndarray, terms: list[int]) -> dict[int, float]:
    if not column.any():
        return {}
    fit = LogisticRegression(C=_PENALTY, class_weight="balanced", solver="liblinear")
    strength = fit.fit(matrix, column).coef_[0]
    # A term counts by its weight, and by how often it stands there.
    worth = np.abs(strength) * np.sqrt((matrix > 0).mean(axis=0))
    best = np.sort(np.argsort(worth, kind="stable")[-_MOST_TERMS:])
    return {terms[k]: float(round(float(strength[k]), 2)) for k in best}


@dataclass(frozen=True)
class Unseen:
    """Answers read by fits that had not seen their writer: shape (answers, points)."""

    strength: np.ndarray
    truth: np.ndarray


def unseen(name: str, known: Data) -> Unseen:
    """Read each writer's answers by a fit without that writer."""
    answers, ids = examples.answers(name), list(question(name).points)
    strength = np.full((len(answers), len(ids)), -np.inf)
    for writer in sorted({one.writer for one in answers}):
        theirs = [k for k, one in enumerate(answers) if one.writer == writer]
        kept = ~np.isin(known.answer, theirs)
        rows = np.flatnonzero(kept)
        fitted = weights([known.terms[k] for k in rows], known.makes[rows])
        for k in theirs:
            strength[k] = _strengths(fitted, answers[k])
    truth = np.array([[point in (one.points or {}) for point in ids] for one in answers])
    return Unseen(strength, truth)


def _strengths(fitted: list[dict[int, float]], answer: Labelled) -> list[float]:
    sentences = [wordmatch.terms(one) for one in wordmatch.sentences(answer.text)]
    return [max(wordmatch.strength(one, s) for s in sentences) for one in fitted]


def least(strength: np.ndarray, truth: np.ndarray) -> float:
    """Return from where a point counts as found: as low as the precision allows."""
    order = np.argsort(-strength, kind="stable")
    right = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((right >= PRECISION) & np.isfinite(strength[order]))
    place = good[-1] if len(good) else 0
    return float(np.ceil(strength[order[place]] * 100 - 1) / 100)


def floors(strength: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return from where each point counts as found."""
    return np.array([least(s, t) for s, t in zip(strength.T, truth.T, strict=True)])


def found(read: Unseen, writers: np.ndarray) -> np.ndarray:
    """Return what is found in each writer's answers, by floors from the other writers' alone."""
    given = np.zeros_like(read.truth)
    for writer in np.unique(writers):
        theirs = writers == writer
        given[theirs] = read.strength[theirs] >= floors(read.strength[~theirs], read.truth[~theirs])
    return given


def fitted_parts(name: str, known: Data, read: Unseen) -> list[dict[str, object]]:
    """Return what the course keeps of a question: no id, no word of the rubric."""
    ids = list(question(name).points)
    lowest = floors(read.strength, read.truth)
    fitted = weights(known.terms, known.makes)
    points = {
        point: [float(lowest[k]), *chain.from_iterable(fitted[k].items())]
        for k, point in enumerate(ids)
    }
    return [
        {"ask": part.ask, "most": part.most, "points": [points[point] for point in part.points]}
        for part in formative.parts(name)
    ]


def silences(name: str, given: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return how often nothing was found of a part, and how often there was nothing."""
    ids = list(question(name).points)
    total = np.zeros(2, int)
    for part in formative.parts(name):
        columns = [ids.index(point) for point in part.points]
        nothing = ~given[:, columns].any(axis=1)
        total += [nothing.sum(), (nothing & ~truth[:, columns].any(axis=1)).sum()]
    return total


def main() -> None:
    """Fit, measure and keep."""
    argparse.ArgumentParser(prog="python -m tools.written_terms", description=__doc__).parse_args()
    kept, counts, silent = {}, np.zeros(4, int), np.zeros(2, int)
    for name in questions():
        known = data(name)
        read = unseen(name, known)
        given = found(read, np.array([one.writer for one in examples.answers(name)]))
        right, made = (given & read.truth).sum(), read.truth.sum()
        print(f"{name}: precision {right / given.sum():.2f}, recall {right / made:.2f}", flush=True)
        counts += [right, given.sum(), made, len(given)]
        silent += silences(name, given, read.truth)
        kept[name.lower()] = fitted_parts(name, known, read)
    precision, recall = counts[0] / counts[1], counts[0] / counts[2]
    print(
        f"All {counts[3]}: precision {precision:.2f}, recall {recall:.2f}. "
        f"Where nothing was found of a part, there was nothing in {silent[1] / silent[0]:.2f}."
    )
    figures = {"precision": precision, "recall": recall, "answers": counts[3]}
    result = {
        "examples": formative.digest(),
        "reliability": {what: round(float(figure), 2) for what, figure in figures.items()},
        "questions": kept,
    }
    wordmatch.TERMS.write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
