"""A search over many models, and what a gate makes of it."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.future.automl import (
    GATES,
    expected_best,
    score_error,
    search_models,
)

SEEDS = range(24)
HOLD_OUT, LATER, IN_TURN = GATES[1:]


def mean_of(fact, **setting):
    """A mean over worlds, averaged over seeds, with its lowest and highest seed."""
    means = [float(np.mean(fact(search_models(**setting, seed=seed)))) for seed in SEEDS]
    return np.mean(means), min(means), max(means)


def live(**setting):
    return mean_of(lambda run: run.live, **setting)


def worse_than_today(**setting):
    return mean_of(lambda run: 100 * (run.live < 0), **setting)


@pytest.mark.parametrize(
    ("tries", "exact"), [(1, 0), (2, 1 / np.sqrt(np.pi)), (3, 1.5 / np.sqrt(np.pi))]
)
def test_the_expected_best_of_few_normals_is_known_exactly(tries, exact):
    assert expected_best(tries) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("tries", [5, 10, 1_000])
def test_the_expected_best_agrees_with_scipys_beta_quantiles(tries):
    # The largest of n uniform numbers is Beta(n, 1); the normal quantile makes it the best score.
    best = stats.beta(tries, 1).expect(stats.norm.ppf)
    assert expected_best(tries) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("tries", [10, 100, 1_000])
@pytest.mark.parametrize("cases", [200, 5_000])
def test_promise_and_delivery_follow_theory_without_leaks(tries, cases):
    spread = np.hypot(0.8, score_error(cases))
    promise = spread * expected_best(tries)
    mean_promise, _, _ = mean_of(lambda run: run.promised, tried=tries, cases=cases)
    mean_delivery, _, _ = live(tried=tries, cases=cases)
    assert mean_promise == pytest.approx(promise, rel=0.02)
    assert mean_delivery == pytest.approx((0.8 / spread) ** 2 * promise, rel=0.08)


def test_a_scores_error_is_that_of_mcnemars_difference():
    rng = np.random.default_rng(1)
    # 4% of cases are won by the new model alone and 4% by today's alone.
    differences = rng.choice([1, 0, -1], (4_000, 500), p=[0.04, 0.92, 0.04]).mean(axis=1)
    assert 100 * differences.std() == pytest.approx(score_error(500), rel=0.04)


def test_discovery_the_share_of_luck_hangs_on_cases_and_not_on_tries():
    for tries in (10, 1_000):
        mean_promise, _, _ = mean_of(lambda run: run.promised, tried=tries)
        assert live(tried=tries)[0] / mean_promise == pytest.approx(1 - 0.714, abs=0.03)


def test_discovery_more_tries_bring_more_and_break_more_of_the_promise():
    gains = [live(tried=tries)[0] for tries in (10, 100, 1_000)]
    assert gains == pytest.approx([0.66, 1.07, 1.38], abs=0.03)
    shortfalls = [
        mean_of(lambda run: run.promised - run.live, tried=tries)[0] for tries in (10, 100, 1_000)
    ]
    assert shortfalls == pytest.approx([1.64, 2.68, 3.47], abs=0.05)


def test_discovery_a_leak_wins_the_search_and_loses_in_use():
    assert live(leaks=2)[2] < -1.8
    assert live(leaks=1)[2] < 0
    assert worse_than_today(leaks=3)[1] > 85
    assert worse_than_today()[2] <= 6


def test_discovery_a_hold_out_certifies_the_leak_and_later_months_do_not():
    assert live(leaks=2, gate=HOLD_OUT)[2] < -2
    assert mean_of(lambda run: 100 * run.passed, leaks=2, gate=HOLD_OUT)[0] > 85
    assert live(leaks=2, gate=LATER)[1] >= 0
    assert mean_of(lambda run: 100 * run.passed, leaks=2, gate=LATER)[0] < 10


def test_discovery_one_look_at_few_cases_costs_and_ten_in_turn_win_it_back():
    alone, once, in_turn = live()[0], live(gate=LATER)[0], live(gate=IN_TURN)[0]
    assert once == pytest.approx(0.55, abs=0.05)
    assert alone == pytest.approx(1.38, abs=0.03)
    assert in_turn == pytest.approx(1.54, abs=0.05)
    assert live(leaks=2, gate=IN_TURN)[1] > 1.3
    assert live(leaks=10, gate=IN_TURN)[0] == pytest.approx(0.46, abs=0.08)


def test_challenge_a_gate_that_shares_the_leak_lets_the_worse_model_go_live():
    assert worse_than_today(leaks=3, gate=HOLD_OUT)[1] >= 85
    assert worse_than_today(leaks=3, gate=LATER)[2] < 10


def test_challenge_two_points_with_leaks_need_later_months_in_turn_and_many_cases():
    assert live(leaks=2, cases=5_000, gate=IN_TURN)[1] > 2.2
    assert live(leaks=2, cases=500, gate=IN_TURN)[2] < 1.8
