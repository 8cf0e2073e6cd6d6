"""Feedback on what a written answer seems to leave out, before it is handed in.

The grader scores with the same model; ``make written`` trains it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from course.checks.reading import MOST_CHARACTERS, Part, Reader, load, own_text
from course.syllabus.syllabus import CHAPTER_QUESTIONS, COURSE, SITTINGS

# The model is next to the rubric.
_MODEL = COURSE.place("solutions") / f"{CHAPTER_QUESTIONS}.rubric.npz"
_SAID_ALREADY = "If your answer says that already, leave it: saying it twice earns nothing."
_HOW = (
    "A program read it. It knows words, not meaning: it counts some points that aren't made, and "
    "misses some that are. This isn't a grade."
)


@dataclass(frozen=True)
class Feedback:
    """How complete a written answer seems.

    Attributes
    ----------
    question
        Name of the question, such as ``"q4"``.
    covered, most
        Points that seem covered, and all points.
    missing
        Parts of the question without any points found, in the question's words.
    partly
        Parts with some, but not all, points found.
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
    """Estimate how complete your written answer is, and what is missing.

    Parameters
    ----------
    question
        ``"q4"``, or the full name of the answer's cell, ``"q4_written"``.
    text
        The answer. By default it is read from the question's saved notebook in the current folder.

    Returns
    -------
    Feedback
        Displays itself in words. It isn't a grade.

    Raises
    ------
    ValueError
        If the question, notebook or answer is missing, or the answer is too long.

    Examples
    --------
    >>> print(feedback("q4", text=""))  # doctest: +ELLIPSIS
    q4: 0 of 6 points seem covered. You have not written an answer yet. ...
    """
    name = _name(question)
    answer = own_text(_saved(name) if text is None else _check_text(text))
    parts = readers()[name].parts
    if not answer:
        where = (
            "Write your answer here as text='...'."
            if text is not None
            else "Write it in its cell, make sure that it is saved, and run this again."
        )
        most = sum(part.most for part in parts)
        return Feedback(name, 0, most, (), (), (f"You have not written an answer yet. {where}",))
    if len(answer) > MOST_CHARACTERS:
        raise ValueError(
            f"Your answer to {name} has {len(answer):,} characters; at most "
            f"{MOST_CHARACTERS:,} are read. Shorten it: a good answer takes a page."
        )
    result = _feedback_from(name, parts, readers()[name].covered(answer))
    if text is None:
        return replace(result, notes=(*result.notes, "Your answer was read as it is saved."))
    return result


@cache
def readers() -> dict[str, Reader]:
    """Return the reader of each question, by its name (``q4``), if the course has any."""
    if not _MODEL.is_file():
        return {}
    return {name.lower(): reader for name, reader in load(_MODEL).items()}


def _feedback_from(name: str, parts: tuple[Part, ...], counts: Mapping[str, int]) -> Feedback:
    count, most = sum(counts.values()), sum(part.most for part in parts)
    return Feedback(
        question=name,
        covered=count,
        most=most,
        missing=tuple(part.ask for part in parts if counts[part.ask] == 0),
        partly=tuple(part.ask for part in parts if 0 < counts[part.ask] < part.most),
        notes=(_SAID_ALREADY, _HOW) if count < most else (_HOW,),
    )


def _name(question: object) -> str:
    name = str(question).lower().removesuffix("_written")
    if name not in readers():
        there = ", ".join(readers()) or "none in this course"
        raise ValueError(f"There is no written question {str(question)[:40]!r}; there are {there}.")
    return name


def _check_text(text: object) -> str:
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
