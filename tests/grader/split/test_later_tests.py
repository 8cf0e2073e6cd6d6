"""What a test leaves for the cells and tests after it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from split_grader.split import Assignment, Cell, Verdict
from support.split_cases import FOLDER

_FIRST = """
assert f(1) == 2
expected = [4, 10]
def check(a, b):
    assert a == b
assert f(3) == 4
"""


_SECOND = "check(g(2), 4)\nassert [g(2), g(5)] == expected"


@pytest.mark.parametrize("end", ["return 0", "import os; os._exit(1)"])
def test_what_a_test_binds_is_never_the_students_even_if_it_ends_before(engine, end):
    right = "def f(x):\n    return x + 1\ndef g(x):\n    return 2 * x"
    attack = f"""
def f(x):
    {end}
def g(x):
    return 0
expected = [0, 0]
def check(a, b):
    pass
"""

    def cells(answer):
        tests = [Cell("test", text, name, 1) for name, text in (("p", _FIRST), ("q", _SECOND))]
        return [Cell("student", answer), *tests]

    profile = engine.profile(cells(right))
    assert engine.run(cells(right), Assignment(profile=profile)).score == 2
    assert engine.run(cells(attack), Assignment(profile=profile)).score == 0


def test_an_endless_loop_over_a_tests_function_costs_no_later_test(engine):
    first = "import math, time\nassert f(lambda x: time.sleep(0.1) or x) == 1"

    def cells(answer):
        tests = [("one", first), ("two", "assert math.isclose(g(1), 2)")]
        right = "def g(x):\n    return x + 1\n"
        return [
            Cell("student", right + answer),
            *(Cell("test", text, name, points=1) for name, text in tests),
        ]

    profile = engine.profile(cells("def f(key):\n    return key(1)"))
    endless = cells("def f(key):\n    while True:\n        key(1)")
    brief = [replace(cell, seconds=1) if cell.grade_id == "one" else cell for cell in endless]
    results = engine.run(brief, Assignment(profile=profile)).tests
    assert (results["one"].verdict, results["two"].score) == (Verdict.TIMEOUT, 1), results


def test_what_a_test_changes_is_there_for_later_cells(engine):
    cells = [
        Cell("student", "data = [1]\nrates = {'a': 1}"),
        Cell("test", "data.append(2)\nrates.clear()\nassert data == [1, 2]", "one", points=1),
        Cell("student", "total = sum(data) + len(rates)"),
        Cell("test", "assert total == 3", "two", points=1),
    ]
    profile = engine.profile(cells)
    assert profile.low_trust == {}
    assert engine.run(cells, Assignment(profile=profile)).score == 2


def test_an_answer_uses_what_an_earlier_test_imports_and_the_test_after_it_runs_apart(engine):
    cells = [
        Cell("student", "area = 2"),
        Cell("test", "import math\nfrom copy import copy as twin\nassert area == 2", "first", 1),
        Cell("student", "root = math.sqrt(4)\nrows = twin([1])"),
        Cell("test", "assert root == 2 and rows == [1]", "q", points=1),
    ]
    profile = engine.profile(cells)
    assert not profile.low_trust
    outcome = engine.run(cells, Assignment(profile=profile))
    assert outcome.score == 2
    assert [cell.kind for cell in outcome.cells] == ["student", "test", "student", "test"]
    assert [cell.execution_count for cell in outcome.cells if cell.kind == "student"] == [1, 2]
    cells[2] = Cell("student", "root = math.sqrt(9)\nrows = twin([1])")
    assert engine.run(cells, Assignment(profile=profile)).score == 1


def _run_together(line):
    return f"import os\nassert os.getcwd()\n{line}"


def _chains():
    """Return each chain's right and wrong answer, its tests, and which run in one process."""
    text = (FOLDER / "chains.txt").read_text(encoding="utf-8")
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, *parts = re.split(r"^--- (\w+)\n", block, flags=re.MULTILINE)
        name, _, right = head.partition("\n")
        (_, *ways), (wrong, *tests) = parts[::2], parts[1::2]
        low = "".join(label for label, way in zip("abcdef", ways) if way == "together")  # noqa: B905
        yield pytest.param(right, wrong, tests, low, id=name)


@pytest.mark.parametrize(("right", "wrong", "tests", "low"), list(_chains()))
def test_later_tests_find_what_a_test_in_one_process_left(engine, right, wrong, tests, low):
    def cells(answer):
        test_cells = [Cell("test", text, grade_id, 1) for grade_id, text in zip("abcdef", tests)]  # noqa: B905
        return [Cell("student", answer), *test_cells]

    profile = engine.profile(cells(right))
    assert ("".join(profile.low_trust), profile.failing) == (low, {})
    outcome = engine.run(cells(right), Assignment(profile=profile))
    assert outcome.score == len(tests), {g: t.message for g, t in outcome.tests.items()}
    assert engine.run(cells(wrong), Assignment(profile=profile)).score <= 1


def test_a_frame_that_an_earlier_test_left_under_the_same_name_does_no_harm(engine):
    test = "import pandas as pd\ncase = pd.DataFrame({'a': [1, 2]})\nassert total(case.copy()) == 3"
    answer = Cell("student", "def total(frame):\n    return frame['a'].sum()")
    cells = [answer, *(Cell("test", test, name, points=1) for name in "pq")]
    profile = engine.profile(cells)
    assert (profile.low_trust, profile.failing) == ({}, {})
    assert engine.run(cells, Assignment(profile=profile)).score == 2


def test_names_that_tests_use_again_and_data_that_they_hand_over_bind_none_to_another(engine):
    look = "for n in [1, 2]:\n    got = total(data[:n])\n    assert got == sum(data[:n])"
    one = f"{look}\n{_run_together('assert got')}"
    texts = "data = [3, 4]\nassert total(data) == 7", one, look, "assert [total([n]) for n in data]"
    cells = [
        Cell("student", "def total(values):\n    return sum(values)"),
        *(Cell("test", text, name, points=1) for name, text in zip("abcd", texts, strict=True)),
    ]
    profile = engine.profile(cells)
    assert (set(profile.low_trust), profile.failing) == ({"b"}, {})
    assert engine.run(cells, Assignment(profile=profile)).score == 4
