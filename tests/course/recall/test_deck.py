"""When a question is due again: FSRS's intervals, one day at least, kept in the progress."""

from datetime import UTC, datetime, timedelta, timezone

import fsrs

from course.learner import progress
from course.recall import deck

START = datetime(2027, 5, 3, 17, 0, tzinfo=UTC)


def days_until_due():
    return {entry.question: (entry.due - START).days for entry in deck.entries()}


def test_a_missed_question_is_due_on_the_next_day_and_a_right_one_later():
    deck.rate("drift", "cure", right=True, at=START)
    deck.rate("drift", "input-alarm", right=False, at=START)
    assert days_until_due() == {"input-alarm": 1, "cure": 2}
    assert [(entry.question, entry.missed) for entry in deck.entries()] == [
        ("input-alarm", True),
        ("cure", False),
    ]


def test_the_hour_of_the_day_does_not_matter():
    deck.rate("drift", "input-alarm", right=False, at=START)
    (entry,) = deck.entries()
    midnight = datetime(2027, 5, 4, 0, 0, tzinfo=UTC)
    assert entry.is_due(midnight)
    assert not entry.is_due(midnight - timedelta(seconds=1))
    west = timezone(timedelta(hours=-8))
    assert not entry.is_due(midnight.astimezone(west)), "there it is still the day before"


def test_right_answers_in_time_lengthen_the_interval_and_a_miss_shortens_it():
    moment, waits = START, []
    for right in (True, True, True, False):
        deck.rate("drift", "cure", right=right, at=moment)
        (entry,) = deck.entries()
        waits.append(entry.due - moment)
        moment = entry.due
    assert waits[0] < waits[1] < waits[2] > waits[3]


def test_the_intervals_are_those_of_fsrs():
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, moment = fsrs.Card(card_id=1, due=START), START
    for right in (False, True, True):
        rating = fsrs.Rating.Good if right else fsrs.Rating.Again
        card, _ = scheduler.review_card(card, rating, moment)
        deck.rate("drift", "cure", right=right, at=moment)
        assert deck.entries()[0].due == card.due
        moment = card.due


def test_the_deck_travels_with_the_progress(tmp_path, monkeypatch):
    deck.rate("drift", "cure", right=False, at=START)
    before = deck.entries()
    file = progress.save_as(tmp_path / "taken.json")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere.json"))
    deck.rate("drift", "input-alarm", right=True, at=START)
    progress.add_from(file)
    assert deck.entries()[:1] == before
    assert len(deck.entries()) == 2
