"""Graded answers are read in every form that the documentation names, and in no other."""

import json

import pytest

from grader.errors import GraderError
from grader.written.labels import made_by, read_labelled
from grader.written.segments import Passage


@pytest.fixture
def reading(tmp_path):
    def read(*lines):
        path = tmp_path / "graded.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return list(read_labelled(path))

    return read


def line(**more):
    return {"question": "Q4", "text": "It drifted.", **more}


FORMS = {
    "a list of ids": ["drift", "mech"],
    "true and false": {"drift": True, "mech": True, "data": False},
    "1 and 0": {"drift": 1, "mech": 1, "data": 0},
    "credit and no credit": {"drift": "credit", "mech": "credit", "data": "no credit"},
    "what the scorer prints": {
        "drift": {"decision": "credit", "probability": 0.9, "evidence": "It drifted."},
        "mech": {"decision": "credit", "probability": 0.8, "evidence": ""},
        "data": {"decision": "undecided", "probability": 0.4, "evidence": ""},
        "perf": {"decision": "no credit", "probability": 0.1, "evidence": ""},
    },
}


@pytest.mark.parametrize("key", ["points", "labels", "credited"])
@pytest.mark.parametrize("form", FORMS)
def test_earned_points_are_read(form, key, reading):
    (found,) = reading(line(**{key: FORMS[form]}))
    assert set(found.points) == {"drift", "mech"}
    assert found.score == 2


def test_a_quoted_passage_is_kept(reading):
    (found,) = reading(line(points={"drift": "It drifted", "mech": "", "data": "no"}))
    assert found.points == {"drift": "It drifted"}


def test_points_that_earn_nothing_are_known_to_be_none(reading):
    found = reading(line(points=[]), line(points={}))
    assert [(one.points, one.score) for one in found] == [({}, 0), ({}, 0)]


def test_a_score_alone_leaves_the_points_unknown(reading):
    found = reading(line(score=3), line(score=2.5), line(score="4"))
    assert [(one.points, one.score) for one in found] == [(None, 3), (None, 2.5), (None, 4)]


def test_the_score_follows_from_the_points_with_their_caps(reading):
    (found,) = reading(
        {"question": "Q2", "text": "x", "points": ["O1", "O2", "O3", "O4", "A1"], "score": 6}
    )
    assert found.score == 4


def test_writer_and_family_are_read_and_empty_lines_are_not(reading):
    found = reading("", line(points=[], writer="E", family="negated"), "  ", line(points=[]))
    assert [(one.writer, one.family) for one in found] == [("E", "negated"), ("", "honest")]


BAD = {
    "no JSON": "drift, mech",
    "no object": "[1, 2]",
    "no question": {"text": "It drifted.", "points": []},
    "no text": {"question": "Q4", "points": []},
    "neither points nor score": line(),
    "points as a word": line(points="drift"),
    "points as a number": line(points=3),
    "a score that is none": line(score="good"),
}


@pytest.mark.parametrize("case", BAD)
def test_anything_else_is_refused_with_file_and_line(case, reading):
    with pytest.raises(GraderError, match=r"graded\.jsonl, line 2 is no graded answer.*Expected"):
        reading(line(points=[]), BAD[case])


def test_an_unknown_question_is_refused(reading):
    with pytest.raises(GraderError, match=r"no question 'Q9'; there are Q1"):
        reading({"question": "Q9", "text": "x", "points": []})


QUOTES = [
    ("We retrain the model on recent data.", "retrain the model", True),
    ("retrain it", "First we retrain it, then validate.", True),
    ("We Retrain, the model!", "we retrain the model", True),
    ("Set alerts on drift with clear limits", "Set alerts on the drift with clear limits", True),
    ("We retrain the model.", "The crews are afraid for their jobs.", False),
    ("", "retrain", False),
    ("retrain", "", False),
]


@pytest.mark.parametrize(("text", "quote", "same"), QUOTES)
def test_a_quote_is_found_in_its_passage(text, quote, same):
    assert made_by(Passage(text), quote) is same
