"""Figures that the lesson states about Meridian's register."""

import numpy as np
import pytest

from course.data import portfolio
from course.data.portfolio import ROLES
from course.simulate.prioritization import (
    best_portfolio,
    decision_margins,
    greedy_portfolio,
    unlocked_value,
    weighted_score,
)
from course.simulate.prioritization.option import pilot_value
from course.simulate.prioritization.ranking import (
    draw_estimates,
    draw_weights,
    rank_stability,
    score_draws,
)

WEIGHTS = {
    "value": 40,
    "feasibility": 15,
    "months": 15,
    "strategic_fit": 10,
    "risk": 10,
    "data_readiness": 10,
}
LESS = ["months", "risk"]


def first_five(pilots, weight):
    score = weighted_score(pilots, {**WEIGHTS, "value": weight}, lower_is_better=LESS)
    return set(score.nlargest(5).index)


def test_no_pilot_is_among_the_first_five_at_three_weights_of_value(meridian):
    pilots = meridian[0]
    assert not first_five(pilots, 10) & first_five(pilots, 40) & first_five(pilots, 80)


@pytest.mark.parametrize("seed", range(10))
def test_at_full_doubt_no_place_is_safe(seed, meridian):
    pilots = meridian[0]
    shares = {"value": 0.4, **dict.fromkeys(list(WEIGHTS)[1:], 0.12)}
    ranges = [pilots[f"value_{end}"] for end in ("low", "likely", "high")]
    scores = score_draws(
        pilots,
        draw_weights(shares, 300, seed=seed),
        {"value": draw_estimates(*ranges, draws=300, seed=seed)},
        lower_is_better=LESS,
    )
    worst = rank_stability(scores)["worst"]
    assert worst.min() > 5


def test_forcing_assortment_in_costs_the_same_with_and_without_the_log(meridian):
    best = best_portfolio(*meridian)
    others = [
        best_portfolio(*meridian, keep=["P12", "F4"]),
        best_portfolio(*meridian, keep=["P12"], leave=["F4"]),
    ]
    assert [best.net_value - other.net_value for other in others] == pytest.approx(
        [143.3] * 2, abs=0.1
    )
    firm = set(best.pilots).intersection(*(other.pilots for other in others))
    assert (len(best.pilots), len(firm)) == (13, 9)


def test_without_the_product_master_the_money_goes_to_the_machine_data(meridian):
    best, other = best_portfolio(*meridian), best_portfolio(*meridian, leave=["F1"])
    assert set(other.foundations) - set(best.foundations) == {"F2"}
    new = set(other.pilots) - set(best.pilots)
    assert sum("F2" in meridian[0].loc[pilot, "needs"] for pilot in new) == 5


def test_with_nine_million_foundations_are_worth_more(meridian):
    pilots, foundations, limits = meridian
    more = unlocked_value(pilots, foundations, {**limits, "cost": 9000}).round()
    assert more[more > 0].to_dict() == {"F1": 2037, "F3": 190, "F4": 783}


def test_a_list_builds_more_foundations_and_fills_them_less(meridian):
    pilots = meridian[0]
    counts = {}
    for rule in (best_portfolio, greedy_portfolio):
        choice = rule(*meridian)
        users = sum(bool(pilots.loc[pilot, "needs"]) for pilot in choice.pilots)
        counts[rule.__name__] = (len(choice.foundations), users)
    assert counts == {"best_portfolio": (2, 6), "greedy_portfolio": (3, 4)}


def test_at_two_million_the_list_pays_for_card_fraud_alone(meridian):
    pilots, foundations, limits = meridian
    less, more = (
        greedy_portfolio(pilots, foundations, {**limits, "cost": cost}) for cost in (1500, 2000)
    )
    assert set(more.pilots) - set(less.pilots) == {"P17"}
    assert len(set(less.pilots) - set(more.pilots)) == 3
    assert more.net_value < less.net_value - 500


def test_a_pilot_is_worth_most_at_the_break_even_chance():
    worth = {p: pilot_value(p / 1000, 2.5, 1.5, 0.8, 0.2).worth for p in range(0, 1001, 5)}
    assert max(worth, key=worth.get) == 375
    assert np.all(np.diff([worth[p] for p in range(0, 376, 5)]) >= 0)
    assert np.all(np.diff([worth[p] for p in range(375, 1001, 5)]) <= 1e-12)


@pytest.mark.parametrize("variant", [None, "learner-1", "learner-2", "learner-3"])
def test_a_list_is_good_where_nothing_is_shared_and_only_money_is_short(variant, of_variant):
    pilots, foundations, limits = of_variant(variant)
    free = foundations.assign(**dict.fromkeys(limits, 0))
    money = {"cost": limits["cost"]}
    best = best_portfolio(pilots, free, money).net_value
    assert greedy_portfolio(pilots, free, money).net_value > 0.97 * best


@pytest.mark.parametrize(
    ("cost", "by_own_cost", "by_whole_cost"),
    [(2000, 1793, 0), (5000, 867, 0), (6000, 0, 750), (7000, 2087, 1230), (9000, 973, 2997)],
)
def test_a_list_that_counts_foundations_errs_elsewhere(cost, by_own_cost, by_whole_cost, meridian):
    pilots, foundations, limits = meridian
    problem = pilots, foundations, {**limits, "cost": cost}
    best = best_portfolio(*problem).net_value
    losses = [
        best - greedy_portfolio(*problem, count_foundations=count).net_value
        for count in (False, True)
    ]
    assert losses == pytest.approx([by_own_cost, by_whole_cost], abs=1)


def test_nearly_all_decisions_flip_inside_their_sponsors_ranges(meridian):
    pilots = meridian[0]
    table = pilots.join(decision_margins(*meridian), how="right")
    flips = table["value"] + table["margin"] * np.where(table["chosen"], -1, 1)
    inside = flips.between(table["value_low"], table["value_high"])
    assert (inside.sum(), inside[table["chosen"]].sum()) == (31, 12)
    assert set(table.index[:6]) == {"P12", "P18", "P22", "P15", "P05", "P20"}
    assert flips["P01"] == pytest.approx(3903, abs=1)
    assert table["margin"].head(6).to_numpy() == pytest.approx(143.3, abs=0.1)


def test_more_people_can_make_the_list_poorer(meridian):
    pilots, foundations, _ = meridian
    few, many = (
        greedy_portfolio(pilots, foundations, {"cost": 12_000, **dict.fromkeys(ROLES, people)})
        for people in (70, 80)
    )
    assert [few.net_value, many.net_value] == pytest.approx([15430, 13617], abs=1)


def test_the_order_of_the_three_rules_stays_when_values_are_delivered(meridian):
    pilots, foundations, limits = meridian
    true_values = portfolio.truth().set_index("pilot_id")["delivered_value"]
    choices = (
        best_portfolio(*meridian),
        greedy_portfolio(*meridian),
        greedy_portfolio(*meridian, build_foundations=False),
    )
    net = [true_values[list(one.pilots)].sum() - one.used["cost"] for one in choices]
    assert net == pytest.approx([9153, 7706, 3772], abs=1)
    known_pilots = pilots.assign(value=true_values.reindex(pilots.index))
    with_log = best_portfolio(*meridian, keep=["P12", "F4"])
    assert best_portfolio(known_pilots, foundations, limits).pilots == with_log.pilots
