"""A statement of completion: what a learner has done, on one page to print.

`grader statement` writes a course's statement, with graded points, and signs it. A learner's own
statement says that nobody has checked it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from course.browser import printed
from course.checks import selfcheck
from course.learner import progress
from course.syllabus.syllabus import CHAPTER_QUESTIONS, COURSE, DECISION, MODULES, Module

_LONGEST_NAME = 80
_MOST_QUESTIONS = 99
_SELF_REPORTED = (
    "This statement is self-reported. It shows what the learner's own computer has recorded. "
    "Nobody has checked it, and it isn't signed."
)
_RECORDED = "As the learner's own computer has recorded them. No lesson is graded."
Steps = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Part:
    """A table of the statement: heading, columns, rows, and a remark below."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""


class Statement:
    """What a learner has done, as it was on one day.

    Attributes
    ----------
    title : str
        Whose statement it is, and its day.
    page : str
        The statement as a separate HTML document, without any link to the network.
    """

    def __init__(
        self, name: str, course: str, day: date, parts: Iterable[Part], closing: str
    ) -> None:
        self.title = f"Statement of completion: {name}, {progress.in_words(day)}"
        self._lines = (name, f"{course}, {progress.in_words(day)}")
        self._parts = [part for part in parts if part.rows]
        self._closing = closing

    @property
    def page(self) -> str:
        """The statement as an HTML document."""
        return printed.document(self.title, self._body(), "statement")

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        link = printed.save_link(
            self.page, "statement.html", "Save this statement", "to print it on a page of A4."
        )
        return {"text/html": self._body() + link, "text/plain": self._text()}

    def _body(self) -> str:
        name, about = map(html.escape, self._lines)
        parts = "".join(map(_in_html, self._parts))
        return (
            f"<h1>Statement of completion</h1><p><b>{name}</b></p><p>{about}</p>{parts}"
            f"<p>{html.escape(self._closing)}</p>"
        )

    def _text(self) -> str:
        rows = [", ".join(filter(None, row)) for part in self._parts for row in part.rows]
        return "\n".join([self.title, *rows, self._closing])


def statement(name: str, clock: Callable[[], datetime] = progress.now) -> Statement:
    """Show what you have done, as a page to save and print.

    It is self-reported and says so. A course that grades you can sign one instead.

    Parameters
    ----------
    name
        Your name, as it should appear.
    clock
        Returns the time, for the date.

    Examples
    --------
    >>> mine = statement("Ada Lovelace")
    >>> page = mine.page  # an HTML document

    Raises
    ------
    ValueError
        If the name is empty or longer than 80 characters.
    TypeError
        If the name is not text.
    """
    if not isinstance(name, str):
        raise TypeError(f"The name is {name!r}; expected text between quotes.")
    words = " ".join(name.split())
    if not 0 < len(words) <= _LONGEST_NAME:
        raise ValueError(
            f"The name has {len(words)} characters; expected 1 to {_LONGEST_NAME}, as in "
            'statement("Ada Lovelace").'
        )
    steps = progress.steps_done()
    parts = [_exercises(steps), lessons(steps)]
    return Statement(words, COURSE.title, clock().date(), parts, _SELF_REPORTED)


def lessons(steps: Steps) -> Part:
    """Return the lessons with their steps, checkpoints and decisions.

    Parameters
    ----------
    steps
        Recorded facts by the name of the step, as from `progress.steps_done`.

    Raises
    ------
    ValueError
        If the facts of a checkpoint make no sense.
    """
    rows = tuple(_lesson(module, steps) for module in MODULES if module.steps)
    columns = ("Lesson", "Steps", "Checkpoint", "Decision")
    return Part("Lessons", columns, rows, _RECORDED)


def _lesson(module: Module, steps: Steps) -> tuple[str, ...]:
    count = sum(f"{module.slug}.{step}" in steps for step in module.steps)
    return (
        f"{module.number}. {module.question}",
        f"{count} of {len(module.steps)}",
        _checkpoint(module.slug, steps),
        "made" if f"{module.slug}.{DECISION}" in steps else "",
    )


def _checkpoint(slug: str, steps: Steps) -> str:
    """Return how many questions were answered, and right at first; empty without any."""
    facts = steps.get(f"{slug}.checkpoint")
    if facts is None:
        return ""
    counts = [facts.get(name) for name in ("right", "answered", "asked")]
    if any(type(count) is not int for count in counts):
        raise ValueError(f"what it says of the checkpoint of {slug!r} makes no sense")
    right, answers, total = map(int, counts)  # type: ignore[arg-type]  # they are numbers
    if not 0 <= right <= answers <= total <= _MOST_QUESTIONS:
        raise ValueError(f"what it says of the checkpoint of {slug!r} makes no sense")
    return f"{answers} of {total} answered, {right} right at first"


def _exercises(steps: Steps) -> Part:
    """Return the exercises with the questions whose visible tests passed."""
    names = [*(module.exercise for module in MODULES if module.exercise), CHAPTER_QUESTIONS]
    rows = tuple(
        (in_title(name), f"{count} of {len(questions)} questions pass")
        for name in names
        if selfcheck.is_released(name)
        and (questions := selfcheck.questions(name))
        and (count := sum(_passes(steps, name, question) for question in questions))
    )
    remark = "Checked by the learner with the tests that come with each exercise."
    return Part("Exercises", ("Exercise", "Visible tests"), rows, remark)


def _passes(steps: Steps, exercise: str, question: str) -> bool:
    return steps.get(f"exercise-{exercise}.{question}", {}).get("passed") is True


def in_title(name: str) -> str:
    """Return an assignment's name in words.

    Examples
    --------
    >>> in_title("board_paper")
    'Board paper'
    """
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _in_html(part: Part) -> str:
    heads = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in part.columns)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in part.rows
    )
    remark = f"<p>{html.escape(part.remark)}</p>" if part.remark else ""
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<h2>{html.escape(part.head)}</h2>{table}{remark}"
