"""The fitted scorer of one question: classifiers, calibration, and from where to credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from grader.written.context import Context
from grader.written.encoder import Encoded, Floats
from grader.written.heads import Heads, Vocabulary
from grader.written.segments import Passage

_PATH = Path(__file__).parent / "model.npz"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns a logit into a probability: ``1 / (1 + exp(-(slope * logit + offset)))`` (Platt 1999).

    Attributes
    ----------
    slope, offset
        One for all points of a question.
    credit
        Probability from which a point is credited.
    deny
        Probability up to which a point is denied; below 0, as it comes, none is.
    """

    slope: float
    offset: float
    credit: float
    deny: float = -1.0

    def probability(self, logits: Floats) -> Floats:
        """Return probabilities to three digits: further ones differ between machines."""
        shifted = np.clip(self.slope * logits.astype(np.float64) + self.offset, -30, 30)
        probability: Floats = np.round(1 / (1 + np.exp(-shifted)), 3).astype(np.float32)
        return probability


@dataclass(frozen=True, slots=True)
class Model:
    """What scores the answers to one question.

    Attributes
    ----------
    heads, context, calibration
        Classifiers of passages, what the answer as a whole says, and what the log-odds mean.
    topic
        Mean vector of what answers to the question say, of length 1.
    """

    heads: Heads
    context: Context
    calibration: Calibration
    topic: Floats

    def logits(self, passages: Sequence[Passage], encoded: Sequence[Encoded]) -> Floats:
        """Return how strongly each passage makes each point, shape (passages, points)."""
        if not passages:
            return np.zeros((0, len(self.heads.bias)), np.float32)
        return self.heads.scores(passages, np.array([one.vector for one in encoded]))

    def closeness(self, encoded: Sequence[Encoded]) -> float:
        """Return the cosine between the question's topic and the passage that is nearest to it."""
        return max((float(one.plain @ self.topic) for one in encoded), default=0.0)

    def calibrated(self, calibration: Calibration) -> Model:
        """Return the same with another calibration."""
        return replace(self, calibration=calibration)


def save(models: dict[str, Model]) -> None:
    """Keep the models of all questions in one file."""
    kept: dict[str, np.ndarray] = {}
    for name, model in models.items():
        heads, how = model.heads, model.calibration
        terms = "\n".join(heads.vocabulary.places).encode()
        kept |= {
            f"{name}.dense": heads.dense.astype(np.float16),
            f"{name}.bias": heads.bias,
            f"{name}.terms": np.frombuffer(terms, np.uint8),
            f"{name}.idf": heads.vocabulary.idf.astype(np.float16),
            f"{name}.lexical": heads.lexical.astype(np.float16),
            f"{name}.weights": model.context.weights,
            f"{name}.context": model.context.bias,
            f"{name}.calibration": np.array([how.slope, how.offset, how.credit]),
            f"{name}.topic": model.topic.astype(np.float16),
        }
    np.savez_compressed(_PATH, **kept)  # type: ignore[arg-type]


@cache
def load() -> dict[str, Model]:
    """Return the models that come with the grader, by question."""
    with np.load(_PATH) as kept:
        names = sorted({key.split(".")[0] for key in kept})
        return {name: _model(kept, name) for name in names}


def _model(kept: np.lib.npyio.NpzFile, name: str) -> Model:
    def part(what: str) -> Floats:
        array: Floats = kept[f"{name}.{what}"].astype(np.float32)
        return array

    terms = bytes(kept[f"{name}.terms"]).decode().split("\n")
    vocabulary = Vocabulary({term: place for place, term in enumerate(terms)}, part("idf"))
    heads = Heads(part("dense"), part("bias"), vocabulary, part("lexical"))
    slope, offset, credit = (float(x) for x in kept[f"{name}.calibration"])
    context = Context(part("weights"), part("context"))
    return Model(heads, context, Calibration(slope, offset, credit), part("topic"))
