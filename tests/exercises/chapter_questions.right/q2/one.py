"""Plain loops over the rows, close to the text."""
# cell: q2_find
def find_defects(feed, catalogue):
    known = set(catalogue["gtin"])
    flags = []
    for row in feed[["product_code", "received_at", "day", "quantity", "price", "amount"]].itertuples():
        due = row.day + pd.Timedelta(days=1) + pd.Timedelta(hours=6)
        gap = row.amount - row.quantity * row.price
        flags.append((row.product_code not in known, row.received_at > due, gap > 0.02 or gap < -0.02))
    return pd.DataFrame(flags, index=feed.index, columns=["code", "late", "pack"])


def reach(feed, flags):
    stores, rows = [], []
    for name in flags.columns:
        seen, count = set(), 0
        for store, hit in zip(feed["store"], flags[name]):
            if hit:
                seen.add(store)
                count += 1
        stores.append(len(seen))
        rows.append(count)
    return pd.DataFrame({"stores": stores, "rows": rows}, index=list(flags.columns))
# cell: q2_repair
def repair_packs(feed):
    repaired = feed.copy()
    values = []
    for quantity, price, amount in zip(feed["quantity"], feed["price"], feed["amount"]):
        if abs(amount - quantity * price) > 0.02:
            values.append(round(amount / price, 3))
        else:
            values.append(quantity)
    repaired["quantity"] = values
    return repaired


def forecast_error(feed, sold, first):
    history = {}
    rows = list(zip(feed["store"], feed["product_code"], feed["day"], feed["quantity"], sold))
    for store, code, day, quantity, _ in rows:
        if day < first:
            total, count = history.get((store, code), (0, 0))
            history[store, code] = (total + quantity, count + 1)
    wrong = really = 0
    for store, code, day, _, true in rows:
        if day >= first:
            total, count = history.get((store, code), (0, 1))
            wrong += abs(total / count - true)
            really += true
    return wrong / really
