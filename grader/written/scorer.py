"""Score one written answer: points, each with its probability and the passage that earned it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np

from grader.written import rules
from grader.written.encoder import Encoded, Encoder, Floats, MiniLM
from grader.written.guards import CONTRADICTION, COPIED, DENIALS, earns_nothing, guarded
from grader.written.model import Model, load
from grader.written.rubric import Question, question, words
from grader.written.segments import Passage, clauses

OFF_TOPIC = "off topic"
EMPTY = "empty"
_DOUBT = 0.3
"""Highest probability of a point in an answer that something is held against."""
_FAR, _ELSEWHERE = 0.30, 0.22
"""Closeness below which an answer is off topic where no point is likely, and in any case: of all
labelled answers that earn a point, none is nearer to the second than 0.08."""
_UNLIKELY = 0.12
_SURE, _PERHAPS, _HARDLY = 0.9, 0.55, 0.05
_DENIED = 0.3
_LIKELY = 0.35
"""Probability from which a point counts for the score. At one half scores come out too low: of many
points that may each be there, some are."""
_AGAINST = -2.0
"""Highest logit of a point in a passage that speaks against it."""
# What these ask for is something to do: a passage that speaks against it does not earn them.
_TO_DO = {
    "Q2": ("A",),
    "Q4": ("data", "perf", "retrain", "monitor"),
    "Q5": ("R",),
    "Q6": ("comm", "train", "flow", "trust", "incent", "jobs", "stage", "diag"),
    "Q7": ("C",),
}


class Decision(StrEnum):
    """What becomes of a point."""

    CREDIT = "credit"
    UNDECIDED = "undecided"
    NO_CREDIT = "no credit"


@dataclass(frozen=True, slots=True)
class PointScore:
    """One rubric point: the decision, its probability, and the passage that speaks for it."""

    decision: Decision
    probability: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored answer.

    Attributes
    ----------
    points
        By id.
    score
        What the points that are likely add up to.
    final
        Whether it stands without a person.
    flags
        What is held against the answer.
    """

    question: str
    points: Mapping[str, PointScore]
    score: int
    final: bool
    flags: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return what the command line prints."""
        points = {name: asdict(point) for name, point in self.points.items()}
        flags = list(self.flags)
        return {"points": points, "score": self.score, "final": self.final, "flags": flags}


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as far as it does not depend on calibration.

    Attributes
    ----------
    logits
        The strongest passage's logit of each point, shape (points,).
    best
        The number of that passage.
    fixed
        What the rules say of a point's probability; NaN where they say nothing.
    closeness
        How near the answer comes to the question's topic.
    encoded
        What the encoder made of the passages.
    """

    asked: Question
    passages: tuple[Passage, ...]
    flags: tuple[str, ...]
    logits: Floats
    best: tuple[int, ...]
    fixed: Floats
    closeness: float
    encoded: tuple[Encoded, ...]

    @property
    def is_held(self) -> bool:
        """Whether something is held against the answer; a copied question beside it is nothing."""
        return bool(set(self.flags) - {COPIED})


@cache
def encoder() -> Encoder:
    """Return the encoder, loaded once in a process."""
    return MiniLM()


def read(name: str, text: str, model: Model, by: Encoder | None = None) -> Reading:
    """Read an answer: passages, flags, and how strongly each point is made."""
    asked = question(name)
    found = guarded(name, text)
    texts = [passage.text for passage in found.passages]
    encode = by or encoder()
    encoded = encode.encode(texts)
    retracted = [k for k, one in enumerate(texts) if rules.retracts(one)]
    taken = {row for k in retracted for row in (k - 1, k)}
    taken |= {k for k, passage in enumerate(found.passages) if earns_nothing(passage)}
    parts = [
        part for k, one in enumerate(found.passages) if k not in taken for part in clauses(one)
    ]
    judged = (*found.passages, *parts)
    encoded += encode.encode([part.text for part in parts])
    per_passage = model.logits(judged, encoded)
    ids = list(asked.points)
    _apply_denials(per_passage, [passage.text for passage in judged], asked)
    _take_away(per_passage, taken, asked)
    best = per_passage.argmax(axis=0) if texts else np.zeros(len(ids), int)
    logits = per_passage.max(axis=0) if texts else np.full(len(ids), -9.0, np.float32)
    return Reading(
        asked,
        judged,
        tuple(sorted({*found.flags, *_denied(name, texts, len(retracted), encoded, encode)})),
        logits,
        tuple(int(one) for one in best),
        _fixed(asked, found.passages),
        model.closeness(encoded),
        tuple(encoded),
    )


def _denied(
    name: str, texts: list[str], retracted: int, encoded: list[Encoded], by: Encoder
) -> set[str]:
    """Return what is held against an answer for what it denies or takes back."""
    flags = set()
    changed = any(rules.changes_mind(text) for text in texts)
    if changed or retracted > 1 or rules.contradicts(texts, encoded, by):
        flags.add(CONTRADICTION)
    if rules.argues_against(name, texts):
        flags.add(DENIALS)
    return flags


