"""Buying against building, when the service may end."""

import numpy as np
import pytest

from course.simulate.future.build_or_buy import YEARS, buy, difference


def test_by_hand_what_buying_costs_more_in_each_year_of_the_end():
    # 430 a year for building, 300 for the service: 130 saved, and 750 once.
    assert difference(np.array([1, 3, 5, 6]), 130, 750).tolist() == [620, 360, 100, -650]
    assert buy().saving == pytest.approx(130)


def test_the_mean_agrees_with_a_large_sample_of_geometric_ends():
    ends = np.random.default_rng(3).geometric(0.08, 400_000)
    sample = difference(np.minimum(ends, YEARS + 1), 130, 2_000)
    assert buy(exit_cost=2_000).mean == pytest.approx(sample.mean(), abs=5)


def test_the_hundred_companies_are_a_fair_picture_of_the_mean():
    for seed in range(50):
        purchase = buy(seed=seed)
        assert purchase.dearer.mean() == pytest.approx(purchase.mean, abs=20)
        assert 65 <= (purchase.dearer < 0).sum() <= 67


def test_discovery_break_even_is_a_years_saving_over_the_chance():
    assert buy().break_even == pytest.approx(130 / 0.08)
    assert buy(exit_cost=1_600).mean < 0 < buy(exit_cost=1_650).mean
    assert np.isinf(buy(chance=0).break_even)


def test_discovery_a_dearer_end_moves_the_average_and_not_how_many_win():
    costs = [750, 1_500, 3_000, 5_000]
    assert [(buy(exit_cost=cost).dearer < 0).sum() for cost in costs] == [round(100 * 0.92**5)] * 4
    assert buy(exit_cost=750).mean < -250
    assert buy(exit_cost=5_000).mean > 1_000


def test_discovery_the_kit_pays_where_the_exit_is_dear():
    def gain(exit_cost):
        return buy(exit_cost=exit_cost).mean - buy(exit_cost=exit_cost, kit=True).mean

    border = 40 / (0.08 * 0.6)  # 833
    assert gain(border - 20) < 0 < gain(border + 20)
    with_kit = buy(exit_cost=1_000, kit=True)
    assert with_kit.break_even / with_kit.exit_cost == pytest.approx(2.8125)


def test_discovery_builds_that_fail_move_the_border_far():
    assert buy(works=50).break_even == pytest.approx(3_875)
    assert buy(works=100 / 3).break_even == pytest.approx(6_125)


def test_challenges_need_the_kit_or_a_small_chance_of_a_large_loss():
    assert buy(exit_cost=2_750, kit=True).mean < 0 < buy(exit_cost=3_000, kit=True).mean
    rare = buy(chance=5, exit_cost=3_500)
    assert rare.mean > 100
    assert (rare.dearer < 0).sum() >= 75
