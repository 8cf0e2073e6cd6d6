"""The course map: a path's modules and this learner's progress."""

from __future__ import annotations

import html
from typing import Any

from course.board import decisions
from course.checks import selfcheck
from course.learner import progress
from course.recall import reviews
from course.syllabus.syllabus import (
    CHAPTER_QUESTIONS,
    MODULES,
    PATHS,
    Assignment,
    LearningPath,
    Module,
    Stop,
)

_HEADS = ("Module", "Its question", "To do", "You")
_LEFT = "text-align: left"  # JupyterLab right-aligns cells, which suits numbers


class CourseMap:
    """A table of a path's modules with the learner's progress at display time."""

    def __init__(self, path: LearningPath) -> None:
        self.path = path

    @property
    def total(self) -> str:
        """Total time of the path, as a sentence."""
        longer = self.path.challenge_hours
        challenges = f", {longer} with every challenge" if longer else ""
        last = f"; then one for the {self.path.last.title.lower()}" if self.path.last else ""
        hours = f"{self.path.hours} hour{'s' * (self.path.hours != 1)}"
        return f"About {hours} in all{challenges}{last}. Exercises are not counted."

    def lines(self) -> list[tuple[Module, str]]:
        """Return each module with its state in words."""
        return [(stop.module, _state(stop)) for stop in self.path.stops]

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        return {"text/html": self._table(), "text/plain": self._text()}

    def _text(self) -> str:
        lines = [line for stop in self.path.stops for line in _lines(stop)]
        if last := self.path.last:
            lines.append(f"    {last.title}  [{last.minutes} min]")
        return "\n".join([*lines, self.total, *(f"{what}: {call}" for what, call in _calls())])

    def _table(self) -> str:
        rows = "".join(_rows(stop) for stop in self.path.stops) + _last(self.path.last)
        heads = "".join(f'<th scope="col" style="{_LEFT}">{head}</th>' for head in _HEADS)
        foot = f'<td colspan="{len(_HEADS)}" style="{_LEFT}">{self.total}</td>'
        return (
            f"<table><caption>{html.escape(self.path.title)}, and how far you are</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
            f"<tfoot><tr>{foot}</tr></tfoot></table>"
            + "".join(f"<p>{what}: <code>{html.escape(call)}</code></p>" for what, call in _calls())
        )


def course_map(path: str = "whole") -> CourseMap:
    """Show a path's modules, what to do in each, and your progress.

    Parameters
    ----------
    path
        ``"whole"``, or a path in ``course.toml``: here ``"executive"`` or ``"practitioner"``.

    Raises
    ------
    ValueError
        If the path is unknown.

    Examples
    --------
    >>> course_map("executive").lines()[0][1]
    'open: 1 step'
    """
    if path not in PATHS:
        raise ValueError(f"There is no path {path!r}; there are: {', '.join(PATHS)}.")
    return CourseMap(PATHS[path])


def to_do(stop: Stop) -> str:
    """Return the sections of a module that a path uses, and the minutes."""
    return _with_minutes(stop, [_short_heading(each) for each in _sections(stop)])


def _has_workbench(stop: Stop) -> bool:
    """Return whether a path uses a module's workbench: one that leaves out steps doesn't."""
    return stop.module.workbench is not None and not stop.is_part


def before(stop: Stop) -> str:
    """Return what the decision takes for granted, if the path takes part of the lesson."""
    return decisions.before(stop.module.slug) if stop.is_part else ""


def _sections(stop: Stop) -> list[str]:
    return decisions.sections(stop.module.slug, stop.steps) if stop.is_part else []


def _with_minutes(stop: Stop, sections: list[str]) -> str:
    return f"{'; '.join(sections)}{': ' if sections else ''}{stop.minutes} min"


def _short_heading(section: str) -> str:
    """Return a heading as shown in the map: ``section 1, A thousand machines``."""
    number, _, heading = section.partition(". ")
    return f"section {number}, {heading}" if number.isdigit() else section


