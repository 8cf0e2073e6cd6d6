"""The roll-out: what costs money, what does not, and what a rule cannot repair."""

from itertools import pairwise
from pathlib import Path

import pytest

from course.data import retail
from course.simulate.data_at_scale import REPAIRS, RULES, simulate_stores
from course.simulate.data_at_scale.stores import NEEDS_ITS_DEFECT, _market
from support.sampling import sampled

LESSON = (Path(__file__).parents[4] / "modules" / "text" / "02_data_at_scale.md").read_text("utf-8")


def cost(*repairs):
    return simulate_stores(500, None, repairs).cost / 1e6


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
    by_count = simulate_stores(500, None, tuple(REPAIRS)).cost
    assert bad - by_rule > 0.8 * (bad - clean)
    assert clean < by_count < by_rule


def test_how_many_rows_are_struck_says_nothing_about_money():
    assert extra("encodings") == 0
    assert extra("residency") == 0
    assert extra("phantom_stock") > 20 * abs(extra("time_zone"))
    assert extra("date_formats") > 1_000_000


def test_one_defect_hides_behind_another():
    alone = extra("pack_sizes")
    behind = extra("date_formats", "pack_sizes") - extra("date_formats")
    assert behind < 0.1 * alone


def test_the_forecast_is_worst_where_two_countries_with_local_dates_weigh_most():
    errors = {stores: simulate_stores(stores).forecast_error for stores in (160, 230, 500)}
    assert max(errors, key=errors.get) == 230
    assert errors[230] > 0.74


def test_accuracy_without_a_count_does_not_depend_on_the_number_of_stores():
    def unwatched(stores):
        mean = simulate_stores(stores).dimensions.set_index("dimension")["share"]["accuracy"]
        return (mean * stores - 5) / (stores - 5)  # five are counted and right

    assert unwatched(20) == pytest.approx(0.82, abs=0.02)
    assert unwatched(150) == pytest.approx(0.82, abs=0.02)


def test_no_smaller_roll_out_has_a_single_defect_that_adds_two_million():
    def dearest(stores):
        costs = [simulate_stores(stores, retail.KINDS[:n]).cost / 1e6 for n in range(20)]
        return max(after - before for before, after in pairwise(costs))

    assert dearest(130) < 2 <= dearest(135)


def test_most_records_that_phantom_stock_makes_wrong_leave_goods_on_the_shelf():
    study = simulate_stores(500, ["phantom_stock"])
    wrong_share = 1 - study.dimensions.set_index("dimension")["share"]["accuracy"]
    frozen_share = study.struck.set_index("defect")["share"]["phantom_stock"]
    assert wrong_share == pytest.approx(0.18, abs=0.01)
    assert 0.002 < frozen_share < 0.0045


def test_defects_strike_the_share_of_records_that_the_truth_says():
    study = simulate_stores(90, ["product_codes"]).struck.set_index("defect")["share"]
    assert study["product_codes"] == pytest.approx(70 / 90)
    assert study.drop("product_codes").eq(0).all()


def test_repairs_of_quantities_show_their_worth_only_after_the_dates():
    assert cost() - cost("amounts") < 0.3
    assert cost("dates") - cost("dates", "amounts") > 2


def test_a_right_repair_of_money_makes_things_worse_until_shelves_are_counted():
    assert cost("money") > cost() + 0.1
    assert cost("count") > cost()
    assert cost("count", "money") < cost() - 0.5


def test_the_second_of_two_repairs_that_find_the_same_sales_brings_nothing():
    everything = [name for name in REPAIRS if name != "columns"]
    assert cost(*everything) == pytest.approx(cost(*REPAIRS), abs=0.005)
    assert cost() - cost("columns") > 2


@pytest.mark.parametrize("repair", sorted(NEEDS_ITS_DEFECT))
def test_a_repair_without_its_defect_changes_nothing(repair):
    kinds = ("phantom_stock", "late_files", "stockouts_zero")
    for others in ((), ("files", "stock-outs", "count")):
        bare_outcome, repaired_outcome = (
            _market("JP", kinds, repairs).outcome for repairs in (others, (repair, *others))
        )
        assert (bare_outcome.order == repaired_outcome.order).all()


@pytest.mark.parametrize("seed", sampled([1, 2, 3], every=3))
def test_what_the_lesson_says_of_repairs_holds_whatever_chance_does(seed):
    def won(*repairs, before=()):
        costs = [simulate_stores(500, None, some, seed).cost / 1e6 for some in (before, repairs)]
        return costs[0] - costs[1]

    assert won("dates") == max(won(name) for name in REPAIRS)
    assert won("amounts") < 0.3
    assert won("dates", "amounts", before=("dates",)) > 2
    assert won("money") < 0
    assert won("count") < 0
    assert won("count", "money") > 0.5
    assert won("count", "money", before=("count",)) > 0.5
    assert won("dates", "amounts", "money", before=("dates", "amounts")) < 0
    assert won("codes", "count", before=("codes",)) > 0
    after = {name: won(name, "count", before=(name,)) for name in REPAIRS if name != "count"}
    assert max(after, key=after.get) == "money"


