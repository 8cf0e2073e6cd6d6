"""The contract's rules stand in pandera itself; elsewhere one idea a defect, in pandas."""
# cell: q1_profile
def profile(feed):
    def of_country(rows):
        rows = rows.sort_values("received_at")
        due = pd.to_datetime(rows["file"].str.slice(-14, -4)).dt.normalize() + pd.DateOffset(days=1, hours=6)
        return pd.Series(
            {
                "rows": len(rows),
                "missing": rows["quantity"].isna().sum() / len(rows),
                "repeated": rows[["file", "product_code"]].duplicated().sum() / len(rows),
                "late": (rows["received_at"].to_numpy() > due.to_numpy()).mean(),
                "negative": rows["quantity"].lt(0).mean(),
            }
        )

    parts = {country: of_country(rows) for country, rows in feed.groupby(feed["store"].str[:2].to_numpy())}
    table = pd.DataFrame(parts).T.rename_axis("country").sort_index().reset_index()
    return table.astype({"rows": int})
# cell: q2_scale
def cover(feed):
    order = np.lexsort([feed["received_at"].to_numpy()])
    rows = feed.iloc[order]
    rows = rows.loc[~rows[["file", "store", "product_code"]].duplicated().to_numpy()]
    table = rows.pivot_table(
        index=["store", "product_code"], values="quantity", aggfunc=["count", "sum"], dropna=False, observed=True
    )
    table.columns = ["days", "sold"]
    newest = rows.sort_values("file").groupby(["store", "product_code"]).tail(1).set_index(["store", "product_code"])
    table = table.join(newest["stock"]).sort_index()
    table["days"] = table["days"].fillna(0).astype(int)
    table["sold"] = table["sold"].fillna(0.0)
    table["cover"] = table["stock"].div(table["sold"].where(table["sold"] > 0)).mul(table["days"])
    return table.reset_index()
# cell: q3_contract
def is_gtin(codes):
    matrix = codes.where(codes.str.fullmatch("[0-9]{13}").astype(bool), "1" + "0" * 12)
    digits = np.array([list(code) for code in matrix], dtype=int).reshape(-1, 13)
    return pd.Series(digits @ np.array([1, 3] * 6 + [1]) % 10 == 0, index=codes.index)


