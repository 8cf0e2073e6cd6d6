"""Repairs in an order: each study includes all repairs up to there."""

from course.simulate.data_at_scale import simulate_stores
from course.simulate.data_at_scale.repairs import simulate_repairs


def test_each_study_has_the_repairs_made_so_far():
    studies = simulate_repairs(20, ["dates", "money"])
    alone = [(), {"dates"}, {"dates", "money"}]
    assert [study.cost for study in studies] == [
        simulate_stores(20, None, repairs).cost for repairs in alone
    ]


def test_a_repair_made_twice_changes_nothing():
    once, twice = simulate_repairs(20, ["dates", "dates"])[1:]
    assert once.cost == twice.cost
