"""What a learner may know of a written answer: counts by part, and none of the rubric's words."""

import json
import re

import pytest

from course import feedback, wordmatch, written
from grader.errors import GraderError
from grader.written import encoder, formative, scorer
from grader.written.examples import answers
from grader.written.rubric import question, questions

ANSWER = (
    "The inputs have changed since the model was trained, so this is data drift. We retrain the model "
    "on recent applications and validate it on later months before we release it."
)
_OWN = {"as", "the", "in", "your", "that", "other", "of", "which", "it", "whether", "for", "what"}


@pytest.mark.parametrize("name", list(questions()))
def test_the_parts_hold_every_point_once_and_give_the_whole_score(name):
    parts = formative.parts(name)
    held = [point for part in parts for point in part.points]
    assert sorted(held) == sorted(question(name).points)
    assert sum(part.most for part in parts) == question(name).most


@pytest.mark.parametrize("name", list(questions()))
def test_a_part_is_worded_from_the_question(name):
    def stems(text):
        return {wordmatch.stem(word) for word in re.findall(r"[^\W_]+", text.lower())}

    for part in formative.parts(name):
        assert stems(part.ask) <= stems(question(name).prompt) | {wordmatch.stem(w) for w in _OWN}


def test_a_learner_reads_nothing_of_the_rubric():
    def runs(text):
        found = re.findall(r"[^\W_]+", text.lower())
        return {tuple(found[k : k + 3]) for k in range(len(found) - 2)}

    for name, asked in questions().items():
        told = str(feedback(name, text=ANSWER))
        rubric = set().union(*(runs(point) for point in asked.points.values()))
        assert not runs(told) & (rubric - runs(asked.prompt))


def test_the_courses_words_are_made_from_these_parts_and_examples():
    kept = json.loads(wordmatch.TERMS.read_text(encoding="utf-8"))
    assert kept["examples"] == formative.digest(), "run `make written`"
    for name in questions():
        mine = [(part.ask, part.most, len(part.points)) for part in formative.parts(name)]
        theirs = wordmatch.questions()[name.lower()]
        assert mine == [(part.ask, part.most, len(part.points)) for part in theirs]


def test_what_is_said_is_counted_where_it_is_asked():
    counts, remarks = formative.covered("q4", ANSWER)
    assert counts == {
        "what is probably happening": 2,
        "what steps the firm should take to diagnose it": 0,
        "what steps the firm should take to fix it": 1,
    }
    assert remarks == []


def test_the_course_finds_the_scorer_and_says_so():
    told = feedback("q4", text=ANSWER)
    assert told.covered == 3
    assert "The grader's scorer read it." in str(told)


def test_without_the_encoder_words_are_matched_and_that_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv(encoder.FOLDER_VARIABLE, str(tmp_path))
    scorer.encoder.cache_clear()
    told = str(feedback("q4", text=ANSWER))
    assert "The grader's scorer could not be used (" in told
    assert "rough word match" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "drift monitoring retraining PSI KS distributions thresholds alerts pipelines segments labels registry rollback validation",
            "Write sentences",
        ),
        (
            "Die Daten haben sich ver\u00e4ndert und das Modell ist nicht mehr gut, wir werden es neu trainieren.",
            "in English",
        ),
    ],
)
def test_what_cannot_be_read_covers_nothing_and_says_why(text, said):
    counts, remarks = formative.covered("q4", text)
    assert set(counts.values()) == {0}
    assert said in " ".join(remarks)


def test_an_unknown_question_is_named():
    with pytest.raises(GraderError, match="no question 'Q9'"):
        formative.covered("q9", ANSWER)


@pytest.mark.slow
def test_both_engines_agree_with_the_labels_on_most_parts(monkeypatch):
    """Of Q4's honest answers; both have learnt from them, so this tells only a broken engine."""
    honest = [one for one in answers("Q4") if one.family == "honest"][:12]
    truth = [
        [bool(set(part.points) & set(one.points)) for part in formative.parts("Q4")]
        for one in honest
    ]

    def agreement():
        told = [feedback("q4", text=one.text) for one in honest]
        found = [[part.ask not in one.missing for part in formative.parts("Q4")] for one in told]
        pairs = [pair for a, b in zip(found, truth, strict=True) for pair in zip(a, b, strict=True)]
        return sum(a == b for a, b in pairs) / len(pairs)

    assert agreement() >= 0.85
    monkeypatch.setattr(written, "entry_points", lambda **_: [])
    assert agreement() >= 0.7
