"""The rubric: questions, their points, and how points add up."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.errors import GraderError

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """One question's rubric.

    Attributes
    ----------
    name
        Such as ``Q4``.
    prompt
        What the student is asked.
    points
        What earns each point, by its id.
    groups
        Ids that add up, and to what at the most.
    most
        Highest score.
    """

    name: str
    prompt: str
    points: Mapping[str, str]
    groups: tuple[tuple[int, tuple[str, ...]], ...]
    most: int

    def score(self, credited: Iterable[str]) -> int:
        """Return what a set of credited points is worth.

        Raises
        ------
        GraderError
            If the question has no such point.
        """
        found = set(credited)
        if unknown := found - set(self.points):
            raise GraderError(
                f"{self.name} has no point {', '.join(sorted(unknown))}; it has "
                f"{', '.join(self.points)}."
            )
        return sum(min(most, len(found & set(ids))) for most, ids in self.groups)


@cache
def questions() -> dict[str, Question]:
    """Return the rubric of each question, by its name."""
    raw = tomllib.loads((_FOLDER / "rubrics.toml").read_text(encoding="utf-8"))
    return {name: _question(name, entry) for name, entry in raw.items()}


def question(name: str) -> Question:
    """Return a question's rubric.

    Raises
    ------
    GraderError
        If there is none of that name.
    """
    found = questions().get(name)
    if found is None:
        raise GraderError(f"There is no question {name!r}; there are {', '.join(questions())}.")
    return found


def _question(name: str, entry: dict[str, Any]) -> Question:
    groups = tuple((int(group["most"]), tuple(group["points"])) for group in entry["groups"])
    return Question(name, entry["prompt"], entry["points"], groups, int(entry["max"]))


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"[^\W_]+(?:['\u2019][^\W\d_]+)?%?", text.lower())


def shingles(text: str) -> list[int]:
    """Return a checksum of each run of three words: enough to tell that text was copied."""
    found = words(text)
    return [zlib.crc32(" ".join(found[k : k + 3]).encode()) for k in range(len(found) - 2)]


@cache
def asked(name: str) -> frozenset[int]:
    """Return the shingles of a question: of its prompt here, and of other wordings of it."""
    known = tomllib.loads((_FOLDER / "wordings.toml").read_text(encoding="utf-8"))
    return frozenset(shingles(question(name).prompt)) | frozenset(known[name])