def _apply_denials(logits: Floats, texts: list[str], asked: Question) -> None:
    ids = list(asked.points)
    to_do = _TO_DO.get(asked.name, ())
    columns = [k for k, point in enumerate(ids) if to_do and point.startswith(to_do)]
    found = [k for k, point in enumerate(ids) if asked.name == "Q4" and point in {"drift", "mech"}]
    for row, text in enumerate(texts):
        if columns and rules.denies(text):
            logits[row, columns] = np.minimum(logits[row, columns], _AGAINST)
        if found and rules.finds_no_drift(text):
            logits[row, found] = np.minimum(logits[row, found], _AGAINST)
        for point in rules.contrary(asked.name, text):
            # Whoever says the contrary anywhere has not made the point.
            logits[:, ids.index(point)] = np.minimum(logits[:, ids.index(point)], _AGAINST)


def _take_away(logits: Floats, taken: set[int], asked: Question) -> None:
    """Take away a passage's points, but for a stance: "that is not so", "disagree" are one."""
    columns = [k for k, point in enumerate(asked.points) if point != "stance"]
    for row in taken - {-1}:
        logits[row, columns] = np.minimum(logits[row, columns], _AGAINST)


def _fixed(asked: Question, passages: tuple[Passage, ...]) -> Floats:
    """Return what the rules of figures say: of Q1's shares they know better than any similarity."""
    fixed = np.full(len(asked.points), np.nan, np.float32)
    if asked.name == "Q1":
        said = [rules.shares_said(passage.text) for passage in passages]
        wrong = any(one["tries_wrong"] or one["scales_wrong"] for one in said)
        for point, key in (("n80", "tries"), ("n20", "scales")):
            holds = any(one[key] for one in said)
            perhaps = point == "n80" and any(one["tries_perhaps"] for one in said)
            likely = _SURE if holds else (_PERHAPS if perhaps else _HARDLY)
            fixed[list(asked.points).index(point)] = _HARDLY if wrong else likely
    return fixed


def probabilities(reading: Reading, model: Model) -> Floats:
    """Return the probability of each point, after the rules."""
    found = model.calibration.probability(reading.logits)
    if not reading.passages:
        return np.zeros_like(found)
    found = np.where(np.isnan(reading.fixed), found, reading.fixed)
    if reading.is_held:
        found = np.minimum(found, np.float32(_DOUBT))
    return found


def decide(reading: Reading, model: Model, *, final: bool | None = None) -> Scored:
    """Turn a reading into decisions.

    Parameters
    ----------
    final
        Whether it stands, where that was learnt from grades; by default only what is certain does:
        an empty, copied or unrelated answer, and full marks with nothing against them.
    """
    found = probabilities(reading, model)
    asked, ids = reading.asked, list(reading.asked.points)
    flags = list(reading.flags)
    nothing = _nothing(reading, found)
    if nothing:
        flags.append(nothing)
    credit = model.calibration.credit
    credited = {p for p, value in zip(ids, found, strict=True) if value >= credit and not nothing}
    full = asked.score(credited) == asked.most and not reading.is_held
    stands = bool(nothing) or (full if final is None else (final or full))
    likely = {p for p, value in zip(ids, found, strict=True) if value >= _LIKELY and not nothing}
    points = {}
    for place, point in enumerate(ids):
        probability = float(round(float(found[place]), 3))
        decision = Decision.CREDIT if point in credited else Decision.UNDECIDED
        if found[place] <= model.calibration.deny and not reading.is_held:
            decision = Decision.NO_CREDIT
        if stands and decision is Decision.UNDECIDED:
            decision = Decision.CREDIT if point in likely else Decision.NO_CREDIT
        evidence = ""
        if reading.passages and probability >= _DENIED:
            evidence = _evidence(reading, point, place)
        points[point] = PointScore(decision, probability, evidence)
    return Scored(asked.name, points, asked.score(likely), stands, tuple(sorted(set(flags))))


def score_distribution(asked: Question, found: Floats) -> Floats:
    """Return the probability of each score from 0 to the question's maximum.

    Points are taken as independent, and counted as their groups count them.

    Parameters
    ----------
    found
        Probability of each point, in the rubric's order.
    """
    value = dict(zip(asked.points, found.astype(np.float64), strict=True))
    total = np.array([1.0])
    for most, ids in asked.groups:
        group = np.array([1.0])
        for point in ids:
            group = np.convolve(group, [1 - value[point], value[point]])
        capped = np.append(group[:most], group[most:].sum())
        total = np.convolve(total, capped)
    distribution: Floats = total.astype(np.float32)
    return distribution


def _nothing(reading: Reading, found: Floats) -> str:
    """Say why an answer is certainly worth nothing, if it is."""
    if not reading.passages:
        return COPIED if COPIED in reading.flags else ("" if reading.flags else EMPTY)
    if reading.is_held:
        return ""
    count = sum(len(words(passage.text)) for passage in reading.passages)
    elsewhere = reading.closeness < _ELSEWHERE
    if count and (elsewhere or (found.max() < _UNLIKELY and reading.closeness < _FAR)):
        return OFF_TOPIC
    return ""


def _evidence(reading: Reading, point: str, place: int) -> str:
    if reading.asked.name == "Q1" and point in {"n80", "n20"}:
        key = "tries" if point == "n80" else "scales"
        told = [p.text for p in reading.passages if rules.shares_said(p.text)[key]]
        return told[0] if told else ""
    return reading.passages[reading.best[place]].text


def score(name: str, text: str) -> Scored:
    """Score an answer by what comes with the grader.

    Parameters
    ----------
    name
        The question, ``Q1`` to ``Q8``.
    text
        The student's Markdown.

    Raises
    ------
    GraderError
        If there is no such question, or the encoder is not installed.
    """
    model = load()[question(name).name]
    return decide(read(name, text, model), model)
