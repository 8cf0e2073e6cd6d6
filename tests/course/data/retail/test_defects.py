"""Each defect: only where it is planted, as the card describes it, and as the truth says."""

import numpy as np
import pandas as pd
import pytest

from course.data import retail

SIZE = {"stores": 500, "days": 30, "products": 10}
CLEAN = {**SIZE, "defects": ()}


def country(frame):
    return frame["store"].astype(str).str[:2].to_numpy()


def load(*kinds, **options):
    return retail.load(**{**SIZE, "defects": kinds, **options})


def truth(*kinds, **options):
    return retail.truth(level="rows", **{**SIZE, "defects": kinds, **options})


@pytest.fixture(scope="module")
def clean():
    return retail.load(**CLEAN)


def differs(frame, clean):
    """Rows in which a value of the feed is not the clean one."""
    is_different = np.zeros(len(frame), bool)
    for name in clean.columns.difference(["last_hour"]):  # of a whole file, also of unsold goods
        one, other = frame[name], clean[name]
        if isinstance(one.dtype, pd.CategoricalDtype):
            one, other = one.astype(str), other.astype(str)
        is_different |= ((one != other) & ~(one.isna() & other.isna())).to_numpy()
    return is_different


@pytest.mark.parametrize(
    "kind",
    [k for k in retail.KINDS if k not in {"phantom_stock", "duplicates", "missing_files"}],
)
def test_a_defect_alone_changes_the_rows_that_the_truth_marks_and_no_other(kind, clean):
    frame, rows = load(kind), truth(kind)
    planted_countries = retail.truth(defects=[kind])["country"]
    is_changed = differs(frame, clean)
    is_marked = rows[kind].to_numpy()
    assert set(country(frame)[is_changed]) == set(planted_countries)
    assert not (is_changed & ~is_marked).any()
    # What is marked may look the same by luck: nothing sold, in pounds, is nothing in kilograms.
    assert is_changed.sum() > 0.3 * is_marked.sum()
    others = [name for name in retail.KINDS if name != kind]
    assert not rows[others].any(axis=None)


def test_all_defects_together_leave_the_markets_of_the_story():
    table = retail.truth(level="stores", **SIZE)
    incidents = retail.truth()
    assert set(zip(table["kind"], table["country"], strict=True)) == set(
        zip(
            incidents.loc[incidents["kind"] != "missing_files", "kind"],
            incidents.loc[incidents["kind"] != "missing_files", "country"],
            strict=True,
        )
    ) | {("missing_files", "PL"), ("missing_files", "BR")}
    assert not table["store"].isin([f"NL{n:03d}" for n in range(1, 6)]).any()


def test_stock_goes_astray_until_a_count_and_freezes_orders():
    options = {"stores": 60, "days": 700, "products": 10}
    frame, rows = load("phantom_stock", **options), truth("phantom_stock", **options)
    is_late = (rows["date"] == rows["date"].cat.categories[-1]).to_numpy()
    is_unwatched = ~rows["store"].isin([f"NL{n:03d}" for n in range(1, 6)]).to_numpy()
    is_wrong = (frame["stock"] != rows["shelf"]).to_numpy()
    assert is_wrong[is_late & is_unwatched].mean() == pytest.approx(0.65, abs=0.05)
    assert not is_wrong[~is_unwatched].any()
    is_frozen = rows["phantom_stock"].to_numpy()
    assert frame["delivered"][is_frozen].mean() < 0.5 * frame["delivered"].mean()
    lost_sales = (rows["demand"] - rows["sales"])[is_frozen]
    assert lost_sales.sum() > 0


def test_local_codes_translate_into_the_same_products(clean):
    codes = retail.load("codes", products=10, countries=["DE"]).set_index("local_code")["gtin"]
    codes_read = load("product_codes", countries=["DE"])["product_code"].map(codes)
    original_codes = clean.loc[country(clean) == "DE", "product_code"].astype(str)
    assert codes_read.tolist() == original_codes.tolist()


def test_names_can_be_decoded_again():
    frame = load("encodings", countries=["FR"])
    names = {name.encode("latin-1").decode("utf-8") for name in frame["product_name"].unique()}
    assert names == set(retail.load("products", products=10)["name"])


def test_dates_of_the_united_states_and_of_france_differ_by_order():
    frame = load("date_formats")
    first = frame.groupby(country(frame))["date"].first()
    assert first["FR"] == first["GB"] == "01/01/2025"
    again = frame["date"].astype(str).groupby(country(frame)).unique()
    assert again["FR"][1] == "02/01/2025"
    assert again["US"][1] == "01/02/2025"


def test_returns_can_push_sales_below_zero(clean):
    frame = load("returns_negative", countries=["DE"])
    original = clean[country(clean) == "DE"].reset_index(drop=True)
    assert (frame["quantity"] == original["quantity"] - original["returned"]).all()
    assert (frame["returned"] == 0).all()
    assert (frame["quantity"] < 0).any()


def test_an_offline_till_loses_the_sales_after_its_last_hour(clean):
    frame, rows = load("tills_offline"), truth("tills_offline")
    is_hit = rows["tills_offline"].to_numpy()
    share_left = frame["quantity"][is_hit].sum() / clean["quantity"][is_hit].sum()
    assert 0.3 < share_left < 0.7
    assert (frame["last_hour"][is_hit] < clean["last_hour"][is_hit]).all()
    files = retail.truth(level="files", **SIZE, defects=["tills_offline"])
    stores = (country(frame) == "DE") | (country(frame) == "BR")
    assert len(files) == pytest.approx(0.02 * 30 * len(set(frame["store"][stores])), rel=0.25)


