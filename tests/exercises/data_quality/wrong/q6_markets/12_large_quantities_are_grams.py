"""Takes every quantity above 100 for grams, typing errors too."""
# cell: q6_markets
def find_markets(feed, stores, products, codes):
    """Return country and defect for each defect of a whole market."""
    country = feed["store"].str[:2]
    master = stores.set_index("store")
    known = codes.set_index(["country", "local_code"])["gtin"]
    own = pd.Series(known.reindex(pd.MultiIndex.from_arrays([country, feed["product_code"]])).to_numpy(), feed.index)
    is_gtin_code = feed["product_code"].isin(products["gtin"])
    gtin = feed["product_code"].where(is_gtin_code, own)
    listed = gtin.map(products.set_index("gtin")["list_price"]) * np.where(feed["promotion"], 0.8, 1)
    rate = feed["store"].map(master["rate"]).where(feed["currency"] != "EUR", 1)
    quantity = feed["quantity"].fillna(feed["qty"])
    paid = (feed["amount"] / (quantity * feed["price"])).where(quantity > 0)
    marks = pd.DataFrame(
        {
            "product_codes": ~is_gtin_code,
            "encodings": feed["product_name"].str.contains("[ÃÂÅÄ][\u0080-\u00bf]"),
            "date_formats": ~feed["date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").astype(bool),
            "currency": feed["currency"] != "EUR",
            "tax": feed["price"] / rate < 0.975 * listed,
            "pack_sizes": (paid > 1.5) & (feed["unit"] == "each"),
            "units": feed["unit"] == "lb",
            "time_zone": feed["first_hour"] < feed["store"].map(master["opens"]),
            "schema_change": feed["qty"].notna(),
            "unit_change": quantity > 100,
            "residency": feed["loyalty"].isna(),
        }
    )
    shares = marks.groupby(country).mean()
    limit = pd.Series(0.2, shares.columns)
    limit[["units", "unit_change"]] = 0.0001
    limit[["product_codes", "date_formats", "tax", "time_zone", "residency"]] = 0.5
    found = (shares > limit).stack()
    pairs = found[found].index.to_frame(index=False)
    return pairs.set_axis(["country", "defect"], axis=1)
