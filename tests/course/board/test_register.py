"""The register lists every decision in the order of the syllabus, and says what is open."""

from datetime import UTC, date, datetime

import pandas as pd

from course import decide, register
from course.learner import progress

SLUGS = ["data_at_scale", "prioritization", "drift"]


def decided(day=3, reason="Only outcomes show harm."):
    card = decide("drift", lambda: datetime(2027, 5, day, 9, tzinfo=UTC))
    card.decide("outcomes", reason, looks=6, stop=82)
    return card.options[1]["text"]


def test_at_first_every_decision_is_open_in_the_order_of_the_syllabus():
    card = register()
    assert [slug for slug in card.open if slug in SLUGS] == SLUGS
    assert list(card.frame.index) == card.open
    assert card.frame["decided"].isna().all()
    bundle = card._repr_mimebundle_()
    assert bundle["text/plain"].count("(open)") == len(card.open)
    assert bundle["text/html"].count(">open</td>") == len(card.open)


def test_a_decision_is_listed_with_all_that_is_kept():
    progress.record("drift.label_delay", predicted="It falls", challenges={"a": True, "b": True})
    progress.record("drift.shift")
    text = decided()
    row = register().frame.loc["drift"]
    assert row["decided"] == date(2027, 5, 3)
    assert row["choice"] == text
    assert row["numbers"] == {"looks": 6, "stop": 82}
    assert row["versions"] == 1
    bundle = register()._repr_mimebundle_()
    for form in bundle.values():
        assert "3 May 2027" in form
        assert text in form
        assert "6 of 12 months." in form
        assert "below an accuracy of 82%" in form
        assert "Only outcomes show harm." in form
        assert "label delay (challenges: 2; predicted: It falls), shift" in form
    assert "drift" not in register().open
    assert pd.isna(register().frame.loc["prioritization", "decided"])


def test_the_last_version_is_listed_and_the_earlier_ones_are_counted():
    decided()
    decided(day=9, reason="I have seen more.")
    row = register().frame.loc["drift"]
    assert (row["decided"], row["reason"]) == (date(2027, 5, 9), "I have seen more.")
    assert row["versions"] == 2


def test_a_reason_is_shown_as_text():
    decided(reason="<b>1 & 2</b>")
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in register()._repr_mimebundle_()["text/html"]


def test_a_guess_that_was_drawn_is_not_shown_as_the_number_of_its_points():
    progress.record("drift.shift", guess=[0.1, 0.2, 0.3, 0.4, 0.5])
    decided()
    for form in register()._repr_mimebundle_().values():
        assert "shift (guess: drawn)" in form


def test_a_guess_at_other_values_is_shown_without_them():
    progress.record("drift.shift", guess={"said": 81, "at": {"size": 0.8}})
    decided()
    assert "shift (guess: 81)" in register()._repr_mimebundle_()["text/plain"]


def test_where_nothing_had_been_seen_the_register_says_so():
    decided()
    assert "Seen until then: nothing" in register()._repr_mimebundle_()["text/plain"]
