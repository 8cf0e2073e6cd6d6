from itertools import chain, combinations

import numpy as np
import pandas as pd
import pytest

from course.data.portfolio import RESOURCES, ROLES
from course.simulate.prioritization import (
    best_portfolio,
    broken_rules,
    decision_margins,
    describe,
    greedy_portfolio,
    unlocked_value,
)
from support.sampling import sampled


def subsets(names):
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def brute_force(pilots, foundations, limits):
    """The best of all sets, one by one."""
    allowed = (
        describe(choice, pilots, foundations)
        for choice in subsets([*pilots.index, *foundations.index])
        if not broken_rules(choice, pilots, foundations, limits)
    )
    return max(portfolio.net_value for portfolio in allowed)


def random_register(seed):
    rng = np.random.default_rng(seed)
    pilots = pd.DataFrame(
        {
            "value": rng.integers(50, 900, 8),
            "cost": rng.integers(50, 400, 8),
            **{role: rng.integers(0, 5, 8) for role in ROLES},
            "needs": rng.choice(["", "X", "Y", "X Y"], 8),
            "overlaps": ["P1", "P0", *[""] * 6],
        },
        index=[f"P{number}" for number in range(8)],
    )
    foundations = pd.DataFrame(
        {"cost": rng.integers(50, 400, 2), **{role: rng.integers(0, 5, 2) for role in ROLES}},
        index=["X", "Y"],
    )
    return pilots, foundations, dict(zip(RESOURCES, [900, 12, 12, 12], strict=True))


@pytest.mark.parametrize("seed", sampled(range(12), every=3))
def test_the_exact_choice_is_the_best_of_all_sets(seed):
    problem = random_register(seed)
    best = best_portfolio(*problem)
    assert not broken_rules([*best.pilots, *best.foundations], *problem)
    assert best.net_value == pytest.approx(brute_force(*problem))


def test_the_exact_choice_is_never_below_a_rule_of_thumb(meridian):
    best = best_portfolio(*meridian)
    assert not broken_rules([*best.pilots, *best.foundations], *meridian)
    for build in (True, False):
        greedy = greedy_portfolio(*meridian, build_foundations=build)
        assert not broken_rules([*greedy.pilots, *greedy.foundations], *meridian)
        assert greedy.net_value < best.net_value


def test_two_pilots_pay_for_a_foundation_that_neither_pays_for_alone(small):
    pilots, foundations = small
    together = best_portfolio(pilots, foundations, {"cost": 1500})
    assert together.pilots == ("A", "B", "C")
    assert together.net_value == 1800 - 600 - 700 + 200
    alone = best_portfolio(pilots, foundations, {"cost": 1299})
    assert alone.foundations == ()


def test_a_ranked_list_does_not_see_what_two_pilots_share(small):
    pilots, foundations = small
    greedy = greedy_portfolio(pilots, foundations, {"cost": 2000})
    assert greedy.pilots == ("C",)  # A alone would lose 100


def test_a_pilot_that_costs_more_than_it_brings_is_left_even_where_money_is_left(small):
    pilots, foundations = small
    pilots.loc["D", "value"] = 300
    assert best_portfolio(pilots, foundations, {"cost": 99_999}).pilots == ("A", "B", "C")
    assert greedy_portfolio(pilots, foundations, {"cost": 500}).pilots == ("C",)


def test_every_broken_rule_is_named(small):
    pilots, foundations = small
    pilots["ml_engineer"] = 5
    assert broken_rules("ACD", pilots, foundations, {"cost": 800, "ml_engineer": 10}) == [
        "cost: 900 needed, 800 there",
        "ml_engineer: 15 needed, 10 there",
        "A needs F",
        "C and D do the same thing",
    ]
    assert broken_rules("AF", pilots, foundations, {"cost": 1000}) == []


def test_an_unknown_name_is_refused(small):
    with pytest.raises(ValueError, match="no pilot or foundation Z"):
        describe(["A", "Z"], *small)


def test_what_must_be_kept_is_kept_and_what_must_go_is_gone(small):
    pilots, foundations = small
    best = best_portfolio(pilots, foundations, {"cost": 2000}, keep=["D"], leave=["B"])
    assert best.pilots == ("D",)
    with pytest.raises(ValueError, match="No portfolio with A fits the limits"):
        best_portfolio(pilots, foundations, {"cost": 900}, keep=["A"])


def test_a_foundation_is_worth_what_the_best_portfolio_loses_without_it(small):
    assert unlocked_value(*small, {"cost": 1500}).to_dict() == {"F": 500}
    assert unlocked_value(*small, {"cost": 1000}).to_dict() == {"F": 0}


def test_a_margin_is_where_the_decision_flips(meridian):
    pilots, foundations, limits = meridian
    few = pilots.loc[["P01", "P03", "P10", "P12", "P13", "P15", "P17", "P23", "P31"]]
    limits = {**limits, "cost": 3500}
    before = best_portfolio(few, foundations, limits)
    margins = decision_margins(few, foundations, limits)
    assert margins["share"].is_monotonic_increasing
    for name, row in margins[margins["margin"] > 1].iterrows():
        sign = -1 if row["chosen"] else 1
        for factor, changes in ((0.98, False), (1.02, True)):
            new_pilots = few.copy()
            new_pilots.loc[name, "value"] += sign * factor * row["margin"]
            after = best_portfolio(new_pilots, foundations, limits)
            assert (name in after.pilots) == (row["chosen"] != changes), (name, factor)
    assert set(margins.index[margins["chosen"]]) == set(before.pilots)


def test_a_pilot_that_no_portfolio_can_hold_never_enters(small):
    pilots, foundations = small
    margins = decision_margins(pilots, foundations, {"cost": 500})
    assert margins.loc["A", "margin"] == np.inf
