"""Requests in line before four roles."""

import numpy as np
import pytest

from course import load
from course.simulate.people_and_change.team import (
    COSTS,
    ROLES,
    capacity,
    hire_one,
    run_team,
    run_teams,
)

DATA, SCIENCE, ML, CHANGE = ROLES
SEEDS = range(12)


def mean(people=None, model_days=20):
    return np.mean([run_team(people, model_days, seed).mean for seed in SEEDS])


@pytest.mark.parametrize(
    ("people", "model_days", "per_year"),
    [({}, 20, 11), ({DATA: 3, ML: 2}, 20, 27.5), ({}, 140, 44 / 7)],
)
def test_the_narrowest_role_decides_as_the_bottleneck_law_says(people, model_days, per_year):
    assert min(capacity(people, model_days).values()) == pytest.approx(per_year)
    assert mean(people, model_days) == pytest.approx(per_year, rel=0.02)


def test_a_role_works_no_more_than_what_arrives():
    # Little's law for the people themselves: busy people = arrivals a day x days of work.
    roles = [run_team({DATA: 2, ML: 3}, seed=seed).roles.set_index("role") for seed in SEEDS]
    busy = np.mean([each.loc[SCIENCE, "busy"] for each in roles])
    assert busy * 4 == pytest.approx(2 / 20 * 20, rel=0.05)


def test_data_engineers_never_wait_and_others_wait_before_the_narrow_role():
    roles = run_team({DATA: 4}).roles.set_index("role")
    assert roles.loc[DATA, "busy"] == pytest.approx(1)
    assert roles.loc[ML, "waiting"] > 20
    assert roles.loc[CHANGE, "waiting"] < 2


def test_a_team_alone_and_among_others_finishes_the_same():
    alone = run_team({DATA: 2}).finished
    among = run_teams([{}, {DATA: 2}, {ML: 3}])[1].finished
    assert (alone == among).all()


def test_discovery_three_data_scientists_more_bring_nothing():
    for seed in SEEDS:
        assert run_team({SCIENCE: 7}, seed=seed).mean - run_team(seed=seed).mean < 0.3


def test_discovery_one_data_engineer_brings_half_as_much_again_then_ml_limits():
    assert mean({DATA: 2}) == pytest.approx(16.8, abs=0.5)
    assert mean({DATA: 3}) - mean({DATA: 2}) < 0.5
    assert mean({DATA: 3, ML: 2}) > 26


def test_discovery_a_data_scientist_is_the_best_hire_where_models_take_long():
    def leads(model_days, seed):
        now, hires = hire_one({}, model_days, seed)
        others = max(hires[role].mean for role in ROLES if role != SCIENCE)
        return hires[SCIENCE].mean - others, now.mean

    assert all(leads(20, seed)[0] < 0 for seed in SEEDS)
    assert np.mean([leads(120, seed)[0] for seed in SEEDS]) > 1
    assert all(leads(90, seed)[0] > 0 for seed in SEEDS)
    assert all(leads(120, seed)[0] > 0.5 for seed in SEEDS)
    assert all(abs(leads(80, seed)[0]) < 0.7 for seed in range(4))


def test_discovery_5_to_10_engineers_a_scientist_need_models_of_days():
    def engineers(model_days):
        """Engineers a scientist, so that all three roles could finish the same."""
        pace = capacity({}, model_days)[SCIENCE] / 4
        one = capacity({DATA: 1, ML: 1})
        return pace / one[DATA] + pace / one[ML]

    assert engineers(20) == pytest.approx(1.65)
    assert engineers(3) > 10 > engineers(4)
    assert engineers(6) > 5 > engineers(7)


def test_challenge_only_two_data_engineers_and_one_ml_engineer_double_the_year():
    for seed in SEEDS:
        assert run_team({DATA: 3, ML: 2}, seed=seed).mean >= 24
        others = [{DATA: 4}, {DATA: 3, CHANGE: 3}, {DATA: 2, ML: 3}, {DATA: 2, ML: 2, CHANGE: 3}]
        assert max(team.mean for team in run_teams(others, seed=seed)) < 24


def test_challenge_a_fifth_data_scientist_is_best_once_the_other_roles_are_wide():
    for seed in SEEDS:
        now, hires = hire_one({DATA: 5, ML: 4, CHANGE: 4}, seed=seed)
        assert hires[SCIENCE].mean - now.mean > 3
        now, hires = hire_one({DATA: 5, ML: 4}, seed=seed)
        assert hires[CHANGE].mean > hires[SCIENCE].mean


def test_a_hire_costs_what_the_data_set_says():
    costs = load("team").set_index("role")["cost"]
    assert all(costs[role] == cost for role, cost in COSTS.items())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (({"translator": 1},), "role is 'translator'; expected one of data engineer"),
        (({DATA: 0},), "data engineer is 0; expected a whole number from 1"),
        (({}, 0), "model_days is 0; expected a number from 1"),
    ],
)
def test_impossible_arguments_are_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        run_team(*arguments)
