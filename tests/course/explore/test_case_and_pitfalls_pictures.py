"""The pictures of lesson 12: a card is a claim, a square is a pilot."""

import pytest

from course.explore import case_and_pitfalls
from course.simulate.case_and_pitfalls.evidence import ADMITS, TOPICS
from scaling_ai_kit.explorable_rules import rows_in

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
    variant = case_and_pitfalls.evidence(at={"topic": "value", "admit": "audited only"})
    assert usual.before == variant.before
    cards = [row for row in rows_in(usual.before) if "level" in row]
    assert len(cards) == len({tuple(card.items()) for card in cards}) == CLAIMS
    assert {*cards[0]} == {"half", "level"}


@pytest.mark.parametrize("cards", [0, 1, 2, 3])
@pytest.mark.parametrize("together", [False, True])
def test_each_block_says_how_many_pilots_are_in_it(cards, together):
    explorable = case_and_pitfalls.diagnosis()
    scene = explorable._model(**explorable.setting({"cards": cards, "together": together}))
    pilots, words = scene.data["pilots"], list(scene.data["blocks"]["words"])
    assert sorted(pilots["case"]) == list(range(40))
    assert not pilots.duplicated(["x", "y"]).any()
    alike = pilots["x"] < 6
    assert words == [f"the same code: {alike.sum()}", f"different codes: {(~alike).sum()}"]


@pytest.mark.parametrize(("cards", "together"), [(0, False), (1, False), (1, True)])
def test_where_the_lesson_looks_the_squares_are_as_many_as_the_headline_says(cards, together):
    explorable = case_and_pitfalls.diagnosis(only=("cards", "together"))
    scene = explorable._model(**explorable.setting({"cards": cards, "together": together}))
    pilots = scene.data["pilots"]
    alike, right = (pilots["block"] == "the same code").sum(), pilots["right"].sum()
    assert scene.title == f"They agree on {alike} of 40, and the first is right on {right}"


def test_kappa_is_told_only_where_it_is_asked_for():
    core = case_and_pitfalls.diagnosis(only=("cards", "together"))
    assert "kappa" not in core.scene.summary
    assert "kappa" in case_and_pitfalls.diagnosis().scene.summary


def test_before_the_guess_two_coders_agree_and_no_pilot_has_its_truth():
    usual = case_and_pitfalls.diagnosis()
    variant = case_and_pitfalls.diagnosis(at={"cards": 3, "misleading": 70})
    assert usual.before == variant.before
    pilots = [row for row in rows_in(usual.before) if "case" in row]
    assert len(pilots) == 40
    assert {*pilots[0]} == {"case", "x", "y"}
