"""Review: questions of checkpoints asked again, spaced in time, a few at a sitting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import anywidget
import traitlets

from course import checkpoints, deck, front, progress
from course.shuffle import shuffled
from course.syllabus import MODULES

_SITTING = 8  # two minutes


def review(clock: Callable[[], datetime] = progress.now) -> Review:
    """Ask again what is due: missed questions first, at most eight.

    Questions enter the deck when you answer them in a checkpoint. A right answer is asked again
    after a longer time, a wrong one on the next day.

    Parameters
    ----------
    clock
        What tells the time, with a time zone.
    """
    return Review(clock)


def due(now: datetime) -> list[deck.Entry]:
    """Return what is due now, in the order in which it is asked."""
    return [entry for entry in _askable() if entry.is_due(now)]


class Review(anywidget.AnyWidget):
    """One sitting: the questions that are due, and when the next ones are."""

    _esm = front.module(*front.SHARED, *front.REVIEW)
    _css = front.style()

    title = traitlets.Unicode("Review").tag(sync=True)
    questions: traitlets.List[Any] = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    outlook = traitlets.Unicode().tag(sync=True)

    def __init__(self, clock: Callable[[], datetime] = progress.now) -> None:
        self._clock = clock
        asked = [_question(entry) for entry in due(clock())[:_SITTING]]
        super().__init__(questions=asked, outlook=_outlook(clock(), asked, {}))

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
    """Return the deck without what the question files do not hold any more."""
    known = {
        (module, question["id"])
        for module in checkpoints.modules()
        for question in checkpoints.questions(module)
    }
    return [entry for entry in deck.entries() if (entry.module, entry.question) in known]


def _question(entry: deck.Entry) -> dict[str, Any]:
    """Return a question as the page asks it, in another order each time that it is due."""
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


def _outlook(now: datetime, asked: list[dict[str, Any]], answers: dict[str, int]) -> str:
    left = len(asked) - len(answers)
    if left:
        return f"{_questions(left)} to answer. Stop whenever you like."
    waiting = _askable()
    if not waiting:
        return "There is nothing to review yet. Questions come here once you answer a checkpoint."
    right = sum(checkpoints.is_right(item, answers[item["id"]]) for item in asked)
    done = f"{right} of {len(asked)} right. " if asked else "Nothing is due today. "
    still = sum(entry.is_due(now) for entry in waiting)
    if still:
        verb = "is" if still == 1 else "are"
        return f"{done}{_questions(still, 'more ')} {verb} due: run this cell again."
    days = [entry.due.astimezone(now.tzinfo).date() for entry in waiting]
    first = min(days)
    number = _questions(days.count(first))
    return f"{done}The next review is due on {progress.in_words(first)}: {number}."


def _questions(number: int, more: str = "") -> str:
    return f"{number} {more}{'question' if number == 1 else 'questions'}"
