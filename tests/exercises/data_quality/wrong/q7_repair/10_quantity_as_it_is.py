"""Leaves quantities as they are."""
# cell: q7_repair
def repair(feed, stores, products, codes):
    """Return store, date, gtin, quantity and amount, one row a store, day and product."""
    rows = feed.drop_duplicates(["file", "product_code"])
    country = rows["store"].str[:2]
    known = codes.set_index(["country", "local_code"])["gtin"]
    own = known.reindex(pd.MultiIndex.from_arrays([country, rows["product_code"]])).to_numpy()
    gtin = rows["product_code"].where(rows["product_code"].isin(products["gtin"]), own)
    master = stores.set_index("store")
    rate = rows["store"].map(master["rate"]).where(rows["currency"] != "EUR", 1.0)
    listed = gtin.map(products.set_index("gtin")["list_price"]) * np.where(rows["promotion"], 0.8, 1)
    is_net = rows["price"] / rate < 0.975 * listed
    tax = np.where(is_net, 1 + rows["store"].map(master["tax"]) / 100, 1.0)
    repaired = pd.DataFrame(
        {
            "store": rows["store"],
            "date": pd.to_datetime(rows["file"].str[-14:-4]),
            "gtin": gtin,
            "quantity": rows["quantity"],
            "amount": rows["amount"] / rate * tax,
        }
    )
    return repaired.reset_index(drop=True)
