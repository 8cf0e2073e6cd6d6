"""The drift assignment's tests keep every right solution and catch every wrong one."""

import re

import pytest

from bank import Bank, Solution

BANK = Bank("drift")
LEAST_WRONG = 15
LEAST_RIGHT = 3


def test_the_official_solution_gets_every_point_in_silence():
    for verdict in BANK.grade():
        assert verdict.is_full, str(verdict)
        assert not verdict.shown, f"{verdict.label} printed or warned: {verdict.shown}"


@pytest.mark.parametrize("solution", BANK.right, ids=str)
def test_a_right_solution_keeps_every_point(solution: Solution):
    assert set(solution.cells) == set(BANK.questions), "a right solution answers every question"
    lost = [str(verdict) for verdict in BANK.grade(solution.cells) if not verdict.is_full]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("solution", BANK.wrong, ids=str)
def test_a_wrong_solution_loses_points_of_its_question(solution: Solution):
    assert solution.description, "the first line says the mistake in words"
    verdicts = BANK.grade(solution.cells, solution.question)
    lost = [verdict for verdict in verdicts if not verdict.is_full]
    assert lost, f"no test notices: {solution.description}"
    slips = (SyntaxError, NameError, ImportError)
    slip = next((verdict for verdict in lost if isinstance(verdict.error, slips)), None)
    assert slip is None, f"fails by a slip of the file, not by its mistake: {slip}"


@pytest.mark.parametrize("question", BANK.questions)
def test_a_question_has_enough_wrong_solutions(question: str):
    count = sum(solution.question == question for solution in BANK.wrong)
    assert count >= LEAST_WRONG


def test_there_are_enough_right_solutions():
    assert len(BANK.right) >= LEAST_RIGHT


def test_the_released_assignment_gets_nothing():
    released = {label: BANK.solution_of(label).released for label in BANK.questions}
    given_away = [str(verdict) for verdict in BANK.grade(released) if verdict.score]
    assert not given_away


@pytest.mark.parametrize("answer", ["None", "0", "True", "'none'", "[]", "args[0]"])
@pytest.mark.parametrize("question", BANK.questions)
def test_an_answer_without_work_gets_nothing(question: str, answer: str):
    names = re.findall(r"^def (\w+)", BANK.solution_of(question).source, re.MULTILINE)
    source = "\n".join(f"def {name}(*args, **options):\n    return {answer}" for name in names)
    given_away = [
        str(verdict) for verdict in BANK.grade({question: source}, question) if verdict.score
    ]
    assert not given_away
