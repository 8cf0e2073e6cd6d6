"""Checkpoints: ungraded questions with an explanation for every option.

The questions of a module are in ``<module>.toml``, in the course's folder of questions.
"""

from __future__ import annotations

import html
from datetime import datetime
from typing import Any

import anywidget
import traitlets

from course.base.require import read_toml
from course.base.shuffle import shuffled
from course.browser import front
from course.learner import progress
from course.recall import deck
from course.syllabus.coursefile import current

_QUESTIONS = current().place("questions")


def modules() -> list[str]:
    """Return the modules that have a checkpoint."""
    return sorted(file.stem for file in _QUESTIONS.glob("*.toml"))


def questions(module: str) -> list[dict[str, Any]]:
    """Return a module's questions.

    Each has an id, a prompt, and options with text, correct and why. The options have a stable
    random order, so that no position is right more often.

    Raises
    ------
    ValueError
        If the module has no questions, or a question does not have exactly one right option and an
        explanation for each option.
    """
    path = _QUESTIONS / f"{module}.toml"
    if not path.exists():
        raise ValueError(
            f"There is no checkpoint {module!r}; there are: {', '.join(modules()) or 'none yet'}. "
            f"The questions of a new one belong in {path}."
        )
    items: list[dict[str, Any]] = read_toml(path).get("question", [])
    for question in items:
        _check(question, path.name)
    names = [question["id"] for question in items]
    if len(set(names)) < len(names) or not names:
        raise ValueError(f"{path.name}: expected questions with different ids, found {names}.")
    return [
        {**item, "options": shuffled(item["options"], f"{module}/{item['id']}")} for item in items
    ]


def kept(module: str, asked: list[dict[str, Any]]) -> dict[str, int]:
    """Return the learner's earlier answers: an option's index by question.

    Parameters
    ----------
    module
        The module's slug.
    asked
        Its questions, from `questions`; answers to others are left out.
    """
    options = {question["id"]: len(question["options"]) for question in asked}
    answers = progress.done(module).get("checkpoint", {}).get("answers", {})
    return {name: index for name, index in answers.items() if index < options.get(name, 0)}


def is_right(question: dict[str, Any], index: int) -> bool:
    """Return whether the option at an index is right."""
    return bool(question["options"][index].get("correct", False))


def new_answers(change: dict[str, Any]) -> dict[str, int]:
    """Return the new or changed answers in a traitlets change."""
    before = change["old"] or {}
    return {name: index for name, index in change["new"].items() if before.get(name) != index}


def rate_once(module: str, at: datetime) -> None:
    """Add answers to the deck that were given while no Python ran, in a sleeping page."""
    items = questions(module)
    rated = {entry.question for entry in deck.entries() if entry.module == module}
    new = {name: index for name, index in kept(module, items).items() if name not in rated}
    _rate(module, items, new, at)


def _rate(module: str, items: list[dict[str, Any]], answers: dict[str, int], at: datetime) -> None:
    by_id = {question["id"]: question for question in items}
    for name, index in answers.items():
        deck.rate(module, name, right=is_right(by_id[name], index), at=at)


def checkpoint(module: str) -> Checkpoint:
    """Show a module's checkpoint, and keep the answers in the learner's progress."""
    return Checkpoint(module)


class Checkpoint(anywidget.AnyWidget):
    """The questions of one module, answered one by one."""

    _esm = front.module("checkpoint")
    _css = front.style()

    title = traitlets.Unicode().tag(sync=True)
    questions: traitlets.List[Any] = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)

    def __init__(self, module: str) -> None:
        self._module = module
        items = questions(module)
        self._given = kept(module, items)
        super().__init__(
            title="Checkpoint: what do you take away?", questions=items, answers=self._given
        )
        rate_once(module, progress.now())

    @property
    def score(self) -> tuple[int, int]:
        """Number of right answers, and of questions."""
        right = sum(
            is_right(question, self.answers[question["id"]])
            for question in self.questions
            if question["id"] in self.answers
        )
        return right, len(self.questions)

    @traitlets.observe("answers")
    def _remember(self, change: dict[str, Any]) -> None:
        new = new_answers(change)
        if new == self._given:
            return  # restored from an earlier day
        _rate(self._module, self.questions, new, progress.now())
        right, total = self.score
        progress.record(
            f"{self._module}.checkpoint",
            answered=len(self.answers),
            right=right,
            asked=total,
            answers=self.answers,
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        prompts = "\n".join(question["prompt"] for question in self.questions)
        return {**bundle, "text/html": self._page(), "text/plain": prompts}, metadata

    def _page(self) -> str:
        """Return the questions with folded explanations, for a reader without a kernel."""
        return "".join(folded(question) for question in self.questions)


def folded(question: dict[str, Any]) -> str:
    """Return a question as HTML, with folded explanations."""
    options = "".join(
        f"<li>{html.escape(option['text'])}<details><summary>Why?</summary>"
        f"{'Right' if option.get('correct') else 'Not quite'}. {html.escape(option['why'])}"
        "</details></li>"
        for option in question["options"]
    )
    return f"<p><strong>{html.escape(question['prompt'])}</strong></p><ol>{options}</ol>"


def _check(question: dict[str, Any], where: str) -> None:
    missing = [key for key in ("id", "prompt", "options") if not question.get(key)]
    if missing:
        raise ValueError(f"{where}: a question lacks {', '.join(missing)} ({question}).")
    options = question["options"]
    if sum(bool(option.get("correct")) for option in options) != 1:
        raise ValueError(f"{where}: question {question['id']!r} needs exactly one right option.")
    if not all(option.get("text") and option.get("why") for option in options):
        raise ValueError(
            f"{where}: question {question['id']!r} needs a text and a why for every option."
        )
