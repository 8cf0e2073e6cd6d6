"""Score one written answer: points, each with its probability and the passage that earned it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.written import rules
from grader.written.context import cues
from grader.written.encoder import Encoded, Encoder, Floats, MiniLM
from grader.written.figures import shares_said
from grader.written.guards import (
    CONTRADICTION,
    COPIED,
    DENIALS,
    HEAP,
    earns_nothing,
    guarded,
    is_heap,
    is_terms,
)
from grader.written.model import Model, load
from grader.written.rubric import Question, question, words
from grader.written.segments import Passage, clauses
from grader.written.thresholds import THRESHOLDS

OFF_TOPIC = "off topic"
EMPTY = "empty"
_LEAST = -9.0
_FIGURES = {"n80": "tries", "n20": "scales"}
_ALONE = dict.fromkeys(_FIGURES, THRESHOLDS.told)
"""Where rules can see what a figure is a share of, they must: "10% technology" is none of firms."""
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
    cues
        What the rules see in the answer as a whole.
    contrary
        Whether the contrary of a point is said, shape (points,).
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
    cues: Floats
    contrary: NDArray[np.bool_]
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
    taken |= {k for k, one in enumerate(texts) if rules.denies_claim(one)}
    taken |= {k for k, passage in enumerate(found.passages) if earns_nothing(passage)}
    whole_of, parts = _parts(found.passages, taken)
    judged = (*found.passages, *parts)
    of_parts = encode.encode([part.text for part in parts], plain=False)
    per_passage = model.logits(judged, [*encoded, *of_parts])
    idle = _idle(per_passage, len(texts), whole_of)
    if "stance" in asked.points:  # "No." is near to nothing, and an answer
        idle &= ~np.array([rules.rejects(one.text) for one in judged], bool)
    flags = {*found.flags, *_denied(name, texts, len(retracted), encoded, encode)}
    flags |= _of_the_rest(name, found.passages, idle)
    seen = cues(asked.name, texts)
    _apply_rules(per_passage, [passage.text for passage in judged], taken, asked)
    per_passage[idle] = _LEAST
    least = np.full((1, len(asked.points)), _LEAST, np.float32)
    per_passage = per_passage if texts else least
    return Reading(
        asked,
        judged,
        tuple(sorted(flags)),
        per_passage.max(axis=0),
        tuple(int(one) for one in per_passage.argmax(axis=0)),
        seen,
        _contrary(asked, texts, seen),
        model.closeness(encoded),
        (*encoded, *of_parts),
    )


def _parts(whole: Sequence[Passage], taken: set[int]) -> tuple[list[int], list[Passage]]:
    """Return the clauses of the passages that nothing takes away, and whose each one is."""
    found = [(k, part) for k, one in enumerate(whole) if k not in taken for part in clauses(one)]
    return [k for k, _ in found], [part for _, part in found]


def _idle(logits: Floats, whole: int, whole_of: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which passages, `whole` of them, and which parts behind them come near to no point."""
    highest = logits.max(axis=1)
    idle = highest[:whole] < THRESHOLDS.idle
    least = np.where(idle[list(whole_of)], THRESHOLDS.part_of_idle, THRESHOLDS.idle_part)
    return np.concatenate([idle, highest[whole:] < least])


def _denied(
    name: str, texts: list[str], retracted: int, encoded: list[Encoded], by: Encoder
) -> set[str]:
    """Return what is held against an answer for what it denies or takes back."""
    flags = set()
    changed = any(rules.changes_mind(text) for text in texts)
    both = name == "Q8" and rules.takes_both_sides(texts)
    if changed or both or retracted > 1 or rules.contradicts(texts, encoded, by):
        flags.add(CONTRADICTION)
    if rules.argues_against(name, texts):
        flags.add(DENIALS)
    return flags


def _of_the_rest(name: str, found: Sequence[Passage], idle: NDArray[np.bool_]) -> set[str]:
    """Return what is held against an answer without its idle talk, which would hide it."""
    rest = [
        one
        for one, is_idle in zip(found, idle, strict=False)
        if not is_idle or is_terms(one) or rules.speaks_against(one.text)
    ]
    denies = rules.argues_against(name, [one.text for one in rest])
    return ({HEAP} if is_heap(rest) else set()) | ({DENIALS} if denies else set())


def _apply_rules(logits: Floats, texts: list[str], taken: set[int], asked: Question) -> None:
    """Change the logits of passages, in place, where rules know better; the later one prevails."""
    _apply_denials(logits, texts, asked)
    _lift_told(logits, texts, asked)
    _take_away(logits, taken, asked)


def _apply_denials(logits: Floats, texts: list[str], asked: Question) -> None:
    ids = list(asked.points)
    to_do = _TO_DO.get(asked.name, ())
    columns = [k for k, point in enumerate(ids) if to_do and point.startswith(to_do)]
    found = [k for k, point in enumerate(ids) if asked.name == "Q4" and point in {"drift", "mech"}]
    for row, text in enumerate(texts):
        if columns and rules.denies(text):
            logits[row, columns] = np.minimum(logits[row, columns], THRESHOLDS.against)
        if found and rules.finds_no_drift(text):
            logits[row, found] = np.minimum(logits[row, found], THRESHOLDS.against)


