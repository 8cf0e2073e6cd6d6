"""One page of notes per lesson: what to discuss, and the mistakes to expect."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from course.board import decisions
from course.browser import printed
from course.recall import checkpoints
from course.syllabus.syllabus import CHAPTER_QUESTIONS, Module
from scaling_ai_kit.module_text import sentences
from scaling_ai_kit.pages.sources import ROOT, Source
from tools.kit.scenes import questions, scenes

_MISTAKE = re.compile(r"^# %% wrong: (.+)$", re.MULTILINE)
_MOST_TO_DISCUSS = 6  # so that all of it fits a page


def page(module: Module, source: Source) -> str:
    """Return the notes of one lesson as a page to print."""
    lists = {"To discuss": _list([*_to_discuss(module, source)][:_MOST_TO_DISCUSS])}
    lists["Mistakes to expect in the checkpoint"] = "".join(_wrong_options(module))
    if module.exercise:
        lists[f"Mistakes to expect in {module.exercise}"] = _mistakes(module.exercise, "")
    if number := module.chapter_question:
        lists[f"In question {number}"] = _mistakes(CHAPTER_QUESTIONS, f"q{number}_")
    parts = [f"<h2>{head}</h2>{content}" for head, content in lists.items() if content]
    title = html.escape(source.title)
    time = f"<p>Readers need about {module.minutes} minutes, all of it included.</p>"
    return printed.document(f"Notes: {source.title}", f"<h1>{title}</h1>{time}{''.join(parts)}")


def _to_discuss(module: Module, source: Source) -> Iterator[str]:
    """Yield the decision, then the last question of each scene that asks the class something."""
    if module.slug in decisions.modules():
        yield decisions.decision(module.slug)["prompt"]
    for scene in scenes(source):
        sentences = [sentence for block in scene.said for sentence in questions(block)]
        if scene.asks and sentences:
            section = scene.head.partition(" ")[0] if scene.head[0].isdigit() else f"{scene.head}:"
            yield f"{section} {sentences[-1]}"


def _wrong_options(module: Module) -> Iterator[str]:
    for question in checkpoints.questions(module.slug) if "checkpoint" in module.steps else ():
        wrong = [option for option in question["options"] if not option.get("correct")]
        reasons = _list(f"{option['text']}. {option['why']}" for option in wrong)
        yield f"<p><b>{html.escape(sentences(question['prompt'])[-1])}</b></p>{reasons}"


def _mistakes(assignment: str, start: str) -> str:
    """Return the first wrong answer to each question in the bank, as a list."""
    paths = sorted((ROOT / "banks" / assignment).glob(f"{start}*.py"))
    firsts = ((path.stem, _MISTAKE.search(path.read_text(encoding="utf-8"))) for path in paths)
    return _list(f"{name.partition('_')[0]}: {first[1]}" for name, first in firsts if first)


def _list(items: Iterable[str]) -> str:
    rows = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""
