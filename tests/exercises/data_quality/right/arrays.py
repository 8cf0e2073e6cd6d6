"""numpy: codes of categories, counts and sorted arrays."""
# cell: q1_profile
def profile(feed):
    names, country = np.unique(feed["store"].str[:2].to_numpy(str), return_inverse=True)
    n = np.bincount(country)
    file = pd.factorize(feed["file"])[0]
    product = pd.factorize(feed["product_code"])[0]
    key = file * (product.max() + 1) + product
    first = np.zeros(len(feed), bool)
    first[np.unique(key, return_index=True)[1]] = True
    day = feed["file"].str[-14:-4].to_numpy("datetime64[s]")
    late = feed["received_at"].to_numpy("datetime64[s]") - day > np.timedelta64(30, "h")
    quantity = feed["quantity"].to_numpy(float)
    marks = {"missing": np.isnan(quantity), "repeated": ~first, "late": late, "negative": quantity < 0}
    shares = {name: np.bincount(country, weights=mark) / n for name, mark in marks.items()}
    return pd.DataFrame({"country": names, "rows": n, **shares})
# cell: q2_scale
def cover(feed):
    order = np.argsort(feed["received_at"].to_numpy(), kind="stable")
    store, product, file = (feed[name].to_numpy()[order] for name in ("store", "product_code", "file"))
    quantity, stock = (feed[name].to_numpy(float)[order] for name in ("quantity", "stock"))
    index = pd.MultiIndex.from_arrays([store, product])
    pair, names = pd.factorize(index, sort=True)
    number, files = pd.factorize(file, sort=True)
    _, first = np.unique(pair * len(files) + number, return_index=True)
    pair, number, quantity, stock = pair[first], number[first], quantity[first], stock[first]
    size = len(names)
    known = ~np.isnan(quantity)
    days = np.bincount(pair[known], minlength=size)
    sold = np.bincount(pair[known], weights=quantity[known], minlength=size)
    last = np.full(size, -1)
    np.maximum.at(last, pair, number)
    newest = last[pair] == number
    at_night = np.full(size, np.nan)
    at_night[pair[newest]] = stock[newest]
    with np.errstate(divide="ignore", invalid="ignore"):
        lasts = np.where(sold > 0, at_night * days / sold, np.nan)
    return pd.DataFrame(
        {
            "store": names.get_level_values(0),
            "product_code": names.get_level_values(1),
            "days": days,
            "sold": sold,
            "stock": at_night,
            "cover": lasts,
        }
    )
# cell: q3_contract
import re


def is_gtin(codes):
    pattern = re.compile("[0-9]{13}")
    good = {
        code: bool(pattern.fullmatch(code))
        and sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(code)) % 10 == 0
        for code in set(codes.astype(str))
    }
    return codes.astype(str).map(good)


