"""A tax below some five per cent is not added."""
# cell: q7_repair
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