def _lines(stop: Stop) -> list[str]:
    bench = f"; {stop.module.workbench_notebook}" if _has_workbench(stop) else ""
    what = f"{to_do(stop)}{bench}"
    line = f"{stop.module.number:2d}  {stop.module.question}  [{what}]  ({_state(stop)})"
    return [line, f"    {before(stop)}"] if stop.is_part else [line]


def _rows(stop: Stop) -> str:
    links = [_section_link(stop.module, section) for section in _sections(stop)]
    bench = f'; <a href="{stop.module.workbench_notebook}">workbench</a>'
    what = f"{_with_minutes(stop, links)}{bench if _has_workbench(stop) else ''}"
    cells = _cells(stop.module.number, _link(stop.module), what, _state(stop))
    return f"<tr>{cells}</tr>{_across(_folded(before(stop))) if stop.is_part else ''}"


def _section_link(module: Module, section: str) -> str:
    place = f"{module.notebook}#{section.replace(' ', '-')}"  # JupyterLab's anchor
    return f'<a href="{html.escape(place)}">{html.escape(_short_heading(section))}</a>'


def _last(last: Assignment | None) -> str:
    if last is None:
        return ""
    link = f'<a href="{last.notebook}">{last.title}</a>'
    return f"<tr>{_cells('', link, f'{last.minutes} min', 'a person reads it')}</tr>"


def _folded(before: str) -> str:
    # It gives away the lesson's answers: for learners who want to decide without the lesson.
    return f"<details><summary>Before you decide</summary>{html.escape(before)}</details>"


def _across(content: str) -> str:
    return f'<tr><td colspan="{len(_HEADS)}" style="{_LEFT}">{content}</td></tr>'


def _state(stop: Stop) -> str:
    module = stop.module
    exercise_states = f"{_exercise_state(module)}{_sitting_state(module)}"
    if not module.steps:
        return f"in preparation{exercise_states}"
    records = progress.done(module.slug)
    count = sum(step in records for step in stop.steps)
    if not count:
        steps = f"open: {len(stop.steps)} {'step' if len(stop.steps) == 1 else 'steps'}"
        return f"{steps}{exercise_states}"
    checkpoint = records.get("checkpoint", {})
    score = (
        f", checkpoint {checkpoint['right']} of {checkpoint['asked']} right" if checkpoint else ""
    )
    return f"{count} of {len(stop.steps)} steps{score}{exercise_states}"


def _calls() -> list[tuple[str, str]]:
    """Return what a learner can do next, and how to call it; nothing before the first step."""
    number = len(reviews.due(progress.now()))
    due = "1 question is due" if number == 1 else f"{number} questions are due"
    reviewing = [(due, "review()")] if number else []
    has_begun = any(progress.done(module.slug) for module in MODULES)
    return (
        [*reviewing, ("A statement of all this", 'statement("Your name")')]
        if has_begun
        else reviewing
    )


def _exercise_state(module: Module) -> str:
    """Return how many questions of the exercise pass, or "" if none do."""
    return _passed("exercise ", module.exercise, "") if module.exercise else ""


def _sitting_state(module: Module) -> str:
    """Return how many parts of the chapter question pass, or "" if none do."""
    number = module.chapter_question
    return _passed(f"question {number}: ", CHAPTER_QUESTIONS, f"q{number}_") if number else ""


def _passed(what: str, exercise: str, start: str) -> str:
    if not selfcheck.is_released(exercise):
        return f", {what}not released yet"
    names = [name for name in selfcheck.questions(exercise) if name.startswith(start)]
    results = progress.done(f"exercise-{exercise}")
    count = sum(results.get(name, {}).get("passed", False) for name in names)
    return f", {what}{count} of {len(names)} self-checked" if count else ""


def _cells(*contents: object) -> str:
    return "".join(f'<td style="{_LEFT}">{content}</td>' for content in contents)


def _link(module: Module) -> str:
    question = html.escape(module.question)
    return f'<a href="{module.notebook}">{question}</a>' if module.steps else question
