"""Ways to a point without work, each tried against the answer it stands in for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.split import Assignment, Cell, Profile
from grader.split.hooks import Refused
from grader.split.policy import Policy
from sampling import sampled
from split_cases import blocks, parts, together

# name: (the solution, the attack, the test)
WAYS: dict[str, list[str]] = blocks("closed.txt")

# name: (the solution, an attack that only a reference tells from an answer, the test)
FORGED: dict[str, list[str]] = blocks("forged.txt")

# name: (the solution, another right answer, the test)
KEPT: dict[str, list[str]] = blocks("kept.txt")

# name: (the solution, another right answer, an attack, two tests)
ACROSS: dict[str, list[str]] = blocks("across.txt")

# name: (the solution, the attack, a test that runs what it wrote)
PROGRAMS: dict[str, list[str]] = blocks("programs.txt")


def _cells(answer, test):
    return [*(Cell(*part) for part in parts(answer)), Cell("test", test, "q", points=1)]


def _attacked(right, attack, test):
    """Return the notebook with an attack in the place of the solution."""
    cells = [cell for cell in _cells(right, test) if cell.kind != "student"]
    return [*cells[:-1], Cell("student", attack), cells[-1]]


@pytest.mark.parametrize("name", sampled(WAYS))
def test_a_way_in_is_closed_and_the_honest_answer_counts(engine, name):
    right, attack, test = WAYS[name]
    profile = engine.profile(_cells(right, test))
    assert profile.low_trust == {}
    honest = engine.run(_cells(right, test), Assignment(profile=profile))
    assert honest.score == 1, honest.tests["q"].message
    for known in (profile, None):
        outcome = engine.run(_attacked(right, attack, test), Assignment(profile=known))
        assert outcome.score == 0, "with a profile" if known else "without"


@pytest.mark.parametrize("name", sampled(FORGED))
def test_a_forgery_gets_nothing_where_a_reference_is_known(engine, name):
    right, attack, test = FORGED[name]
    profile = engine.profile(_cells(right, test))
    assert (profile.low_trust, profile.cells["q"].reason) == ({}, "")
    honest = engine.run(_cells(right, test), Assignment(profile=profile))
    assert honest.score == 1, honest.tests["q"].message
    outcome = engine.run(_attacked(right, attack, test), Assignment(profile=profile))
    assert outcome.score == 0
    assert outcome.tests["q"].verdict in {"failed", "refused", "partial"}


def test_a_generator_is_read_as_the_list_it_stands_for(engine):
    test = (
        "found = squares([1, 2, 3])\nassert len(list(found)) == 3\nassert list(found) == [1, 4, 9]"
    )
    profile = engine.profile(_cells("def squares(xs):\n    return [x * x for x in xs]", test))
    lazy = "def squares(xs):\n    yield from (x * x for x in xs)"
    assert engine.run(_cells(lazy, test), Assignment(profile=profile)).score == 1


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


@pytest.mark.parametrize("last", ["1 - abs(y - 3) / 10", "y == 3"])
def test_a_test_in_one_process_gives_no_points_for_an_array_either(engine, last):
    right = "def f():\n    return 3"
    attack = "import numpy as np\ndef f():\n    return np.array([3.0, 99.0])"
    test = f"exec('y = f()')\n{last}"
    profile = engine.profile(_cells(right, test))
    assert set(profile.low_trust) == {"q"}
    for answer, score in ((right, 1), (attack, 0)):
        outcome = engine.run(_attacked(right, answer, test), Assignment(profile=profile))
        assert outcome.tests["q"].low_trust
        assert outcome.score == score, outcome.tests["q"].message


@pytest.mark.parametrize("name", sampled(KEPT))
def test_another_right_answer_ends_as_in_one_process(engine, name):
    right, answer, test = KEPT[name]
    profile = engine.profile(_cells(right, test))
    assert (profile.low_trust, profile.cells["q"].reason) == ({}, "")
    for source in (right, answer):
        cells = _cells(source, test)
        for known in (profile, together(cells)):
            outcome = engine.run(cells, Assignment(profile=known))
            assert outcome.score == 1, outcome.tests["q"].message


@pytest.mark.parametrize("name", sampled(PROGRAMS))
def test_what_a_student_wrote_does_not_run_on_the_side_of_the_tests(engine, name):
    right, attack, test = PROGRAMS[name]
    profile = engine.profile(_cells(right, test))
    assert set(profile.low_trust) == {"q"}
    honest = engine.run(_cells(right, test), Assignment(profile=profile))
    assert honest.score == 1, honest.tests["q"].message
    split = Profile({"q": replace(profile.cells["q"], needs_single_process=False)})
    for known in (split, None):
        found = engine.run(_cells(attack, test), Assignment(profile=known)).tests["q"]
        assert found.score == 0 or found.low_trust, "with a profile" if known else "without"


@pytest.mark.parametrize("name", sampled(ACROSS))
def test_an_object_that_came_in_an_earlier_test_is_one_in_the_next(engine, name):
    right, answer, attack, test = ACROSS[name]

    def cells(student):
        texts = test.split("=test\n")
        graded = [Cell("test", text, f"q{k}", points=1) for k, text in enumerate(texts)]
        return [Cell("student", student), *graded]

    profile = engine.profile(cells(right))
    assert (profile.low_trust, profile.failing) == ({}, {})
    for known in (profile, together(cells(right))):
        for source in (right, answer):
            outcome = engine.run(cells(source), Assignment(profile=known))
            assert outcome.score == 2, {g: t.message for g, t in outcome.tests.items()}
    attacked = engine.run(cells(attack), Assignment(profile=profile)).tests["q1"]
    assert attacked.score == 0
    assert attacked.verdict in {"failed", "refused"}


@pytest.mark.parametrize(
    ("due", "kind", "said"),
    [
        ("value", "instance", "should be a plain value, but is an object"),
        ("generator", "exception", "should be a generator, but is an exception"),
        ("estimator value", "function", "should be an estimator, but is a function"),
    ],
)
def test_a_refusal_says_what_is_due(due, kind, said):
    policy = Policy({"f()": [due]}, {})
    with pytest.raises(Refused, match=said):
        policy.admit("f()", kind)


_APPENDS = "def save(x):\n    with open('log.txt', 'a') as file:\n        file.write(x)"
_REMOVES = """
import os
save("a")
with open("log.txt") as file:
    assert file.read() == "a"
os.remove("log.txt")
"""


@pytest.mark.parametrize("after", ["", "import os\nassert not os.path.exists('log.txt')"])
def test_a_file_that_a_test_removes_is_gone_in_later_cells(engine, after):
    cells = [
        Cell("student", _APPENDS),
        Cell("test", _REMOVES, "p", 1),
        Cell("student", after),
        Cell("test", _REMOVES, "q", 1),
    ]
    for profile in (engine.profile(cells), None, together(cells)):
        outcome = engine.run(cells, Assignment(profile=profile))
        assert outcome.score == 2
        assert outcome.cells[2].status == "ok"
