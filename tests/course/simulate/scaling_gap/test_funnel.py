"""Forty pilots through four gates."""

import itertools

import numpy as np
import pytest
from scipy import stats

from course import load
from course.simulate.scaling_gap.funnel import (
    GATES,
    chance_of_at_most,
    draw_companies,
    draw_pilots,
    live_count_probabilities,
    run_funnel,
)

SEEDS = range(200)


def live(**points):
    return run_funnel(points).live


def cost_of_a_live_pilot(**points):
    funnel = run_funnel(points)
    return (funnel.levers + funnel.pilots) / funnel.live


def test_without_levers_two_of_forty_are_live_for_what_meridian_pays():
    funnel = run_funnel()
    assert funnel.live == pytest.approx(40 * 0.60 * 0.45 * 0.50 * 0.37)
    # By hand: 40, 24, 10.8 and 5.4 pilots arrive at the gates.
    assert funnel.pilots == pytest.approx(100 * 40 + 120 * 24 + 150 * 10.8 + 280 * 5.4)
    assert funnel.pilots == pytest.approx(load("portfolio")["spent"].sum(), rel=0.01)
    assert funnel.levers == 0


def test_pilots_that_leave_and_pilots_that_live_add_up():
    funnel = run_funnel({"data": 20})
    assert funnel.gates["leave"].sum() + funnel.live == pytest.approx(40)


@pytest.mark.parametrize("rate", [0.05, 0.12, 0.48])
def test_independent_pilots_follow_scipys_binomial_distribution(rate):
    assert live_count_probabilities(rate) == pytest.approx(stats.binom(40, rate).pmf(range(41)))


@pytest.mark.parametrize("rate", [0.05, 0.48])
@pytest.mark.parametrize("correlation", [0.05, 0.3])
def test_alike_pilots_follow_scipys_beta_binomial_distribution(rate, correlation):
    strength = 1 / correlation - 1
    theory = stats.betabinom(40, rate * strength, (1 - rate) * strength).pmf(range(41))
    assert live_count_probabilities(rate, correlation) == pytest.approx(theory)


@pytest.mark.parametrize(("rate", "chance"), [(0.12, 0.13), (0.25, 0.001), (0.48, 3e-9)])
def test_the_chance_of_two_or_fewer_agrees_with_the_fact_pack(rate, chance):
    assert chance_of_at_most(2, rate) == pytest.approx(chance, rel=0.04)


def test_drawn_companies_follow_the_probabilities():
    live_counts = np.concatenate([draw_companies(0.05, 0.1, seed) for seed in SEEDS])
    expected = live_count_probabilities(0.05, 0.1)[:6]
    assert np.bincount(live_counts)[:6] / len(live_counts) == pytest.approx(expected, abs=0.008)


def test_a_companys_luck_stays_when_the_rate_rises():
    assert (draw_companies(0.10) >= draw_companies(0.05)).all()


def counted(seed=None, **points):
    passes = run_funnel(points).gates["passes"]
    pilots = draw_pilots(passes) if seed is None else draw_pilots(passes, seed)
    return np.bincount(pilots["passed"], minlength=5)


def test_drawn_pilots_end_where_the_averages_say():
    mean_counts = np.mean([counted(seed) for seed in SEEDS], axis=0)
    run = run_funnel()
    assert mean_counts == pytest.approx([*run.gates["leave"], run.live], abs=0.5)


@pytest.mark.parametrize("points", [{}, *({gate: 40} for gate in GATES), dict.fromkeys(GATES, 10)])
def test_the_company_that_is_drawn_has_the_average_number_of_live_pilots(points):
    run = run_funnel(points)
    *end_counts, live_count = counted(**points)
    assert live_count == round(run.live)
    assert end_counts == pytest.approx(list(run.gates["leave"]), abs=2)


@pytest.mark.parametrize("gate", GATES)
def test_no_pilot_walks_back_when_a_gate_opens(gate):
    steps = [draw_pilots(run_funnel({gate: each}).gates["passes"]) for each in range(0, 41, 5)]
    gates_passed = np.array([step["passed"] for step in steps])
    assert (np.diff(gates_passed, axis=0) >= 0).all()
    assert (gates_passed[-1] > gates_passed[0]).any()


def test_a_pilot_that_ended_missed_its_gate_and_a_live_one_missed_none():
    pilots = draw_pilots(run_funnel().gates["passes"])
    is_live = pilots["passed"] == len(GATES)
    assert (pilots.loc[is_live, "missed_by"] == 0).all()
    assert (pilots.loc[~is_live, "missed_by"] >= 0).all()
    pilots_with_owner = draw_pilots(run_funnel({"owner": 10}).gates["passes"])
    is_first = pilots["passed"] == 0
    has_gone_on = is_first & (pilots_with_owner["passed"] > 0)
    assert (has_gone_on == (is_first & (pilots["missed_by"] < 0.1))).all()


def test_discovery_of_200_companies_like_meridian_some_26_have_nothing_live():
    nothing = [np.sum(draw_companies(run_funnel().rate, seed=seed) == 0) for seed in SEEDS]
    assert np.mean(nothing) == pytest.approx(200 * stats.binom(40, run_funnel().rate).pmf(0), abs=1)
    assert np.quantile(nothing, [0.025, 0.975]) == pytest.approx([17, 36], abs=2)
    assert nothing[0] == 26