def _lift_told(logits: Floats, texts: list[str], asked: Question) -> None:
    """Make likely what rules see: Q1's figures, each given to the right share; Q8's stance."""
    figures = {k: _FIGURES[p] for k, p in enumerate(asked.points) if p in _FIGURES}
    stances = [k for k, point in enumerate(asked.points) if point == "stance"]
    for row, text in enumerate(texts if figures or stances else ()):
        said = shares_said(text) if figures else {}
        told = [column for column, share in figures.items() if said[share]]
        told += stances if rules.rejects(text) else []
        logits[row, told] = np.maximum(logits[row, told], THRESHOLDS.told)


def _take_away(logits: Floats, taken: set[int], asked: Question) -> None:
    """Take away a passage's points, but for a stance: "that is not so", "disagree" are one."""
    columns = [k for k, point in enumerate(asked.points) if point != "stance"]
    for row in taken - {-1}:
        logits[row, columns] = np.minimum(logits[row, columns], THRESHOLDS.against)


def _contrary(asked: Question, texts: list[str], seen: Floats) -> NDArray[np.bool_]:
    """Tell of which points the contrary is said anywhere: whoever does so has not made them."""
    said = {point for text in texts for point in rules.contrary(asked.name, text)}
    if asked.name == "Q1" and seen[-1]:  # a figure is given to the wrong share
        said |= {"n80", "n20"}
    return np.array([point in said for point in asked.points])


def probabilities(reading: Reading, model: Model) -> Floats:
    """Return the probability of each point, after the rules."""
    found = model.calibration.probability(model.context.logits(reading.logits, reading.cues))
    if not reading.passages:
        return np.zeros_like(found)
    found = np.where(
        reading.contrary, np.minimum(found, np.float32(THRESHOLDS.most_if_contrary)), found
    )
    if reading.is_held:
        found = np.minimum(found, np.float32(THRESHOLDS.most_if_held))
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
    is_certain = bool(nothing) and (nothing != OFF_TOPIC or _is_elsewhere(reading, found))
    credit = model.calibration.credit
    shown = reading.logits >= THRESHOLDS.shown
    credited = {p for k, p in enumerate(ids) if found[k] >= credit and shown[k] and not nothing}
    alone = {
        p for k, p in enumerate(ids) if reading.logits[k] >= _ALONE.get(p, THRESHOLDS.by_itself)
    }
    plain = credited & alone
    full = asked.score(plain) == asked.most and not reading.is_held
    stands = is_certain or (not nothing and (full if final is None else (final or full)))
    there = (found >= THRESHOLDS.likely) & (reading.logits >= THRESHOLDS.speaks)
    likely = {p for p, is_there in zip(ids, there, strict=True) if is_there and not nothing}
    points = {}
    for place, point in enumerate(ids):
        probability = float(round(float(found[place]), 3))
        decision = Decision.CREDIT if point in credited else Decision.UNDECIDED
        if found[place] <= model.calibration.deny and not reading.is_held:
            decision = Decision.NO_CREDIT
        if stands and decision is Decision.UNDECIDED:
            decision = Decision.CREDIT if point in likely else Decision.NO_CREDIT
        evidence = ""
        if reading.passages and probability >= THRESHOLDS.quoted:
            evidence = reading.passages[reading.best[place]].text
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


def earned_given(asked: Question, found: Floats, score: float) -> Floats:
    """Return the probability that each point was earned, where a person's score is known.

    By Bayes' rule, with the points independent before the score is known. A score that the
    probabilities hardly allow leaves every point open, at one half.

    Parameters
    ----------
    found
        Probability of each point, in the rubric's order.
    score
        What the person gave, from 0 to the question's maximum.
    """
    near = int(np.clip(round(score), 0, asked.most))
    before = float(score_distribution(asked, found)[near])
    if before < THRESHOLDS.possible:
        return np.full_like(found, 0.5)
    earned = []
    for place, chance in enumerate(found):
        there = found.copy()
        there[place] = 1.0
        earned.append(float(score_distribution(asked, there)[near]) * float(chance) / before)
    return np.clip(np.array(earned, np.float32), 0, 1)


def _nothing(reading: Reading, found: Floats) -> str:
    """Say why an answer is certainly worth nothing, if it is."""
    if not reading.passages:
        return COPIED if COPIED in reading.flags else ("" if reading.flags else EMPTY)
    if reading.is_held or reading.logits.max() >= THRESHOLDS.told:
        return ""
    count = sum(len(words(passage.text)) for passage in reading.passages)
    elsewhere = reading.closeness < THRESHOLDS.elsewhere
    if count and (
        elsewhere or (found.max() < THRESHOLDS.unlikely and reading.closeness < THRESHOLDS.far)
    ):
        return OFF_TOPIC
    return ""


def _is_elsewhere(reading: Reading, found: Floats) -> bool:
    """Tell whether an answer that seems off topic is so without a person's looking at it."""
    return reading.closeness < THRESHOLDS.nowhere or bool(found.max() < THRESHOLDS.likelier)


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
