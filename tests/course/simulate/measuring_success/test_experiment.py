"""Experiments: power, looks, claims and novelty, against published values."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.measuring_success import chance_of_a_false_alarm, run_tests
from course.simulate.measuring_success.experiment import power, standard_error

SEEDS = range(12)

# Chance of at least one result with |z| > 1.96, equally spaced looks, no effect.
# Armitage, McPherson and Rowe (1969), table 2.
ARMITAGE = {1: 0.050, 2: 0.083, 3: 0.107, 4: 0.126, 5: 0.142, 10: 0.193, 20: 0.248, 50: 0.320}

# statsmodels 0.15.0, NormalIndPower().power(effect / 2, users * days / 2, 0.05)
STATSMODELS = {
    (0.01, 10_000, 14): 0.154681,
    (0.01, 50_000, 28): 0.840879,
    (0.02, 10_000, 14): 0.464551,
    (0.005, 100_000, 56): 0.840879,
    (0.03, 20_000, 7): 0.801302,
    (0.01, 2 * 627_908.84, 1): 0.8,  # solve_power(0.01 / 2, power=0.8, alpha=0.05), each arm
}


def over_seeds(figure, **setting):
    """Mean of a figure over 12,000 tests."""
    return np.mean([figure(run_tests(**setting, seed=seed)) for seed in SEEDS])


def significant(tests):
    return tests.significant.mean()


def won(tests):
    return tests.won.mean()


def claimed(tests):
    return tests.claimed[tests.won].mean()


@pytest.mark.parametrize(("looks", "chance"), ARMITAGE.items())
def test_false_alarms_agree_with_the_published_table(looks, chance):
    assert chance_of_a_false_alarm(looks) == pytest.approx(chance, abs=6e-4)


def test_a_limit_of_2_72_allows_daily_looks_for_four_weeks():
    assert chance_of_a_false_alarm(28, 2.72) == pytest.approx(0.05, abs=5e-4)


def test_fewer_users_are_too_few_where_the_challenge_asks_for_the_fewest():
    assert power(0.01, 40_000, 4 * 7) < 0.8 < power(0.01, 50_000, 4 * 7)


@pytest.mark.parametrize(("setting", "chance"), STATSMODELS.items())
def test_power_agrees_with_statsmodels(setting, chance):
    assert power(*setting) == pytest.approx(chance, abs=2e-5)


def test_two_is_the_variation_of_orders_where_a_fifth_of_users_order():
    orders = stats.bernoulli(0.2)
    assert orders.std() / orders.mean() == pytest.approx(2)
    one_arm = 10_000 * 14 / 2
    assert standard_error(10_000, 14) == pytest.approx(2 * np.sqrt(2 / one_arm))


@pytest.mark.parametrize(("looks", "number"), [("once", 1), ("weekly", 4), ("daily", 28)])
def test_simulated_looks_agree_with_integration(looks, number):
    rate = over_seeds(significant, effect=0, weeks=4, looks=looks)
    assert rate == pytest.approx(chance_of_a_false_alarm(number), abs=0.012)
    assert over_seeds(won, effect=0, weeks=4, looks=looks) == pytest.approx(rate / 2, abs=0.012)


def test_simulated_power_agrees_with_the_formula():
    for effect, users, weeks in ((0.01, 10_000, 2), (0.02, 10_000, 2), (0.01, 50_000, 4)):
        rate = over_seeds(significant, effect=effect, users=users, weeks=weeks)
        assert rate == pytest.approx(power(effect, users, 7 * weeks), abs=0.015)


def test_winners_claim_more_than_is_so_and_the_less_the_more_power():
    small = over_seeds(claimed)
    limit = 1.96 * standard_error(10_000, 14)
    # The mean of a normal number, given that it lies beyond the limit.
    theory = stats.truncnorm.mean(
        (limit - 0.01) / standard_error(10_000, 14), np.inf, 0.01, standard_error(10_000, 14)
    )
    assert small == pytest.approx(theory, rel=0.03)
    assert small > 2.4 * 0.01
    assert over_seeds(claimed, users=50_000, weeks=4) == pytest.approx(0.011, abs=0.0004)


def test_of_daily_winners_a_quarter_are_false_where_a_third_of_ideas_work():
    def false_share(looks):
        good = over_seeds(won, effect=0.02, weeks=4, looks=looks) / 3
        bad = over_seeds(won, effect=0, weeks=4, looks=looks) * 2 / 3
        return bad / (good + bad)

    assert false_share("once") < 0.09
    assert false_share("daily") > 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_more_users_make_a_false_gain_smaller_and_not_rarer(seed):
    few, many = (
        run_tests(0, users, weeks=4, looks="daily", seed=seed) for users in (10_000, 100_000)
    )
    assert won(few) == won(many)
    assert claimed(few) > 3 * claimed(many)


@pytest.mark.parametrize("seed", SEEDS)
def test_daily_winners_claim_nearly_four_times_a_true_1_and_those_of_one_look_twice(seed):
    daily, once = (run_tests(0.01, 10_000, 4, looks, seed=seed) for looks in ("daily", "once"))
    assert 3.4 < claimed(daily) / 0.01 < 4
    assert 1.8 < claimed(once) / 0.01 < 2.05


def test_length_alone_does_not_cure_novelty():
    shiny = {"effect": 0, "novelty": 0.04, "users": 20_000}
    assert over_seeds(won, **shiny, weeks=1) > 0.75
    assert over_seeds(won, **shiny, weeks=8) > 0.45
