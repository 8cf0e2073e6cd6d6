"""Ways to a point without work, each tried against the answer it stands in for."""

from __future__ import annotations

import pytest

from grader.split import Assignment, Cell
from split_cases import blocks

# name: (the solution, the attack, the test)
WAYS: dict[str, list[str]] = blocks("closed.txt")


def _cells(answer, test):
    return [Cell("student", answer), Cell("test", test, "q", points=1)]


@pytest.mark.parametrize("name", WAYS)
def test_a_way_in_is_closed_and_the_honest_answer_counts(engine, name):
    right, attack, test = WAYS[name]
    profile = engine.profile(_cells(right, test))
    assert profile.low_trust == {}
    honest = engine.run(_cells(right, test), Assignment(profile=profile))
    assert honest.score == 1, honest.tests["q"].message
    for known in (profile, None):
        outcome = engine.run(_cells(attack, test), Assignment(profile=known))
        assert outcome.score == 0, "with a profile" if known else "without"
