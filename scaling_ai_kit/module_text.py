"""Split a module's text into pieces; count words, sentences and minutes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

OUTSIDE_THE_CORE = {"go further", "key terms", "sources"}
READERS = 1.4  # minutes that the first readers took for each minute of the rule
# MyST takes the options of a cell as YAML between rules, or as lines that start with a colon.
OPTIONS = re.compile(r"\A(?:---\n(?:.*\n)*?---\n|(?::[\w-]+:.*\n)+)\n*")


@dataclass(frozen=True)
class Piece:
    """A paragraph, list item, heading or code cell, and the line it starts on.

    ``markup`` is what the author wrote, ``text`` what the learner reads; ``section`` is the
    second-level heading above it.
    """

    kind: str
    line: int
    text: str
    markup: str
    section: str


@cache
def pieces(path: Path) -> tuple[Piece, ...]:
    """Return the pieces of a module's text, in order."""
    return tuple(_pieces(path.read_text(encoding="utf-8")))


def _pieces(content: str) -> Iterator[Piece]:
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    tokens = parser.use(myst_block_plugin).parse(content)
    section = ""
    inside: list[str] = []
    for number, token in enumerate(tokens):
        if token.nesting:
            inside = [*inside, token.type] if token.nesting == 1 else inside[:-1]
        line = token.map[0] + 1 if token.map else 0
        if token.type == "inline":
            opening = tokens[number - 1]
            text = "".join(
                child.content if child.type in {"text", "code_inline"} else " "
                for child in token.children or []
                if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
            )
            kind = "table" if "table_open" in inside else opening.type.removesuffix("_open")
            if kind == "heading":
                kind = opening.tag
                section = text if kind == "h2" else section
            elif "list_item_open" in inside:
                kind = "item"
            yield Piece(kind, line, text, token.content, section)
        elif token.type == "fence" and token.info.startswith("{code-cell}"):
            source = OPTIONS.sub("", token.content)
            yield Piece("code", line, source, source, section)


def prose(path: Path) -> list[Piece]:
    """Return paragraphs and list items, without the source list."""
    return [
        piece
        for piece in pieces(path)
        if piece.kind in {"paragraph", "item"} and piece.section.lower() != "sources"
    ]


def code(path: Path) -> list[Piece]:
    """Return the code cells."""
    return [piece for piece in pieces(path) if piece.kind == "code"]


def section(path: Path, title: str) -> list[Piece]:
    """Return the pieces of a section, without its heading."""
    return [p for p in pieces(path) if p.section.lower() == title.lower() and p.kind != "h2"]


def words(text: str) -> int:
    """Count words; a figure is one, a dash isn't."""
    return len(re.findall(r"\w[\w'\u2019.,%-]*", text))


def sentences(text: str) -> list[str]:
    """Split a text into sentences.

    A sentence ends with a stop before a capital letter, a digit or a quotation.
    """
    parts = re.split(r"(?<=[.!?:])[\"\u201d\u2019)]*\s+(?=[\"\u201c\u2018(]?[A-Z0-9])", text)
    return [part for part in parts if words(part)]


def core_minutes(path: Path) -> int:
    """Return the minutes for a module's core, rounded up to five.

    The rule: 180 words per minute, 4 minutes per explorable, 5 for the checkpoint, and 3 per code
    task, a paragraph that opens with "**Change it.**". Optional sections and code don't count.
    """
    core = [piece for piece in pieces(path) if piece.section.lower() not in OUTSIDE_THE_CORE]
    reading = sum(words(piece.text) for piece in core if piece.kind != "code") / 180
    cells = "\n".join(piece.text for piece in core if piece.kind == "code")
    explorables = len(re.findall(r"\bexplore\.\w+\.\w+\(", cells))
    tasks = sum(piece.markup.startswith("**Change it.**") for piece in core)
    minutes = reading + 4 * explorables + 3 * tasks + 5 * cells.count("checkpoint(")
    return _in_fives(minutes)


def whole_minutes(path: Path) -> int:
    """Return readers' minutes for a module's core, rounded up to five."""
    return _in_fives(READERS * core_minutes(path))


def part_minutes(path: Path, steps: Iterable[str]) -> int:
    """Return readers' minutes for some steps, rounded up to five.

    They read the opening, the sections with these explorables, the decision and the summary, at 180
    words per minute; 4 minutes per explorable, 5 for the checkpoint, 3 for the decision.
    """
    costs = {step: {"checkpoint": 5, "decision": 3}.get(step, 4) for step in steps}
    sections = {"", "Your decision", "Summary"} | {
        piece.section
        for piece in pieces(path)
        if piece.kind == "code"
        and any(f"explore.{slug(path)}.{step}(" in piece.text for step in costs)
    }
    texts = [p.text for p in pieces(path) if p.kind != "code" and p.section in sections]
    return _in_fives(READERS * (sum(map(words, texts)) / 180 + sum(costs.values())))


def _in_fives(minutes: float) -> int:
    return 5 * math.ceil(round(minutes, 6) / 5)


def slug(path: Path) -> str:
    """Return a module's name in the library: ``drift`` for ``07_drift.md`` and its workbench."""
    return path.stem.split("_", 1)[1].removesuffix("_workbench")
