"""A checkpoint asks, explains every option, and is readable without a kernel."""

import re

import pytest

from course import checkpoint
from course.learner import progress
from course.recall import checkpoints

QUESTIONS = """
[[question]]
id = "psi"
prompt = "Is a PSI of 0.3 < 0.25?"
options = [
  { text = "No & never", correct = true, why = "0.3 > 0.25." },
  { text = "<b>Yes</b>", why = "Compare the two." },
]

[[question]]
id = "labels"
prompt = "When do labels arrive?"
options = [
  { text = "At once", why = "A loan takes a year to fail." },
  { text = "After a year", correct = true, why = "Then the outcome is known." },
]
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoints, "_QUESTIONS", tmp_path)
    (tmp_path / "drift.toml").write_text(QUESTIONS, encoding="utf-8")
    return tmp_path


def answers(card, **texts):
    """The answers as the page gives them: the place of a text among a question's options."""
    options = {question["id"]: question["options"] for question in card.questions}
    return {
        name: [option["text"] for option in options[name]].index(text)
        for name, text in texts.items()
    }


def test_a_fresh_checkpoint_has_no_right_answers():
    assert checkpoint("drift").score == (0, 2)


def test_the_score_counts_the_right_answers():
    card = checkpoint("drift")
    card.answers = answers(card, psi="No & never")
    assert card.score == (1, 2)
    card.answers = answers(card, psi="No & never", labels="At once")
    assert card.score == (1, 2)


def test_answers_are_kept_in_the_learners_progress():
    card = checkpoint("drift")
    card.answers = answers(card, psi="No & never")
    places = card.answers = answers(card, psi="No & never", labels="At once")
    assert progress.done("drift") == {
        "checkpoint": {"answered": 2, "right": 1, "asked": 2, "answers": places}
    }


def test_answers_are_shown_again_on_another_day_and_not_rated_again():
    places = checkpoint("drift").answers = {"psi": 0}
    before = progress.steps_done()
    again = checkpoint("drift")
    assert again.answers == places
    assert progress.steps_done() == before
    again.answers = {"psi": 0, "labels": 1}
    assert progress.done("drift")["checkpoint"]["answered"] == 2
    assert progress.done("review")["drift"]["psi"] == before["review.drift"]["psi"]


def test_an_answer_that_a_page_kept_without_python_enters_the_deck_once():
    progress.record("drift.checkpoint", answered=1, right=1, asked=2, answers={"psi": 0, "gone": 3})
    assert checkpoint("drift").answers == {"psi": 0}
    first = progress.done("review")["drift"]
    assert set(first) == {"psi"}
    checkpoint("drift")
    assert progress.done("review")["drift"] == first


def test_an_answer_given_is_rated_once_for_the_review():
    card = checkpoint("drift")
    card.answers = answers(card, psi="No & never")
    first = progress.done("review")["drift"]
    assert first["psi"]["missed"] is False
    card.answers = answers(card, psi="No & never", labels="At once")
    second = progress.done("review")["drift"]
    assert second["psi"] == first["psi"]
    assert second["labels"]["missed"] is True


def test_options_keep_their_order_which_is_not_that_of_the_file(place):
    orders = set()
    for module in "abcdefgh":
        (place / f"{module}.toml").write_text(QUESTIONS, encoding="utf-8")
        assert checkpoints.questions(module) == checkpoints.questions(module)
        first, _ = checkpoints.questions(module)
        orders.add(tuple(option["text"] for option in first["options"]))
    assert orders == {("No & never", "<b>Yes</b>"), ("<b>Yes</b>", "No & never")}


def test_without_a_kernel_every_question_and_folded_explanation_can_be_read():
    bundle, _ = checkpoint("drift")._repr_mimebundle_()
    page = bundle["text/html"]
    assert page.count("<details><summary>Why?</summary>") == 4
    assert page.count("Right.") == page.count("Not quite.") == 2
    assert "A loan takes a year to fail." in page
    assert bundle["text/plain"] == "Is a PSI of 0.3 < 0.25?\nWhen do labels arrive?"


def test_the_page_shows_marks_of_a_question_as_text():
    page = checkpoint("drift")._repr_mimebundle_()[0]["text/html"]
    assert "0.3 &lt; 0.25" in page
    assert "No &amp; never" in page
    assert "&lt;b&gt;Yes&lt;/b&gt;" in page
    assert not re.search(r"<b>|<script", page)


def test_an_unknown_checkpoint_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no checkpoint 'drfit'; there are: drift\."):
        checkpoint("drfit")


def write(place, old, new):
    assert old in QUESTIONS
    (place / "broken.toml").write_text(QUESTIONS.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{ text = "No & never", correct = true, why', '{ text = "No & never", why'),
        ('{ text = "<b>Yes</b>", why', '{ text = "<b>Yes</b>", correct = true, why'),
    ],
    ids=["no right option", "two right options"],
)
def test_a_question_needs_exactly_one_right_option(place, old, new):
    write(place, old, new)
    with pytest.raises(ValueError, match=r"broken\.toml: question 'psi' needs exactly one right"):
        checkpoint("broken")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('why = "Compare the two."', 'why = ""'),
        ('why = "Compare the two."', "other = 1"),
        ('text = "<b>Yes</b>", ', ""),
    ],
    ids=["empty why", "no why", "no text"],
)
def test_every_option_needs_a_text_and_an_explanation(place, old, new):
    write(place, old, new)
    with pytest.raises(ValueError, match=r"question 'psi' needs a text and a why for every option"):
        checkpoint("broken")


def test_a_file_that_is_not_toml_is_named(place):
    write(place, "[[question]]", "[[question")
    with pytest.raises(ValueError, match=r"broken\.toml can't be read as TOML: .*line"):
        checkpoint("broken")
