"""The tests of every assignment keep every right answer and catch every wrong one.

`make test` grades a sample of the banks: of every question a wrong answer and a right one.
`make banks` grades them all.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from split_grader.course.bank import Bank, Wrong, instructor_answers, read_bank
from support.in_process import SOLUTIONS, Exercise
from support.sampling import sampled

BANKS = Path(__file__).resolve().parents[2] / "banks"
NAMES = sorted({path.parent.name for path in SOLUTIONS.glob("*/*.ipynb")})
EXERCISES = {name: Exercise(name) for name in NAMES}
LEAST_RIGHT = 3
QUESTIONS = [(name, question) for name in NAMES for question in EXERCISES[name].questions]

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
every_question = pytest.mark.parametrize(
    ("name", "question"), QUESTIONS, ids=["/".join(one) for one in QUESTIONS]
)


@cache
def bank_of(name: str) -> Bank:
    return read_bank(BANKS / name, instructor_answers(SOLUTIONS / name))


def right_of(name: str, question: str) -> list[str]:
    return [one for one, answers in bank_of(name).right.items() if question in answers]


def wrong_of(name: str, question: str) -> dict[str, Wrong]:
    return bank_of(name).wrong.get(question, {})


def some_of(answers_of: Callable[[str, str], Iterable[str]], every: int) -> list:
    """Parameters for tests of answers: assignment, question and the answer's name."""
    answers = [
        (name, question, answer)
        for name, question in QUESTIONS
        for answer in answers_of(name, question)
    ]
    sample = sampled(answers, every, kind=lambda one: one[:2], name="/".join)
    return [pytest.param(*one, id="/".join(one)) for one in sample]


@every_exercise
def test_the_official_solution_gets_every_point_in_silence(exercise: Exercise):
    for verdict in exercise.grade():
        assert verdict.is_full, str(verdict)
        assert not verdict.shown, f"{verdict.label} printed or warned: {verdict.shown}"


@pytest.mark.parametrize(("name", "question", "right"), some_of(right_of, every=50))
def test_a_right_answer_keeps_every_point(name: str, question: str, right: str):
    text = bank_of(name).right[right][question]
    verdicts = EXERCISES[name].grade({question: text}, question)
    losses = [str(verdict) for verdict in verdicts if not verdict.is_full]
    assert not losses, "\n".join(losses)


@pytest.mark.parametrize(("name", "question", "mistake"), some_of(wrong_of, every=50))
def test_a_wrong_answer_loses_points_and_its_learner_is_told_why(
    name: str, question: str, mistake: str
):
    wrong = wrong_of(name, question)[mistake]
    verdicts = EXERCISES[name].grade({question: wrong.text}, question, until_lost=True)
    loss = next((verdict for verdict in verdicts if not verdict.is_full), None)
    assert loss, "no test notices"
    slips = (SyntaxError, NameError, ImportError)
    assert not isinstance(loss.error, slips), f"fails by a slip, not by its mistake: {loss}"
    text = " ".join(str(loss).split())
    if wrong.says not in text:  # pytest would print both texts, and where they differ, over a page
        pytest.fail(f"after says you wrote: {wrong.says}\nthe learner gets: {text}", pytrace=False)


@pytest.mark.whole
@every_question
def test_every_test_cell_takes_points_from_a_wrong_answer(name: str, question: str):
    exercise = EXERCISES[name]
    idle = {cell.label for cell in exercise.tests_of(question)}
    for wrong in wrong_of(name, question).values():
        verdicts = exercise.grade({question: wrong.text}, question) if idle else []
        idle -= {verdict.label for verdict in verdicts if not verdict.is_full}
    assert not idle, f"no wrong answer loses points in {', '.join(sorted(idle))}: is it empty?"


@every_question
def test_a_question_has_enough_right_answers(name: str, question: str):
    right = len(right_of(name, question))
    count = f"banks/{name}/{question}.py has {right} right answers"
    assert right >= LEAST_RIGHT, f"{count}; write {LEAST_RIGHT}, written differently"


@every_exercise
def test_the_released_assignment_gets_nothing(exercise: Exercise):
    released_answers = {label: exercise.solution_of(label).released for label in exercise.questions}
    given_points = [str(verdict) for verdict in exercise.grade(released_answers) if verdict.score]
    assert not given_points


def bare_answers(_name: str, _question: str) -> list[str]:
    return ["None", "0", "True", "'none'", "[]", "args[0]"]


@pytest.mark.parametrize(("name", "question", "answer"), some_of(bare_answers, every=6))
def test_an_answer_without_work_gets_nothing(name: str, question: str, answer: str):
    exercise = EXERCISES[name]
    functions = re.findall(r"^def (\w+)", exercise.solution_of(question).source, re.MULTILINE)
    source = "\n".join(f"def {one}(*args, **options):\n    return {answer}" for one in functions)
    verdicts = exercise.grade({question: source}, question)
    given_points = [str(verdict) for verdict in verdicts if verdict.score]
    assert not given_points
