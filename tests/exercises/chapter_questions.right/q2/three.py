"""numpy: arrays, codes of pairs, bincount; flags as an array turned into a frame."""
# cell: q2_find
def find_defects(feed, catalogue):
    unknown = ~np.isin(feed["product_code"].to_numpy(dtype=str), catalogue["gtin"].to_numpy(dtype=str))
    delay = (feed["received_at"] - feed["day"]).dt.total_seconds().to_numpy()
    money = feed["quantity"].to_numpy() * feed["price"].to_numpy()
    wrong = ~np.isclose(feed["amount"].to_numpy(), money, rtol=0, atol=0.02)
    flags = np.column_stack([unknown, delay > 30 * 3600, wrong])
    return pd.DataFrame(flags, index=feed.index, columns=["code", "late", "pack"])


def reach(feed, flags):
    number, _ = pd.factorize(feed["store"])
    hits = flags.to_numpy(dtype=bool)
    stores = [np.unique(number[hit]).size for hit in hits.T]
    return pd.DataFrame({"rows": hits.sum(axis=0), "stores": stores}, index=flags.columns)
# cell: q2_repair
def repair_packs(feed):
    result = feed.copy()
    quantity, price, amount = (feed[name].to_numpy(float) for name in ("quantity", "price", "amount"))
    wrong = np.abs(quantity * price - amount) > 0.02
    result["quantity"] = np.where(wrong, np.round(amount / price, 3), quantity)
    return result


def forecast_error(feed, sold, first):
    pair, names = pd.factorize(feed["store"] + "|" + feed["product_code"])
    early = feed["day"].to_numpy() < np.datetime64(first)
    count = np.bincount(pair[early], minlength=len(names))
    total = np.bincount(pair[early], feed["quantity"].to_numpy()[early], minlength=len(names))
    mean = total / np.maximum(count, 1)
    true = np.asarray(sold, dtype=float)[~early]
    return np.abs(mean[pair[~early]] - true).sum() / true.sum()
