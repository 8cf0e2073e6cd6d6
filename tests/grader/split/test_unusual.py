"""Honest but unusual answers to ordinary assignments: none of them loses a point."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.split import Assignment, Cell
from sampling import sampled
from split_cases import blocks, parts, together

ASSIGNMENTS = blocks("assignments.txt")
ANSWERS = {name: code for name, (code,) in blocks("unusual.txt").items()}
NEED_A_REFERENCE = {
    # A class whose methods return itself, and which then decides `in`.
    "stack: a linked list and a data class",
    # The test binds a global anew that the answers' functions read.
    "shop: globals by name and a generator expression",
}


def _cells(code, assignment):
    test = ASSIGNMENTS[assignment][1]
    return [Cell(*part) for part in parts(code)] + [Cell("test", test, "q", points=1)]


def _answer(name):
    code = ANSWERS[name]
    if "windows" in name:
        code = code.replace("\n", "\r\n")
    return _cells(code, name.partition(":")[0])


@pytest.fixture(scope="module")
def profiles(engine):
    with ThreadPoolExecutor(2) as pool:
        made = {
            name: pool.submit(engine.profile, _cells(reference, name))
            for name, (reference, _) in ASSIGNMENTS.items()
        }
        return {name: future.result() for name, future in made.items()}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_assignment_needs_its_answers_and_tests_in_one_process(profiles, name):
    assert profiles[name].low_trust == {}
    assert profiles[name].cells["q"].reason == ""


@pytest.mark.parametrize("name", sampled(ANSWERS))
def test_an_unusual_answer_keeps_its_point(engine, profiles, name):
    cells = _answer(name)
    ruled = [profiles[name.partition(":")[0]], together(cells)]
    if name not in NEED_A_REFERENCE:
        ruled.append(None)
    for profile in ruled:
        outcome = engine.run(cells, Assignment(profile=profile))
        assert outcome.score == 1, outcome.tests["q"].message
