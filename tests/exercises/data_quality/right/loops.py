"""Plain Python: dictionaries, sets and loops over rows and countries."""
# cell: q1_profile
from collections import defaultdict


def profile(feed):
    count = defaultdict(lambda: dict.fromkeys(["rows", "missing", "repeated", "late", "negative"], 0))
    seen = set()
    for row in feed.to_dict("records"):
        entry = count[row["store"][:2]]
        key = (row["file"], row["product_code"])
        due = pd.Timestamp(row["file"][-14:-4]) + pd.Timedelta("1 day 6 hours")
        entry["rows"] += 1
        entry["missing"] += bool(np.isnan(row["quantity"]))
        entry["repeated"] += key in seen
        entry["late"] += row["received_at"] > due
        entry["negative"] += row["quantity"] < 0
        seen.add(key)
    table = []
    for country in sorted(count):
        entry = count[country]
        shares = {name: number / entry["rows"] for name, number in entry.items() if name != "rows"}
        table.append({"country": country, "rows": entry["rows"], **shares})
    return pd.DataFrame(table)
# cell: q2_scale
def cover(feed):
    rows = feed.reset_index(drop=True)
    rows = rows.iloc[np.argsort(rows["received_at"].to_numpy(), kind="stable")]
    rows = rows[~rows.duplicated(["store", "product_code", "file"])]
    key = ["store", "product_code"]
    known = rows["quantity"].notna()
    result = rows[key].drop_duplicates().sort_values(key).set_index(key)
    result["days"] = known.groupby([rows["store"], rows["product_code"]]).sum()
    result["sold"] = rows["quantity"].fillna(0).groupby([rows["store"], rows["product_code"]]).sum()
    newest = rows.groupby(key)["file"].transform("max") == rows["file"]
    result["stock"] = rows[newest].set_index(key)["stock"]
    a_day = result["sold"] / result["days"].replace(0, 1)
    result["cover"] = np.where(result["sold"] > 0, result["stock"] / a_day.where(a_day != 0, np.nan), np.nan)
    return result.reset_index()
# cell: q3_contract
import datetime as dt


def is_gtin(codes):
    def sound(code):
        if len(code) != 13 or not (code.isascii() and code.isdigit()):
            return False
        body = [int(digit) for digit in code]
        return (10 - sum(body[0:12:2] + [3 * d for d in body[1:12:2]]) % 10) % 10 == body[12]

    return pd.Series([sound(str(code)) for code in codes], index=codes.index)


def violations(feed):
    def is_date(text):
        try:
            return dt.date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False

    breaches, seen = [], set()
    good_code = is_gtin(feed["product_code"]).to_numpy()
    for place, row in enumerate(feed.to_dict("records")):
        key = (row["file"], row["product_code"])
        gap = row["amount"] - row["quantity"] * row["price"]
        broken = {
            "date": not is_date(row["date"]),
            "code": not good_code[place],
            "unit": row["unit"] not in ("each", "kg"),
            "currency": row["currency"] != "EUR",
            "quantity": not row["quantity"] >= 0,
            "amount": abs(gap) > 0.01,
            "unique": key in seen,
        }
        seen.add(key)
        breaches += [(rule, place) for rule, is_broken in broken.items() if is_broken]
    return pd.DataFrame(breaches, columns=["rule", "row"])
# cell: q4_governance
def my_contract():
    return dict(
        owner="the head of store operations",
        lineage=["Till of each store", "Nightly file, one a store", "Landing area at headquarters"],
        retention_days=2 * 365,
        residency=dict(loyalty=["JP"]),
    )


def gaps(contract):
    found = []
    lineage = contract.get("lineage")
    if type(lineage) is not list or not lineage:
        found.append("lineage")
    elif any(not isinstance(step, str) or step.isspace() or step == "" for step in lineage):
        found.append("lineage")
    owner = contract.get("owner")
    if not isinstance(owner, str) or owner.strip().casefold() in ("", "unknown", "tbd", "n/a"):
        found.append("owner")
    if type(contract.get("residency")) is not dict:
        found.append("residency")
    days = contract.get("retention_days")
    if type(days) is not int or days < 1:
        found.append("retention_days")
    return found


def release(feed, contract, today, to):
    if gaps(contract) != []:
        raise ValueError("no release under a contract with gaps")
    now = dt.date.fromisoformat(today)
    keep = [(now - dt.date.fromisoformat(name[-14:-4])).days <= contract["retention_days"] for name in feed["file"]]
    sent = feed[np.array(keep, dtype=bool)].copy()
    for column in contract["residency"]:
        if column not in sent.columns:
            continue
        limited = set(contract["residency"][column]) - {to}
        stays = np.array([store[:2] in limited for store in sent["store"]], dtype=bool)
        values = sent[column].to_numpy(copy=True)
        values[stays] = np.nan
        sent[column] = values
    return sent
