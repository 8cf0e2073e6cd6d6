# %% right: arrays
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

# %% right: loops
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

# %% right: pandera_rules
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

# %% right: records
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

# %% wrong: Keeps files that came twice.
# says: there are two rows for one store, day and product
# edits: official
# -     rows = feed.drop_duplicates(["file", "product_code"])
# +     rows = feed

# %% wrong: Drops rows that are equal in all columns; the time of arrival never is.
# says: there are two rows for one store, day and product
# edits: official
# -     rows = feed.drop_duplicates(["file", "product_code"])
# +     rows = feed.drop_duplicates()

# %% wrong: Keeps one product a file.
# says: look at gtin
# edits: official
# -     rows = feed.drop_duplicates(["file", "product_code"])
# +     rows = feed.drop_duplicates(["file"])

# %% wrong: Leaves local codes as they are.
# says: look at gtin
# edits: official
# -     gtin = rows["product_code"].where(rows["product_code"].isin(products["gtin"]), own)
# +     gtin = rows["product_code"]

# %% wrong: Drops rows with local codes.
# says: look at store, or at rows that you leave out
# edits: official
#       tax = np.where(is_net, 1 + rows["store"].map(master["tax"]) / 100, 1.0)
# +     rows = rows[rows["product_code"].isin(products["gtin"])]
# +     gtin = gtin[rows.index]
# +     rate = rate[rows.index]
# +     tax = 1.0

# %% wrong: Reads local dates month first everywhere.
# says: look at date
# edits: official
# -             "date": pd.to_datetime(rows["file"].str[-14:-4]),
# +             "date": pd.to_datetime(rows["date"], format="%Y-%m-%d", errors="coerce").fillna(pd.to_datetime(rows["date"], format="%m/%d/%Y", errors="coerce")),

# %% wrong: Reads local dates day first everywhere.
# says: look at date
# edits: official
# -             "date": pd.to_datetime(rows["file"].str[-14:-4]),
# +             "date": pd.to_datetime(rows["date"], format="%Y-%m-%d", errors="coerce").fillna(pd.to_datetime(rows["date"], format="%d/%m/%Y", errors="coerce")),

# %% wrong: Lets pandas guess the order of dates.
# says: look at date
# edits: official
# -             "date": pd.to_datetime(rows["file"].str[-14:-4]),
# +             "date": pd.to_datetime(rows["date"], format="mixed", errors="coerce"),

# %% wrong: Takes the day of arrival for the business day.
# says: look at date
# edits: official
# -             "date": pd.to_datetime(rows["file"].str[-14:-4]),
# +             "date": rows["received_at"].dt.normalize() - pd.Timedelta(days=1),

# %% wrong: Leaves quantities as they are.
# says: quantity is right in
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": rows["quantity"],

# %% wrong: Merges qty and repairs nothing else.
# says: of rows in GB; expected more than
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": rows["quantity"].fillna(rows["qty"]),

# %% wrong: Multiplies by the pack size in every country.
# says: of rows in US; expected more than
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": rows["quantity"].fillna(rows["qty"]) * gtin.map(products.set_index("gtin")["pack_size"]).where(rows["unit"] == "each", 1),

# %% wrong: Converts pounds and nothing else.
# says: of rows in GB; expected more than
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": rows["quantity"].fillna(rows["qty"]) / np.where(rows["unit"] == "lb", 2.20462, 1),

# %% wrong: Takes every large weight for grams.
# says: quantity is right in
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": ((rows["amount"] / rows["price"] * 2).round() / 2).where(rows["quantity"] < 100, rows["quantity"] / 1000),

# %% wrong: Rounds weighed goods to whole kilograms.
# says: of rows in FR; expected more than
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": (rows["amount"] / rows["price"]).round(),

# %% wrong: Divides the amount by the list price.
# says: of rows in JP; expected more than
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": (rows["amount"] / gtin.map(products.set_index("gtin")["list_price"]) * 2).round() / 2,

# %% wrong: Drops quantities that do not fit their amount.
# says: quantity is right in
# edits: official
# -             "quantity": (rows["amount"] / rows["price"] * 2).round() / 2,
# +             "quantity": rows["quantity"].where((rows["quantity"] * rows["price"] - rows["amount"]).abs() < 0.02),

# %% wrong: Multiplies by the rate instead of dividing.
# says: of rows in JP; expected more than
# edits: official
# -             "amount": rows["amount"] / rate * tax,
# +             "amount": rows["amount"] * rate * tax,

