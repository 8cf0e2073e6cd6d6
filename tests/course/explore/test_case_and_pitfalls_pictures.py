"""The lead picture of lesson 12: a card is a claim."""

import pytest

from course.explore import case_and_pitfalls
from course.simulate.case_and_pitfalls.evidence import ADMITS, TOPICS
from explored import rows_in

CLAIMS = 31


@pytest.mark.parametrize("admit", ADMITS)
def test_the_words_count_the_cards(admit):
    explorable = case_and_pitfalls.evidence()
    for topic in TOPICS:
        scene = explorable._model(topic=topic, admit=admit, same=False)
        cards, classes = scene.data["cards"], scene.data["classes"]
        assert len(cards) == CLAIMS
        assert cards["claim"].is_unique
        assert not cards.duplicated(["status", "place"]).any()
        for status, claims in zip(classes["status"], classes["claims"], strict=True):
            assert (cards["status"] == status).sum() == claims
        assert f"You admit {cards['admitted'].sum()} of {CLAIMS} claims." in scene.summary


def test_a_stricter_rule_only_empties_cards():
    explorable = case_and_pitfalls.evidence()
    strict, lax = (
        explorable._model(**explorable.setting({"admit": admit})).data["cards"]
        for admit in ("the firm's own words", "any page on the web")
    )
    assert strict.drop(columns="admitted").equals(lax.drop(columns="admitted"))
    assert lax["admitted"].all()
    assert not strict["admitted"].all()


def test_before_the_guess_a_claim_has_a_date_and_no_speaker():
    usual = case_and_pitfalls.evidence()
    moved = case_and_pitfalls.evidence(at={"topic": "value", "admit": "audited only"})
    assert usual.before == moved.before
    cards = [row for row in rows_in(usual.before) if "level" in row]
    assert len(cards) == len({tuple(card.items()) for card in cards}) == CLAIMS
    assert {*cards[0]} == {"half", "level"}
