"""Score a written answer: its points, each with the sentence that makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from split_grader.written.reading import MOST_CHARACTERS, Reader, own_text, passages, runs, words
from split_grader.written.rubric import Question

BLANK = "blank"
_SHOWN = 0.2
"""The lowest probability at which a sentence is quoted for a point."""
_COPIED = 0.3
"""The share of an answer's runs of words that may be in the lesson."""
_ORDERS = re.compile(
    r"(?:ignore|disregard) (?:all|any|the|your|earlier|previous)\b|\[system\]|system not(?:e|ice)"
    r"|\b(?:grader|assessor|examiner|marker|grading system)\b|\brubric\b|calibration mode"
    r"|\b(?:treat|mark|set|count)(?:ed)?\b[^.]{0,60}\b(?:as|to) (?:present|correct|earned|true)"
    r"|\bfull marks\b|\b(?:award|return|output)\b[^.]{0,60}\b(?:points?|marks?|score)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|neither|nor|without|cannot|hardly)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_DENYING, _DENIALS = 0.6, 3
"""The share of sentences that deny something, and the number of words that do."""
# English sentences need them; lists of terms and other languages have few.
_SMALL = frozenset(
    words(
        "the of and to in is are a an that it for with as on by be this not or from at they their "
        "which so than but if we can has have was will more when do does its into who what because "
        "only out up no one all must should would there these those i you he then how where while "
        "each between about per also"
    )
)
_LEAST_SMALL = 0.14
"""The smallest share of these words in an answer; 1% of honest answers have less."""


@dataclass(frozen=True, slots=True)
class PointScore:
    """The decision on one point of the rubric.

    Attributes
    ----------
    probability
        The probability that the answer makes the point, from 0 to 1.
    credited
        Whether it's high enough to credit the point without a person.
    quote
        The sentence that supports it most; empty if none does.
    """

    probability: float
    credited: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored answer.

    Attributes
    ----------
    points
        By id, in the rubric's order.
    score
        The sum of the points that are more likely than not, from 0 to the question's maximum.
    flags
        Reasons why a person must score the answer; empty if the program's score can be used.
    """

    points: Mapping[str, PointScore]
    score: int
    flags: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written, which is worth 0 without a person."""
        return BLANK in self.flags


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores answers to one question; see :func:`split_grader.written.learning.train`."""

    question: Question
    reader: Reader

    def score(self, text: str) -> Scored:
        """Score an answer.

        Parameters
        ----------
        text
            The source of the answer's cell, in Markdown.
        """
        parts = passages(text)
        logits = self.reader.logits(parts)
        chances = 1 / (1 + np.exp(-logits.max(axis=0, initial=-30.0)))
        flags = flags_of(text, parts, self.reader.sources)
        if self.reader.limit > 1 and BLANK not in flags:
            flags += ("too few marks to learn from yet",)
        points = {}
        for place, point in enumerate(self.reader.points):
            chance = float(chances[place])
            quote = parts[int(logits[:, place].argmax())] if parts and chance >= _SHOWN else ""
            is_credited = not flags and chance >= self.reader.limit
            points[point] = PointScore(round(chance, 3), is_credited, quote)
        likely = [point for point, one in points.items() if one.probability >= 0.5]
        return Scored(points, self.question.score(likely), flags)


def flags_of(text: str, parts: Sequence[str], sources: NDArray[np.uint32]) -> tuple[str, ...]:
    """Return the reasons why a person must score an answer.

    Parameters
    ----------
    parts
        The answer's passages.
    sources
        Runs of words that it might have copied, by checksum.
    """
    own = own_text(text)
    if not own:
        return (BLANK,)
    tokens = words(own)
    small = sum(word in _SMALL for word in tokens) / max(1, len(tokens))
    denials = [len(_DENIAL.findall(part)) for part in parts]
    denying = sum(count > 0 for count in denials) >= _DENYING * len(denials)
    copy_mask = np.isin([run for part in parts for run in runs(part)], sources)
    signs = {
        "longer than is read": len(own) > MOST_CHARACTERS,
        "speaks to the grader": bool(_ORDERS.search(own)),
        "no English sentences": small < _LEAST_SMALL,
        "copied from the lesson": copy_mask.size > 0 and copy_mask.mean() >= _COPIED,
        "mostly denies": denying and sum(denials) >= _DENIALS,
    }
    return tuple(sign for sign, is_there in signs.items() if is_there)
