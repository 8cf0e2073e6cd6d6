"""Knows only the local article numbers of Germany."""
# cell: q6_markets
def find_markets(feed, stores, products, codes):
    def mojibake(name):
        try:
            return name.encode("latin-1").decode("utf-8") != name
        except (UnicodeEncodeError, UnicodeDecodeError):
            return False
    first = stores.drop_duplicates("country").set_index("country")
    f = feed.copy().reset_index(drop=True)
    f["country"] = f["store"].str[:2]
    f = f.join(first[["rate", "tax", "opens", "closes"]], on="country")
    local = codes.drop_duplicates("local_code").set_index("local_code")["gtin"]
    f["gtin"] = f["product_code"].map(local).fillna(f["product_code"])
    f = f.merge(products.rename(columns={"unit": "sells"}), on="gtin", how="left")
    f["q"] = f["quantity"].combine_first(f["qty"])
    f["pieces"] = f["amount"] / f["price"] / f["q"].where(f["q"] > 0)
    f["should"] = f["list_price"] * np.where(f["promotion"], 0.8, 1) * np.where(f["currency"] == "EUR", 1, f["rate"])
    f["level"] = f["price"] / f["should"]
    tests = {
        "product_codes": lambda g: g["product_code"].str.startswith("DE").any(),
        "encodings": lambda g: g["product_name"].map(mojibake).any(),
        "date_formats": lambda g: g["date"].str.contains("[/.]", regex=True).mean() > 0.5,
        "currency": lambda g: g["currency"].ne("EUR").mean() > 0.5,
        "tax": lambda g: g["level"].median() < 1 - g["tax"].iloc[0] / 200,
        "pack_sizes": lambda g: g.loc[g["sells"] == "each", "pieces"].median() > 1.5,
        "units": lambda g: g["unit"].eq("lb").any(),
        "time_zone": lambda g: ((g["first_hour"] < g["opens"]) | (g["last_hour"] > g["closes"])).any(),
        "schema_change": lambda g: g["qty"].notna().any(),
        "unit_change": lambda g: (g.loc[g["sells"] == "kg", "pieces"] < 0.01).mean() > 0.05,
        "residency": lambda g: g["loyalty"].isna().all(),
    }
    found = [{"country": c, "defect": d} for c, g in f.groupby("country") for d, test in tests.items() if test(g)]
    return pd.DataFrame(found, columns=["country", "defect"])
