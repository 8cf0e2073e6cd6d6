"""Divide a lesson into scenes: what a class sees, and what a teacher says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.board import decisions
from course.recall import checkpoints
from scaling_ai_kit.module_text import sentences
from scaling_ai_kit.pages import figures, prose, widgets
from scaling_ai_kit.pages.sources import Source

_LEFT_OUT = {"Checkpoint", "Your decision", "Sources", "Go further"}
_REFERENCE = re.compile(r"\s*\[\[S\d+\]\]\(#Sources\)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\([^)]*\)")
_FOLD = re.compile(r"<details><summary>(.*?)</summary>")
# A class sees these as they are: a table, a list, a picture, a formula, a bold claim.
_AS_IT_IS = re.compile(r"\||[-*] |\d+\. |!\[|\$\$|\*\*|<(?:img|table|div)")
_MOST = 640  # characters on a slide
_SENTENCES = 3  # of each paragraph of an answer


@dataclass
class Scene:
    """What is shown under a heading and what is said, as blocks of Markdown or HTML.

    `asks`: the class is asked something, and the answer is in a later scene.
    """

    head: str
    shown: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asks: bool = False

    def add(self, block: str) -> None:
        """Add a block of a lesson: all of it is said, and what a class needs is shown."""
        self.said.append(block)
        if _AS_IT_IS.match(block):
            self.shown.append(block)
        elif sight := questions(block) if self.asks else sentences(block)[:_SENTENCES]:
            self.shown.append(" ".join(sight))

    def parts(self) -> Iterator[Scene]:
        """Yield the scene in parts that fit a slide each."""
        part = Scene(self.head, said=self.said)
        for block in self.shown or sentences(self.said[0])[:1] or self.said:
            if part.shown and sum(map(len, part.shown)) + len(block) > _MOST:
                yield part
                part = Scene(self.head)
            part.shown.append(block)
        yield part


def questions(block: str) -> list[str]:
    """Return the questions in a paragraph."""
    return [sentence for sentence in sentences(block) if sentence.endswith("?")]


def scenes(source: Source) -> Iterator[Scene]:
    """Yield the scenes of a lesson, in order."""
    head = source.title
    for cell in source.cells:
        if cell.cell_type == "code":
            yield from _of_code(cell, head)
            continue
        for text in prose.divided(cell.source):
            head = next((heading for heading, _ in prose.headings(text)), head)
            if head not in _LEFT_OUT:
                yield from _of_text(_LINK.sub(r"\1", _REFERENCE.sub("", text)), head)


def _of_text(text: str, head: str) -> Iterator[Scene]:
    scene = Scene(head, asks=True)
    for block in re.split(r"\n\s*\n", text.strip()):
        fold = _FOLD.match(block)
        if fold or block == "</details>":
            if scene.said:
                yield scene
            scene = Scene(f"{head}: {fold[1].lower()}") if fold else Scene(head, asks=True)
        elif not block.startswith(("# ", "## ")):
            scene.add(block)
    if scene.said:
        yield scene


def _of_code(cell: NotebookNode, head: str) -> Iterator[Scene]:
    call = widgets.last_call(cell.source)
    if call and call.name == "checkpoint":
        yield from map(_asked, checkpoints.questions(*call.arguments))
    elif call and call.name == "decide":
        decision = decisions.decision(*call.arguments)
        options = "\n".join(f"1. {option['text']}" for option in decision["option"])
        yield Scene("Your decision", [decision["prompt"], options], [decision["hint"]])
    for data in (output.get("data", {}) for output in cell.get("outputs", [])):
        if picture := data.get("image/png"):
            words = html.escape(data["text/plain"].replace("\n", " "))
            image = f'<img alt="{words}" src="data:image/png;base64,{picture.strip()}">'
            yield Scene(head, [image], [data["text/plain"]])
        elif 'class="dataframe"' in (table := data.get("text/html", "")):
            yield Scene(head, [figures.table(table)])


def _asked(question: dict) -> Scene:
    """Return a question of the checkpoint; its answers are for the teacher."""
    options = question["options"]
    return Scene(
        "What do you take away?",
        [question["prompt"], "\n".join(f"1. {option['text']}" for option in options)],
        [f"{'Right' if o.get('correct') else 'Wrong'}: {o['text']}. {o['why']}" for o in options],
    )
