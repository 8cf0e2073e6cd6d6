"""The course map: every module, and how far this learner has come."""

from __future__ import annotations

import html
from typing import Any

from course import progress, reviews, selfcheck
from course.syllabus import CHAPTER_QUESTIONS, MODULES, Module


class CourseMap:
    """A table of all modules with this learner's progress, as it is when it is displayed."""

    def lines(self) -> list[tuple[Module, str]]:
        """Return each module with its state in words."""
        return [(module, _state(module)) for module in MODULES]

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        return {"text/html": self._table(), "text/plain": self._text()}

    def _text(self) -> str:
        lines = [
            f"{module.number:2d}  {module.question}  ({state})" for module, state in self.lines()
        ]
        return "\n".join([*lines, *(f"{said}: review()" for said in _due())])

    def _table(self) -> str:
        rows = "".join(
            f"<tr><td>{module.number}</td><td>{_link(module)}</td><td>{state}</td></tr>"
            for module, state in self.lines()
        )
        return (
            "<table><caption>The course, and how far you are</caption>"
            '<thead><tr><th scope="col">Module</th><th scope="col">Its question</th>'
            f'<th scope="col">You</th></tr></thead><tbody>{rows}</tbody></table>'
            + "".join(f"<p>{said}: <code>review()</code></p>" for said in _due())
        )


def course_map() -> CourseMap:
    """Show all modules and how far you are."""
    return CourseMap()


def _state(module: Module) -> str:
    graded = f"{_exercise_state(module)}{_sitting_state(module)}"
    if not module.steps:
        return f"in preparation{graded}"
    done = progress.done(module.slug)
    reached = sum(step in done for step in module.steps)
    if not reached:
        steps = f"open: {len(module.steps)} {'step' if len(module.steps) == 1 else 'steps'}"
        return f"{steps}{graded}"
    checkpoint = done.get("checkpoint", {})
    answered = (
        f", checkpoint {checkpoint['right']} of {checkpoint['asked']} right" if checkpoint else ""
    )
    return f"{reached} of {len(module.steps)} steps{answered}{graded}"


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
    names = [name for name in selfcheck.questions(exercise) if name.startswith(start)]
    done = progress.done(f"exercise-{exercise}")
    passed = sum(done.get(name, {}).get("passed", False) for name in names)
    return f", {what}{passed} of {len(names)} self-checked" if passed else ""


def _link(module: Module) -> str:
    question = html.escape(module.question)
    return f'<a href="{module.notebook}">{question}</a>' if module.steps else question
