"""A rough reading of written answers: which parts of a question have words that speak for them.

A linear classifier a point weighs the stems of words and of pairs of words in each sentence
(``tools/written_terms.py`` fits them). The stems are kept as CRC-32 checksums, so that the file
does not spell the rubric out to whoever opens it. That is no secret: a dictionary brings it back.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path

TERMS = Path(__file__).parent / "written_terms.json"
_WORD = re.compile(r"[^\W_]+%?")
_SENTENCE_END = re.compile(r"[.!?;…][\"')\]]*\s+|\n+")
_SUFFIXES = (
    *("ations", "ation", "ings", "ing", "ments", "ment", "ness", "ers", "ies", "ied", "ors", "er"),
    *("or", "ed", "es", "ly", "al", "s", "e", "y"),
)
# Alone, or beside one another, these speak for nothing.
_PLAIN = frozenset(
    {
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "for",
            "from",
            "had",
            "has",
            "have",
            "he",
        ),
        *("her", "his", "i", "in", "is", "it", "its", "my", "of", "on", "or", "our", "she", "so"),
        *("that", "the", "they", "this", "to", "us", "was", "we", "were", "will", "with", "you"),
        "your",
    }
)
_FIGURE = "0"
_STEM = 4
"""Letters that a stem keeps at least."""


@dataclass(frozen=True, slots=True)
class Point:
    """What speaks for one point.

    Attributes
    ----------
    least
        The sum that a sentence must reach.
    weights
        By the checksum of a term.
    """

    least: float
    weights: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question.

    Attributes
    ----------
    ask
        What is asked, in the question's words.
    most
        Points that the part gives at the most.
    points
        What can earn them.
    """

    ask: str
    most: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the rough reading did on answers of writers whose answers it had not learnt from.

    Attributes
    ----------
    precision
        Share of the points it found that were made.
    recall
        Share of the points made that it found.
    answers
        Number of answers.
    """

    precision: float
    recall: float
    answers: float


@cache
def questions() -> dict[str, tuple[Part, ...]]:
    """Return the parts of each question, by its name (``q4``)."""
    kept = json.loads(TERMS.read_text(encoding="utf-8"))["questions"]
    return {name: tuple(_part(entry) for entry in parts) for name, parts in kept.items()}


@cache
def reliability() -> Reliability:
    """Return how far the rough reading can be trusted."""
    return Reliability(**json.loads(TERMS.read_text(encoding="utf-8"))["reliability"])


def _part(entry: dict[str, object]) -> Part:
    points: list[list[float]] = entry["points"]  # type: ignore[assignment]
    return Part(str(entry["ask"]), int(str(entry["most"])), tuple(_point(one) for one in points))


def _point(numbers: list[float]) -> Point:
    """Read ``[least, checksum, weight, checksum, weight, ...]``."""
    sums, weights = numbers[1::2], numbers[2::2]
    return Point(numbers[0], {int(one): weight for one, weight in zip(sums, weights, strict=True)})


def covered(question: str, text: str) -> dict[str, int]:
    """Return how many points of each part seem covered, by the part's wording.

    Parameters
    ----------
    question
        ``q1`` to ``q8``.
    text
        The answer.
    """
    read = [terms(sentence) for sentence in sentences(text)]
    return {
        part.ask: min(part.most, sum(_found(point, read) for point in part.points))
        for part in questions()[question]
    }


def sentences(text: str) -> list[str]:
    """Return the sentences and list items of a text."""
    return _SENTENCE_END.split(text)


def _found(point: Point, read: list[frozenset[int]]) -> bool:
    return any(strength(point.weights, sentence) >= point.least for sentence in read)


def strength(weights: Mapping[int, float], sentence: frozenset[int]) -> float:
    """Return how strongly a sentence speaks for a point; long sentences are damped."""
    if not sentence:
        return float("-inf")
    return sum(weights.get(term, 0.0) for term in sentence) / sqrt(len(sentence))


def terms(text: str) -> frozenset[int]:
    """Return the checksums of the stems of a text's words, and of neighbouring pairs."""
    stems = [stem(word) for word in _WORD.findall(text.lower())]
    single = [one for one in stems if one not in _PLAIN]
    # That there is a figure says something by itself, whichever it is.
    single += [_FIGURE for one in stems if one[0].isdigit()]
    pairs = (f"{one} {two}" for one, two in pairwise(stems) if not {one, two} <= _PLAIN)
    return frozenset(zlib.crc32(term.encode()) for term in (*single, *pairs))


def stem(word: str) -> str:
    """Return a word without its endings; crude, and the same everywhere."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM:
            return stem(word[: -len(suffix)])
    return word
