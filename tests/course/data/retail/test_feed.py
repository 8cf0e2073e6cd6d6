"""The feed: its size, its sameness, its pilot, and what it refuses."""

import hashlib
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from course.data import retail

SMALL = {"stores": 500, "days": 20, "products": 4}


def fingerprint(frame):
    """A hash of all values; a category counts by its text, not by its place."""
    digest = hashlib.sha256()
    for name, column in frame.items():
        digest.update(name.encode())
        if isinstance(column.dtype, pd.CategoricalDtype):
            digest.update("\n".join(column.cat.categories.astype(str)).encode())
            digest.update(column.cat.codes.to_numpy().astype("<i8").tobytes())
        else:
            digest.update(column.to_numpy().tobytes())
    return digest.hexdigest()


@pytest.fixture(scope="module")
def feed():
    return retail.load(**SMALL)


def test_a_store_day_and_product_is_a_row():
    frame = retail.load(stores=7, days=3, products=2, defects=())
    assert len(frame) == 7 * 3 * 2
    assert not frame.duplicated(["store", "date", "product_code"]).any()
    assert frame["store"].unique().tolist() == [f"NL{n:03d}" for n in range(1, 8)]


def test_the_same_seed_gives_the_same_bytes_on_every_machine(feed):
    assert fingerprint(feed) == "20d36a644ce6af3ba4ddd33f511ac05ad47021911d17bd6c11b86e3f0bf38cc1"


def test_another_seed_gives_other_sales_for_the_same_plan(feed):
    other = retail.load(**SMALL, seed=3)
    assert not other["quantity"].head(1000).equals(feed["quantity"].head(1000))
    assert set(other["currency"].unique()) == set(feed["currency"].unique())


def test_a_store_stays_as_it_was_when_stores_days_or_products_are_added():
    small = retail.load(stores=4, days=5, products=3)
    large = retail.load(stores=60, days=9, products=5)
    key = ["store", "date", "product_code"]
    text = dict.fromkeys(key, str)
    both = small.astype(text).merge(large.astype(text), on=key, suffixes=("", "_large"))
    assert len(both) == len(small)
    for name in ("quantity", "stock", "amount", "loyalty", "received_at"):
        assert (both[name] == both[f"{name}_large"]).all(), name


def test_the_largest_feed_takes_narrow_columns():
    """Nine million rows must fit into a laptop: 60 bytes a row are 550 MB."""
    feed = retail.load(stores=500, days=4, products=50)
    assert feed.memory_usage(deep=False).sum() / len(feed) < 62


def test_making_a_feed_needs_little_more_memory_than_the_feed():
    tracemalloc.start()
    frame = retail.load(stores=500, days=60, products=10)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * frame.memory_usage(deep=False).sum()


@pytest.mark.parametrize("variant", [None, "ada", "grace"])
def test_the_pilot_is_clean_whatever_is_planted(variant):
    frame = retail.load(variant=variant)
    truth = retail.truth(variant, level="rows")
    assert not truth[list(retail.KINDS)].any(axis=None)
    assert retail.truth(variant, level="stores").empty
    assert "qty" not in frame
    assert frame.notna().all(axis=None)
    assert pd.to_datetime(frame["date"], format="%Y-%m-%d").notna().all()
    assert np.allclose(frame["quantity"] * frame["price"], frame["amount"], atol=0.0051)
    assert (frame["stock"].to_numpy() == truth["shelf"].to_numpy()).all()


def test_in_the_clean_feed_stock_follows_from_deliveries_and_sales():
    frame = retail.load(stores=500, days=15, products=3, defects=())
    series = frame.groupby(["store", "product_code"], observed=True)
    expected = series["stock"].shift() + frame["delivered"] - frame["quantity"]
    assert ((expected == frame["stock"]) | expected.isna()).all()


def test_demand_has_weekends_seasons_and_promotions():
    truth = retail.truth(level="rows", stores=20, days=365, defects=())
    frame = retail.load(stores=20, days=365, defects=())
    date = pd.DatetimeIndex(truth["date"].astype("datetime64[s]"))
    demand = truth["demand"]
    assert demand[date.day_of_week == 5].mean() > 1.3 * demand[date.day_of_week == 1].mean()
    assert demand[frame["promotion"]].mean() > 1.6 * demand[~frame["promotion"]].mean()
    summer = date.month.isin([6, 7, 8])
    apples = (truth["gtin"] == frame["product_code"].cat.categories[3]).to_numpy()
    assert demand[apples & summer].mean() > 1.3 * demand[apples & ~summer].mean()


def test_master_data_fit_the_feed(feed):
    stores = retail.load("stores", stores=500)
    products = retail.load("products", products=4)
    codes = retail.load("codes", products=4, countries=["DE"])
    assert set(feed["store"].unique()) == set(stores["store"])
    assert stores["pilot"].sum() == 5
    assert stores["country"].value_counts().to_dict()["US"] == 110
    known_codes = set(products["gtin"]) | set(codes["local_code"])
    assert set(feed["product_code"].unique()) <= known_codes
    assert codes["gtin"].isin(products["gtin"]).all()


def test_a_gtin_has_its_check_digit():
    for gtin in retail.load("products")["gtin"]:
        digits = [int(digit) for digit in gtin]
        total = sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits))
        assert len(digits) == 13
        assert total % 10 == 0


def test_countries_choose_among_the_first_stores():
    frame = retail.load(stores=100, days=1, products=1, countries=["DE", "NL"])
    assert set(frame["store"].str[:2]) == {"NL", "DE"}
    assert retail.load("stores", stores=100, countries=["FR"])["country"].unique() == ["FR"]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"stores": 0}, ValueError, "stores is 0; expected a whole number from 1 to 500"),
        ({"stores": 501}, ValueError, "stores is 501"),
        ({"stores": 2.5}, TypeError, r"stores is 2\.5; expected a whole number"),
        ({"days": True}, TypeError, "days is True"),
        ({"products": 51}, ValueError, "products is 51"),
        ({"countries": ["DE"]}, ValueError, "None of the first 5 stores is in DE"),
        ({"countries": ["XX"]}, ValueError, "expected some of NL, DE"),
        ({"countries": "DE"}, TypeError, r"expected a list, such as \['DE'\]"),
        ({"defects": ["rust"]}, ValueError, "no defect 'rust'; there are phantom_stock"),
        ({"defects": "units"}, TypeError, r"expected a list, such as \['units'\]"),
        ({"seed": -1}, ValueError, "seed is -1"),
    ],
)
def test_a_bad_option_is_answered_with_what_was_expected(options, error, message):
    with pytest.raises(error, match=message):
        retail.load(**options)


def test_a_bad_level_is_answered_with_the_levels():
    with pytest.raises(ValueError, match="level is 'days'; expected one of incidents, stores"):
        retail.truth(level="days")
