"""The rule of the workbench as the text has it: what it stops, merges and scales, and its cost."""

from pathlib import Path

import pytest

from course import load
from course.simulate.prioritization import best_portfolio
from scaling_ai_kit.module_text import pieces

TEXT = Path(__file__).parents[4] / "modules" / "text" / "12_case_and_pitfalls_workbench.md"


@pytest.fixture(scope="module")
def cells():
    namespace = {}
    for piece in pieces(TEXT):
        if piece.kind != "code" or "explore." in piece.text:
            continue
        if piece.section.startswith(("Task 6.", "Task 7.")) or "import numpy" in piece.text:
            exec(piece.text, namespace)  # noqa: S102 - our own text
    return namespace


@pytest.fixture(scope="module")
def table(cells):
    pd = cells["pd"]
    return pd.DataFrame({times: cells["result"](times / 10) for times in range(51)}).T


def test_a_pilot_is_merged_only_into_one_that_goes_on(cells):
    rest, count = cells["rest"], 0
    for times in range(51):
        fate = cells["sort_out"](times / 10)
        into = rest.loc[fate == "merge", "overlaps"]
        assert (fate[into] == "scale").all()
        count += len(into)
    assert count > 0


def test_the_least_multiple_that_fits_is_3_2(table):
    limits = load("portfolio", table="limits").set_index("resource")["limit"]
    people = limits.drop("cost").sum()
    assert (people, limits["cost"]) == (180, 7000)
    fits = (table["person-months"] <= people) & (table["cost"] <= limits["cost"])
    assert fits.idxmax() == 32
    assert table.loc[32].astype(int).tolist() == [12, 16, 0, 135, 5880, 6679]
    assert table.loc[31, ["person-months", "cost"]].tolist() == [182, 8860]


def test_without_foundations_3_1_seems_to_fit(cells):
    pilots = cells["rest"][cells["sort_out"](3.1) == "scale"]
    assert (pilots["effort"].sum(), pilots["cost"].sum()) == (120, 5480)


def test_the_most_net_value_is_at_1_7(table):
    assert table["net value"].idxmax() == 17
    assert table.loc[17, ["net value", "cost"]].tolist() == [15136, 17360]


@pytest.mark.parametrize(
    "estimates", [["value_likely"], ["value_low", "value_likely", "value_high"]]
)
def test_the_best_portfolio_by_likely_or_mean_values_delivers_9_2(cells, estimates):
    rest, base = cells["rest"], cells["base"]
    limits = load("portfolio", table="limits").set_index("resource")["limit"]
    best = best_portfolio(rest.assign(value=rest[estimates].mean(axis=1)), base, limits)
    cost = (
        rest.loc[list(best.pilots), "cost"].sum() + base.loc[list(best.foundations), "cost"].sum()
    )
    assert cells["delivers"][list(best.pilots)].sum() - cost == pytest.approx(9150, abs=50)


def test_no_multiple_avoids_both_errors(table):
    errors = table[["paying ones stopped", "others scaled"]]
    assert (errors.max(axis=1) > 0).all()


def test_meridian_has_ended_about_as_many_that_would_pay_as_chance_would(cells):
    is_payer, has_ended = cells["pays"], cells["ended"]
    assert (len(is_payer), is_payer.sum(), has_ended.sum(), is_payer[has_ended].sum()) == (
        38,
        29,
        20,
        14,
    )
    assert round(cells["by_chance"]) == 15
    counts = [(cells["sort_out"](times)[has_ended] == "scale").sum() for times in (2, 3.2)]
    assert counts == [9, 4]


def test_the_lazy_coder_is_right_on_three_of_ten(cells):
    assert cells["right"] == 3
    assert not {"none", "no_value"} & set(cells["kinds"])
