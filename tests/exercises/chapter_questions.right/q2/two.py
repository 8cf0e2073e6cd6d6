"""pandas: masks, groupby and transform on frames with a fresh index."""
# cell: q2_find
def find_defects(feed, catalogue):
    flags = pd.DataFrame(index=feed.index)
    flags["code"] = np.logical_not(feed["product_code"].isin(list(catalogue["gtin"])).to_numpy())
    deadline = feed["day"].dt.normalize() + pd.DateOffset(days=1, hours=6)
    flags["late"] = feed["received_at"].gt(deadline).to_numpy()
    flags["pack"] = feed.eval("abs(amount - quantity * price) > 0.02").to_numpy()
    return flags


def reach(feed, flags):
    long = flags.reset_index(drop=True).assign(store=list(feed["store"])).melt(id_vars="store")
    hits = long[long["value"].astype(bool)].groupby("variable")["store"]
    table = pd.DataFrame({"stores": hits.nunique(), "rows": hits.size()})
    return table.reindex(flags.columns).fillna(0).astype(int)
# cell: q2_repair
def repair_packs(feed):
    repaired = feed.reset_index(drop=True)
    wrong = (repaired["amount"] - repaired["quantity"] * repaired["price"]).abs().gt(0.02)
    pieces = repaired["amount"].div(repaired["price"]).round(3)
    repaired.loc[wrong, "quantity"] = pieces[wrong]
    return repaired.set_index(feed.index)


def forecast_error(feed, sold, first):
    rows = feed.reset_index(drop=True).assign(sold=list(sold))
    rows["seen"] = rows["quantity"].where(rows["day"] < first)
    rows["forecast"] = rows.groupby(["store", "product_code"])["seen"].transform("mean").fillna(0)
    ahead = rows[rows["day"] >= first]
    return (ahead["forecast"] - ahead["sold"]).abs().sum() / ahead["sold"].sum()
