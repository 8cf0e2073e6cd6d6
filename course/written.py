"""Say of a written answer, before it is handed in, which parts of the question seem unanswered.

Where the grader is installed, its own scorer reads the answer; it is found by an entry point, since
the course imports nothing of the grader. Elsewhere, also in the browser, a rough word match does.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from course import wordmatch
from course.syllabus import SITTINGS

ENTRY_POINTS = "scaling_ai_course.formative"
MOST_CHARACTERS = 20_000
"""Characters of the longest answer that is read, here and by the grader."""
# What stands in an answer's cell before the learner writes: where to write, below labels in bold.
_PLACEHOLDER = re.compile(r"^[ \t]*(?:\*?Write here\.?\*?|YOUR ANSWER HERE)[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"^[ \t]*\*\*[^*\n]+:\*\*[ \t]*$", re.MULTILINE)
_NO_GRADE = "This is no grade."
_SAID_ALREADY = "If your answer says that already, leave it: saying it twice earns nothing."


@dataclass(frozen=True)
class Feedback:
    """How much of a written answer seems to be there.

    Attributes
    ----------
    question
        Such as ``"q4"``.
    covered, most
        Points that seem covered, and points there are.
    missing
        Parts of the question of which nothing was found, in the question's words.
    partly
        Parts of which some was found, but not all that gives points.
    notes
        Sentences on the answer and on how it was read.
    """

    question: str
    covered: int
    most: int
    missing: tuple[str, ...]
    partly: tuple[str, ...]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        lists = (f"{head}: {'; '.join(parts)}." for head, parts in self._lists())
        return " ".join([f"{self.question}: {self._sum()}", *lists, *self.notes])

    def _sum(self) -> str:
        return f"{self.covered} of {self.most} points seem covered."

    def _lists(self) -> list[tuple[str, tuple[str, ...]]]:
        heads = ("Nothing found yet on", self.missing), ("Perhaps more to say on", self.partly)
        return [(head, parts) for head, parts in heads if parts]

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        lists = "".join(
            f"<p>{head}:</p><ul>{''.join(f'<li>{html.escape(part)}</li>' for part in parts)}</ul>"
            for head, parts in self._lists()
        )
        notes = html.escape(" ".join(self.notes))
        return {
            "text/plain": str(self),
            "text/html": f'<div role="status"><p><strong>{html.escape(self.question)}: '
            f"{self._sum()}</strong></p>{lists}<p>{notes}</p></div>",
        }


def feedback(question: str, *, text: str | None = None) -> Feedback:
    """Say how much of your written answer seems to be there, and what seems unanswered.

    Parameters
    ----------
    question
        ``"q4"``, or the whole name of the answer's cell, ``"q4_written"``.
    text
        The answer. By default it is read from the question's notebook in the folder you are in, as
        it is saved there.

    Returns
    -------
    Feedback
        Shows itself in words. It is no grade.

    Raises
    ------
    ValueError
        There is no such question, no such notebook or answer in it, or the answer is too long.

    Examples
    --------
    >>> print(feedback("q4", text=""))  # doctest: +ELLIPSIS
    q4: 0 of 6 points seem covered. You have not written an answer yet. ...
    """
    name = _name(question)
    answer = _PLACEHOLDER.sub("", _saved(name) if text is None else _checked(text)).strip()
    if not _LABEL.sub("", answer).strip():
        where = (
            "Write your answer here as text='...'."
            if text is not None
            else "Write in its place, make sure that it is saved, and run this again."
        )
        most = sum(part.most for part in wordmatch.questions()[name])
        return Feedback(name, 0, most, (), (), (f"You have not written an answer yet. {where}",))
    if len(answer) > MOST_CHARACTERS:
        raise ValueError(
            f"Your answer to {name} has {len(answer):,} characters; at most "
            f"{MOST_CHARACTERS:,} are read. Shorten it: a good answer takes a page."
        )
    counts, notes = _read(name, answer)
    if text is None:
        notes = [*notes, "Your answer was read as it is saved."]
    return _told(name, counts, notes)


def _told(name: str, counts: Mapping[str, int], notes: list[str]) -> Feedback:
    parts = wordmatch.questions()[name]
    found = [(part, counts.get(part.ask, 0)) for part in parts]
    covered, most = sum(count for _, count in found), sum(part.most for part in parts)
    return Feedback(
        question=name,
        covered=covered,
        most=most,
        missing=tuple(part.ask for part, count in found if count == 0),
        partly=tuple(part.ask for part, count in found if 0 < count < part.most),
        notes=tuple([_SAID_ALREADY, *notes] if covered < most else notes),
    )


def _name(question: object) -> str:
    name = str(question).lower().removesuffix("_written")
    known = wordmatch.questions()
    if name not in known:
        raise ValueError(
            f"There is no written question {str(question)[:40]!r}; there are {', '.join(known)}."
        )
    return name


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError(
            f"text must be your answer as a string; got {type(text).__name__}. "
            "Leave text out to read the saved notebook."
        )
    return text


def _saved(name: str) -> str:
    notebook = f"{SITTINGS[name]}.ipynb"
    path = Path.cwd() / notebook
    instead = f"give your answer: feedback({name!r}, text='...')."
    try:
        source = _source(json.loads(path.read_text(encoding="utf-8")), f"{name}_written")
    except FileNotFoundError:
        raise ValueError(
            f"There is no {notebook} in {path.parent}. Run this in that notebook, or {instead}"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(
            f"{notebook} cannot be read as a notebook. Save it first, then try again."
        ) from None
    if source is None:
        raise ValueError(
            f"The saved {notebook} has no cell {name}_written any more. Restore it from the "
            f"exercise, or {instead}"
        )
    return source


def _source(notebook: Any, cell_id: str) -> str | None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == cell_id:
            return "".join(cell["source"])
    return None


def _read(name: str, answer: str) -> tuple[Mapping[str, int], list[str]]:
    """Read with the grader's scorer where there is one, else by words."""
    failed = ""
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            return _by_scorer(entry.load(), name, answer)
        except Exception as error:  # noqa: BLE001 - whatever stops it, the learner gets feedback
            # The browser has the course without the grader: nothing has failed there.
            if not _has_no_grader(error):
                reason = str(error).split(". ")[0].rstrip(".")
                failed = f"The grader's scorer could not be used ({reason})."
    # A label of the template is no answer; the scorer needs it to tell problems from remedies.
    return wordmatch.covered(name, _LABEL.sub("", answer)), [
        note for note in (failed, _rough()) if note
    ]


def _has_no_grader(error: Exception) -> bool:
    missing = error.name or "" if isinstance(error, ModuleNotFoundError) else ""
    return missing.partition(".")[0] == "grader"


def _by_scorer(scorer: Any, name: str, answer: str) -> tuple[Mapping[str, int], list[str]]:
    counts, remarks = scorer(name, answer)
    whole = {part.ask: int(counts[part.ask]) for part in wordmatch.questions()[name]}
    note = (
        f"The grader's scorer read it. {_NO_GRADE} Grading asks for more certainty, and a person "
        "decides what is not sure."
    )
    return whole, [*remarks, note]


def _rough() -> str:
    known = wordmatch.reliability()
    return (
        "This is a rough word match; it does not know what you mean. On "
        f"{known.answers:.0f} practice answers by writers new to it, {known.precision:.0%} of the "
        f"points it found were there, and it found {known.recall:.0%} of those that were. "
        + _NO_GRADE
    )