def violations(feed):
    frame = feed.reset_index(drop=True)

    def is_date(texts):
        return texts.str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool) & pd.to_datetime(
            texts, format="%Y-%m-%d", errors="coerce"
        ).notna()

    def worth(rows):
        return ~(((rows["quantity"] * rows["price"]) - rows["amount"]).abs() > 0.01)

    def once(rows):
        return ~rows.duplicated(["file", "product_code"])

    schema = pa.DataFrameSchema(
        {
            "date": pa.Column(checks=pa.Check(is_date, name="date")),
            "product_code": pa.Column(checks=pa.Check(is_gtin, name="code")),
            "unit": pa.Column(checks=pa.Check.isin(["each", "kg"])),
            "currency": pa.Column(checks=pa.Check.eq("EUR")),
            "quantity": pa.Column(float, pa.Check.ge(0), nullable=False, coerce=True),
        },
        checks=[pa.Check(worth, name="amount", ignore_na=False), pa.Check(once, name="unique", ignore_na=False)],
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        whole = cases["schema_context"] == "DataFrameSchema"
        rule = cases["check"].where(whole, cases["column"]).replace({"product_code": "code"})
        return pd.DataFrame({"rule": rule.astype(str), "row": cases["index"].astype(int)}).drop_duplicates()
    return pd.DataFrame({"rule": [], "row": []})
# cell: q4_governance
def my_contract():
    return {
        "residency": {"loyalty": ["JP"]},
        "retention_days": 730,
        "owner": "Head of Store Operations",
        "lineage": ["till", "nightly file", "landing area"],
        "purpose": "orders",
    }


def gaps(contract):
    tests = {
        "lineage": lambda v: isinstance(v, list) and len(v) > 0 and all(isinstance(s, str) and s.strip() for s in v),
        "owner": lambda v: isinstance(v, str) and v.strip().lower() not in ["", "n/a", "tbd", "unknown"],
        "residency": lambda v: isinstance(v, dict),
        "retention_days": lambda v: isinstance(v, int) and v is not True and v is not False and v > 0,
    }
    return sorted(name for name, test in tests.items() if not test(contract.get(name)))


def release(feed, contract, today, to):
    problems = gaps(contract)
    if problems:
        raise ValueError(problems)
    oldest = (pd.Timestamp(today) - pd.Timedelta(contract["retention_days"], "D")).strftime("%Y-%m-%d")
    rows = feed.loc[(feed["file"].str[-14:-4] >= oldest).to_numpy()]
    country = rows["store"].str[:2]
    limits = {name: places for name, places in contract["residency"].items() if name in feed.columns}
    return rows.assign(
        **{name: rows[name].where(~country.isin([p for p in places if p != to])) for name, places in limits.items()}
    )
# cell: q5_rows
from scipy import stats


def find_rows(feed):
    arrived = feed["received_at"].rank(method="first").to_numpy()
    key = feed["file"] + feed["product_code"]
    first = pd.Series(arrived, index=feed.index).groupby(key).transform("min")
    repeated = pd.Series(arrived, index=feed.index) > first
    mistyped = (feed["quantity"] * feed["price"] - feed["amount"]) > 2 * feed["amount"] + 0.02
    mistyped &= feed["quantity"] > 0
    table = feed[~repeated & ~mistyped].assign(day=lambda rows: rows["file"].str[-14:-4])
    table = table.assign(series=table["store"] + "/" + table["product_code"]).sort_values(["series", "day"])
    usual = table.groupby("series")["quantity"].transform("mean")
    silent = table["quantity"].eq(0) & table["delivered"].eq(0) & table["stock"].gt(0)
    block = (silent != silent.groupby(table["series"]).shift(fill_value=False)).groupby(table["series"]).cumsum()
    days = silent.groupby([table["series"], block]).transform("sum")
    # How likely is a silence that long, if the shelf is full?
    chance = stats.poisson.pmf(0, usual * days)
    frozen = pd.Series(silent.to_numpy() & (chance < 0.003), index=table.index).reindex(feed.index, fill_value=False)
    return pd.DataFrame({"repeated": repeated, "mistyped": mistyped, "frozen": frozen})
# cell: q6_markets
def find_markets(feed, stores, products, codes):
    rows = feed.merge(stores, on="store", suffixes=("", "_master"))
    rows = rows.merge(codes.rename(columns={"local_code": "product_code"}), "left", on=["country", "product_code"])
    known = rows["product_code"].isin(products["gtin"])
    rows["gtin"] = rows["gtin"].mask(known, rows["product_code"])
    rows = rows.merge(products[["gtin", "list_price"]], "left", on="gtin")
    rows["sold"] = rows["quantity"].combine_first(rows["qty"])
    rows["factor"] = (rows["sold"] * rows["price"] / rows["amount"]).where(rows["amount"] > 0)
    rows["in_euros"] = rows["price"] / rows["rate"].mask(rows["currency"].eq("EUR"), 1)
    rows["level"] = rows["in_euros"] / rows["list_price"] / (1 - 0.2 * rows["promotion"])
    by = rows.groupby("country")
    tables = {
        "product_codes": (~rows["product_code"].isin(products["gtin"])).groupby(rows["country"]).mean() > 0.9,
        "encodings": rows["product_name"].str.contains("Ã|Å\x81|Å»").groupby(rows["country"]).mean() > 0.1,
        "date_formats": rows["date"].str.contains("/").groupby(rows["country"]).mean() > 0.9,
        "currency": rows["currency"].ne("EUR").groupby(rows["country"]).mean() > 0.9,
        "tax": by["level"].median() < 0.975,
        "pack_sizes": rows[rows["unit"] == "each"].groupby("country")["factor"].median() < 0.5,
        "units": rows["unit"].eq("lb").groupby(rows["country"]).any(),
        "time_zone": (rows["first_hour"] < rows["opens"]).groupby(rows["country"]).mean() > 0.9,
        "schema_change": by["qty"].count() > 0,
        "unit_change": rows[rows["unit"] == "kg"].groupby("country")["factor"].apply(lambda f: (f > 400).mean()) > 0.1,
        "residency": by["loyalty"].count() == 0,
    }
    return pd.DataFrame(
        [(country, defect) for defect, marks in tables.items() for country in marks[marks].index],
        columns=["country", "defect"],
    )
# cell: q7_repair
def repair(feed, stores, products, codes):
    rows = feed.groupby(["file", "product_code"], sort=False).head(1).copy()
    rows = rows.merge(stores.drop(columns="currency"), on="store")
    rows = rows.merge(codes.rename(columns={"local_code": "product_code"}), "left", on=["country", "product_code"])
    rows["gtin"] = rows["gtin"].fillna(rows["product_code"])
    rows = rows.merge(products[["gtin", "list_price", "pack_size"]], "left", on="gtin")
    american = rows["country"] == "US"
    iso = pd.to_datetime(rows["date"], format="%Y-%m-%d", errors="coerce")
    month = pd.to_datetime(rows["date"].where(american), format="%m/%d/%Y", errors="coerce")
    day = pd.to_datetime(rows["date"].where(~american), format="%d/%m/%Y", errors="coerce")
    rows["date"] = iso.fillna(month).fillna(day)
    # One defect after the other: the column, pounds, cases, grams, what was mistyped.
    quantity = rows["quantity"].fillna(rows["qty"])
    quantity = quantity.where(rows["unit"] != "lb", quantity / 2.20462)
    pieces = rows["amount"] / rows["price"]
    ratio = (pieces / quantity).where(quantity > 0)
    cases = ratio[rows["unit"] == "each"].groupby(rows["country"]).median() > 1.5
    packed = (rows["unit"] == "each") & rows["country"].map(cases).fillna(False).astype(bool)
    quantity = quantity.where(~packed, quantity * rows["pack_size"])
    for factor in (1000, 100, 10):
        ratio = (quantity / pieces).where(pieces > 0, 1)
        quantity = quantity.where((ratio / factor - 1).abs() > 0.1, quantity / factor)
    rows["quantity"] = quantity
    euros = rows["price"] / rows["rate"].mask(rows["currency"] == "EUR", 1)
    fair = rows["list_price"].mask(rows["promotion"], 0.8 * rows["list_price"])
    net = (euros / fair).groupby(rows["country"]).median() < 0.975
    gross = rows["tax"].where(rows["country"].map(net), 0) / 100 + 1
    rows["amount"] = rows["amount"] / rows["rate"].mask(rows["currency"] == "EUR", 1) * gross
    return rows[["store", "date", "gtin", "quantity", "amount"]]
# cell: q8_worth
def weekly_forecast(sales, last_day):
    days = pd.date_range(end=last_day, periods=28)
    known = sales[sales["date"].isin(days) & sales["quantity"].notna()]
    table = known.groupby(["store", "gtin"], as_index=False).agg(forecast=("quantity", lambda q: 7 * q.mean()))
    return table[["store", "gtin", "forecast"]]


def outcome(forecast, demand, products):
    both = demand.merge(forecast, how="left", on=["store", "gtin"]).merge(products[["gtin", "list_price"]], on="gtin")
    short = both["quantity"].sub(both["forecast"], fill_value=0)
    return {
        "error": (short.abs().sum() / both["quantity"].sum()).item(),
        "lost": (short[short > 0] * both["list_price"] * 0.3).sum().item(),
        "surplus": (short[short < 0].abs() * both["list_price"] * 0.7 * 0.08).sum().item(),
    }
