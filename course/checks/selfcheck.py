"""Check an answer in an exercise with its visible tests.

In an exercise of this course the tests are those of its release, so edited or deleted test cells
make no difference. In a notebook of another course they are the notebook's own.
"""

from __future__ import annotations

import html
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from course.checks.notebooks import Question, notebooks_at_hand, questions_in
from course.learner import progress
from course.syllabus.coursefile import current

_EXERCISES = current().place("exercises")


@dataclass(frozen=True)
class Check:
    """The result of one question's visible tests.

    Attributes
    ----------
    question
        The question's name in the exercise, such as ``"q3_tests"``.
    problems
        Problems in words; empty if all visible tests pass.

    Examples
    --------
    >>> print(Check("q3_tests", ("return a DataFrame; got list",)))
    q3_tests: not yet. return a DataFrame; got list
    """

    question: str
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all visible tests pass."""
        return not self.problems

    def __str__(self) -> str:
        if self.passed:
            return (
                f"{self.question}: the visible tests pass. "
                "A course grades it by further tests, on other inputs. If you learn alone, you are "
                "done when every question of the exercise says this."
            )
        return f"{self.question}: not yet. " + " ".join(self.problems)

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        mark = "✓" if self.passed else "✗"
        return {
            "text/plain": str(self),
            "text/html": f'<p role="status">{mark} {html.escape(str(self))}</p>',
        }


def check(question: str, *, assignment: str | None = None) -> Check:
    """Run a question's visible tests on your answer.

    Parameters
    ----------
    question
        ``"q3"``, or the full name of an answer's cell, ``"q3_tests"``. All answers of a question
        are checked.
    assignment
        The exercise, such as ``"drift"``, or the name of a notebook's file. By default the notebook
        you are in, or the exercise whose folder you are in or whose functions you have defined.

    Returns
    -------
    Check
        Displays the result in words; ``passed`` is for code. Your progress records the result of
        an exercise of this course.

    Raises
    ------
    ValueError
        If the question or exercise is unknown, it is unclear which exercise is meant, or the
        question has no visible test.
    """
    names = _notebook_names()
    exercise = _exercise(question, assignment, names)
    cells = {name: one for name, one in exercise.questions.items() if _means(question, name)}
    if not cells:
        raise ValueError(
            f"{exercise} has no question {question!r}; it has "
            f"{', '.join(dict.fromkeys(name.split('_', 1)[0] for name in exercise.questions))}."
        )
    parts = [_check_part(name, one, names) for name, one in cells.items() if one.tests]
    if not parts:
        raise ValueError(
            f"{exercise} has no visible test for {question!r}, so nothing can be checked here. Ask "
            "your teacher how it is graded."
        )
    for part in parts if exercise.is_ours else ():
        progress.record(f"exercise-{exercise.name}.{part.question}", passed=part.passed)
    if len(parts) == 1:
        return parts[0]
    problems = (f"{part.question}: {problem}" for part in parts for problem in part.problems)
    return Check(question, tuple(problems))


def is_released(exercise: str) -> bool:
    """Return whether an exercise is released; unfinished lessons have none."""
    return bool(_notebooks(exercise))


def questions(exercise: str) -> tuple[str, ...]:
    """Return the names of an exercise's questions, in order.

    Raises
    ------
    ValueError
        If the exercise is unknown.
    """
    return tuple(_questions(exercise))


@dataclass(frozen=True)
class _Exercise:
    """An exercise of this course, or a notebook of another one."""

    name: str
    questions: Mapping[str, Question]
    is_ours: bool

    def __str__(self) -> str:
        return f"The exercise {self.name!r}" if self.is_ours else f"The notebook {self.name!r}"


def _means(question: str, name: str) -> bool:
    return question in (name, name.split("_", 1)[0])


@cache
def _questions(exercise: str) -> dict[str, Question]:
    """Return an exercise's questions by name, in order."""
    paths = _notebooks(exercise)
    if not paths:
        raise ValueError(
            f"There is no exercise {exercise!r}; there are {', '.join(_exercises()) or 'none yet'}."
        )
    return questions_in(paths)


def _notebooks(exercise: str) -> list[Path]:
    return sorted((_EXERCISES / exercise).glob("*.ipynb"))


def _exercises() -> list[str]:
    return sorted({path.parent.name for path in _EXERCISES.glob("*/*.ipynb")})


