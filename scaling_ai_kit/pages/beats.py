"""Divide a page into its beats: the opening, and one for each second-level heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from scaling_ai_kit.pages.places import Place

# What only people who code need: tasks that change code and remarks on it, where to go next to
# practise, and remarks on the workbench.
_CODING = (
    re.compile(
        r"<p><strong>(?:Change it|In code)\.</strong>.*?</p>(?:\s*<details>.*?</details>)?",
        re.DOTALL,
    ),
    re.compile(r"<p><strong>Next:</strong>.*?</p>", re.DOTALL),
    re.compile(r' \([^()]*<a href="[^"]*_workbench\.html[^"]*">[^<]*</a>[^()]*\)'),
)
# How long a lesson takes; a page says how long its stop on a path takes.
_TIME = re.compile(r"<p>(?=A quick reader needs )")


@dataclass
class Beat:
    """One beat of a page.

    ``steps`` are the names under which the progress of its explorables, checkpoint or decision is
    kept; ``skipped`` names the paths that leave it out.
    """

    heading: str
    anchor: str
    skipped: tuple[str, ...]
    html: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def add(self, html: str, step: str | None = None) -> None:
        """Add a cell."""
        self.html.append(html)
        self.steps += [step] if step else []


def beat(heading: str, anchor: str, places: Mapping[str, Place]) -> Beat:
    """Return an empty beat under a heading."""
    names = tuple(name for name, place in places.items() if place.skips(heading))
    return Beat(heading, anchor, names)


def folds(beats: list[Beat]) -> Iterator[tuple[tuple[str, ...], list[Beat]]]:
    """Yield neighbouring beats that the same paths leave out, with the names of these paths."""
    for names, together in groupby(beats, key=lambda each: each.skipped):
        yield names, list(together)


def folded(html: str, summary: str) -> str:
    """Return HTML that opens when a reader, or a link into it, asks; on paper it is open."""
    return f'<details class="page-rests"><summary>{summary}</summary>{html}</details>'


def mark_coding(html: str) -> str:
    """Mark what a path without code leaves out."""
    for what in _CODING:
        html = what.sub(_marked, html)
    return html


def mark_time(html: str, places: Mapping[str, Place]) -> str:
    """Mark how long a whole lesson takes, for paths that take part of it."""
    names = " ".join(name for name, place in places.items() if place.takes_part)
    return _TIME.sub(f'<p data-skipped="{names}">', html) if names else html


def _marked(match: re.Match[str]) -> str:
    tag = "div" if match[0].startswith("<p>") else "span"
    return f'<{tag} class="page-coding">{match[0]}</{tag}>'
