"""``grader bank``."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from split_grader.base.errors import GraderError
from split_grader.commands.options import CORES, AssignmentName, CellSeconds, CourseFolder, Jobs
from split_grader.commands.screen import screen
from split_grader.course.bank import instructor_answers, read_bank
from split_grader.course.course import find_course
from split_grader.course.time_limits import limits_of
from split_grader.tasks.try_bank import Bench, Tried, idle_tests, trials_of

_MANY = 15
"""Wrong answers to a question that find most gaps in its tests. Advice, not a condition."""


def bank(
    assignment: AssignmentName,
    folder: Annotated[
        Path | None,
        typer.Option("--bank", help="A folder of answers; by default, banks/ASSIGNMENT."),
    ] = None,
    jobs: Jobs = CORES,
    cell_seconds: CellSeconds = None,
    course: CourseFolder = None,
) -> None:
    """Try right and wrong answers on an assignment's tests.

    A right answer must keep all points. A wrong one must lose some, with the words after `says` in
    the message; then the report can name it among the likely mistakes. Each test must take points
    from a wrong answer. Your release, submissions and grades aren't touched.

    Example: `grader bank drift`
    """
    place = find_course(course)
    where = folder or place.root / "banks" / assignment
    place.require_assignment(assignment)
    answers = read_bank(where, instructor_answers(place.source(assignment)))
    trials = trials_of(answers, place.source(assignment))
    screen.say(f"Trying the answers in {where} on the tests of {assignment}, {jobs} at a time.")
    screen.say("First your own solution, in a scratch copy of the assignment.")
    with tempfile.TemporaryDirectory(prefix="gr", ignore_cleanup_errors=True) as scratch:
        limits = limits_of(place.config, cell_seconds)
        bench = Bench(place, assignment, Path(scratch).resolve(), limits)
        outcomes = list(screen.track(bench.grade(trials, jobs), len(trials), "Trying"))
    outcomes.sort(key=lambda one: trials.index(one.trial))
    problems = 0
    for question, tests in bench.questions().items():
        own = [one for one in outcomes if one.trial.question == question]
        right = sum(one.trial.wrong is None for one in own)
        wrong = len(own) - right
        sentences = _problems(own, tests) if own else [f"No answers yet: write {question}.py."]
        problems += len(sentences)
        screen.say(
            f"{question}: {_count(right, 'right answer')}, {_count(wrong, 'wrong answer')}, "
            f"{_count(len(tests), 'test')}",
            style="bold",
        )
        for sentence in sentences:
            screen.say(f"  {sentence}", style="yellow")
        if own and wrong < _MANY:
            screen.say(f"  Advice: {_MANY} plausible wrong answers find most gaps in the tests.")
    mistake_count = sum(one.is_named for one in outcomes)
    screen.say(f"The report on {assignment} can name {_count(mistake_count, 'likely mistake')}.")
    if problems:
        screen.next(f"correct what is listed in yellow, then `grader bank {assignment}` again")
        raise GraderError(f"{_count(problems, 'problem')} in the bank or the tests (see above).")
    screen.say("Right answers keep all points, wrong ones lose some, and each test is needed.")
    screen.next(f"`grader release {assignment}`")


def _problems(outcomes: Sequence[Tried], tests: Sequence[str]) -> list[str]:
    """Describe what is wrong with a question's answers or tests."""
    sentences = [sentence for one in outcomes if (sentence := _problem(one))]
    return sentences + [
        f"No wrong answer loses points in {test}: write one that does, or leave out the test."
        for test in idle_tests(tests, outcomes)
    ]


def _problem(outcome: Tried) -> str:
    """Describe what an answer's points or messages should be; empty if it ends as it should."""
    name, wrong = outcome.trial.name, outcome.trial.wrong
    if wrong is None:
        losses = "; ".join(f"{cell.grade_id} ({cell.message})" for cell in outcome.lost)
        return f"Right answer {name!r} loses points in {losses}." if losses else ""
    if not outcome.lost:
        return f"Wrong answer {name!r} passes every test: write a test that it fails."
    if outcome.is_named:
        return ""
    first = outcome.lost[0]
    return (
        f"Wrong answer {name!r} gets other words than those after says. Expected: {wrong.says}. "
        f"{first.grade_id} says: {first.message}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