def test_late_files_come_days_later(clean):
    wait = (load("late_files")["received_at"] - clean["received_at"]).dt.days
    is_hit = truth("late_files")["late_files"].to_numpy()
    assert set(wait[is_hit]) == {1, 2, 3, 4, 5, 6}
    assert (wait[~is_hit] == 0).all()


def test_missing_files_have_no_rows_and_stand_in_the_truth(clean):
    frame = load("missing_files")
    missing_names = set(clean["file"].astype(str)) - set(frame["file"].astype(str))
    files = retail.truth(level="files", **SIZE, defects=["missing_files"])
    true_names = files["store"] + "_" + files["date"].dt.strftime("%Y-%m-%d") + ".csv"
    assert missing_names == set(true_names)
    assert len(frame) + 10 * len(files) == len(clean)


def test_a_file_sent_twice_is_the_same_word_for_word_and_later(clean):
    frame, rows = load("duplicates"), truth("duplicates")
    second = rows["duplicates"].to_numpy()
    assert len(frame) - second.sum() == len(clean)
    words = [name for name in frame if name != "received_at"]
    assert frame.duplicated(words).to_numpy()[second].all()
    assert not frame[~second].duplicated(words).any()
    first = np.flatnonzero(second) - 10
    wait = frame["received_at"].to_numpy()[second] - frame["received_at"].to_numpy()[first]
    assert set(wait.astype("m8[D]").astype(int)) == {1, 2, 3}


def test_an_empty_shelf_is_hidden(clean):
    frame, rows = load("stockouts_zero"), truth("stockouts_zero")
    is_hit = rows["stockouts_zero"].to_numpy()
    assert frame["on_shelf"][is_hit].all()
    assert not clean["on_shelf"][is_hit].any()
    assert (rows["demand"][is_hit] > rows["sales"][is_hit]).all()


def test_money_measures_and_packs_convert_back(clean):
    stores = retail.load("stores", stores=500).set_index("store")
    local = load("currency")
    rate = local["store"].astype(str).map(stores["rate"])
    assert np.allclose(local["price"] / rate, clean["price"], atol=0.01)
    net = load("tax", countries=["US"])
    gross = clean.loc[country(clean) == "US", "price"].to_numpy()
    assert np.allclose(net["price"] * 1.08, gross, atol=0.01)
    cases = load("pack_sizes", countries=["GB"])
    pack = (
        cases["product_code"]
        .astype(str)
        .map(retail.load("products").set_index("gtin")["pack_size"])
    )
    pieces = (cases["unit"] == "each").to_numpy()
    original = clean.loc[country(clean) == "GB", "quantity"].to_numpy()
    assert np.allclose((cases["quantity"] * pack)[pieces], original[pieces], atol=0.02)
    pounds = load("units", countries=["US"])
    is_weight = (pounds["unit"] == "lb").to_numpy()
    original = clean.loc[country(clean) == "US", "quantity"].to_numpy()
    assert np.allclose(pounds["quantity"][is_weight] / 2.20462, original[is_weight], atol=0.01)


def test_a_typed_quantity_no_longer_fits_its_amount(clean):
    frame, rows = load("typing_errors"), truth("typing_errors")
    is_hit = rows["typing_errors"].to_numpy()
    factor = (frame["quantity"] / clean["quantity"])[is_hit]
    assert set(factor) == {10, 100}
    assert (frame["amount"] == clean["amount"]).all()


def test_the_evening_in_chicago_counts_for_the_next_date(clean):
    frame = load("time_zone", countries=["US"])
    original = clean[country(clean) == "US"].reset_index(drop=True)
    assert set(frame["first_hour"]) == {0}
    assert set(frame["last_hour"]) == {23}
    assert frame["quantity"].sum() < original["quantity"].sum()
    inner = ~frame["date"].isin(["2025-01-01", "2025-01-30"])
    assert frame["quantity"][inner].sum() == pytest.approx(
        original["quantity"][inner].sum(), rel=0.02
    )


def test_a_change_in_the_middle_starts_on_the_day_of_the_truth(clean):
    incidents = retail.truth(days=30).set_index("kind")
    start = pd.Timestamp("2025-01-01") + pd.Timedelta(
        days=incidents.loc["schema_change", "start"] - 1
    )
    table = load("schema_change", countries=["US"])
    late = pd.to_datetime(table["date"].astype(str)) >= start
    assert (table["quantity"].isna() == late).all()
    assert (table["qty"].notna() == late).all()
    grams = load("unit_change", countries=["JP"])
    original = clean[country(clean) == "JP"].reset_index(drop=True)
    kilos = (grams["unit"] == "kg") & (original["quantity"] > 0)
    ratio = (grams["quantity"] / original["quantity"])[kilos]
    late = (pd.to_datetime(grams["date"].astype(str)) >= start)[kilos]
    assert set(ratio[late]) == {1000}
    assert set(ratio[~late]) == {1}


def test_loyalty_data_stay_in_japan():
    frame = load("residency")
    assert frame["loyalty"].isna().to_numpy().tolist() == (country(frame) == "JP").tolist()
