"""An assignment's tests keep every right solution and catch every wrong one."""

import re

import pytest

from bank import HERE, Bank, Solution

BANKS = {path.parent.name: Bank(path.parent.name) for path in sorted(HERE.glob("*/wrong"))}
QUESTIONS = [(name, question) for name, bank in BANKS.items() for question in bank.questions]
LEAST_WRONG = 15
LEAST_RIGHT = 3


def solutions(kind: str) -> list:
    """One case a file: the assignment's name and the solution."""
    return [
        pytest.param(name, solution, id=f"{name}-{solution}")
        for name, bank in BANKS.items()
        for solution in getattr(bank, kind)
    ]


def test_every_assignment_has_a_bank():
    assert set(BANKS) == {path.stem for path in (HERE.parents[1] / "solutions").glob("*.md")}


@pytest.mark.parametrize("name", BANKS)
def test_the_official_solution_gets_every_point_in_silence(name: str):
    for verdict in BANKS[name].grade():
        assert verdict.is_full, str(verdict)
        assert not verdict.shown, f"{verdict.label} printed or warned: {verdict.shown}"


@pytest.mark.parametrize(("name", "solution"), solutions("right"))
def test_a_right_solution_keeps_every_point(name: str, solution: Solution):
    bank = BANKS[name]
    assert set(solution.cells) == set(bank.questions), "a right solution answers every question"
    lost = [str(verdict) for verdict in bank.grade(solution.cells) if not verdict.is_full]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize(("name", "solution"), solutions("wrong"))
def test_a_wrong_solution_loses_points_of_its_question(name: str, solution: Solution):
    assert solution.description, "the first line says the mistake in words"
    verdicts = BANKS[name].grade(solution.cells, solution.question)
    lost = [verdict for verdict in verdicts if not verdict.is_full]
    assert lost, f"no test notices: {solution.description}"
    slips = (SyntaxError, NameError, ImportError)
    slip = next((verdict for verdict in lost if isinstance(verdict.error, slips)), None)
    assert slip is None, f"fails by a slip of the file, not by its mistake: {slip}"


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_a_question_has_enough_wrong_solutions(name: str, question: str):
    count = sum(solution.question == question for solution in BANKS[name].wrong)
    assert count >= LEAST_WRONG


@pytest.mark.parametrize("name", BANKS)
def test_there_are_enough_right_solutions(name: str):
    assert len(BANKS[name].right) >= LEAST_RIGHT


@pytest.mark.parametrize("name", BANKS)
def test_the_released_assignment_gets_nothing(name: str):
    bank = BANKS[name]
    released = {label: bank.solution_of(label).released for label in bank.questions}
    given_away = [str(verdict) for verdict in bank.grade(released) if verdict.score]
    assert not given_away


@pytest.mark.parametrize("answer", ["None", "0", "True", "'none'", "[]", "args[0]"])
@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_an_answer_without_work_gets_nothing(name: str, question: str, answer: str):
    bank = BANKS[name]
    names = re.findall(r"^def (\w+)", bank.solution_of(question).source, re.MULTILINE)
    source = "\n".join(f"def {name}(*args, **options):\n    return {answer}" for name in names)
    given_away = [
        str(verdict) for verdict in bank.grade({question: source}, question) if verdict.score
    ]
    assert not given_away
