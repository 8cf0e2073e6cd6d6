"""The truth: every level tells the same story, and every variant another one."""

import pandas as pd
import pytest

from course.data import retail

LEARNERS = [f"learner-{number}" for number in range(12)]


def test_every_defect_of_the_issue_is_planted_somewhere():
    incidents = retail.truth()
    assert set(incidents["kind"]) == set(retail.KINDS)
    assert len(retail.KINDS) == 19
    assert incidents["description"].str.endswith(".").all()


def test_a_defect_that_is_switched_off_is_not_in_the_truth():
    assert set(retail.truth(defects=["units", "tax"])["kind"]) == {"units", "tax"}
    assert retail.truth(defects=()).empty


def test_rows_of_the_truth_stand_beside_rows_of_the_feed():
    options = {"stores": 300, "days": 12, "products": 3}
    feed, rows = retail.load(**options), retail.truth(level="rows", **options)
    assert len(feed) == len(rows)
    assert (feed["store"].astype(str) == rows["store"].astype(str)).all()
    day = feed["file"].astype(str).str[6:16]
    assert (day == rows["date"].astype(str).str[:10]).all()


def test_stores_count_the_marked_rows():
    options = {"stores": 200, "days": 12, "products": 3, "defects": ["phantom_stock", "encodings"]}
    rows = retail.truth(level="rows", **options)
    table = retail.truth(level="stores", **options)
    for kind in ("phantom_stock", "encodings"):
        assert table.loc[table["kind"] == kind, "records"].sum() == rows[kind].sum()


def test_amounts_of_the_truth_are_euros_with_tax():
    options = {"stores": 500, "days": 4, "products": 6}
    clean = retail.load(**options, defects=())
    rows = retail.truth(level="rows", **options, defects=["currency", "tax", "tills_offline"])
    assert (clean["amount"] == rows["amount"]).all()


def test_learners_get_different_stories():
    stories = {
        tuple(map(tuple, retail.truth(v)[["kind", "country", "start"]].values)) for v in LEARNERS
    }
    assert len(stories) == len(LEARNERS)


@pytest.mark.parametrize("variant", LEARNERS)
def test_every_variant_plants_every_defect_outside_the_pilot(variant):
    incidents = retail.truth(variant, days=100)
    assert set(incidents["kind"]) == set(retail.KINDS)
    changes = incidents[incidents["kind"].isin(["schema_change", "unit_change"])]
    assert changes["start"].between(46, 71).all()
    assert set(incidents.loc[incidents["country"] == "NL", "kind"]) == {"phantom_stock"}


def test_money_weights_and_clocks_stay_with_their_country():
    def bound(variant):
        table = retail.truth(variant)
        is_bound = table["kind"].isin(["currency", "units", "tax", "time_zone", "date_formats"])
        return table.loc[is_bound, ["kind", "country"]].reset_index(drop=True)

    for variant in LEARNERS:
        pd.testing.assert_frame_equal(bound(variant), bound(None))
