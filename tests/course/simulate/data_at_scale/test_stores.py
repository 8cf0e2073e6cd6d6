"""The roll-out: what costs money, what does not, and what a rule cannot repair."""

import pytest

from course.data import retail
from course.simulate.data_at_scale import REPAIRS, RULES, simulate_stores


def extra(*kinds):
    return simulate_stores(500, kinds).cost - simulate_stores(500, ()).cost


def test_the_pilot_sees_nothing_of_the_defects_that_wait():
    everything, nothing = simulate_stores(5), simulate_stores(5, ())
    assert everything.cost == nothing.cost
    assert (everything.dimensions["share"] == 1).all()


def test_fifteen_more_stores_of_the_same_country_change_accuracy_only():
    shares = simulate_stores(20).dimensions.set_index("dimension")["share"]
    assert shares["accuracy"] < 0.95
    assert (shares.drop("accuracy") == 1).all()


def test_five_hundred_stores_cost_several_times_what_clean_data_would():
    bad, clean = simulate_stores(500), simulate_stores(500, ())
    assert bad.cost > 2 * clean.cost
    assert bad.forecast_error > 2 * clean.forecast_error
    assert bad.money["stores"].sum() == 500
    assert bad.money["country"].tolist() == list(retail.COUNTRIES)


def test_rules_win_most_of_it_back_and_a_count_some_of_the_rest():
    bad, clean = simulate_stores(500).cost, simulate_stores(500, ()).cost
    by_rule = simulate_stores(500, None, RULES).cost
    counted = simulate_stores(500, None, tuple(REPAIRS)).cost
    assert bad - by_rule > 0.8 * (bad - clean)
    assert clean < counted < by_rule


def test_how_many_rows_are_struck_says_nothing_about_money():
    assert extra("encodings") == 0
    assert extra("residency") == 0
    assert extra("phantom_stock") > 20 * abs(extra("time_zone"))
    assert extra("date_formats") > 1_000_000


def test_one_defect_hides_behind_another():
    alone = extra("pack_sizes")
    behind = extra("date_formats", "pack_sizes") - extra("date_formats")
    assert behind < 0.1 * alone


def test_a_market_alone_counts_its_own_stores_only():
    assert simulate_stores(90).money["stores"].tolist() == [20, 70]
    assert simulate_stores(21).money["stores"].tolist() == [20, 1]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((0,), ValueError, "stores is 0; expected a whole number from 1 to 500"),
        ((5, ["rust"]), ValueError, "no defect 'rust'"),
        ((5, None, ["magic"]), ValueError, r"repairs is \['magic'\]; expected some of codes"),
    ],
)
def test_bad_arguments(arguments, error, message):
    with pytest.raises(error, match=message):
        simulate_stores(*arguments)