def _exercise(question: str, assignment: str | None, names: Mapping[str, Any]) -> _Exercise:
    """Return the exercise or notebook that has the question."""
    candidates = here = _answered_notebooks(names)
    if assignment:
        candidates = [one for one in here if one.name == assignment]
        if not candidates and not is_released(assignment):
            exercises = dict.fromkeys([*(one.name for one in here), *_exercises()])
            raise ValueError(
                f"There is no exercise or notebook {assignment!r}; there are "
                f"{', '.join(exercises)}."
            )
    if len(candidates) > 1:
        candidates = [
            one for one in candidates if any(_means(question, name) for name in one.questions)
        ]
        if len(candidates) != 1:
            there = ", ".join(one.name for one in candidates) or "none of those in this folder"
            raise ValueError(
                f"Can't tell which notebook you are in; {question!r} is in {there}. Name it: "
                f"check({question!r}, assignment='NAME')."
            )
    if candidates and not candidates[0].is_ours:
        return candidates[0]
    ours = assignment or (candidates[0].name if candidates else _exercise_at_hand(names))
    return _Exercise(ours, _questions(ours), is_ours=True)


def _answered_notebooks(names: Mapping[str, Any]) -> list[_Exercise]:
    """Return the notebooks at hand that have answers; those of an exercise are one."""
    exercises = {}
    for path in notebooks_at_hand(names):
        if answers := questions_in([path]):
            ours = [one for one in _exercises() if answers.keys() <= _questions(one).keys()]
            name = ours[0] if ours else path.stem
            exercises[name] = _Exercise(name, answers, is_ours=bool(ours))
    return list(exercises.values())


def _exercise_at_hand(names: Mapping[str, Any]) -> str:
    """Return the learner's current exercise, by folder or by defined functions."""
    exercises = _exercises()
    folder = Path.cwd().name
    if folder in exercises:
        return folder
    counts = {
        exercise: sum(
            name in names for one in _questions(exercise).values() for name in one.defines
        )
        for exercise in exercises
    }
    best = [exercise for exercise in exercises if counts[exercise] == max(counts.values()) > 0]
    if len(best) == 1:
        return best[0]
    raise ValueError(
        "Can't tell which exercise you are in. There is no saved notebook with answers and tests "
        f"in {Path.cwd()}, and no function of an exercise of this course is defined. Save your "
        f"notebook there. For an exercise of this course, run your cells first, or name it: "
        f"check('q1', assignment='NAME'); there are {', '.join(exercises) or 'none yet'}."
    )


def _check_part(name: str, question: Question, names: Mapping[str, Any]) -> Check:
    problems = (_problem(source, name, names) for source in question.tests)
    return Check(name, tuple(problem for problem in problems if problem))


def _notebook_names() -> dict[str, Any]:
    """Return the notebook's variables."""
    from IPython import get_ipython  # noqa: PLC0415 - only a notebook has it, and only here

    shell = get_ipython()
    if shell is None:
        raise ValueError("check() reads answers in a notebook. Call it in one.")
    names: dict[str, Any] = shell.user_ns
    return names


def _problem(test: str, question: str, names: Mapping[str, Any]) -> str | None:
    """Run one test cell on a copy of the notebook's variables; return the problem in words."""
    try:
        exec(compile(test, _where(question), "exec"), dict(names))  # noqa: S102 - our own test
    except AssertionError as failure:
        return _sentence(str(failure) or "A test fails without saying why; run it to see.")
    except NotImplementedError:
        return "There is no answer yet: replace raise NotImplementedError() by your code."
    except NameError as problem:
        return f"The name {problem.name} is not known: run the cell that defines it, then check."
    except Exception as problem:  # noqa: BLE001 - whatever a learner's code raises
        return _sentence(f"Your code raised {type(problem).__name__}: {problem}{_line(problem)}")
    return None


def _where(question: str) -> str:
    return f"<visible test of {question}>"


def _line(problem: Exception) -> str:
    """Return the last line of the learner's code in the traceback."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if frame.name != "<module>" and "ipykernel" in frame.filename]
    own = own or [frame for frame in frames if frame.filename.startswith("<ipython-input")]
    return f" (in {own[-1].name}, line {own[-1].lineno}: {own[-1].line})" if own else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
