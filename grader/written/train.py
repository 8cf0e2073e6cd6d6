"""``python -m grader.written.train``: fit the scorer to its examples and keep it.

Calibration and thresholds come from answers that the classifiers had not seen: each writer's, by
classifiers fitted without that writer.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from grader.written import examples as own
from grader.written.context import CUES, Context, fit_context
from grader.written.encoder import Encoded, Floats, MiniLM
from grader.written.guards import LANGUAGE
from grader.written.heads import Examples, fit
from grader.written.model import Calibration, Model, save
from grader.written.rubric import question, questions
from grader.written.scorer import Reading, probabilities, read
from grader.written.segments import Passage

PRECISION = 0.97
"""Of the points credited to answers unseen, so many must be right; the aim on new ones is 0.95."""
_WIDTH = 384
_ATTACKERS = {"K"}
"""Writers of attacks for the most part: what a threshold promises, it promises for a class."""
_LEAST_CREDIT, _MOST_CREDIT = 0.90, 0.97


def main() -> None:
    """Fit all questions and keep the models."""
    parser = argparse.ArgumentParser(prog="python -m grader.written.train", description=__doc__)
    parser.parse_args()
    print("Encoding the examples (a few minutes) ...", flush=True)
    encoder = MiniLM()
    vectors = own.encode_all(encoder)
    own.save_vectors(vectors)
    # What is stored is rounded; fit to what will be read.
    vectors = {name: array.astype(np.float16).astype(np.float32) for name, array in vectors.items()}
    models = {}
    for name in questions():
        models[name] = fitted(name, own.examples(name, vectors[name]))
        how = models[name].calibration
        print(f"{name}: credit from {how.credit:.2f}", flush=True)
    save(models)
    print("Kept in grader/written/model.npz. Next: python -m grader.written.evaluate")


def fitted(name: str, examples: Examples) -> Model:
    """Return a question's model."""
    positive = examples.vectors[examples.makes.any(axis=1)].mean(axis=0)
    topic = positive / np.linalg.norm(positive)
    points = examples.makes.shape[1]
    none = Context(
        np.zeros((points, points + CUES.get(name, 0)), np.float32), np.zeros(points, np.float32)
    )
    model = Model(fit(examples), none, Calibration(1.0, 0.0, 0.8), topic)
    readings, truth, writers = unseen(name, examples, model)
    found = np.zeros(truth.shape, np.float32)
    for writer in sorted(set(writers)):
        own_context = replace(model, context=_context(readings, truth, writers != writer))
        for row, reading in enumerate(readings):
            if writers[row] == writer:
                found[row] = probabilities(reading, own_context)
    credit = threshold(found.ravel(), truth.ravel())
    everyone = _context(readings, truth, np.ones(len(readings), bool))
    return replace(model, context=everyone, calibration=Calibration(1.0, 0.0, credit))


def _context(
    readings: Sequence[Reading], truth: NDArray[np.bool_], known: NDArray[np.bool_]
) -> Context:
    """Fit to some of the answers; not to those that something is held against."""
    rows = [row for row, reading in enumerate(readings) if known[row] and not reading.is_held]
    strongest = [readings[row].logits for row in rows]
    return fit_context(strongest, [readings[row].cues for row in rows], truth[rows])


def unseen(
    name: str, examples: Examples, model: Model
) -> tuple[list[Reading], NDArray[np.bool_], NDArray[np.str_]]:
    """Return readings by classifiers that had not seen the answer's writer, truth and writers."""
    known = own.source(name)
    answers = own.answers(name)
    encoder = Known(known.passages, examples.vectors)
    readings, truth, writers = [], [], []
    for writer in sorted({one.writer for one in answers} - _ATTACKERS):
        rows = [
            row
            for row, number in enumerate(known.answer)
            if number < 0 or answers[number].writer != writer
        ]
        others = Examples(
            [examples.passages[row] for row in rows],
            examples.vectors[rows],
            examples.makes[rows],
            examples.weights[rows],
        )
        blind = replace(model, heads=fit(others))
        for one in answers:
            if one.writer == writer:
                reading = read(name, one.text, blind, encoder)
                if LANGUAGE not in reading.flags:
                    readings.append(reading)
                    truth.append([point in (one.points or {}) for point in question(name).points])
                    writers.append(writer)
    return readings, np.array(truth), np.array(writers)


def threshold(found: Floats, truth: NDArray[np.bool_]) -> float:
    """Return the lowest probability above which credits were right often enough."""
    for credit in np.arange(_LEAST_CREDIT, _MOST_CREDIT, 0.01):
        chosen = found >= credit
        if chosen.any() and truth[chosen].mean() >= PRECISION:
            return float(round(credit, 2))
    return _MOST_CREDIT


class Known:
    """An encoder that has the vectors of the examples, and computes only those of their parts."""

    def __init__(self, passages: Sequence[Passage], vectors: Floats) -> None:
        texts = [passage.text for passage in passages]
        self._known = dict(zip(texts, vectors, strict=True))
        self._encoder = _parts_encoder()

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Return what is known of each text."""
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Encoded:
        if text not in self._known:
            self._known[text] = self._encoder.encode([text])[0].vector
        return Encoded((), np.zeros((0, _WIDTH), np.float32), self._known[text])


@cache
def _parts_encoder() -> MiniLM:
    return MiniLM()


if __name__ == "__main__":
    main()
