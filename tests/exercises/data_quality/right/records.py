"""Rows as dictionaries and lists; a cautious eye for frozen shelves."""
# cell: q1_profile
def profile(feed):
    seen = {}
    table = {}
    rows = sorted(feed.to_dict("records"), key=lambda row: row["received_at"])
    for row in rows:
        t = table.setdefault(row["store"][:2], dict(rows=0, missing=0, repeated=0, late=0, negative=0))
        t["rows"] += 1
        t["missing"] += bool(pd.isna(row["quantity"]))
        t["negative"] += bool(row["quantity"] < 0)
        key = (row["file"], row["product_code"])
        t["repeated"] += key in seen
        seen[key] = True
        day = row["file"].split("_")[1].removesuffix(".csv")
        t["late"] += row["received_at"] > pd.Timestamp(day) + pd.Timedelta("1D6h")
    out = pd.DataFrame([{"country": c, **t} for c, t in sorted(table.items())])
    for name in ["missing", "repeated", "late", "negative"]:
        out[name] = out[name] / out["rows"]
    return out
# cell: q2_scale
def cover(feed):
    f = feed[["store", "product_code", "file", "received_at", "quantity", "stock"]].copy()
    f.index = range(len(f))
    first = f.sort_values(["file", "received_at"], kind="stable").groupby(["store", "product_code", "file"], sort=True).head(1)
    first = first.sort_values(["store", "product_code", "file"])
    g = first.groupby(["store", "product_code"], sort=True)
    out = pd.DataFrame({
        "days": g["quantity"].count(),
        "sold": g["quantity"].sum(),
        "stock": g["stock"].apply(lambda s: s.iloc[-1]),
    })
    mean = g["quantity"].mean()
    out["cover"] = (out["stock"] / mean).where(out["sold"] > 0)
    return out.reset_index()
# cell: q3_contract
import re
from datetime import date as _date


def is_gtin(codes):
    out = []
    for code in codes:
        good = bool(re.fullmatch("[0-9]{13}", str(code)))
        if good:
            digits = [int(d) for d in code]
            total = sum(digits[0:12:2]) + 3 * sum(digits[1:12:2])
            good = (total + digits[12]) % 10 == 0
        out.append(good)
    return np.array(out, dtype=bool)


def _day(text):
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)):
        return False
    try:
        _date.fromisoformat(text)
    except ValueError:
        return False
    return True


def violations(feed):
    gap = (feed["amount"] - feed["quantity"] * feed["price"]).abs()
    broken = {
        "date": ~feed["date"].map(_day).astype(bool).to_numpy(),
        "code": ~is_gtin(feed["product_code"]),
        "unit": ~feed["unit"].isin(["each", "kg"]).to_numpy(),
        "currency": (feed["currency"] != "EUR").to_numpy(),
        "quantity": (feed["quantity"].isna() | (feed["quantity"] < 0)).to_numpy(),
        "amount": (gap > 0.01).to_numpy(),
        "unique": feed.duplicated(["file", "product_code"]).to_numpy(),
    }
    rows = [(rule, int(place)) for rule, hit in broken.items() for place in np.flatnonzero(hit)]
    return pd.DataFrame(rows, columns=["rule", "row"])
# cell: q4_governance
def my_contract():
    return dict(owner="Head of store operations", lineage=["till", "nightly file", "landing area"],
                retention_days=730, residency=dict(loyalty=["JP"]))


def gaps(contract):
    def text(x):
        return type(x) is str and x.strip() != ""
    good = {
        "owner": text(contract.get("owner")) and contract["owner"].strip().casefold() not in {"unknown", "tbd", "n/a"},
        "lineage": type(contract.get("lineage")) is list and len(contract["lineage"]) > 0 and all(text(x) for x in contract["lineage"]),
        "retention_days": type(contract.get("retention_days")) is int and contract["retention_days"] >= 1,
        "residency": type(contract.get("residency")) is dict,
    }
    return sorted(name for name, fine in good.items() if not fine)


def release(feed, contract, today, to):
    if gaps(contract):
        raise ValueError(gaps(contract))
    first = (pd.Timestamp(today) - pd.Timedelta(days=contract["retention_days"])).strftime("%Y-%m-%d")
    days = np.array([name[6:16] for name in feed["file"]])
    out = feed.iloc[np.flatnonzero(days >= first)].copy()
    for column, countries in contract["residency"].items():
        if column not in out:
            continue
        stay = [country in countries and country != to for country in out["store"].astype(str).str[:2]]
        if any(stay):
            out[column] = [np.nan if s else v for s, v in zip(stay, out[column])]
    return out
