"""Labelled answers: which points an answer earns, and by which of its passages."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.written.rubric import question, words
from grader.written.segments import Passage

HONEST = "honest"
"""The family of answers that mean what they say; all others are kinds of attack."""


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
    family: str = HONEST


def filled_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Return the lines of a file that are not empty, each with its number.

    Raises
    ------
    GraderError
        If the file cannot be read, or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GraderError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise GraderError(
            f"{path} is not UTF-8 (byte {error.start}). Expected JSON lines in UTF-8."
        ) from None
    # Not splitlines: JSON leaves the other separators that this knows inside its texts.
    yield from ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())


def entry_of(line: str) -> dict[str, object]:
    """Return the JSON object on a line.

    Raises
    ------
    GraderError
        If there is none.
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GraderError(f"it is not JSON: {error}") from None
    if not isinstance(entry, dict):
        raise GraderError(f"it is a {type(entry).__name__}, not an object")
    return entry


def text_of(entry: dict[str, object], key: str) -> str:
    """Return what a line has under a key.

    Raises
    ------
    GraderError
        If it is no text.
    """
    found = entry.get(key)
    if not isinstance(found, str):
        given = "missing" if key not in entry else f"{json.dumps(found)[:40]}, not text"
        raise GraderError(f'"{key}" is {given}')
    # A lone surrogate is legal in JSON, and no text.
    return found.encode("utf-8", "replace").decode()


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Read labelled answers, one JSON object a line.

    A line has ``question`` and ``text``, and ``points`` (also ``labels``, ``credited``): the ids of
    the earned points as a list, or by id whether each is earned (true or false, 1 or 0, *credit*,
    or the passage that earns it). Where there is only ``score``, only that is learnt from.

    Raises
    ------
    GraderError
        If a line is none of that, or names a point that its question does not have.
    """
    for number, line in filled_lines(path):
        try:
            yield _labelled(entry_of(line))
        except GraderError as error:
            raise GraderError(
                f"{path}, line {number} is not a graded answer: {str(error).rstrip('.')}. "
                'Expected {"question": "Q4", "text": "...", "points": {"drift": true}}.'
            ) from None


def _labelled(entry: dict[str, object]) -> Labelled:
    asked = question(text_of(entry, "question"))
    given = next((entry[k] for k in ("points", "labels", "credited") if k in entry), None)
    text = text_of(entry, "text")
    more = {"writer": str(entry.get("writer", "")), "family": str(entry.get("family", HONEST))}
    if given is None:
        return Labelled(asked.name, text, None, _score_of(entry), **more)
    asked.score(_named(given))  # no point is passed over, also none that is not earned
    points = dict(_earned(given))
    return Labelled(asked.name, text, points, asked.score(points), **more)


def _named(given: object) -> Iterable[str]:
    if not isinstance(given, dict | list):
        raise GraderError(f'"points" is a {type(given).__name__}, neither a list nor an object')
    return map(str, given)


def _score_of(entry: dict[str, object]) -> float:
    if "score" not in entry:
        raise GraderError('"points" and "score" are missing')
    try:
        score = float(str(entry["score"]))
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise GraderError(f'"score" is {entry["score"]!r}, not a number')
    return score


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