@pytest.mark.parametrize("seed", sampled([1, 2, 3], every=3))
def test_what_the_lesson_says_of_defects_holds_whatever_chance_does(seed):
    costs = [
        simulate_stores(500, retail.KINDS[:n], (), seed).cost / 1e6 for n in (0, 1, 4, 5, 6, 19)
    ]
    clean, phantom, before, accents, dates, everything = costs
    assert accents == before
    assert dates - accents > (everything - clean) / 2  # in this order
    without = [kind for kind in retail.KINDS if kind != "date_formats"]
    as_last = everything - simulate_stores(500, without, (), seed).cost / 1e6
    assert 3 < as_last < (everything - clean) / 2
    alone = simulate_stores(500, ["pack_sizes"], (), seed).cost / 1e6 - clean
    behind = [simulate_stores(500, retail.KINDS[:n], (), seed).cost / 1e6 for n in (10, 11)]
    assert alone > 1.5
    assert abs(behind[1] - behind[0]) < 0.1
    assert 0.7 < phantom - clean < 1.4
    errors = [simulate_stores(n, seed=seed).forecast_error for n in (160, 230, 300)]
    assert max(errors) == errors[1]
    later = [simulate_stores(n, seed=seed).forecast_error for n in (230, 290, 400)]
    assert later == sorted(later, reverse=True)


@pytest.mark.parametrize("seed", sampled([1, 2, 3], every=3))
def test_prices_and_counts_each_harm_german_stores_alone_and_win_together(seed):
    def german(*repairs):
        money = simulate_stores(90, None, repairs, seed).money.set_index("country").loc["DE"]
        return money[["lost", "surplus", "counting"]].sum() / 1e6

    assert german("money") > german() + 0.2
    assert german("count") > german() + 0.05
    assert german("money", "count") < german() - 0.05
    assert german("codes", "money") == german("codes"), "with codes read, prices do no harm"


@pytest.mark.parametrize("seed", sampled([1, 2, 3], every=3))
def test_the_defect_of_most_rows_costs_less_than_that_of_a_few_in_a_thousand(seed):
    clean = simulate_stores(500, (), (), seed).cost
    currency, phantom = (
        simulate_stores(500, [kind], (), seed) for kind in ("currency", "phantom_stock")
    )
    shares = currency.struck.set_index("defect")["share"]
    assert shares["currency"] == pytest.approx(0.68)
    assert 0.2e6 < currency.cost - clean < 0.75 * (phantom.cost - clean)


def test_stores_add_up_to_the_whole_and_know_whether_any_defect_struck_a_row():
    study = simulate_stores(400, None, REPAIRS)
    assert study.shops["euros"].sum() == pytest.approx(study.cost)
    assert len(study.shops) == 400
    assert (study.shops["broken"][:5] == 0).all()
    alone = simulate_stores(400, ["encodings"])
    assert alone.shops["broken"].mean() == pytest.approx(
        alone.struck.set_index("defect")["share"]["encodings"]
    )


def test_a_market_alone_counts_its_own_stores_only():
    assert simulate_stores(90).money["stores"].tolist() == [20, 70]
    assert simulate_stores(21).money["stores"].tolist() == [20, 1]


def test_a_decision_knows_what_wrong_orders_cost_each_country_a_week():
    """Lesson 2 asks for the cost at which a country is called, and gives these figures."""

    def a_week(repairs):
        wrong, clean = (
            simulate_stores(500, kinds, repairs).money.set_index("country")[["lost", "surplus"]]
            for kinds in (None, ())
        )
        return (wrong - clean).sum(axis=1) / 52

    today, with_rules = a_week(()), a_week(RULES)
    france, america, britain, germany = (
        round(today[country], digits)
        for country, digits in {"FR": -4, "US": -4, "GB": -4, "DE": -3}.items()
    )
    assert america == britain
    assert (
        f"cost France €{france:,.0f} a week more than sound data would, America and Britain some "
        f"€{america:,.0f} each, Germany €{germany:,.0f}, and the others less."
    ) in LESSON
    assert today.drop(["FR", "US", "GB", "DE"]).max() < germany
    assert "no country is above €5,000." in LESSON
    assert with_rules.max() < 5_000
