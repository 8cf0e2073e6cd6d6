"""Each dimension falls with the defects that it is about, and stays with the others."""

import pytest

from course.data import retail
from course.simulate import data_at_scale
from course.simulate.data_at_scale import DIMENSIONS, quality_dimensions

SIZE = {"stores": 500, "days": 30, "products": 10}


def measured(defects, by="country", **options):
    size = {**SIZE, **options}
    feed = retail.load(**size, defects=defects)
    truth = retail.truth(level="rows", **size, defects=defects)
    master_size = {name: size[name] for name in ("stores", "countries") if name in size}
    master = data_at_scale.Master(
        retail.load("stores", **master_size),
        retail.load("products", products=size["products"]),
        retail.load("codes", products=size["products"]),
        size["days"],
    )
    return quality_dimensions(feed, master, truth, by=by)


def test_the_clean_feed_is_perfect_in_every_dimension():
    table = measured(())
    assert (table[list(DIMENSIONS)] == 1).all(axis=None)


def test_the_pilot_is_perfect_whatever_is_planted():
    table = measured(None, by="store", stores=5)
    assert len(table) == 5
    assert (table == 1).all(axis=None)


@pytest.mark.parametrize("kind", retail.KINDS)
def test_a_defect_lowers_the_dimension_that_its_truth_names(kind):
    table = measured([kind])
    (dimension,) = retail.truth(defects=[kind])["dimension"].unique()
    countries = retail.truth(defects=[kind])["country"].tolist()
    assert table.loc[countries, dimension].max() < 1
    others = table.drop(index=countries)
    assert (others[list(DIMENSIONS)] == 1).all(axis=None)


def test_missing_files_cost_their_share_of_completeness():
    table = measured(["missing_files"])
    files = retail.truth(level="files", **SIZE, defects=["missing_files"])
    missing_files = files["store"].str[:2].value_counts()
    assert table.loc["PL", "completeness"] == pytest.approx(1 - missing_files["PL"] / (60 * 30))


def test_blocked_loyalty_data_cost_one_required_field_in_four():
    assert measured(["residency"]).loc["JP", "completeness"] == 0.75


def test_files_sent_twice_cost_uniqueness_and_nothing_of_completeness():
    table = measured(["duplicates"])
    assert table.loc["GB", "uniqueness"] == pytest.approx(1 / 1.04, abs=0.01)
    assert table.loc["GB", "completeness"] == 1


def test_accuracy_cannot_be_measured_without_the_world():
    feed = retail.load(days=5, products=2)
    master = data_at_scale.Master(
        retail.load("stores"), retail.load("products", products=2), retail.load("codes"), 5
    )
    table = quality_dimensions(feed, master)
    assert table["accuracy"].isna().all()
    assert table.drop(columns="accuracy").eq(1).all(axis=None)


def test_a_bad_grouping_is_refused():
    feed = retail.load(days=1, products=1)
    master = data_at_scale.Master(
        retail.load("stores"), retail.load("products", products=1), retail.load("codes"), 1
    )
    with pytest.raises(ValueError, match="by is 'region'; expected 'store' or 'country'"):
        quality_dimensions(feed, master, by="region")
