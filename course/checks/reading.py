"""Read a written answer: find the points it makes, by words and pairs of words.

A point has one weight per term. Terms are kept as CRC-32 checksums, which hides the rubric from a
glance, though not from a reader with a dictionary. Training is the grader's: ``make written``.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
MOST_CHARACTERS = 20_000
"""Length of the longest answer allowed."""
_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?%?")
_BULLETS = " \t-*\u2022>#|"
# The initial text of a cell: a place to write, below labels in bold.
_PLACEHOLDER = re.compile(r"^[ \t]*(?:\*?Write here\.?\*?|YOUR ANSWER HERE)[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"^[ \t]*\*\*[^*\n]+:\*\*[ \t]*$", re.MULTILINE)
_MOST_PASSAGES, _LONGEST = 80, 600


def own_text(source: str) -> str:
    """Return a cell's text without its labels and placeholders."""
    return _LABEL.sub("", _PLACEHOLDER.sub("", source)).strip()


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def passages(answer: str) -> list[str]:
    """Return the sentences and list items of an answer."""
    parts = (part.strip(_BULLETS) for part in _END.split(own_text(answer[:MOST_CHARACTERS])))
    return [part[:_LONGEST] for part in parts if len(part.split()) > 1][:_MOST_PASSAGES]


def terms(passage: str) -> Counter[int]:
    """Count the words and the pairs of neighbours in a passage, by checksum."""
    single = words(passage)
    pairs = (f"{one} {two}" for one, two in pairwise(single))
    return Counter(zlib.crc32(term.encode()) for term in (*single, *pairs))


def runs(text: str) -> list[int]:
    """Return a fixed quarter of the five-word runs, by checksum, to detect copying."""
    text_words = words(text)
    phrases = (" ".join(text_words[start : start + 5]) for start in range(len(text_words) - 4))
    return [run for run in (zlib.crc32(one.encode()) for one in phrases) if run % 4 == 0]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question, in the question's own words.

    Attributes
    ----------
    ask
        The request.
    most
        Most points that count.
    points
        Ids of the points that answer the part.
    """

    ask: str
    most: int
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """The trained model of one question.

    Attributes
    ----------
    points
        Ids of the rubric's points.
    terms
        Checksums of the terms, sorted, shape (terms,).
    rarity
        Inverse document frequency of each term, shape (terms,).
    weights, intercepts
        One linear model per point, shapes (terms, points) and (points,). Its value is the logit of
        the probability that a passage makes the point.
    sources
        Five-word runs in texts that an answer might copy, by checksum.
    limit
        Lowest probability for crediting a point.
    parts
        Parts of the question.
    rubric
        Fingerprint of the rubric used in training.
    """

    points: tuple[str, ...]
    terms: NDArray[np.uint32]
    rarity: Floats
    weights: Floats
    intercepts: Floats
    sources: NDArray[np.uint32]
    limit: float
    parts: tuple[Part, ...] = ()
    rubric: str = ""

    def logits(self, read: Sequence[str]) -> Floats:
        """Return logits of passages making points, shape (passages, points)."""
        rows = [self._logits(passage) for passage in read]
        return np.array(rows, np.float32).reshape(len(rows), len(self.points))

    def _logits(self, passage: str) -> Floats:
        places, values = weighed(passage, self.terms, self.rarity)
        logits: Floats = values @ self.weights[places] + self.intercepts
        return logits

    def covered(self, answer: str) -> dict[str, int]:
        """Return the number of points probably made, by the wording of the part."""
        logits = self.logits(passages(answer))
        likely = logits.max(axis=0, initial=-np.inf) >= 0
        point_ids = {point for point, is_made in zip(self.points, likely, strict=True) if is_made}
        return {part.ask: min(part.most, len(point_ids & set(part.points))) for part in self.parts}


def weighed(
    passage: str, known: NDArray[np.uint32], rarity: Floats
) -> tuple[NDArray[np.intp], Floats]:
    """Return the indices of a passage's known terms, and TF-IDF weights.

    Parameters
    ----------
    known
        Checksums of terms, sorted.
    rarity
        Inverse document frequency of each term.
    """
    counts = terms(passage)
    sums = np.fromiter(counts, np.uint32, len(counts))
    times = np.fromiter(counts.values(), np.float32, len(counts))
    places = np.searchsorted(known, sums)
    places[places == len(known)] = 0
    is_known = known[places] == sums if len(known) else np.zeros(len(sums), bool)
    places, times = places[is_known], times[is_known]
    values = (1 + np.log(times)) * rarity[places]
    return places, (values / max(float(np.linalg.norm(values)), 1e-9)).astype(np.float32)


_DAMAGED = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error),
    *(ValueError, LookupError, TypeError, AttributeError),
)
"""Errors from reading a file that isn't a model."""
_CHECKSUMS, _FLOATS = ("terms", "sources"), ("rarity", "weights", "intercepts")


def dumped(readers: Mapping[str, Reader]) -> bytes:
    """Return readers as the bytes of a file without pickles."""
    arrays: dict[str, NDArray[Any]] = {}
    about = {}
    for name, one in readers.items():
        arrays |= {f"{name}.{what}": getattr(one, what) for what in _CHECKSUMS}
        arrays |= {f"{name}.{what}": getattr(one, what).astype(np.float16) for what in _FLOATS}
        parts = [[part.ask, part.most, part.points] for part in one.parts]
        about[name] = {
            "points": one.points, "limit": one.limit, "parts": parts, "rubric": one.rubric,
        }  # fmt: skip
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def load(path: Path) -> dict[str, Reader]:
    """Return the readers in a file, by the name of their question.

    Raises
    ------
    ValueError
        If the file was not written by :func:`dumped`.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            return {name: _reader(arrays, name, entry) for name, entry in about.items()}
    except _DAMAGED as error:
        raise ValueError(f"{path} is not a trained model that can be read: {error}") from None


def _reader(file: Any, name: str, entry: dict[str, Any]) -> Reader:
    arrays = {what: file[f"{name}.{what}"] for what in _CHECKSUMS}
    arrays |= {what: file[f"{name}.{what}"].astype(np.float32) for what in _FLOATS}
    return Reader(
        points=tuple(entry["points"]),
        limit=entry["limit"],
        parts=tuple(Part(ask, most, tuple(points)) for ask, most, points in entry["parts"]),
        rubric=entry["rubric"],
        **arrays,
    )
