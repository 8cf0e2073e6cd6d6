"""The file of portfolios has what the solver finds."""

import itertools

import pytest

from course.data.portfolio import BUDGET, ROLES
from course.explore.prioritization import _portfolios as stored
from course.explore.prioritization._register import candidates, foundations
from course.simulate.prioritization import broken_rules, describe
from support.sampling import sampled

PLACES = list(itertools.product((False, True), stored.PEOPLE, stored.BUDGETS))


def test_every_place_of_the_controls_is_there():
    rows = stored.portfolios()
    assert rows.index.is_unique
    assert len(rows) == len(PLACES) * len(stored.RULES)


@pytest.mark.parametrize(("is_paid", "people", "budget"), sampled(PLACES, 100, name=str))
def test_the_solver_finds_the_same_values_again(is_paid, people, budget):
    for rule, portfolio in stored.solve(paid=is_paid, people=people, budget=budget).items():
        row = stored.portfolios().loc[(is_paid, people, budget, rule)]
        assert row["net_value"] == pytest.approx(portfolio.net_value, abs=0.1), rule


def test_every_stored_set_is_allowed_and_worth_what_is_stored():
    foundation_table = foundations()
    free = foundation_table.assign(**dict.fromkeys([BUDGET, *ROLES], 0))
    for (is_paid, people, budget, rule), row in stored.portfolios().iloc[::25].iterrows():
        table = free if is_paid else foundation_table
        limits = {BUDGET: 1000 * budget, **dict.fromkeys(ROLES, people)}
        assert not broken_rules(row["items"], candidates(), table, limits), (people, budget, rule)
        worth = describe(row["items"], candidates(), table).net_value
        assert worth == pytest.approx(row["net_value"], abs=0.1)
