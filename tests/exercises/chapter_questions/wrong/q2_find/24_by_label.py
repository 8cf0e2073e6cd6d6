"""Looks rows up by their labels, which may repeat."""
# cell: q2_find
def find_defects(feed, catalogue):
    """Return the flags code, late and pack for each row."""
    return pd.DataFrame(
        {
            "code": ~feed["product_code"].isin(catalogue["gtin"]),
            "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
            "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02,
        }
    )


def reach(feed, flags):
    """Return the numbers of stores and rows for each defect."""
    table = {
        name: (feed.loc[flags.index[hit], "store"].nunique(), len(feed.loc[flags.index[hit]]))
        for name in flags.columns
        for hit in [flags[name].to_numpy(dtype=bool)]
    }
    return pd.DataFrame.from_dict(table, orient="index", columns=["stores", "rows"])
