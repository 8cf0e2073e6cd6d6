"""Seven faults and six gates."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from course.simulate.mlops import GATES, follow_faults, yearly_cost
from course.simulate.mlops.pipeline import (
    FAULTS,
    YEARS_OF_FAULTS,
    draw_years,
    follow_each,
    gate_worth,
    invented_world,
    other_worlds,
)

YEAR = 365
TRIOS = list(combinations(GATES, 3))
LIKELY = 0.3


def likely(gates, days=YEAR):
    return int((follow_faults(gates, days)["weeks_alive"] > LIKELY).sum())


def test_the_drawn_years_average_to_the_formula():
    for gates in [(), ("contract", "replay", "canary"), ("backtest", "freshness", "outcome")]:
        mean_cost = np.mean([draw_years(gates, 30, seed).mean() for seed in range(30)])
        assert mean_cost == pytest.approx(yearly_cost(gates, 30), rel=0.04)


SETS = [(), ("canary", "freshness"), ("backtest", "canary", "freshness"), tuple(GATES)]


@pytest.mark.parametrize("gates", SETS)
@pytest.mark.parametrize("days", [30, YEAR])
def test_each_fault_agrees_with_the_mean_of_its_kind_within_one(gates, days):
    each, mean = follow_each(gates, days), follow_faults(gates, days)
    world = invented_world()
    out = each[~each["stopped"]].groupby("fault").size().reindex(FAULTS, fill_value=0)
    expected = YEARS_OF_FAULTS * world.rate * mean["passing"].to_numpy()
    assert np.abs(out.to_numpy() - expected).max() < 1
    finders = dict(zip(mean["fault"], mean["finder"], strict=True))
    assert (each["finder"] == each["fault"].map(finders))[~each["stopped"]].all()
    assert each["finder"][each["stopped"]].isin(gates).all()


def test_without_gates_the_faults_cost_what_the_formula_says():
    assert follow_each((), YEAR)["loss"].sum() / YEARS_OF_FAULTS == pytest.approx(1_373)


@pytest.mark.parametrize("gate", GATES)
def test_another_gate_lets_no_fault_out_and_makes_none_live_longer(gate):
    for others in [(), ("canary", "freshness")]:
        before, after = follow_each(others, 30), follow_each((*others, gate), 30)
        assert (after["stopped"] >= before["stopped"]).all()
        assert (after["days"] <= before["days"]).all()


def test_replay_finds_one_of_five_skews_less_after_freshness_in_euros():
    skews = follow_each((), YEAR)["fault"] == "training-serving skew"
    savings = [
        follow_each(gates, YEAR)["loss"][skews].sum()
        - follow_each((*gates, "replay"), YEAR)["loss"][skews].sum()
        for gates in [(), ("freshness",)]
    ]
    assert savings[1] == pytest.approx(savings[0] * 5 / 45)


def test_the_smallest_case_agrees_with_the_sum_on_paper():
    # Three schema changes a year, €5,000 a day, seven days; a contract stops nine in ten.
    schema = follow_faults((), YEAR).set_index("fault").loc["schema change"]
    assert schema["loss"] == 3 * 5 * 7
    with_contract = follow_faults(("contract",), YEAR).set_index("fault").loc["schema change"]
    assert with_contract["loss"] == pytest.approx(10.5)


def test_losses_and_gates_add_up_to_the_cost():
    gates = ("canary", "freshness")
    losses = follow_faults(gates, YEAR)["loss"].sum()
    assert yearly_cost(gates, YEAR) == pytest.approx(losses + 40 + 15)


def test_discovery_a_gate_is_worth_what_the_others_leave_it():
    assert gate_worth((), YEAR)["replay"] == pytest.approx(135.9, abs=0.1)
    assert gate_worth(("canary", "freshness"), YEAR)["replay"] == pytest.approx(-25.6, abs=0.1)
    saved_alone = {gate: worth + GATES[gate] for gate, worth in gate_worth((), YEAR).items()}
    saved_last = {gate: worth + GATES[gate] for gate, worth in gate_worth(GATES, YEAR).items()}
    ratios = {gate: saved_last[gate] / saved_alone[gate] for gate in ("contract", "replay")}
    assert max(ratios.values()) < 0.1
    assert saved_last["backtest"] / saved_alone["backtest"] > 0.85


@pytest.mark.parametrize("seed", [1, 3, 8])
def test_discovery_survives_other_assumptions(seed):
    worlds = other_worlds(500, seed)
    alone = gate_worth((), YEAR, worlds)["replay"]
    after = gate_worth(("canary", "freshness"), YEAR, worlds)["replay"]
    assert np.mean(alone > 0) > 0.98
    assert 0.87 < np.mean(after < 0) < 0.95


@pytest.mark.parametrize(("days", "worth"), [(5, -25.6), (14, -1.3), (15, 1.4)])
def test_replay_pays_where_freshness_needs_two_weeks_for_a_skew(days, worth):
    base = invented_world()
    slower = np.where(np.array(FAULTS) == "training-serving skew", days, base.freshness)
    value = gate_worth(("canary", "freshness"), YEAR, replace(base, freshness=slower))["replay"]
    assert value == pytest.approx(worth, abs=0.1)


def test_replay_loses_after_two_others_in_each_world_of_the_picture():
    assert (gate_worth(("canary", "freshness"), YEAR, other_worlds(12))["replay"] < 0).all()


def test_discovery_the_best_trio_finds_different_things_in_nine_worlds_of_ten():
    assert min(TRIOS, key=lambda gates: yearly_cost(gates, YEAR)) == (
        "backtest",
        "canary",
        "freshness",
    )
    costs = np.stack([yearly_cost(gates, YEAR, other_worlds(500)) for gates in TRIOS])
    best = TRIOS.index(("backtest", "canary", "freshness"))
    assert np.mean(costs.argmin(axis=0) == best) > 0.85


def test_discovery_no_six_gates_find_silent_loss_before_the_labels():
    silent = follow_faults(GATES, YEAR).set_index("fault").loc[FAULTS[-1]]
    assert (silent["passing"], silent["days"], silent["finder"]) == (1, 150, "customers")
    soon = follow_faults(GATES, 30).set_index("fault").loc[FAULTS[-1]]
    assert (soon["days"], soon["finder"]) == (34, "outcome")


def test_discovery_only_outcome_never_pays_with_labels_of_a_year():
    for size in range(len(GATES)):
        for others in combinations([gate for gate in GATES if gate != "outcome"], size):
            assert gate_worth(others, YEAR)["outcome"] == pytest.approx(-30)
    assert gate_worth((), YEAR)["freshness"] > 0
    assert gate_worth((), 30)["outcome"] == pytest.approx(680, abs=1)


def test_challenge_one_trio_leaves_one_likely_fault_below_800():
    reach = [trio for trio in TRIOS if likely(trio) <= 1 and yearly_cost(trio, YEAR) < 800]
    assert reach == [("backtest", "canary", "freshness")]
    assert likely(("contract",)) == 5
    assert likely(("contract", "replay", "canary")) == 4


def test_discovery_what_an_early_sign_may_cost():
    best = {days: min(yearly_cost(trio, days) for trio in TRIOS) for days in (30, YEAR)}
    assert (round(best[YEAR]), round(best[30])) == (771, 349)
    other_trio = ("canary", "freshness", "outcome")
    assert (yearly_cost(other_trio, 30), likely(other_trio, 30)) == (best[30], 3)
    assert yearly_cost(("backtest", *other_trio), 30) == pytest.approx(299.6, abs=0.1)
    costs = {yearly_cost(("backtest", "canary", "freshness"), days) for days in (30, 90, 180, YEAR)}
    assert costs == {best[YEAR]}
    assert all(min(yearly_cost(trio, 180) for trio in TRIOS) == cost for cost in costs)
    assert yearly_cost(GATES, YEAR) - best[YEAR] == pytest.approx(60.3, abs=0.1)


def test_discovery_gates_pay_and_three_of_six_do_not_beside_the_others():
    assert (yearly_cost((), YEAR), round(yearly_cost(GATES, YEAR))) == (1_373, 832)
    worth = gate_worth(GATES, YEAR)
    assert [gate for gate in GATES if worth[gate] < 0] == ["contract", "replay", "outcome"]


def test_challenge_below_400_needs_outcomes_within_a_month():
    for days in (90, 180, YEAR):
        assert min(yearly_cost(trio, days) for trio in TRIOS) > 600
    cheap = [trio for trio in TRIOS if yearly_cost(trio, 30) < 400]
    assert cheap
    assert all("outcome" in trio for trio in cheap)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((["hope"], 30), ValueError, "gate is 'hope'; expected one of contract, backtest"),
        (([], -1), ValueError, "label_days is -1; expected a number from 0"),
        (([], "soon"), TypeError, "label_days is 'soon'; expected a number"),
    ],
)
def test_impossible_arguments_are_refused_in_words(arguments, error, message):
    for function in (follow_faults, follow_each, yearly_cost, draw_years):
        with pytest.raises(error, match=message):
            function(*arguments)