# cell: q5_rows
def find_rows(feed):
    order = feed.sort_values("received_at", kind="stable")
    seen = order.groupby(["file", "product_code"]).cumcount()
    repeated = (seen > 0).reindex(feed.index)
    expected = feed["quantity"].astype(float) * feed["price"].astype(float)
    mistyped = (expected > 5 * feed["amount"].astype(float)) & (feed["amount"] > 0)
    frame = pd.DataFrame({
        "store": feed["store"], "code": feed["product_code"], "day": feed["file"].str[6:16],
        "sold": feed["amount"] / feed["price"], "stock": feed["stock"], "arrived": feed["delivered"],
    })[~repeated].sort_values(["store", "code", "day"])
    frozen = pd.Series(False, index=feed.index)
    for _, group in frame.groupby(["store", "code"]):
        m = group["sold"].mean()
        if m == 0:
            continue
        run = []
        for label, sold, stock, arrived in zip(group.index, group["sold"], group["stock"], group["arrived"]):
            if sold == 0 and stock > 0 and arrived == 0:
                run.append(label)
            else:
                if m * len(run) > 6.5:
                    frozen.loc[run] = True
                run = []
        if m * len(run) > 6.5:
            frozen.loc[run] = True
    return pd.DataFrame({"repeated": repeated, "mistyped": mistyped, "frozen": frozen})
# cell: q6_markets
def find_markets(feed, stores, products, codes):
    rows = []
    names = set(products["name"])
    gtins = set(products["gtin"])
    local = dict(zip(codes["local_code"], codes["gtin"]))
    item = products.set_index("gtin")
    for country, part in feed.groupby(feed["store"].str[:2].to_numpy()):
        home = stores[stores["country"] == country].iloc[0]
        if not set(part["product_code"]) <= gtins:
            rows.append((country, "product_codes"))
        if not set(part["product_name"]) <= names:
            rows.append((country, "encodings"))
        if not part["date"].str.match(r"\d{4}-\d{2}-\d{2}$").all():
            rows.append((country, "date_formats"))
        foreign = (part["currency"] != "EUR").any()
        if foreign:
            rows.append((country, "currency"))
        gtin = part["product_code"].map(lambda code: local.get(code, code))
        plain = ~part["promotion"].to_numpy()
        ratio = part["price"].to_numpy(float) / gtin.map(item["list_price"]).to_numpy(float) / (home["rate"] if foreign else 1)
        if np.median(ratio[plain]) < 1 / (1 + home["tax"] / 200):
            rows.append((country, "tax"))
        sold = part["quantity"].fillna(part["qty"]).to_numpy(float)
        real = part["amount"].to_numpy(float) / part["price"].to_numpy(float)
        with np.errstate(all="ignore"):
            size = np.where(sold > 0, real / sold, np.nan)
        each = gtin.map(item["unit"]).to_numpy() == "each"
        if np.nanmedian(size[each]) > 1.5:
            rows.append((country, "pack_sizes"))
        if (part["unit"] == "lb").any():
            rows.append((country, "units"))
        if (size[~each] < 0.005).mean() > 0.02:
            rows.append((country, "unit_change"))
        if (part["first_hour"] < home["opens"]).any() or (part["last_hour"] >= home["closes"]).any():
            rows.append((country, "time_zone"))
        if part["qty"].notna().any():
            rows.append((country, "schema_change"))
        if part["loyalty"].isna().all():
            rows.append((country, "residency"))
    return pd.DataFrame(rows, columns=["country", "defect"])
# cell: q7_repair
def repair(feed, stores, products, codes):
    known = {}
    local = dict(zip(codes["local_code"], codes["gtin"]))
    price = dict(zip(products["gtin"], products["list_price"]))
    home = stores.set_index("store").to_dict("index")
    raw = feed.sort_values("received_at").to_dict("records")
    ratios = {}
    for row in raw:
        gtin = local.get(row["product_code"], row["product_code"])
        day = pd.Timestamp(row["file"][6:16])
        key = (row["store"], day, gtin)
        if key in known:
            continue
        rate = 1.0 if row["currency"] == "EUR" else home[row["store"]]["rate"]
        known[key] = (row["amount"] / row["price"], row["amount"] / rate)
        if not row["promotion"]:
            ratios.setdefault(row["store"][:2], []).append(row["price"] / rate / price[gtin])
    netto = {c: np.mean(r) < 0.98 for c, r in ratios.items()}
    out = []
    for (store, day, gtin), (quantity, amount) in known.items():
        tax = 1 + home[store]["tax"] / 100 if netto[store[:2]] else 1
        out.append((store, day, gtin, quantity, amount * tax))
    return pd.DataFrame(out, columns=["store", "date", "gtin", "quantity", "amount"])
# cell: q8_worth
def weekly_forecast(sales, last_day):
    end = pd.to_datetime(last_day)
    start = end - pd.Timedelta(days=27)
    known = sales[sales["date"].between(start, end) & sales["quantity"].notna()]
    rows = []
    for (store, gtin), part in known.groupby(["store", "gtin"], sort=True):
        rows.append({"store": store, "gtin": gtin, "forecast": 7 * part["quantity"].sum() / len(part)})
    return pd.DataFrame(rows, columns=["store", "gtin", "forecast"])


def outcome(forecast, demand, products):
    ordered = {(s, g): f for s, g, f in zip(forecast["store"], forecast["gtin"], forecast["forecast"])}
    price = dict(zip(products["gtin"], products["list_price"]))
    error = lost = surplus = wanted = 0.0
    for s, g, q in zip(demand["store"], demand["gtin"], demand["quantity"]):
        gap = ordered.get((s, g), 0) - q
        error += abs(gap)
        wanted += q
        lost += max(-gap, 0) * 0.3 * price[g]
        surplus += max(gap, 0) * 0.056 * price[g]
    return {"error": float(error / wanted), "lost": float(lost), "surplus": float(surplus)}