# %% wrong: Converts money also where it is in euros already.
# says: Convert money only where currency says so
# edits: official
# -     rate = rows["store"].map(master["rate"]).where(rows["currency"] != "EUR", 1.0)
# +     rate = rows["store"].map(master["rate"])

# %% wrong: Leaves money in its own currency.
# says: of rows in JP; expected more than
# edits: official
# -             "amount": rows["amount"] / rate * tax,
# +             "amount": rows["amount"] * tax,

# %% wrong: Adds tax everywhere.
# says: of rows in JP; expected more than
# edits: official
# -     tax = np.where(is_net, 1 + rows["store"].map(master["tax"]) / 100, 1.0)
# +     tax = 1 + rows["store"].map(master["tax"]) / 100

# %% wrong: Never adds tax.
# says: of rows in US; expected more than
# edits: official
# -     tax = np.where(is_net, 1 + rows["store"].map(master["tax"]) / 100, 1.0)
# +     tax = 1.0

# %% wrong: Adds tax in the United States, whether prices are net or not.
# says: Convert money only where currency says so
# edits: official
# -     is_net = rows["price"] / rate < 0.975 * listed
# +     is_net = country == "US"

# %% wrong: Returns the tax, not the price with tax.
# says: of rows in US; expected more than
# edits: official
# -     tax = np.where(is_net, 1 + rows["store"].map(master["tax"]) / 100, 1.0)
# +     tax = np.where(is_net, rows["store"].map(master["tax"]) / 100, 1.0)

# %% wrong: Takes promotions for prices without tax.
# says: of rows in NL; expected more than
# edits: official
# -     listed = gtin.map(products.set_index("gtin")["list_price"]) * np.where(rows["promotion"], 0.8, 1)
# +     listed = gtin.map(products.set_index("gtin")["list_price"])

# %% wrong: Compares local prices with the list in euros.
# says: of rows in GB; expected more than
# edits: official
# -     is_net = rows["price"] / rate < 0.975 * listed
# +     is_net = rows["price"] < 0.975 * listed

# %% wrong: Computes amounts from the list price, promotions or not.
# says: of rows in NL; expected more than
# edits: official
# -             "amount": rows["amount"] / rate * tax,
# +             "amount": (rows["amount"] / rows["price"] * 2).round() / 2 * gtin.map(products.set_index("gtin")["list_price"]),

# %% wrong: Drops days without sales.
# says: look at gtin
# edits: official
# -     return repaired.reset_index(drop=True)
# +     return repaired[repaired["quantity"] > 0].reset_index(drop=True)

# %% wrong: Adds up files that came twice.
# says: of rows of one country; expected
# edits: official
# -     rows = feed.drop_duplicates(["file", "product_code"])
# +     rows = feed
# ...
# -     return repaired.reset_index(drop=True)
# +     return repaired.groupby(["store", "date", "gtin"], as_index=False)[["quantity", "amount"]].sum()

# %% wrong: Drops rows without a quantity.
# says: look at date, or at rows that you leave out
# edits: official
# -     rows = feed.drop_duplicates(["file", "product_code"])
# +     rows = feed.dropna(subset=["quantity"]).drop_duplicates(["file", "product_code"])

# %% wrong: A tax below some five per cent is not added.
# says: amounts are wrong when another market leaves out a lower
def repair(feed, stores, products, codes):
    raw = feed.iloc[np.argsort(feed["received_at"].to_numpy(), kind="stable")].drop_duplicates(subset=["file", "product_code"]).reset_index(drop=True)
    translate = pd.concat([codes.set_index("local_code")["gtin"], products.set_index("gtin", drop=False)["gtin"]])
    out = pd.DataFrame({
        "store": raw["store"],
        "date": pd.to_datetime(raw["file"].str.slice(6, 16)),
        "gtin": raw["product_code"].map(translate),
    })
    out["quantity"] = (raw["amount"] / raw["price"]).round(3)
    home = stores.set_index("store").loc[raw["store"]].reset_index(drop=True)
    rate = home["rate"].where(raw["currency"] != "EUR", 1)
    full = out["gtin"].map(products.set_index("gtin")["list_price"]) * (1 - 0.2 * raw["promotion"])
    share = (raw["price"] / rate / full).groupby(home["country"]).transform("median")
    out["amount"] = raw["amount"] / rate / np.where(share < 0.95, 1 / (1 + home["tax"] / 100), 1)
    return out
