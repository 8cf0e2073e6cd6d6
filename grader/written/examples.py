"""The project's own examples, passage by passage, with what the encoder makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from grader.errors import GraderError
from grader.written.adapter import FOLDS
from grader.written.adapter import PATH as ADAPTER
from grader.written.encoder import Encoded, Encoder, Floats
from grader.written.guards import LANGUAGE, guarded
from grader.written.heads import Examples
from grader.written.labels import HONEST, Labelled, made_by, read_labelled
from grader.written.rubric import question, questions
from grader.written.segments import Passage, passages

FOLDER = Path(__file__).parent / "training"
_ANSWERS, _EXEMPLARS, VECTORS = "answers.jsonl", "exemplars.jsonl", "vectors.npz"
_TEACH_NOTHING = {"contradiction", "shuffled"}


@cache
def answers(name: str) -> tuple[Labelled, ...]:
    """Return the labelled answers to a question that classifiers may learn from."""
    found = (one for one in read_labelled(FOLDER / _ANSWERS) if one.question == name)
    return tuple(found)


def teaches(answer: Labelled) -> bool:
    """Tell whether an answer earns the points that it makes: not if it takes them back."""
    return answer.family not in _TEACH_NOTHING


@cache
def folds() -> dict[str, int]:
    """Return, by writer, the number of the adapter that has not seen that writer's answers.

    Writers are dealt out in the order of the file, so that one who is added moves nobody.
    """
    writers = dict.fromkeys(one.writer for one in read_labelled(FOLDER / _ANSWERS))
    return {writer: place % FOLDS for place, writer in enumerate(writers)}


@cache
def _exemplars(name: str) -> tuple[Labelled, ...]:
    found = (one for one in read_labelled(FOLDER / _EXEMPLARS) if one.question == name)
    return tuple(found)


def sentences() -> Iterator[str]:
    """Yield the passages of honest answers, as they were written."""
    for one in read_labelled(FOLDER / _ANSWERS):
        if one.family == HONEST:
            yield from (passage.text for passage in passages(one.text))


@dataclass(frozen=True, slots=True)
class Source:
    """Where each of a question's examples comes from: the number of its answer, or -1."""

    passages: tuple[Passage, ...]
    answer: tuple[int, ...]


@cache
def source(name: str) -> Source:
    """Return the passages of a question's answers, then its exemplars."""
    found: list[tuple[Passage, int]] = []
    for number, one in enumerate(answers(name)):
        kept = guarded(name, one.text)
        if LANGUAGE not in kept.flags and teaches(one):
            found += [(passage, number) for passage in kept.passages]
    found += [(Passage(one.text), -1) for one in _exemplars(name)]
    return Source(tuple(p for p, _ in found), tuple(n for _, n in found))


def examples(name: str, vectors: Floats) -> Examples:
    """Return a question's examples.

    Parameters
    ----------
    vectors
        One a passage of :func:`source`, in its order.
    """
    known, ids = source(name), list(question(name).points)
    makes = np.zeros((len(known.passages), len(ids)), bool)
    for number, one in enumerate(answers(name)):
        rows = [row for row, of in enumerate(known.answer) if of == number]
        for column, point in enumerate(ids):
            if one.points is not None and point in one.points:
                makes[_rows_of(known.passages, rows, one.points[point]), column] = True
    first = len(known.passages) - len(_exemplars(name))
    for row, one in enumerate(_exemplars(name), first):
        makes[row] = [point in (one.points or {}) for point in ids]
    return Examples(known.passages, vectors, makes, np.ones(len(makes), np.float32))


def _rows_of(passages: Sequence[Passage], rows: list[int], quote: str) -> list[int]:
    found = [row for row in rows if made_by(passages[row], quote)]
    if found or not rows:
        return found
    # A quote that no passage matches was cut across several: the one that shares most with it.
    theirs = set(quote.lower().split())
    return [max(rows, key=lambda row: len(theirs & set(passages[row].text.lower().split())))]


def digest() -> str:
    """Return the fingerprint of examples and adapter, by which vectors are known to be theirs."""
    total = hashlib.sha256(ADAPTER.read_bytes())
    for name in (_ANSWERS, _EXEMPLARS):
        total.update((FOLDER / name).read_bytes())
    for name in questions():
        total.update("\n".join(passage.text for passage in source(name).passages).encode())
    return total.hexdigest()


def encode_all(encoder: Encoder) -> dict[str, list[Encoded]]:
    """Return what an encoder makes of every question's examples."""
    return {
        name: encoder.encode([passage.text for passage in source(name).passages])
        for name in questions()
    }


def save_vectors(vectors: dict[str, Floats]) -> None:
    """Keep vectors for whoever learns from grades later."""
    kept = {name: array.astype(np.float16) for name, array in vectors.items()}
    np.savez_compressed(FOLDER / VECTORS, digest=np.array(digest()), **kept)  # type: ignore[arg-type]


def stored(name: str) -> Examples:
    """Return a question's examples with their stored vectors.

    Raises
    ------
    GraderError
        If the vectors are of other examples.
    """
    with np.load(FOLDER / VECTORS) as kept:
        if str(kept["digest"]) != digest():
            raise GraderError(
                "The examples of grader/written/training, or what the encoder has learnt, have "
                "changed since their vectors were stored. Run `make written`."
            )
        return examples(name, kept[name].astype(np.float32))