def test_discovery_most_end_at_the_widest_gate_since_all_come_to_it():
    gates = run_funnel().gates.set_index("gate")
    assert gates["leave"].idxmax() == gates["passes"].idxmax() == "owner"
    assert gates["leave"].idxmin() == gates["passes"].idxmin() == "adoption"
    assert gates["leave"].round().tolist() == [16, 13, 5, 3]


def test_discovery_points_go_furthest_where_the_gate_is_tightest():
    assert max(GATES, key=lambda gate: live(**{gate: 5})) == "adoption"
    assert min(GATES, key=lambda gate: live(**{gate: 5})) == "owner"


def test_discovery_an_even_spread_wins_by_a_hair_on_count_and_loses_on_cost():
    spread = dict.fromkeys(GATES, 10)
    assert live(**spread) == pytest.approx(4.34, abs=0.01)
    assert live(adoption=40) == pytest.approx(4.16, abs=0.01)
    assert all(live(**{gate: 40}) < live(**spread) for gate in GATES)
    assert cost_of_a_live_pilot(**spread) == pytest.approx(3_560, abs=10)
    assert cost_of_a_live_pilot(adoption=40) == pytest.approx(3_180, abs=10)


def test_discovery_lifting_the_tightest_gates_to_one_level_beats_both():
    level = {"data": 10, "integration": 10, "adoption": 20}
    assert live(**level) == pytest.approx(4.51, abs=0.01)
    assert cost_of_a_live_pilot(**level) < cost_of_a_live_pilot(adoption=40)
    splits = [split for split in itertools.product(range(0, 41, 5), repeat=4) if sum(split) == 40]
    best = max(live(**dict(zip(GATES, split, strict=True))) for split in splits)
    assert live(**level) == pytest.approx(best)
    # In closed form: 40 points lift the three tightest gates to one height, below the owner's.
    height = (0.45 + 0.50 + 0.37 + 0.40) / 3
    assert height < 0.60
    assert best <= 40 * 0.60 * height**3 < best + 0.02


def test_discovery_spreading_loses_where_one_gate_is_far_tighter():
    passes = {"owner": 0.80, "data": 0.60, "integration": 0.52, "adoption": 0.20}
    assert run_funnel({}, passes).live == pytest.approx(live(), abs=0.01)
    assert run_funnel({"adoption": 40}, passes).live == pytest.approx(6.0, abs=0.05)
    assert run_funnel(dict.fromkeys(GATES, 10), passes).live == pytest.approx(4.7, abs=0.05)


def test_discovery_two_levers_of_equal_gain_differ_in_cost_by_their_place():
    early, late = run_funnel({"owner": 30}), run_funnel({"integration": 25})
    assert early.live == pytest.approx(late.live) == pytest.approx(3.0, abs=0.01)
    assert early.pilots == pytest.approx(13_020, abs=10)
    assert late.pilots == pytest.approx(10_770, abs=10)


def test_discovery_the_order_of_gates_changes_the_cost_and_not_the_gain():
    turned = dict(zip(GATES, (0.37, 0.50, 0.45, 0.60), strict=True))
    assert run_funnel({"owner": 40}, turned).live == pytest.approx(live(adoption=40))
    assert run_funnel({"owner": 40}, turned).pilots > run_funnel({"adoption": 40}).pilots


def test_discovery_early_levers_send_more_pilots_on_to_fail_later():
    each = [cost_of_a_live_pilot(**{gate: 40}) for gate in GATES]
    assert each == sorted(each, reverse=True)
    assert each[0] == pytest.approx(5_170, abs=10)
    assert each[0] > cost_of_a_live_pilot() > each[-1]
    assert each[-1] == pytest.approx(3_180, abs=10)


def test_twenty_pilots_through_a_wider_gate_bring_as_many_as_forty_for_less():
    wider, today = run_funnel({"adoption": 40}), run_funnel()
    assert wider.live / 2 == pytest.approx(today.live, rel=0.05)
    assert wider.pilots / 2 + wider.levers == pytest.approx(8_200, abs=10)
    assert today.pilots == pytest.approx(10_000, rel=0.01)


def test_discovery_two_of_forty_is_a_miracle_only_if_pilots_are_independent():
    assert chance_of_at_most(2, 0.48) < 1e-8
    assert chance_of_at_most(2, 0.48, 0.1) == pytest.approx(0.0025, abs=1e-4)
    assert chance_of_at_most(2, 0.48, 0.2) > 0.02
    assert chance_of_at_most(2, 0.12, 0.2) > 0.5


def test_challenge_four_and_a_half_within_the_money_needs_the_tight_gates_together():
    assert run_funnel({"data": 10, "integration": 10, "adoption": 20}).levers <= 3_200
    assert live(data=10, integration=10, adoption=20) >= 4.5
    assert live(**dict.fromkeys(GATES, 10)) < 4.45
    assert all(live(**{gate: 40}) < 4.45 for gate in GATES)
