"""Labelled answers: which points an answer earns, and by which of its passages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.written.rubric import question, words
from grader.written.segments import Passage


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer of which it is known what it earns.

    Attributes
    ----------
    question, text
        What was asked, by name, and what was answered.
    points
        The points that it earns, each with the passage that earns it; empty where that is unknown.
        None where only the score is known.
    score
        What a person gave.
    writer, family
        Who wrote it, and as what: *honest* or a kind of attack.
    """

    question: str
    text: str
    points: Mapping[str, str] | None
    score: float
    writer: str = ""
    family: str = "honest"


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Read labelled answers, one JSON object a line.

    A line has ``question`` and ``text``, and ``points`` (also ``labels``, ``credited``): the ids of
    the earned points as a list, or by id whether each is earned (true or false, 1 or 0, *credit*,
    or the passage that earns it). Where there is only ``score``, only that is learnt from.

    Raises
    ------
    GraderError
        If a line is none of that.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            yield _labelled(entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GraderError(
                f"{path}, line {number} is no graded answer ({type(error).__name__}: {error}). "
                'Expected {"question": "Q4", "text": "...", "points": {"drift": true}}.'
            ) from None


def _labelled(entry: dict[str, object]) -> Labelled:
    asked = question(str(entry["question"]))
    given = next((entry[k] for k in ("points", "labels", "credited") if k in entry), None)
    text = str(entry["text"])
    more = {"writer": str(entry.get("writer", "")), "family": str(entry.get("family", "honest"))}
    if given is None:
        return Labelled(asked.name, text, None, float(str(entry["score"])), **more)
    points = {name: passage for name, passage in _earned(given) if name in asked.points}
    return Labelled(asked.name, text, points, asked.score(points), **more)


def _earned(given: object) -> Iterator[tuple[str, str]]:
    if isinstance(given, dict):
        for name, value in given.items():
            decision = value.get("decision") if isinstance(value, dict) else value
            if decision is True or decision == 1 or str(decision).lower() in {"credit", "credited"}:
                yield str(name), ""
            elif isinstance(decision, str) and decision.lower() not in _DENIED:
                yield str(name), decision
    elif isinstance(given, list):
        yield from ((str(name), "") for name in given)
    else:
        raise TypeError(f"points is {type(given).__name__}, neither a list nor an object")


_DENIED = {"", "no", "no credit", "no_credit", "none", "false", "undecided", "0"}


def made_by(passage: Passage, quote: str) -> bool:
    """Tell whether a passage is what a labeller quoted, or most of it."""
    mine, theirs = words(passage.text), words(quote)
    if not mine or not theirs:
        return False
    one, other = " ".join(mine), " ".join(theirs)
    if one in other or other in one:
        return True
    shared = len(set(mine) & set(theirs))
    return min(len(mine), len(theirs)) > 3 and shared > 0.8 * min(len(set(mine)), len(set(theirs)))
