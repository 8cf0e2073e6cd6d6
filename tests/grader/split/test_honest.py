"""Styles of test cell that must end split as they end in one process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.split import Assignment, Verdict
from sampling import sampled
from split_cases import Case, blocks, together
from split_styles import STYLES

CASES = {name: Case(*parts) for name, parts in (STYLES | blocks("styles.txt")).items()}
TOGETHER = {
    "logging asked for",
    # The examples in a student's docstring are code.
    "doctest",
    "doctest of the notebook",
}
"""Styles whose test needs one process with the answers: the profile says so."""
NEED_A_REFERENCE = TOGETHER | {
    "operators of a class",
    "global rebound by the test",
    "decorator that counts",
    # A masked value would pass for any other.
    "structured and masked arrays, dates, categories",
}
"""Styles that without the instructor's solution would open a way in."""
TRIED = sampled(CASES, kind=lambda name: (name in TOGETHER, name in NEED_A_REFERENCE))


@pytest.fixture(scope="module")
def profiles(engine):
    with ThreadPoolExecutor(2) as pool:
        made = {
            name: pool.submit(engine.profile, case.cells(case.right))
            for name, case in CASES.items()
            if name in TRIED
        }
        return {name: future.result() for name, future in made.items()}


@pytest.mark.parametrize("name", TRIED)
def test_the_reference_passes_split_as_it_does_in_one_process(profiles, name):
    assert set(profiles[name].low_trust) == ({"q"} if name in TOGETHER else set())
    assert name in TOGETHER or profiles[name].cells["q"].reason == ""


@pytest.mark.parametrize("name", TRIED)
def test_a_wrong_solution_fails_split_and_in_one_process(engine, profiles, name):
    cells = CASES[name].cells(CASES[name].wrong)
    for profile in (profiles[name], None, together(cells)):
        outcome = engine.run(cells, Assignment(profile=profile))
        assert outcome.tests["q"].score == 0
        assert outcome.tests["q"].verdict is not Verdict.PASSED


@pytest.mark.parametrize("name", TRIED)
def test_a_right_solution_passes_even_without_a_profile(engine, name):
    if name in NEED_A_REFERENCE:
        pytest.skip("only a reference can allow what this test needs")
    outcome = engine.run(CASES[name].cells(CASES[name].right))
    assert outcome.tests["q"].score == 1, outcome.tests["q"].message
