"""What an answer changes in its process is taken over where a test asks for it, and no further."""

from __future__ import annotations

import decimal
import os
import random
import sys

import numpy as np
import pytest

from grader.split import process_settings as settings

TESTS = {
    "before = random.getstate()": ["random"],
    "np.random.get_state()": ["numpy"],
    "os.getcwd()": ["directory"],
    "Path.cwd()": ["directory"],
    "os.environ['MODE']": ["environment"],
    "np.geterr()": ["errors"],
    "sys.getrecursionlimit()": ["recursion"],
    "decimal.getcontext().prec": ["precision"],
    "assert total([1]) == 1": [],
}
EVERYTHING = ["random", "numpy", "directory", "environment", "errors", "recursion", "precision"]


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    found = settings.read(EVERYTHING)
    yield
    settings.restore(found)


@pytest.mark.parametrize("test", TESTS)
def test_a_test_speaks_of_settings(test):
    assert settings.spoken_of(test) == TESTS[test]


def test_only_what_has_changed_is_told_and_nothing_of_random_numbers():
    before = settings.read(EVERYTHING)
    assert settings.changed(before) == {}
    random.seed(1)
    os.environ["MODE"] = "fast"
    np.seterr(divide="ignore")
    told = settings.changed(before)
    assert {**told, "errors": told["errors"]["divide"]} == {
        "random": None,
        "environment": {"MODE": "fast"},
        "errors": "ignore",
    }


def test_what_the_test_does_not_ask_for_is_not_taken_over():
    limit = sys.getrecursionlimit()
    assert settings.apply({"recursion": limit + 500}, ["directory"], "os.getcwd()") == set()
    assert sys.getrecursionlimit() == limit


def test_what_was_taken_over_can_be_put_back():
    found = settings.read(EVERYTHING)
    told = {"directory": "/", "environment": {"MODE": "x"}, "recursion": 5000, "precision": 60}
    moved = settings.apply(told, EVERYTHING, "os.environ['MODE']")
    assert (os.getcwd(), os.environ["MODE"], decimal.getcontext().prec) == ("/", "x", 60)  # noqa: PTH109
    settings.restore({name: found[name] for name in moved})
    assert settings.changed(found) == {}


@pytest.mark.parametrize("name", ["GRADING_SEED", "PATH", "UNSPOKEN"])
def test_a_variable_that_is_not_the_answers_to_set_is_only_said_to_have_changed(name):
    before = os.environ.get(name)
    told = {"environment": {name: "7"}}
    settings.apply(told, ["environment"], "int(os.environ['GRADING_SEED'] or os.environ['PATH'])")
    assert os.environ.get(name) == before
    assert "CHANGED_BY_THE_ANSWER" in os.environ


def test_the_checker_computes_no_worse_by_it():
    digits, limit = decimal.getcontext().prec, sys.getrecursionlimit()
    told = {"precision": 1, "recursion": 10, "errors": {**np.geterr(), "divide": "raise"}}
    settings.apply(told, EVERYTHING, "")
    assert decimal.getcontext().prec == digits + 1
    assert sys.getrecursionlimit() == limit + 1
    assert np.geterr()["divide"] in {"ignore", "warn"}


@pytest.mark.parametrize(
    "told", [None, [], "x", {"recursion": "deep"}, {"directory": 3}, {"errors": 1}, {"x": 1}]
)
def test_what_makes_no_sense_changes_nothing(told):
    found = settings.read(["recursion", "errors", "precision"])
    settings.apply(told, EVERYTHING, "")
    assert settings.changed(found) == {}
