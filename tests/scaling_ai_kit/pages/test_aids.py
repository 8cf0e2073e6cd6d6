"""Hints and solutions: of the instructor's answers alone, and never in a class's site."""

import base64
import json
import re

import nbformat
import pytest

from scaling_ai_kit.pages.aids import aids, hint
from scaling_ai_kit.pages.build import build
from scaling_ai_kit.pages.exercises import asked
from scaling_ai_kit.pages.sources import ROOT, read_course

EXERCISES = read_course().exercises
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS(.*?)### END HIDDEN TESTS", re.DOTALL)
DRIFT = "exercises/drift.html"


@pytest.fixture(scope="module", params=[False, True], ids=["class", "learners"])
def page(request, tmp_path_factory):
    """An exercise's page for a class, and for those who learn alone."""
    out = tmp_path_factory.mktemp("site")
    build(out, live=True, only=[DRIFT], solutions=request.param)
    return request.param, out


def texts(exercise):
    own = aids(exercise, ROOT)
    return {
        cell: [aid["hint"], base64.b64decode(aid["solution"]).decode()] for cell, aid in own.items()
    }


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_every_checked_answer_has_both_and_no_hidden_test_is_in_them(exercise):
    calls = asked(list(exercise.cells))
    own = texts(exercise)
    assert own.keys() == {cell for cell, call in calls.items() if call.startswith("check")}
    path = ROOT / "solutions" / exercise.notebook.removeprefix("exercises/")
    cells = nbformat.read(path, as_version=4).cells
    hidden_lines = {
        line.strip()
        for cell in cells
        for test in HIDDEN.findall(cell.source)
        for line in test.splitlines()
        if re.match(r"assert |f?[\"']", line.strip()) and len(line.strip()) > 25
    }
    assert hidden_lines or not own
    for words in own.values():
        assert "BEGIN" not in words[1]
        assert hidden_lines.isdisjoint(line.strip() for text in words for line in text.splitlines())


def test_a_hint_says_how_long_a_solution_is_and_what_it_calls_in_order():
    assert hint("def fall(frame):\n\n    return round(frame.dropna().mean(), 1)") == (
        "The course's solution has 2 lines. It calls, in this order: round, dropna, mean."
    )
    assert hint("answer = 3") == "The course's solution has 1 line. It calls no function."


def test_a_classs_site_has_no_solution_in_any_file(page):
    is_for_learners, out = page
    drift = next(exercise for exercise in EXERCISES if exercise.page == DRIFT)
    solutions = [aid["solution"] for aid in aids(drift, ROOT).values()]
    plain = [base64.b64decode(text).decode() for text in solutions]
    files = [
        file.read_text(encoding="utf-8", errors="ignore")
        for file in out.rglob("*")
        if file.is_file()
    ]
    is_within = any(text in file for file in files for text in solutions)
    assert is_within == is_for_learners
    assert not any(
        json.dumps(text)[1:-1] in file or text in file for file in files for text in plain
    )
    assert ('id="aids"' in (out / DRIFT).read_text(encoding="utf-8")) == is_for_learners
