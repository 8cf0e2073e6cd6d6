"""Cut an answer into the passages that are judged one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MARKS = re.compile(r"^[\s>#*•·‣–—-]+(?=\S)")
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+|^\d{1,2}\s*[:–-]\s+")
_EMPHASIS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
_COMMENT = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>\n]{0,80}>", re.DOTALL)
# Looked for from the first sign of a run alone: from each of them would take the run's square.
_END = re.compile(r"(?<![.!?;…])[.!?;…]++[\"')\]]*+\s+|(?<!\s)\s++[-=]>\s+")
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|no|dr|mr|ms|mrs|st|inc|ltd|co|fig|al)\.|\b[A-Za-z]\.)$",
    re.IGNORECASE,
)
_SLOT = re.compile(
    r"^(?P<name>obstacles?|problems?|issues?|failures?|causes?|root causes?|challenges?|why[^:]{0,40}"
    r"|actions?|remed(?:y|ies)|solutions?|fix(?:es)?|measures?|recommendations?|what to do)"
    r"\s*(?:#|no\.?)?\s*\d{0,2}\s*(?:\([^)]{0,30}\))?\s*[:.–—-]+\s*",
    re.IGNORECASE,
)
_REMEDY = ("action", "remed", "solution", "fix", "measure", "recommend", "what to do")
_JOINT = re.compile(
    r"[,;:()]\s+|\s+[-\u2013\u2014]\s+|\s+(?:and|then|but|while|so|because)\s+", re.IGNORECASE
)
_DENIAL = re.compile(r"\b(?:not|no|never|without|nor|neither)\b|n['\u2019]t\b", re.IGNORECASE)
_LONG, _SHORTEST = 12, 3
_TAIL = 16  # longer than any abbreviation: looking at all that stands before would take its square
# The labels of the released cells, and what stands below them: nothing that a student wrote.
TEMPLATE = frozenset(
    {
        *("write here", "what the gap is", "the share, and the definition it rests on"),
        *("why the gap exists", "obstacle", "why it appears at 500 stores", "action"),
        *("your comparison", "your choice, and what decides it", "what is happening", "diagnosis"),
        *("repair", "failure", "remedy", "element", "what mlops is", "capabilities"),
        *("why it becomes critical at scale", "your answer"),
    }
)
_LABEL_END = " \t0123456789.:"
_NEW_LINE = re.compile(
    r"\s*(?:[>#*\u2022\u00b7\u2023_|+\u2013\u2014-]|\(?\w{1,4}[.)]\s|\d+\s*[:\u2013-]\s|[^.!?]{1,60}:)"
)
_ENDED = re.compile(r"[.!?:;\u2026][\"')\]*_]*\s*$")
_WRAPPED, _WIDE = 40, 58
"""Characters of a line that goes on in the next: with a small letter, and with any."""
_MOST, _LONGEST = 120, 2_000
"""Passages of one answer that are looked at, and characters of each."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a list item or a part of one.

    Attributes
    ----------
    text
        As it stands in the answer, without marks of a list or of emphasis.
    slot
        *problem* or *remedy* where the student labelled it so, else empty.
    """

    text: str
    slot: str = ""


def passages(answer: str) -> list[Passage]:
    """Return the passages of an answer in their order.

    A line that only names a slot (``Remedy 2:``) gives its kind to the lines up to the next one.
    """
    found: list[Passage] = []
    slot = ""
    for raw in _unwrapped(_COMMENT.sub(" ", answer).splitlines()):
        line = _plain(raw)
        for part in _sentences(line):
            label = _SLOT.match(part)
            if label:
                slot = "remedy" if label["name"].lower().startswith(_REMEDY) else "problem"
                part = part[label.end() :].strip()  # noqa: PLW2901
            if any(sign.isalnum() for sign in part) and not _is_template(part):
                found.append(Passage(part[:_LONGEST], slot))
        if not line:
            slot = ""
    return found[:_MOST]


def is_cut(found: Sequence[Passage]) -> bool:
    """Tell whether there may be more in an answer than in its passages."""
    return len(found) == _MOST or any(len(passage.text) == _LONGEST for passage in found)


def _unwrapped(lines: list[str]) -> list[str]:
    """Return the lines, those that a text editor wrapped joined again."""
    joined: list[list[str]] = []
    for line in lines:
        if joined and _goes_on(joined[-1][-1], line):
            joined[-1].append(line.strip())
        else:
            joined.append([line])
    return [" ".join(parts) for parts in joined]


def _goes_on(before: str, line: str) -> bool:
    text = line.lstrip()
    if not text or _ENDED.search(before) or _NEW_LINE.match(line):
        return False
    return len(before) >= (_WRAPPED if text[0].islower() else _WIDE)


def _is_template(part: str) -> bool:
    return part.rstrip(_LABEL_END).lower() in TEMPLATE


def clauses(passage: Passage) -> list[Passage]:
    """Return the parts of a long sentence, which may make a point each.

    "We check the inputs, retrain on recent loans, and watch the accuracy" makes three; as a whole it
    is not much like any of them. A part that depends on a denial before it is none.
    """
    if len(passage.text.split()) < _LONG:
        return []
    cuts = [part.strip() for part in _JOINT.split(passage.text)]
    parts = [part for part in cuts if len(part.split()) >= _SHORTEST]
    if len(parts) < 2 or _DENIAL.search(passage.text):
        return []
    return [Passage(part, passage.slot) for part in parts]


def _plain(line: str) -> str:
    text = _EMPHASIS.sub("", line).strip().strip("|")
    while True:
        shorter = _NUMBER.sub("", _MARKS.sub("", text)).strip()
        if shorter == text:
            return re.sub(r"\s+", " ", text)
        text = shorter


def _sentences(line: str) -> list[str]:
    ends = [match.end() for match in _END.finditer(line)]
    cuts = [
        0,
        *(
            end
            for end in ends
            if not _ABBREVIATIONS.search(line[max(0, end - _TAIL) : end].rstrip())
        ),
        len(line),
    ]
    return [part for part in (line[a:b].strip() for a, b in pairwise(cuts)) if part]
