"""Lesson 6's explorables: cards, threads and words agree."""

import itertools

import pytest

from course.explore import prioritization
from scaling_ai_kit.explorable_rules import rows_in

MOST_MARKS = 600
SETTINGS = [{}, {"credit": True}, {"ease_cut": 8.5, "value_cut": 0.8}, {"ease_cut": 3}]


@pytest.fixture
def matrix():
    return prioritization.matrix()


def scene(explorable, **setting):
    return explorable._model(**explorable.setting(setting))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_corner_counts_the_cards_that_are_in_it(matrix, setting):
    data = scene(matrix, **setting).data
    (cut,) = data["cuts"].itertuples()
    cards = data["cards"]
    wins = cards[(cards["ease"] >= cut.ease) & (cards["value"] >= cut.value)]
    kinds = wins["kind"].value_counts()
    start_count, wait_count = kinds.get("can start", 0), kinds.get("must wait", 0)
    assert f"{start_count} of {start_count + wait_count} can start" in set(data["corners"]["words"])
    assert sum(map(len, data.values())) <= MOST_MARKS


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_waiting_card_hangs_on_a_foundation_where_both_are_drawn(matrix, setting):
    data = scene(matrix, **setting).data
    places = data["cards"].set_index("card")[["ease", "value"]]
    ends = {}
    for line in data["threads"].itertuples():
        pilot, foundation = line.thread.split(" to ")
        assert (line.ease, line.value) == tuple(places.loc[pilot])
        assert (line.ease_to, line.value_to) == tuple(places.loc[foundation])
        ends[pilot] = foundation
    waiting_cards = data["cards"].query("kind == 'must wait'")["card"]
    assert set(ends) == set(waiting_cards)


def test_credit_lifts_the_foundations_and_nothing_else(matrix):
    before, after = (scene(matrix, credit=credit).data["cards"] for credit in (False, True))
    lifted_cards = before["card"][before["value"] != after["value"]]
    assert list(lifted_cards) == ["F1 Product master", "F4 Decision log"]
    assert after.loc[lifted_cards.index, "value"].tolist() == pytest.approx([6.5, 3.4])
    # A drag sets a card's own value, so a lifted card would jump.
    assert set(after.loc[lifted_cards.index, "point"]) == {""}
    assert set(before["point"]) == set(before["card"])


def test_no_card_covers_another_where_the_steering_group_put_them(matrix):
    cards = scene(matrix).data["cards"]
    for one, other in itertools.combinations(cards.itertuples(), 2):
        apart = abs(one.ease - other.ease), abs(one.value - other.value)
        assert apart[0] >= 1 or apart[1] >= 0.3, (one.card, other.card)


def test_before_the_guess_there_are_ten_cards_and_none_is_placed(matrix):
    cards = [row for row in rows_in(matrix.before) if "card" in row]
    assert len(cards) == 10
    assert not {"ease", "value", "quadrant"} & set(cards[0])
    assert {row["kind"] for row in cards} == {"pilot", "foundation"}
