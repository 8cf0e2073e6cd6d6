"""A scorer is taught by marked answers: some with the words that earn a point, some by score alone."""

import re
from dataclasses import replace

import numpy as np
import pytest

from split_grader.base.errors import GraderError
from split_grader.written.learning import Answer, read_answers, train
from split_grader.written.rubric import FEWEST, Question, read
from tools.written.__main__ import RUBRIC

QUESTION = Question(
    name="tree",
    grade_id="tree",
    prompt="What does a tree need, and what does it give?",
    points={"water": "It needs water.", "shade": "It gives shade."},
    groups=((2, ("water", "shade")),),
    most=2,
)
WATER = [
    "A tree needs water from the soil.",
    "It drinks the water of the rain.",
    "Water must reach its roots.",
]
SHADE = [
    "The crown gives us shade in summer.",
    "Below it there is cool shade.",
    "It throws a long shade.",
]
ELSE = [
    "My uncle has a garden with a fence.",
    "I like the forest in the evening.",
    "Wood is used for a table.",
]


def answers(number, form):
    """Marked answers: with words, with points alone, or with a score alone."""
    rng = np.random.default_rng(7)
    for _ in range(number):
        has_point = {point: bool(rng.random() < 0.5) for point in QUESTION.points}
        water, shade, other = (str(rng.choice(texts)) for texts in (WATER, SHADE, ELSE))
        words = {"water": water, "shade": shade}
        points = {point: words[point] for point in has_point if has_point[point]}
        text = " ".join([*points.values(), other])
        if form == "points":
            points = dict.fromkeys(points, "")
        yield Answer(text, None if form == "score" else points, score=len(points))


@pytest.mark.parametrize("form", ["words", "points", "score"])
def test_a_course_teaches_its_own_rubric(form):
    first = train(QUESTION, list(answers(60, "words"))) if form == "score" else None
    scorer = train(QUESTION, list(answers(60, form)), first)
    assert scorer.score(f"{ELSE[0]} {WATER[0]}").score == 1
    assert scorer.score(f"{ELSE[1]} {WATER[1]} {SHADE[2]}").score == 2
    assert scorer.score(ELSE[2]).score == 0
    assert scorer.score(f"{WATER[0]} {ELSE[1]}").points["water"].quote == WATER[0]


def test_marks_that_prove_nothing_leave_all_answers_to_a_person():
    scorer = train(QUESTION, [Answer("I like the forest.", {})] * FEWEST)
    result = scorer.score(f"{WATER[0]} {SHADE[0]}")
    assert result.flags == ("too few marks to learn from yet",)
    assert not any(one.credited for one in result.points.values())
    assert scorer.score("").is_blank
    with pytest.raises(GraderError, match="have no words in common"):
        train(QUESTION, [Answer(f"{number}", {}) for number in range(FEWEST)])


@pytest.mark.parametrize("number", [0, FEWEST - 1])
def test_too_few_answers_teach_nothing_and_it_says_how_many_are_needed(number):
    with pytest.raises(
        GraderError, match=rf"tree has {number} marked answers; {FEWEST} are needed"
    ):
        train(QUESTION, list(answers(number, "words")))


def test_a_mark_for_an_unknown_point_is_refused():
    wrong = [*answers(FEWEST, "words"), Answer("A tree.", {"roots": "A tree."})]
    with pytest.raises(GraderError, match="tree has no point roots; it has water, shade"):
        train(QUESTION, wrong)


def test_a_source_that_is_not_there_is_named(tmp_path):
    question = replace(QUESTION, sources=(tmp_path / "lesson.md",))
    with pytest.raises(GraderError, match=r"A source of tree can't be read: .*lesson\.md"):
        train(question, list(answers(FEWEST, "words")))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2 isn't a marked answer"),
        ('{"question": "Q4"}', "line 2 isn't a marked answer"),
        ('{"question": "Q4", "text": "a", "points": 3}', "line 2 isn't a marked answer"),
        ("[]", "line 2 isn't a marked answer"),
    ],
)
def test_a_line_that_is_no_marked_answer_is_named(line, words, tmp_path):
    path = tmp_path / "answers.jsonl"
    path.write_text(f'{{"question": "Q4", "text": "It drifted.", "points": {{}}}}\n{line}\n')
    with pytest.raises(GraderError, match=re.escape(words)):
        list(read_answers(path, "Q4"))
    with pytest.raises(GraderError, match=r"none\.jsonl, line 0 isn't a marked answer"):
        list(read_answers(tmp_path / "none.jsonl", "Q4"))


def test_training_the_chapter_again_gives_the_model_that_is_kept():
    """The training answers, the rubric or the method have changed otherwise: run `make written`."""
    from split_grader.written.learning import material  # noqa: PLC0415
    from split_grader.written.store import load_scorers  # noqa: PLC0415

    rubric = read(RUBRIC)
    question = rubric.questions["q7_written"]
    kept_reader = load_scorers(rubric, rubric.model)[0]["q7_written"].reader
    new_reader = train(question, material(rubric, question)).reader
    assert (new_reader.terms == kept_reader.terms).all()
    np.testing.assert_allclose(new_reader.weights, kept_reader.weights, atol=0.05)
    assert new_reader.limit == pytest.approx(kept_reader.limit, abs=0.01)
