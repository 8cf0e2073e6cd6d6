"""The tests of every assignment keep every right solution and catch every wrong one."""

import re

import pytest

from bank import Bank, Solution, banks

BANKS = banks()
QUESTIONS = [
    pytest.param(bank, question, id=f"{bank.name}/{question}")
    for bank in BANKS
    for question in bank.questions
]
LEAST_WRONG = 15
LEAST_RIGHT = 3

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.name)
every_question = pytest.mark.parametrize(("bank", "question"), QUESTIONS)


def solutions(kind: str):
    """Every solution of a kind, with its bank."""
    return pytest.mark.parametrize(
        ("bank", "solution"),
        [pytest.param(bank, one, id=str(one)) for bank in BANKS for one in getattr(bank, kind)],
    )


@every_bank
def test_the_official_solution_gets_every_point_in_silence(bank: Bank):
    for verdict in bank.grade():
        assert verdict.is_full, str(verdict)
        assert not verdict.shown, f"{verdict.label} printed or warned: {verdict.shown}"


@solutions("right")
def test_a_right_solution_keeps_every_point(bank: Bank, solution: Solution):
    assert set(solution.cells) == set(bank.questions), "a right solution answers every question"
    lost = [str(verdict) for verdict in bank.grade(solution.cells) if not verdict.is_full]
    assert not lost, "\n".join(lost)


@solutions("wrong")
def test_a_wrong_solution_loses_points_of_its_question(bank: Bank, solution: Solution):
    assert solution.description, "the first line says the mistake in words"
    verdicts = bank.grade(solution.cells, solution.question, until_lost=True)
    lost = [verdict for verdict in verdicts if not verdict.is_full]
    assert lost, f"no test notices: {solution.description}"
    slips = (SyntaxError, NameError, ImportError)
    slip = next((verdict for verdict in lost if isinstance(verdict.error, slips)), None)
    assert slip is None, f"fails by a slip of the file, not by its mistake: {slip}"


@every_question
def test_a_question_has_enough_wrong_solutions(bank: Bank, question: str):
    count = sum(solution.question == question for solution in bank.wrong)
    assert count >= LEAST_WRONG


@every_bank
def test_there_are_enough_right_solutions(bank: Bank):
    assert len(bank.right) >= LEAST_RIGHT


@every_bank
def test_the_released_assignment_gets_nothing(bank: Bank):
    released = {label: bank.solution_of(label).released for label in bank.questions}
    given_away = [str(verdict) for verdict in bank.grade(released) if verdict.score]
    assert not given_away


@pytest.mark.parametrize("answer", ["None", "0", "True", "'none'", "[]", "args[0]"])
@every_question
def test_an_answer_without_work_gets_nothing(bank: Bank, question: str, answer: str):
    names = re.findall(r"^def (\w+)", bank.solution_of(question).source, re.MULTILINE)
    source = "\n".join(f"def {name}(*args, **options):\n    return {answer}" for name in names)
    given_away = [
        str(verdict) for verdict in bank.grade({question: source}, question) if verdict.score
    ]
    assert not given_away
