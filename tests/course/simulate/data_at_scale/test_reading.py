"""The pilot's reader understands the pilot; each repair undoes its family of defects."""

import numpy as np
import pytest

from course.data import retail
from course.simulate import data_at_scale

DAYS, PRODUCTS = 35, 5


def understood(defects, repairs=(), countries=None):
    size = {"stores": 500, "countries": countries, "days": DAYS, "products": PRODUCTS}
    feed = retail.load(**size, defects=defects)
    tables = (
        retail.load("stores", stores=500, countries=countries),
        retail.load("products", products=PRODUCTS),
        retail.load("codes", products=PRODUCTS, countries=countries),
    )
    return data_at_scale.read(feed, data_at_scale.Master(*tables, DAYS), repairs)


def share_alike(one, other):
    return np.mean((one.sales == other.sales) | (np.isnan(one.sales) & np.isnan(other.sales)))


@pytest.fixture(scope="module")
def clean():
    return understood(())


def test_it_reads_the_clean_feed_as_it_is(clean):
    size = {"stores": 500, "days": DAYS, "products": PRODUCTS, "defects": ()}
    truth = retail.truth(level="rows", **size)
    sales = truth["sales"].to_numpy(float).reshape(clean.sales.shape)
    sold_out = (truth["sales"] < truth["demand"]).to_numpy().reshape(clean.sales.shape)
    assert (clean.sales[~sold_out] == sales[~sold_out]).all()
    assert np.isnan(clean.sales[sold_out]).all()
    assert clean.known.all()
    assert (clean.stock == truth["shelf"].to_numpy().reshape(clean.sales.shape)[:, -1]).all()


@pytest.mark.parametrize(
    ("repair", "defect", "country"),
    [
        ("codes", "product_codes", "DE"),
        ("dates", "date_formats", "FR"),
        ("dates", "date_formats", "US"),
        ("columns", "schema_change", "US"),
        ("files", "duplicates", "GB"),
        ("amounts", "pack_sizes", "GB"),
        ("amounts", "units", "US"),
        ("amounts", "unit_change", "JP"),
        ("amounts", "typing_errors", "PL"),
        ("stock equation", "tills_offline", "BR"),
        ("stock equation", "returns_negative", "DE"),
        ("stock equation", "time_zone", "US"),
    ],
)
def test_a_repair_brings_back_what_its_defect_took(repair, defect, country):
    true_history = understood((), countries=[country])
    broken_history = understood([defect], countries=[country])
    repaired_history = understood([defect], [repair], countries=[country])
    if (defect, country) != ("date_formats", "US"):  # month first is what a naive reader guesses
        assert share_alike(broken_history, true_history) < 0.999
    assert share_alike(repaired_history, true_history) >= 0.995 - 0.02 * (defect == "time_zone")


def test_missing_and_late_days_are_unknown_after_the_repair_and_zero_before():
    defects = ["missing_files"]
    broken_history = understood(defects, countries=["PL"])
    repaired_history = understood(defects, ["files"], countries=["PL"])
    missing = np.isnan(repaired_history.sales).all(axis=2)
    assert 0.01 < missing.mean() < 0.06
    assert (broken_history.sales[missing] == 0).all()


def test_money_is_read_as_euros_only_after_its_repair():
    broken_history = understood(["currency"], countries=["JP"])
    repaired_history = understood(["currency"], ["money"], countries=["JP"])
    list_prices = retail.load("products", products=PRODUCTS)["list_price"].to_numpy()
    assert broken_history.price / list_prices == pytest.approx(160, rel=0.01)
    assert (repaired_history.price == list_prices).all()


def test_sold_out_days_are_censored_after_the_repair():
    broken_history = understood(["stockouts_zero"], countries=["FR"])
    repaired_history = understood(["stockouts_zero"], ["stock-outs"], countries=["FR"])
    assert not np.isnan(broken_history.sales).any()
    assert np.isnan(repaired_history.sales).any()


def test_all_rules_together_bring_back_nearly_everything(clean):
    broken_history = understood([k for k in retail.KINDS if k != "phantom_stock"])
    repaired_history = understood(
        [k for k in retail.KINDS if k != "phantom_stock"], data_at_scale.RULES
    )
    assert share_alike(broken_history, clean) < 0.6
    assert share_alike(repaired_history, clean) > 0.96


def test_an_unknown_repair_is_answered_with_the_list():
    with pytest.raises(ValueError, match=r"no repair \['magic'\]; there are codes, dates"):
        understood((), ["magic"], countries=["NL"])


def test_every_defect_has_a_repair_or_is_to_be_accepted():
    repairable_kinds = {kind for kinds in data_at_scale.REPAIRS.values() for kind in kinds}
    assert set(retail.KINDS) - repairable_kinds == {"residency"}
