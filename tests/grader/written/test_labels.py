"""Graded answers are read in every form that the documentation names, and in no other."""

import json
import re
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.written import examples as own
from grader.written.labels import entry_of, filled_lines, made_by, read_labelled
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
    "a score beyond all": line(score=float("nan")),
    "a text that is none": line(text=12, score=1),
}


@pytest.mark.parametrize("case", BAD)
def test_anything_else_is_refused_with_file_and_line(case, reading):
    with pytest.raises(
        GraderError, match=r"graded\.jsonl, line 2 is not a graded answer.*Expected"
    ):
        reading(line(points=[]), BAD[case])


WHY = {
    "no JSON": "it is not JSON",
    "no object": "it is a list, not an object",
    "no question": '"question" is missing',
    "no text": '"text" is missing',
    "neither points nor score": '"points" and "score" are missing',
    "a score that is none": "\"score\" is 'good', not a number",
    "a score beyond all": '"score" is nan, not a number',
    "a text that is none": '"text" is 12, not text',
}


@pytest.mark.parametrize("case", WHY)
def test_it_is_said_what_is_wrong_with_a_line(case, reading):
    with pytest.raises(GraderError, match=f"line 1 is not a graded answer: {re.escape(WHY[case])}"):
        reading(BAD[case])


@pytest.mark.parametrize("points", [["drift", "speed"], {"drift": True, "speed": False}])
def test_a_point_that_the_question_does_not_have_is_refused_not_passed_over(points, reading):
    told = r"line 2 is not a graded answer: Q4 has no point speed; it has drift, mech, .*Expected"
    with pytest.raises(GraderError, match=told):
        reading(line(points=[]), line(points=points))


def test_a_separator_inside_a_text_ends_no_line(tmp_path):
    text = "It drifted.\u2028Incomes fell.\x85Retrain it."
    path = tmp_path / "given.jsonl"
    path.write_text(json.dumps(line(text=text, score=2), ensure_ascii=False), encoding="utf-8")
    assert [one.text for one in read_labelled(path)] == [text]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(GraderError, match=r"absent\.jsonl cannot be read: No such file"):
        list(read_labelled(tmp_path / "absent.jsonl"))
    (tmp_path / "latin.jsonl").write_bytes(b'{"question": "Q4", "text": "caf\xe9"}')
    with pytest.raises(GraderError, match=r"latin\.jsonl is not UTF-8 \(byte 31\)"):
        list(read_labelled(tmp_path / "latin.jsonl"))


def test_an_unknown_question_is_refused(reading):
    with pytest.raises(GraderError, match=r"line 1 .* no question 'Q9'; there are Q1"):
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


PROJECTS_OWN = [
    *(own.FOLDER / name for name in ("answers.jsonl", "exemplars.jsonl")),
    *(Path(__file__).with_name(f"{name}.jsonl") for name in ("held_out", "exam", "class", "mixed")),
]


@pytest.mark.parametrize("path", PROJECTS_OWN, ids=lambda path: path.stem)
def test_no_label_of_the_project_is_read_as_its_contrary(path):
    # A quotation of "no" alone reads as a denial.
    given = [set(entry_of(line)["points"]) for _, line in filled_lines(path)]
    assert [set(one.points) for one in read_labelled(path)] == given
