"""One model, three ways further."""

import pytest

from course.simulate.scaling_gap.ways_to_scale import (
    STEPS,
    WAYS,
    compare_ways,
    draw_rates,
    mistake_factor,
)


def net(similarity=0.6, price=40, step=3):
    frame = compare_ways(similarity, price)
    return frame[frame["step"] == step].set_index("way")["net"]


def test_the_default_is_what_a_calculator_says():
    # A domain earns 1.2 x 0.6 and costs 0.9 x (1 - 0.6 x 0.6); 3,000 x 0.8 decisions go wrong.
    assert net()["horizontal"] == pytest.approx(3 * (0.72 - 0.576) - 3 * 2_400 * 40 / 1e6)
    assert net()["vertical"] == pytest.approx(
        0.9 * (1 + 0.65 + 0.65**2) - 0.25 * (1 + 1.15 + 1.15**2) - 3 * 300 * 40 / 1e6
    )
    # After three steps of impact each of 1,200 wrong decisions costs 1 + 2 + 3 prices.
    assert net()["impact"] == pytest.approx(3 * 0.55 - 1_200 * 6 * 40 / 1e6)
    assert [mistake_factor(step) for step in range(4)] == [0, 1, 3, 6]


def test_every_way_starts_from_nothing():
    frame = compare_ways(0.5, 100)
    assert len(frame) == len(WAYS) * len(STEPS)
    assert (frame.loc[frame["step"] == 0, "net"] == 0).all()


def test_many_sets_of_assumptions_give_what_each_gives_alone():
    both = compare_ways(0.6, 40, draw_rates(2, seed=5))
    assert set(both["draw"]) == {0, 1}
    first = compare_ways(0.6, 40, draw_rates(1, seed=5))
    assert len(both) == 2 * len(first)


def test_discovery_impact_earns_most_while_mistakes_are_cheap():
    assert net().idxmax() == "impact"
    for seed in range(5):
        outcomes = compare_ways(0.6, 40, draw_rates(500, seed))
        ends = outcomes[outcomes["step"] == 3].pivot_table("net", "draw", "way")
        best = ends.idxmax(axis=1).value_counts(normalize=True)
        assert 0.75 < best["impact"] < 0.88


def test_discovery_costly_mistakes_turn_the_order():
    costly = net(price=200)
    assert costly.idxmax() == "vertical"
    assert costly["impact"] == pytest.approx(0.21, abs=0.01)


def test_discovery_the_third_step_of_impact_loses_money_where_mistakes_are_costly():
    assert net(price=200, step=3)["impact"] < net(price=200, step=2)["impact"]
    assert net(price=40, step=3)["impact"] > net(price=40, step=2)["impact"]


def test_discovery_a_similar_domain_makes_horizontal_the_best():
    assert net(similarity=0.85).idxmax() == "horizontal"


def test_discovery_the_fourth_step_of_vertical_loses_money_even_where_mistakes_are_cheap():
    assert net(step=3)["vertical"] > net(step=2)["vertical"]
    assert net(step=4)["vertical"] < net(step=3)["vertical"]


def test_discovery_in_similar_domains_horizontal_wins_even_where_mistakes_are_costly():
    assert net(similarity=0.9, price=200).idxmax() == "horizontal"
    assert net(similarity=0.85, price=200).idxmax() == "vertical"


def best(similarity, price):
    return compare_ways(similarity, price).groupby("way")["net"].max()


def test_challenge_horizontal_beats_the_others_at_their_best_only_where_domains_are_similar():
    for price in (200, 220):
        assert (
            net(similarity=0.85, price=price, step=5)["horizontal"] > best(0.85, price)["vertical"]
        )
    assert net(similarity=0.85, price=200, step=4)["horizontal"] > best(0.85, 200)["vertical"]
    assert net(similarity=0.85, price=200, step=3)["horizontal"] < best(0.85, 200)["vertical"]
    assert best(0.8, 200).idxmax() == "vertical"


def test_guess_vertical_earns_most_where_mistakes_are_costly():
    assert net(price=180).idxmax() == "vertical"
    for seed in range(5):
        outcomes = compare_ways(0.6, 180, draw_rates(500, seed))
        ends = outcomes[outcomes["step"] == 3].pivot_table("net", "draw", "way")
        assert (ends.idxmax(axis=1) == "vertical").mean() > 0.6
