"""What a learner may know before handing in: how much of each part of a question seems covered.

The course finds :func:`covered` by the entry point ``scaling_ai_course.formative``; it imports
nothing from here. Counts and the question's own words leave this module, the rubric does not.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from grader.written import examples
from grader.written.guards import CONTRADICTION, HEAP, JUMBLE, LANGUAGE
from grader.written.model import load
from grader.written.rubric import Question, question
from grader.written.scorer import probabilities, read
from grader.written.thresholds import THRESHOLDS

_PATH = Path(__file__).parent / "parts.toml"
_UNREADABLE = {
    HEAP: "Your answer reads as a list of terms. Write sentences: terms alone earn nothing.",
    JUMBLE: "The words of some sentences seem to be out of order. Read your answer once more.",
    LANGUAGE: "Your answer does not seem to be in English, which alone can be read here.",
}
_CONTRADICTS = "Two of your sentences seem to contradict each other."


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question.

    Attributes
    ----------
    ask
        What is asked, in the question's words.
    points
        Ids of the rubric points that answer it.
    most
        How many of them count.
    """

    ask: str
    points: tuple[str, ...]
    most: int


@cache
def parts(name: str) -> tuple[Part, ...]:
    """Return the parts of a question; together they give its highest score.

    Raises
    ------
    GraderError
        If there is no question of that name.
    """
    asked = question(name)
    raw = tomllib.loads(_PATH.read_text(encoding="utf-8"))[name]
    return tuple(_part(asked, entry["ask"], tuple(entry["points"])) for entry in raw)


def _part(asked: Question, ask: str, points: tuple[str, ...]) -> Part:
    (most,) = (most for most, ids in asked.groups if set(points) <= set(ids))
    return Part(ask, points, min(most, len(points)))


def covered(name: str, text: str) -> tuple[dict[str, int], list[str]]:
    """Return how many points of each part are likely covered, and remarks on the whole.

    Nothing is at stake here, so a point counts where it is more likely made than not. The grade
    asks for more, and a flagged answer goes to a person.

    Parameters
    ----------
    name
        The question, ``q1`` to ``q8``.
    text
        The answer.

    Raises
    ------
    GraderError
        If there is no such question, or the encoder is not installed.
    """
    name = name.upper()
    model = load()[question(name).name]
    reading = read(name, text, model)
    remarks = [said for flag, said in _UNREADABLE.items() if flag in reading.flags]
    if remarks:
        return {part.ask: 0 for part in parts(name)}, remarks
    if CONTRADICTION in reading.flags:
        remarks.append(_CONTRADICTS)
    found = probabilities(replace(reading, flags=()), model)
    likely = {
        p
        for p, value in zip(reading.asked.points, found, strict=True)
        if value >= THRESHOLDS.covered
    }
    return _counts(name, likely), remarks


def _counts(name: str, likely: set[str]) -> dict[str, int]:
    return {part.ask: min(part.most, len(likely & set(part.points))) for part in parts(name)}


def digest() -> str:
    """Return the fingerprint of what the course's word match is made from."""
    return hashlib.sha256(examples.digest().encode() + _PATH.read_bytes()).hexdigest()
