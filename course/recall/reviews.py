"""Review: checkpoint questions repeated at intervals, a few at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import anywidget
import traitlets

from course.base.shuffle import shuffled
from course.browser import front
from course.learner import progress
from course.recall import checkpoints, deck
from course.syllabus.syllabus import MODULES

_SITTING = 8  # two minutes


def review(clock: Callable[[], datetime] = progress.now) -> Review:
    """Ask due questions again: missed ones first, at most eight.

    Questions enter the deck when you answer them in a checkpoint. After a right answer a question
    comes back later, after a wrong one on the next day.

    Parameters
    ----------
    clock
        Returns the time, with a time zone.
    """
    return Review(clock)


def due(now: datetime) -> list[deck.Entry]:
    """Return the questions due now, in the order of asking."""
    return [entry for entry in _askable() if entry.is_due(now)]


class Review(anywidget.AnyWidget):
    """One session: the due questions, and when the next ones are due."""

    _esm = front.module("review")
    _css = front.style()

    title = traitlets.Unicode("Review").tag(sync=True)
    questions: traitlets.List[Any] = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    outlook = traitlets.Unicode().tag(sync=True)

    def __init__(self, clock: Callable[[], datetime] = progress.now) -> None:
        self._clock = clock
        for module in checkpoints.modules():
            checkpoints.rate_once(module, clock())
        questions = [_question(entry) for entry in due(clock())[:_SITTING]]
        super().__init__(questions=questions, outlook=_outlook(clock(), questions, {}))

    @traitlets.observe("answers")
    def _rate(self, change: dict[str, Any]) -> None:
        by_id = {question["id"]: question for question in self.questions}
        for name, index in checkpoints.new_answers(change).items():
            module, question = name.split("/", 1)
            right = checkpoints.is_right(by_id[name], index)
            deck.rate(module, question, right=right, at=self._clock())
        self.outlook = _outlook(self._clock(), self.questions, self.answers)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        page = "".join(checkpoints.folded(question) for question in self.questions)
        lines = [*(question["prompt"] for question in self.questions), self.outlook]
        html = f"{page}<p>{self.outlook}</p>"
        return {**bundle, "text/html": html, "text/plain": "\n".join(lines)}, metadata


def _askable() -> list[deck.Entry]:
    """Return the deck without questions that no longer exist."""
    existing = {
        (module, question["id"])
        for module in checkpoints.modules()
        for question in checkpoints.questions(module)
    }
    return [entry for entry in deck.entries() if (entry.module, entry.question) in existing]


def _question(entry: deck.Entry) -> dict[str, Any]:
    """Return a question for the page, with options in a new order each time."""
    (question,) = (
        item for item in checkpoints.questions(entry.module) if item["id"] == entry.question
    )
    (module,) = (module for module in MODULES if module.slug == entry.module)
    name = f"{entry.module}/{entry.question}"
    return {
        **question,
        "id": name,
        "source": f"Module {module.number}: {module.question}",
        "options": shuffled(question["options"], f"{name}/{entry.due:%Y-%m-%d}"),
    }


def _outlook(now: datetime, questions: list[dict[str, Any]], answers: dict[str, int]) -> str:
    unanswered = len(questions) - len(answers)
    if unanswered:
        return f"{_questions(unanswered)} to answer. Stop whenever you like."
    entries = _askable()
    if not entries:
        return "There is nothing to review yet. Questions come here once you answer a checkpoint."
    right = sum(checkpoints.is_right(item, answers[item["id"]]) for item in questions)
    score = f"{right} of {len(questions)} right. " if questions else "Nothing is due today. "
    still_due = sum(entry.is_due(now) for entry in entries)
    if still_due:
        verb = "is" if still_due == 1 else "are"
        return f"{score}{_questions(still_due, 'more ')} {verb} due: run this cell again."
    days = [entry.due.astimezone(now.tzinfo).date() for entry in entries]
    first = min(days)
    number = _questions(days.count(first))
    return f"{score}The next review is due on {progress.in_words(first)}: {number}."


def _questions(number: int, more: str = "") -> str:
    return f"{number} {more}{'question' if number == 1 else 'questions'}"
