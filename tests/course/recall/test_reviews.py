"""A review asks what is due, missed questions first, eight at most, and says when the next is."""

from datetime import UTC, datetime, timedelta

from course import checkpoint, review
from course.learner import progress
from course.recall import checkpoints, deck

START = datetime(2027, 5, 3, 17, 0, tzinfo=UTC)


def asked(card):
    return [question["id"] for question in card.questions]


def on(days):
    return review(lambda: START + timedelta(days=days))


def answer(card, *, right):
    for question in card.questions:
        index = next(
            place
            for place in range(len(question["options"]))
            if checkpoints.is_right(question, place) == right
        )
        card.answers = {**card.answers, question["id"]: index}


def test_without_an_answered_checkpoint_there_is_nothing_to_review():
    assert asked(on(0)) == []
    assert on(0).outlook.startswith("There is nothing to review yet.")


def test_a_missed_question_comes_first_and_a_right_one_later():
    question_id = checkpoints.questions("data_at_scale")[0]["id"]
    deck.rate("data_at_scale", question_id, right=True, at=START)
    deck.rate("drift", "cure", right=False, at=START)
    assert asked(on(0)) == []
    assert asked(on(1)) == ["drift/cure"]
    assert asked(on(2)) == ["drift/cure", f"data_at_scale/{question_id}"]


def test_an_answer_in_a_checkpoint_brings_its_question_into_the_deck():
    card = checkpoint("drift")
    card.answers = {"cure": 0}
    (entry,) = deck.entries()
    (cure,) = (question for question in card.questions if question["id"] == "cure")
    right = checkpoints.is_right(cure, 0)
    assert (entry.module, entry.question, entry.missed) == ("drift", "cure", not right)


def test_an_answer_that_a_page_kept_without_python_comes_back_too():
    question = checkpoints.questions("drift")[0]
    progress.record("drift.checkpoint", answers={question["id"]: 0})
    assert asked(on(0)) == []
    assert asked(on(60)) == [f"drift/{question['id']}"]


def test_the_next_day_is_named_when_nothing_is_due():
    deck.rate("drift", "cure", right=False, at=START)
    assert on(0).outlook == (
        "Nothing is due today. The next review is due on 4 May 2027: 1 question."
    )


def test_right_answers_wait_longer_than_wrong_ones():
    for name in ("cure", "input-alarm"):
        deck.rate("drift", name, right=False, at=START)
    card = on(1)
    answer(card, right=True)
    assert card.outlook.startswith("2 of 2 right. The next review is due on ")
    right = {entry.due for entry in deck.entries()}
    again = on(1)
    assert asked(again) == []
    for name in ("cure", "input-alarm"):
        deck.rate("drift", name, right=False, at=START + timedelta(days=1))
    assert max(entry.due for entry in deck.entries()) < min(right)


def test_a_wrong_answer_is_asked_again_on_the_next_day():
    deck.rate("drift", "cure", right=True, at=START)
    card = on(2)
    assert card.outlook == "1 question to answer. Stop whenever you like."
    answer(card, right=False)
    assert card.outlook == "0 of 1 right. The next review is due on 6 May 2027: 1 question."
    assert asked(on(3)) == ["drift/cure"]


def test_a_sitting_has_eight_questions_and_the_next_one_the_rest():
    for module in ("data_at_scale", "drift"):
        for question in checkpoints.questions(module):
            deck.rate(module, question["id"], right=module == "drift", at=START)
    first = on(9)
    assert len(asked(first)) == 8
    assert all(name.startswith("data_at_scale/") for name in asked(first)[:5])
    answer(first, right=True)
    assert first.outlook == "8 of 8 right. 3 more questions are due: run this cell again."
    second = on(9)
    assert len(asked(second)) == 3
    assert not set(asked(first)) & set(asked(second))


def test_the_same_clock_and_the_same_progress_give_the_same_review():
    for question in checkpoints.questions("drift"):
        deck.rate("drift", question["id"], right=False, at=START)
    assert on(3).questions == on(3).questions


def test_a_question_that_was_taken_out_of_the_course_is_not_asked():
    deck.rate("drift", "long-gone", right=False, at=START)
    assert asked(on(9)) == []


def test_without_a_kernel_the_questions_and_the_outlook_can_be_read():
    deck.rate("drift", "cure", right=False, at=START)
    card = on(1)
    bundle, _ = card._repr_mimebundle_()
    assert bundle["text/html"].count("<summary>Why?</summary>") == len(card.questions[0]["options"])
    assert bundle["text/plain"].splitlines() == [card.questions[0]["prompt"], card.outlook]


def test_a_review_is_no_step_of_a_module():
    deck.rate("drift", "cure", right=False, at=START)
    assert progress.done("drift") == {}
