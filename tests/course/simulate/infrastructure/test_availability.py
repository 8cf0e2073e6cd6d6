"""A chain of parts: published figures, draws against formulas, and what money buys."""

from itertools import product

import numpy as np
import pytest

from course.simulate.infrastructure.availability import (
    COPY_COSTS,
    any_slow,
    draw_months,
    error_budget,
    run_month,
)
from course.simulate.infrastructure.load import Service

TODAY = {"model server": 2}
BOTH = {"model server": 2, "feature store": 2}


# Fact pack, section 3: F3.1, F3.3 and F3.4.
@pytest.mark.parametrize(("objective", "minutes"), [(0.999, 43.2), (0.9999, 4.32), (0.99, 432)])
def test_error_budgets_of_a_month_agree_with_the_published_ones(objective, minutes):
    assert error_budget(objective) == pytest.approx(minutes)


def test_a_hundred_rarely_slow_parts_make_63_percent_of_requests_slow():
    assert round(100 * any_slow(100)) == 63
    is_slow = np.random.default_rng(0).random((20_000, 100)) < 0.01
    assert any_slow(100) == pytest.approx(is_slow.any(axis=1).mean(), abs=0.01)


def test_a_month_by_hand():
    month = run_month()
    shares = np.array([18, 36, 216, 180, 4.5]) / 43_200
    assert month.minutes == pytest.approx(43_200 * (1 - np.prod(1 - shares)))
    assert round(month.minutes) == 453
    assert month.harm == pytest.approx(month.minutes / 60 * 40_000)
    assert run_month(BOTH, 25, fallback=True).spent == 12_000 + 6_000 + 15_000 + 4_000


def test_copies_follow_the_beta_factor_model():
    u = 180 / 43_200
    down = run_month(TODAY, shared=0.1).parts.set_index("part")["minutes"]["model server"]
    assert down == pytest.approx(43_200 * (0.1 * u + (0.9 * u) ** 2))


@pytest.mark.parametrize("setting", [({}, 100, 0.1), (TODAY, 100, 0.1), (BOTH, 50, 0.05)])
def test_drawn_months_average_what_the_formula_says(setting):
    mean_minutes = np.mean([draw_months(*setting, seed=seed).mean() for seed in range(30)])
    assert mean_minutes == pytest.approx(run_month(*setting).minutes, rel=0.02)


def test_copies_simulated_minute_by_minute_are_down_together_as_often():
    # Two copies that fail by themselves: each minute a copy is down with share u.
    rng = np.random.default_rng(5)
    u = 0.05
    down = rng.random((2, 400_000)) < u
    assert down.all(axis=0).mean() == pytest.approx(u**2, rel=0.05)


def test_discovery_a_second_copy_buys_hours_and_a_third_buys_seconds():
    one, two, three = (run_month({"model server": n}).minutes for n in (1, 2, 3))
    assert one - two == pytest.approx(160, abs=1)
    assert two - three == pytest.approx(0.6, abs=0.05)
    for shared_causes in (0, 0.25, 0.5):
        two, three = (run_month({"model server": n}, shared=shared_causes).minutes for n in (2, 3))
        assert two - three < 1


def test_discovery_a_mean_within_the_objective_does_not_keep_it():
    assert run_month(BOTH, 50, 0.05).minutes < 43.2
    breach_rates = [(draw_months(BOTH, 50, 0.05, seed=seed) > 43.2).mean() for seed in range(20)]
    assert min(breach_rates) > 0.25
    assert max(breach_rates) < 0.33


def test_discovery_only_one_setting_keeps_three_nines_for_35_000():
    settings = [
        (model, store, repair)
        for model, store, repair in product((1, 2, 3), (1, 2, 3), (100, 75, 50, 25))
        if (month := run_month({"model server": model, "feature store": store}, repair)).minutes
        <= 43.2
        and month.spent <= 35_000
    ]
    assert settings == [(2, 2, 25)]


def test_discovery_the_cheapest_month_breaks_three_nines():
    months = {
        (model, store, repair, fallback): run_month(
            {"model server": model, "feature store": store}, repair, fallback=fallback
        )
        for model, store, repair, fallback in product(
            (1, 2, 3), (1, 2, 3), (100, 75, 50, 25), (False, True)
        )
    }
    total = {key: month.spent + month.harm for key, month in months.items()}
    cheap = [key for key in months if total[key] < 42_000]
    assert cheap == [(1, 2, 25, True), (2, 2, 50, True)]
    for key in cheap:
        assert months[key].minutes > 43.2
        assert total[key] == pytest.approx(41_300, abs=60)
    totals = {key: total[key] for key, month in months.items() if month.minutes <= 43.2}
    assert min(totals, key=lambda key: totals[key]) == (2, 2, 25, True)
    assert round(totals[2, 2, 25, True], -1) == 43_150
    breach_rates = [(draw_months(BOTH, 25, seed=seed) > 43.2).mean() for seed in range(20)]
    assert 0.18 < min(breach_rates) <= max(breach_rates) < 0.23


def test_a_second_model_server_costs_as_much_as_the_four_servers_that_it_copies():
    assert COPY_COSTS["model server"] == Service(4).cost()


def test_discovery_what_each_step_from_today_removes():
    minutes = {
        "store": run_month(BOTH).minutes,
        "server": run_month({"model server": 3}).minutes,
        "repair": run_month(TODAY, 50).minutes,
    }
    today = run_month(TODAY).minutes
    assert 1 - minutes["store"] / today == pytest.approx(2 / 3, abs=0.01)
    assert 0.5 < today - minutes["server"] < 0.7
    assert minutes["repair"] < 0.51 * today


def test_discovery_a_fallback_buys_no_minute_and_most_of_the_harm():
    with_rule, without = run_month(TODAY, fallback=True), run_month(TODAY)
    assert with_rule.minutes == without.minutes
    assert with_rule.harm == pytest.approx(without.harm * 15 / 40)