# cell: q5_rows
def find_rows(feed):
    repeated, seen = dict.fromkeys(feed.index, False), set()
    frame = feed.assign(label=feed.index).sort_values("received_at", kind="stable")
    series = defaultdict(list)
    mistyped = {}
    for row in frame.itertuples(index=False):
        key = (row.file, row.product_code)
        repeated[row.label] = key in seen
        worth = row.quantity * row.price
        mistyped[row.label] = bool(worth > 5 * row.amount > 0)
        if key not in seen:
            series[row.store, row.product_code].append((row.file, row.label, row.quantity, row.stock, row.delivered))
        seen.add(key)
    frozen = dict.fromkeys(feed.index, False)
    for days in series.values():
        days.sort()
        sold = [q for _, label, q, _, _ in days if not mistyped[label]]
        usual = sum(sold) / max(len(sold), 1)
        run = []
        for _, label, quantity, stock, delivered in [*days, ("", None, 1, 0, 0)]:
            if quantity == 0 and stock > 0 and delivered == 0:
                run.append(label)
            else:
                if len(run) * usual > 6:
                    frozen.update(dict.fromkeys(run, True))
                run = []
    columns = {"frozen": frozen, "mistyped": mistyped, "repeated": repeated}
    return pd.DataFrame({name: [marks[label] for label in feed.index] for name, marks in columns.items()}, index=feed.index)
# cell: q6_markets
def find_markets(feed, stores, products, codes):
    master = stores.set_index("store")
    price = dict(zip(products["gtin"], products["list_price"]))
    found = []
    for country, part in feed.groupby(feed["store"].str[:2]):
        translate = dict(codes.loc[codes["country"] == country, ["local_code", "gtin"]].to_numpy())
        gtins = [code if code in price else translate.get(code) for code in part["product_code"]]
        listed = np.array([price.get(gtin, np.nan) for gtin in gtins])
        rate = np.where(part["currency"] == "EUR", 1, master["rate"].reindex(part["store"]))
        regular = ~part["promotion"].to_numpy()
        quantity = part["quantity"].where(part["quantity"].notna(), part["qty"])
        paid = (part["amount"] / part["price"])[quantity > 0] / quantity[quantity > 0]
        kilos = part["unit"].reindex(paid.index).eq("kg") if paid.index.is_unique else (part["unit"][quantity > 0] == "kg")
        pieces = (part["unit"][quantity > 0] == "each")
        tests = {
            "product_codes": sum(code not in price for code in part["product_code"]) > len(part) / 2,
            "encodings": any("Ã" in name or "Å" in name or "Ä\u0083" in name for name in part["product_name"].unique()),
            "date_formats": "/" in part["date"].iloc[0],
            "currency": part["currency"].iloc[0] != "EUR",
            "tax": np.nanmedian((part["price"].to_numpy() / rate / listed)[regular]) < 0.975,
            "pack_sizes": paid[pieces].median() > 1.5 if pieces.any() else False,
            "units": "lb" in set(part["unit"]),
            "time_zone": (part["first_hour"].to_numpy() == 0).mean() > 0.5,
            "schema_change": bool(part["qty"].notna().any()),
            "unit_change": (paid[kilos] < 0.002).mean() > 0.05 if kilos.any() else False,
            "residency": bool(part["loyalty"].isna().all()),
        }
        found += [(country, name) for name, hit in tests.items() if hit]
    return pd.DataFrame(found, columns=["country", "defect"])
# cell: q7_repair
def repair(feed, stores, products, codes):
    price = dict(zip(products["gtin"], products["list_price"]))
    local = {(row.country, row.local_code): row.gtin for row in codes.itertuples()}
    money = {row.store: (row.rate, row.tax) for row in stores.itertuples()}
    rows, seen = [], set()
    for row in feed.itertuples():
        if (row.file, row.product_code) in seen:
            continue
        seen.add((row.file, row.product_code))
        gtin = row.product_code if row.product_code in price else local.get((row.store[:2], row.product_code))
        rate, tax = money[row.store]
        rate = 1 if row.currency == "EUR" else rate
        usual = price[gtin] * (0.8 if row.promotion else 1)
        gross = 1 + tax / 100 if row.price / rate < 0.975 * usual else 1
        rows.append((row.store, row.file[-14:-4], gtin, round(2 * row.amount / row.price) / 2, row.amount / rate * gross))
    table = pd.DataFrame(rows, columns=["store", "date", "gtin", "quantity", "amount"])
    return table.assign(date=pd.to_datetime(table["date"]))
# cell: q8_worth
def weekly_forecast(sales, last_day):
    end = pd.Timestamp(last_day)
    days = defaultdict(list)
    for store, date, gtin, quantity in sales[["store", "date", "gtin", "quantity"]].itertuples(index=False):
        if 0 <= (end - date).days < 28 and quantity == quantity:
            days[store, gtin].append(quantity)
    rows = [(store, gtin, 7 * float(np.mean(known))) for (store, gtin), known in sorted(days.items())]
    return pd.DataFrame(rows, columns=["store", "gtin", "forecast"])


def outcome(forecast, demand, products):
    order = {(row.store, row.gtin): row.forecast for row in forecast.itertuples()}
    price = dict(zip(products["gtin"], products["list_price"]))
    total = wrong = lost = surplus = 0.0
    for row in demand.itertuples():
        ordered = order.get((row.store, row.gtin), 0.0)
        total += row.quantity
        wrong += abs(row.quantity - ordered)
        lost += 0.3 * price[row.gtin] * max(row.quantity - ordered, 0)
        surplus += 0.08 * 0.7 * price[row.gtin] * max(ordered - row.quantity, 0)
    return {"error": float(wrong / total), "lost": float(lost), "surplus": float(surplus)}
