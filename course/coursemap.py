"""The course map: the modules of a path, and how far this learner has come."""

from __future__ import annotations

import html
from typing import Any

from course import progress, reviews, selfcheck
from course.syllabus import CHAPTER_QUESTIONS, PATHS, Assignment, LearningPath, Module, Stop

_HEADS = ("Module", "Its question", "To do", "You")
_LEFT = "text-align: left"  # JupyterLab sets cells to the right, as suits numbers


class CourseMap:
    """A table of a path's modules with this learner's progress, as it is when it is displayed."""

    def __init__(self, path: LearningPath) -> None:
        self.path = path

    @property
    def total(self) -> str:
        """What the path takes in all, as a sentence."""
        longer = self.path.challenge_hours
        challenges = f", {longer} with every challenge" if longer else ""
        last = f"; then one for the {self.path.last.title.lower()}" if self.path.last else ""
        return f"About {self.path.hours} hours in all{challenges}{last}. Exercises are not counted."

    def lines(self) -> list[tuple[Module, str]]:
        """Return each module with its state in words."""
        return [(stop.module, _state(stop)) for stop in self.path.stops]

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        return {"text/html": self._table(), "text/plain": self._text()}

    def _text(self) -> str:
        lines = [line for stop in self.path.stops for line in _lines(stop)]
        if last := self.path.last:
            lines.append(f"    {last.title}  [{last.minutes} min]")
        return "\n".join([*lines, self.total, *(f"{said}: review()" for said in _due())])

    def _table(self) -> str:
        rows = "".join(_rows(stop) for stop in self.path.stops) + _last(self.path.last)
        heads = "".join(f'<th scope="col" style="{_LEFT}">{head}</th>' for head in _HEADS)
        foot = f'<td colspan="{len(_HEADS)}" style="{_LEFT}">{self.total}</td>'
        return (
            f"<table><caption>{html.escape(self.path.title)}, and how far you are</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
            f"<tfoot><tr>{foot}</tr></tfoot></table>"
            + "".join(f"<p>{said}: <code>review()</code></p>" for said in _due())
        )


def course_map(path: str = "whole") -> CourseMap:
    """Show the modules of a path, what to do in each, and how far you are.

    Parameters
    ----------
    path
        ``"executive"``, ``"practitioner"`` or ``"whole"``.

    Raises
    ------
    ValueError
        There is no such path.

    Examples
    --------
    >>> course_map("executive").lines()[0][1]
    'open: 1 step'
    """
    if path not in PATHS:
        raise ValueError(f"There is no path {path!r}; there are: {', '.join(PATHS)}.")
    return CourseMap(PATHS[path])


def to_do(stop: Stop) -> str:
    """Return what a path takes of a module, and its minutes."""
    return f"{'; '.join(_named(each) for each in stop.sections)}{_took(stop)}"


def _took(stop: Stop) -> str:
    return f"{': ' if stop.sections else ''}{stop.minutes} min"


def _named(section: str) -> str:
    """Return a heading as the map names it: ``section 1, A thousand machines``."""
    number, _, heading = section.partition(". ")
    return f"section {number}, {heading}" if number.isdigit() else section


def _lines(stop: Stop) -> list[str]:
    line = f"{stop.module.number:2d}  {stop.module.question}  [{to_do(stop)}]  ({_state(stop)})"
    return [line, f"    {stop.before}"] if stop.before else [line]


def _rows(stop: Stop) -> str:
    links = [_section_link(stop.module, section) for section in stop.sections]
    what = f"{'; '.join(links)}{_took(stop)}"
    cells = _cells(stop.module.number, _link(stop.module), what, _state(stop))
    return f"<tr>{cells}</tr>{_across(_folded(stop.before)) if stop.before else ''}"


def _section_link(module: Module, section: str) -> str:
    place = f"{module.notebook}#{section.replace(' ', '-')}"  # as JupyterLab names it
    return f'<a href="{html.escape(place)}">{html.escape(_named(section))}</a>'


def _last(last: Assignment | None) -> str:
    if last is None:
        return ""
    link = f'<a href="{last.notebook}">{last.title}</a>'
    return f"<tr>{_cells('', link, f'{last.minutes} min', 'a person reads it')}</tr>"


def _folded(before: str) -> str:
    # It answers what the lesson asks: only who wants to decide without the lesson opens it.
    return f"<details><summary>Before you decide</summary>{html.escape(before)}</details>"


def _across(content: str) -> str:
    return f'<tr><td colspan="{len(_HEADS)}" style="{_LEFT}">{content}</td></tr>'


def _state(stop: Stop) -> str:
    module = stop.module
    graded = f"{_exercise_state(module)}{_sitting_state(module)}"
    if not module.steps:
        return f"in preparation{graded}"
    done = progress.done(module.slug)
    reached = sum(step in done for step in stop.steps)
    if not reached:
        steps = f"open: {len(stop.steps)} {'step' if len(stop.steps) == 1 else 'steps'}"
        return f"{steps}{graded}"
    checkpoint = done.get("checkpoint", {})
    answered = (
        f", checkpoint {checkpoint['right']} of {checkpoint['asked']} right" if checkpoint else ""
    )
    return f"{reached} of {len(stop.steps)} steps{answered}{graded}"


def _due() -> list[str]:
    """Return the line that says how many questions are due, where any is."""
    number = len(reviews.due(progress.now()))
    if not number:
        return []
    return ["1 question is due" if number == 1 else f"{number} questions are due"]


def _exercise_state(module: Module) -> str:
    """Return how many questions of its exercise pass; nothing before the first does."""
    return _passed("exercise ", module.exercise, "") if module.exercise else ""


def _sitting_state(module: Module) -> str:
    """Return how many parts of its chapter question pass; nothing before the first does."""
    number = module.chapter_question
    return _passed(f"question {number}: ", CHAPTER_QUESTIONS, f"q{number}_") if number else ""


def _passed(what: str, exercise: str, start: str) -> str:
    if not selfcheck.is_released(exercise):
        return f", {what}not released yet"
    names = [name for name in selfcheck.questions(exercise) if name.startswith(start)]
    done = progress.done(f"exercise-{exercise}")
    passed = sum(done.get(name, {}).get("passed", False) for name in names)
    return f", {what}{passed} of {len(names)} self-checked" if passed else ""


def _cells(*contents: object) -> str:
    return "".join(f'<td style="{_LEFT}">{content}</td>' for content in contents)


def _link(module: Module) -> str:
    question = html.escape(module.question)
    return f'<a href="{module.notebook}">{question}</a>' if module.steps else question