def violations(feed):
    days = set(pd.date_range("1950-01-01", "2100-12-31").strftime("%Y-%m-%d"))
    quantity = feed["quantity"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        broken = {
            "date": ~feed["date"].isin(days).to_numpy(),
            "code": ~is_gtin(feed["product_code"]).to_numpy(bool),
            "unit": ~feed["unit"].isin({"each", "kg"}).to_numpy(),
            "currency": (feed["currency"] != "EUR").to_numpy(),
            "quantity": ~(quantity >= 0),
            "amount": np.abs(feed["amount"].to_numpy(float) - quantity * feed["price"].to_numpy(float)) > 0.01,
            "unique": feed.duplicated(["file", "product_code"]).to_numpy(),
        }
    parts = [pd.DataFrame({"row": np.flatnonzero(mask)}).assign(rule=rule) for rule, mask in broken.items()]
    return pd.concat(parts, ignore_index=True)[["rule", "row"]]
# cell: q4_governance
PLACEHOLDERS = {"", "unknown", "tbd", "n/a"}


def my_contract():
    return {
        "owner": "Head of store operations",
        "lineage": "till / nightly file / landing area".split(" / "),
        "retention_days": 730,
        "residency": {"loyalty": ["JP"]},
    }


def gaps(contract):
    problems = set()
    match contract.get("owner"):
        case str(text) if text.strip().lower() not in PLACEHOLDERS:
            pass
        case _:
            problems.add("owner")
    match contract.get("lineage"):
        case [_, *_] as steps if isinstance(steps, list) and all(isinstance(s, str) and s.strip() for s in steps):
            pass
        case _:
            problems.add("lineage")
    match contract.get("retention_days"):
        case bool():
            problems.add("retention_days")
        case int(days) if days >= 1:
            pass
        case _:
            problems.add("retention_days")
    if not isinstance(contract.get("residency"), dict):
        problems.add("residency")
    return sorted(problems)


def release(feed, contract, today, to):
    if gaps(contract):
        raise ValueError("gaps: " + ", ".join(gaps(contract)))
    day = feed["file"].str[-14:-4].to_numpy("datetime64[D]")
    young = (np.datetime64(today) - day).astype(int) <= contract["retention_days"]
    found = feed.copy()[young]
    home = found["store"].str[:2].to_numpy()
    for column, places in contract["residency"].items():
        if column in found:
            found[column] = found[column].mask(np.isin(home, list(places)) & (home != to))
    return found
# cell: q5_rows
def find_rows(feed):
    order = np.argsort(feed["received_at"].to_numpy(), kind="stable")
    pair = pd.MultiIndex.from_frame(feed[["file", "product_code"]])
    repeated = np.zeros(len(feed), bool)
    repeated[order] = pair[order].duplicated()
    quantity = feed["quantity"].to_numpy(float)
    worth, amount = quantity * feed["price"].to_numpy(float), feed["amount"].to_numpy(float)
    mistyped = (amount > 0) & (worth > 3 * amount)
    sound = ~repeated & ~mistyped
    series = pd.factorize(feed["store"] + feed["product_code"])[0]
    usual = np.bincount(series[sound], weights=quantity[sound], minlength=series.max() + 1) / np.maximum(
        np.bincount(series[sound], minlength=series.max() + 1), 1
    )
    place = np.lexsort([feed["file"].to_numpy(str), series])
    place = place[~repeated[place]]
    silent = ((quantity == 0) & (feed["stock"].to_numpy() > 0) & (feed["delivered"].to_numpy() == 0))[place]
    starts = np.r_[True, (silent[1:] != silent[:-1]) | (series[place][1:] != series[place][:-1])]
    run = np.cumsum(starts) - 1
    length = np.bincount(run)[run]
    frozen = np.zeros(len(feed), bool)
    frozen[place] = silent & (length * usual[series[place]] > 5)
    return pd.DataFrame({"repeated": repeated, "mistyped": mistyped, "frozen": frozen}, index=feed.index)
# cell: q6_markets
def find_markets(feed, stores, products, codes):
    names, country = np.unique(feed["store"].str[:2].to_numpy(str), return_inverse=True)
    master = stores.set_index("store").loc[feed["store"]]
    own = dict(zip(codes["country"] + codes["local_code"], codes["gtin"]))
    price = dict(zip(products["gtin"], products["list_price"]))
    code = feed["product_code"].to_numpy()
    gtin = [one if one in price else own.get(names[place] + one, "") for one, place in zip(code, country)]
    listed = np.array([price.get(one, np.nan) for one in gtin])
    foreign = (feed["currency"] != "EUR").to_numpy()
    level = feed["price"].to_numpy(float) / np.where(foreign, master["rate"], 1) / listed
    quantity = np.where(feed["quantity"].isna(), feed["qty"], feed["quantity"]).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        paid = np.where(quantity > 0, feed["amount"] / feed["price"] / quantity, np.nan)
    each, kilo = (feed["unit"] == "each").to_numpy(), (feed["unit"] == "kg").to_numpy()
    plain = ~feed["promotion"].to_numpy()
    found = []
    for place, name in enumerate(names):
        here = country == place
        signs = {
            "product_codes": np.mean([one not in price for one in code[here]]) > 0.5,
            "encodings": any(
                text != text.encode("latin-1", "ignore").decode("utf-8", "ignore")
                and "Ã" in text or "Å" in text
                for text in set(feed["product_name"].to_numpy()[here])
            ),
            "date_formats": np.mean([text[4] != "-" for text in feed["date"].to_numpy()[here]]) > 0.5,
            "currency": foreign[here].mean() > 0.5,
            "tax": np.nanmedian(level[here & plain]) < 0.975,
            "pack_sizes": (here & each).any() and np.nanmedian(paid[here & each]) > 1.5,
            "units": (feed["unit"].to_numpy()[here] == "lb").any(),
            "time_zone": np.median(feed["last_hour"].to_numpy()[here]) == 23,
            "schema_change": feed["qty"].notna().to_numpy()[here].any(),
            "unit_change": (here & kilo).any() and np.nanmean(paid[here & kilo] < 0.002) > 0.02,
            "residency": feed["loyalty"].isna().to_numpy()[here].all(),
        }
        found += [(name, defect) for defect, sign in signs.items() if sign]
    return pd.DataFrame({"country": [c for c, _ in found], "defect": [d for _, d in found]})
# cell: q7_repair
def repair(feed, stores, products, codes):
    first = ~feed.duplicated(["file", "product_code"]).to_numpy()
    store = feed["store"].to_numpy()[first]
    master = stores.set_index("store").loc[store]
    table = dict(zip(products["gtin"], products["gtin"]))
    table |= dict(zip(codes["local_code"], codes["gtin"]))
    gtin = feed["product_code"].map(table).to_numpy()[first]
    listed = products.set_index("gtin")["list_price"].reindex(gtin).to_numpy()
    listed = np.where(feed["promotion"].to_numpy()[first], 0.8 * listed, listed)
    price, amount = (feed[name].to_numpy(float)[first] for name in ("price", "amount"))
    sold = np.rint(2 * amount / price) / 2
    foreign = feed["currency"].to_numpy()[first] != "EUR"
    euros = price / np.where(foreign, master["rate"], 1)
    gross = np.where(euros < 0.97 * listed, 1 + master["tax"] / 100, 1.0)
    return pd.DataFrame(
        {
            "amount": sold * euros * gross,
            "quantity": sold,
            "gtin": gtin,
            "date": feed["file"].str[-14:-4].to_numpy("datetime64[s]")[first],
            "store": store,
        }
    )
# cell: q8_worth
def weekly_forecast(sales, last_day):
    day = sales["date"].to_numpy("datetime64[D]")
    age = (np.datetime64(last_day) - day).astype(int)
    quantity = sales["quantity"].to_numpy(float)
    use = (age >= 0) & (age < 28) & ~np.isnan(quantity)
    keys = pd.MultiIndex.from_arrays([sales["store"].to_numpy()[use], sales["gtin"].to_numpy()[use]])
    place, names = pd.factorize(keys, sort=True)
    total = np.bincount(place, weights=quantity[use]) if use.any() else np.array([])
    forecast = 7 * total / np.bincount(place) if use.any() else total
    return pd.DataFrame(
        {"store": names.get_level_values(0), "gtin": names.get_level_values(1), "forecast": forecast}
    )


def outcome(forecast, demand, products):
    key = ["store", "gtin"]
    ordered = forecast.set_index(key)["forecast"].reindex(pd.MultiIndex.from_frame(demand[key])).fillna(0).to_numpy()
    wanted = demand["quantity"].to_numpy(float)
    price = products.set_index("gtin")["list_price"].reindex(demand["gtin"]).to_numpy(float)
    return {
        "error": float(np.abs(wanted - ordered).sum() / wanted.sum()),
        "lost": float(0.3 * (price * np.maximum(wanted - ordered, 0)).sum()),
        "surplus": float(0.056 * (price * np.maximum(ordered - wanted, 0)).sum()),
    }
