"""Which alarms are real, and what they earn."""

import numpy as np
import pytest
from scipy import stats

from course import load
from course.simulate.people_and_change import alarms
from course.simulate.people_and_change.alarms import (
    SECOND_CHECKS,
    WORLDS,
    count_alarms,
    draw_real_shares,
)

NONE, SAME, OTHER = SECOND_CHECKS
SEEDS = range(40)


# Fact pack, section 5: the base-rate table at sensitivity and specificity of 85%.
@pytest.mark.parametrize(
    ("failures", "alarms", "percent"), [(5, 153.5, 3), (10, 157, 5), (20, 164, 10), (50, 185, 23)]
)
def test_alarms_and_their_share_agree_with_the_fact_pack(failures, alarms, percent):
    week = count_alarms(failures)
    assert week.alarms == pytest.approx(alarms)
    assert round(100 * week.real) == percent


def test_by_hand_ten_failures_give_8_5_real_and_148_5_false_alarms():
    week = count_alarms(10)
    assert (week.found, week.false) == pytest.approx((0.85 * 10, 0.15 * 990))
    assert week.net == pytest.approx(8.5 * 9_000 - 157 * 300)


@pytest.mark.parametrize("recall", [5, 50, 85, 95])
@pytest.mark.parametrize(("second", "correlation"), [(SAME, 0.9), (OTHER, 0.0)])
def test_two_alarms_follow_scipys_bivariate_normal_distribution(recall, second, correlation):
    apart = stats.norm.ppf(0.85) * 2
    threshold = apart - stats.norm.ppf(recall / 100)
    normal = stats.multivariate_normal(cov=[[1, correlation], [correlation, 1]])
    week = count_alarms(100, recall, second)
    # The chance to lie above both is the one to lie below both of the opposite values.
    assert week.found / 100 == pytest.approx(normal.cdf([apart - threshold, apart / 2]), abs=1e-5)
    assert week.false / 900 == pytest.approx(normal.cdf([-threshold, -apart / 2]), abs=1e-5)


@pytest.mark.parametrize("second", SECOND_CHECKS)
def test_drawn_worlds_agree_with_the_average(second):
    shares = np.concatenate([draw_real_shares(50, 85, second, seed) for seed in SEEDS])
    assert shares.mean() == pytest.approx(count_alarms(50, 85, second).real, abs=0.005)


def test_the_costs_are_those_of_meridians_lathes():
    line = load("sensors", table="lines").set_index("line").loc["lathes"]
    week = count_alarms(10, missed_cost=int(line["failure_cost"]))
    expected = week.found * line["failure_cost"] - week.alarms * line["check_cost"]
    assert week.net == pytest.approx(expected)


def test_discovery_five_of_100_alarms_are_real_and_luck_moves_it_little():
    shares = np.concatenate([draw_real_shares(seed=seed) for seed in SEEDS])
    assert len(shares) == WORLDS * len(SEEDS)
    assert np.quantile(shares, [0.05, 0.95]) == pytest.approx([0.041, 0.066], abs=0.002)


def test_discovery_half_real_by_threshold_alone_finds_22_percent():
    assert count_alarms(caught=22).real > 0.5 > count_alarms(caught=23).real


def test_discovery_the_same_sensor_again_adds_little_and_other_evidence_much():
    assert count_alarms(second=SAME).real == pytest.approx(0.07, abs=0.001)
    assert count_alarms(second=OTHER).real == pytest.approx(0.245, abs=0.001)


def test_discovery_belief_costs_money():
    best = max(range(5, 100, 5), key=lambda recall: count_alarms(caught=recall, second=OTHER).net)
    believed = count_alarms(caught=55, second=OTHER)
    nearly = count_alarms(caught=60, second=OTHER)
    assert best == 85
    assert believed.real > 0.5
    assert nearly.real == pytest.approx(0.499, abs=0.001)
    loss = count_alarms(caught=85, second=OTHER).net - nearly.net
    assert loss == pytest.approx(8_700, abs=50)


def test_discovery_without_a_second_check_a_higher_threshold_earns_most():
    best = max(range(5, 100, 5), key=lambda recall: count_alarms(caught=recall).net)
    week = count_alarms(caught=best)
    assert best == 65
    assert week.net == pytest.approx(43_000, abs=50)
    assert week.alarms == pytest.approx(count_alarms().alarms / 3, abs=1)
    assert count_alarms(second=OTHER).net / week.net == pytest.approx(1.16, abs=0.005)


def test_discovery_accuracy_and_money_disagree_on_when_silence_is_better():
    def accuracy(failures):
        week = count_alarms(failures)
        return 1 - (week.missed + week.false) / 1_000

    assert accuracy(149) < 1 - 0.149
    assert accuracy(151) > 1 - 0.151
    assert count_alarms(6).net < 0 < count_alarms(7).net
    assert count_alarms(10).real < 0.06
    assert count_alarms(10).net > 0


def test_a_machines_luck_stays_when_the_threshold_rises():
    assert (draw_real_shares(200, 95) < draw_real_shares(200, 20)).all()


def test_discovery_a_higher_threshold_makes_alarms_pay_where_silence_was_cheaper():
    assert count_alarms(6, 85).net < 0
    assert count_alarms(6, 55).net == pytest.approx(21_000, abs=100)
    assert all(count_alarms(failures, 25).net > 0 for failures in range(1, 10))


def test_discovery_with_other_evidence_belief_costs_failures_found():
    assert count_alarms(10, 60, OTHER).found == pytest.approx(5.1, abs=0.01)
    assert count_alarms(10, 85, OTHER).found == pytest.approx(7.2, abs=0.05)


@pytest.fixture
def better_model(monkeypatch):
    """Make the model right for 95% of failing and of healthy machines, as lesson 4 supposes."""
    alarms._rates.cache_clear()
    monkeypatch.setattr(alarms, "_APART", 2 * stats.norm.ppf(0.95))
    yield
    alarms._rates.cache_clear()


@pytest.mark.usefixtures("better_model")
def test_a_better_model_earns_more_than_any_check_and_makes_strictness_cheap():
    usual, strict = count_alarms(caught=95), count_alarms(caught=80)
    assert (2 * usual.found, 2 * usual.false) == pytest.approx((19, 99))
    assert usual.net == pytest.approx(67_800)
    assert strict.net == pytest.approx(usual.net, rel=0.01)
    assert strict.real > 0.5


def test_obeyed_alarms_earn_most_at_a_stricter_threshold_with_a_third_of_the_inspections():
    best = max((count_alarms(caught=recall) for recall in range(5, 96, 5)), key=lambda w: w.net)
    assert best.net == pytest.approx(43_000, abs=100)
    assert best.alarms == pytest.approx(count_alarms().alarms / 3, rel=0.02)
