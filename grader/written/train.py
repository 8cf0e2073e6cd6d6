"""``python -m grader.written.train``: fit the scorer to its examples and keep it.

Calibration and thresholds come from answers that neither the classifiers nor the encoder's adapter
had seen: those of each fold of writers, by what was fitted without them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grader.written import examples as own
from grader.written import order
from grader.written.adapter import BLIND, FOLDS, load
from grader.written.context import CUES, Context, fit_context
from grader.written.encoder import Encoder, Floats, MiniLM, Remembering
from grader.written.guards import LANGUAGE
from grader.written.heads import Examples, fit
from grader.written.labels import Labelled
from grader.written.model import Calibration, Model, save
from grader.written.rubric import question, questions
from grader.written.scorer import Reading, probabilities, read
from grader.written.thresholds import THRESHOLDS

_ATTACKERS = {"K"}
"""Writers of attacks for the most part: what a threshold promises, it promises for a class."""


def main() -> None:
    """Fit all questions and keep the models."""
    parser = argparse.ArgumentParser(prog="python -m grader.written.train", description=__doc__)
    parser.parse_args()
    order.save(order.fit(own.sentences()))
    print("Encoding the examples (some minutes) ...", flush=True)
    encoder = MiniLM()
    encoded = own.encode_all(encoder)
    vectors = {name: np.array([one.vector for one in found]) for name, found in encoded.items()}
    own.save_vectors(vectors)
    blind = [Remembering(MiniLM(adapter=load(str(fold), BLIND))) for fold in range(FOLDS)]
    models = {}
    for name in questions():
        # What is stored is rounded; fit to what will be read.
        rounded = vectors[name].astype(np.float16).astype(np.float32)
        examples = own.examples(name, rounded)
        topic = _mean_of([one.plain for one in encoded[name]], examples)
        models[name] = fitted(name, examples, topic, blind)
        how = models[name].calibration
        print(f"{name}: credit from {how.credit:.2f}", flush=True)
    save(models)
    print("Kept in grader/written/model.npz. Next: python -m grader.written.evaluate")


def _mean_of(plain: Sequence[Floats], examples: Examples) -> Floats:
    """Return the mean vector of the passages that make a point, of length 1."""
    mean: Floats = np.array(plain)[examples.makes.any(axis=1)].mean(axis=0)
    return mean / np.linalg.norm(mean)


def fitted(name: str, examples: Examples, topic: Floats, blind: Sequence[Encoder]) -> Model:
    """Return a question's model.

    Parameters
    ----------
    topic
        What the question is about, shape (384,).
    blind
        Encoders, each without what the writers of one fold would have taught it.
    """
    points = examples.makes.shape[1]
    none = Context(
        np.zeros((points, points + CUES.get(name, 0)), np.float32), np.zeros(points, np.float32)
    )
    model = Model(fit(examples), none, Calibration(1.0, 0.0, 0.8), topic)
    readings, truth, writers, sincere = unseen(name, model, blind)
    found = np.zeros(truth.shape, np.float32)
    for writer in sorted(set(writers)):
        own_context = replace(
            model, context=_context(readings, truth, sincere & (writers != writer))
        )
        for row, reading in enumerate(readings):
            if writers[row] == writer:
                found[row] = probabilities(reading, own_context)
    credit = threshold(found.ravel(), truth.ravel())
    everyone = _context(readings, truth, sincere)
    return replace(model, context=everyone, calibration=Calibration(1.0, 0.0, credit))


def _context(
    readings: Sequence[Reading], truth: NDArray[np.bool_], known: NDArray[np.bool_]
) -> Context:
    """Fit to some of the answers; not to those that something is held against."""
    rows = [row for row, reading in enumerate(readings) if known[row] and not reading.is_held]
    strongest = [readings[row].logits for row in rows]
    return fit_context(strongest, [readings[row].cues for row in rows], truth[rows])


def unseen(
    name: str, model: Model, blind: Sequence[Encoder]
) -> tuple[list[Reading], NDArray[np.bool_], NDArray[np.str_], NDArray[np.bool_]]:
    """Return readings by what had not seen the answer's writer, truth, writers, and which teach."""
    known, answers, folds = own.source(name), own.answers(name), own.folds()
    readings, truth, writers, sincere = [], [], [], []
    for fold, encoder in enumerate(blind):
        vectors = np.array([one.vector for one in encoder.encode([p.text for p in known.passages])])
        every = own.examples(name, vectors)
        rows = [
            row
            for row, number in enumerate(known.answer)
            if number < 0 or folds[answers[number].writer] != fold
        ]
        others = Examples(
            [every.passages[row] for row in rows],
            every.vectors[rows],
            every.makes[rows],
            every.weights[rows],
        )
        without = replace(model, heads=fit(others))
        for one in answers:
            if folds[one.writer] == fold and _is_of_a_class(one):
                reading = read(name, one.text, without, encoder)
                if LANGUAGE not in reading.flags:
                    readings.append(reading)
                    truth.append([point in (one.points or {}) for point in question(name).points])
                    writers.append(one.writer)
                    sincere.append(own.teaches(one))
    return readings, np.array(truth), np.array(writers), np.array(sincere)


def _is_of_a_class(answer: Labelled) -> bool:
    """Tell whether a class might hand an answer in: no series of attacks, no words out of order."""
    is_jumble = answer.family == "shuffled" and not answer.points
    return answer.writer not in _ATTACKERS and not is_jumble


def threshold(found: Floats, truth: NDArray[np.bool_]) -> float:
    """Return the lowest probability above which credits were right often enough."""
    for credit in np.arange(THRESHOLDS.least_credit, THRESHOLDS.most_credit, 0.01):
        chosen = found >= credit
        if chosen.any() and truth[chosen].mean() >= THRESHOLDS.precision:
            return float(round(credit, 2))
    return THRESHOLDS.most_credit


if __name__ == "__main__":
    main()
