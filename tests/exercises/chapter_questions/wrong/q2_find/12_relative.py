"""Allows a difference of a euro and a fifth of the amount."""
# cell: q2_find
def find_defects(feed, catalogue):
    """Return the flags code, late and pack for each row."""
    return pd.DataFrame(
        {
            "code": ~feed["product_code"].isin(catalogue["gtin"]),
            "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
            "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.2 * feed["amount"] + 1,
        }
    )


def reach(feed, flags):
    """Return the numbers of stores and rows for each defect."""
    stores = feed["store"].to_numpy()
    table = {
        name: (len(set(stores[hit])), int(hit.sum()))
        for name in flags.columns
        for hit in [flags[name].to_numpy(dtype=bool)]
    }
    return pd.DataFrame.from_dict(table, orient="index", columns=["stores", "rows"])
