"""Marks only the last day of a silent run."""
# cell: q5_rows
def find_rows(feed):
    """Return booleans repeated, mistyped and frozen for each row."""
    by_arrival = feed.sort_values("received_at", kind="stable")
    repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
    factor = feed["quantity"] * feed["price"] / feed["amount"].where(feed["amount"] > 0)
    mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
    rows = pd.DataFrame(
        {
            "series": feed["store"] + feed["product_code"],
            "day": feed["file"].str[-14:-4],
            "sold": feed["quantity"].where(~mistyped),
            "silent": (feed["quantity"] == 0) & (feed["stock"] > 0) & (feed["delivered"] == 0),
        }
    )
    rows = rows[~repeated].sort_values(["series", "day"])
    run = (~rows["silent"]).groupby(rows["series"]).cumsum()
    length = rows["silent"].groupby([rows["series"], run]).transform("sum")
    usual = rows["sold"].groupby(rows["series"]).transform("mean")
    frozen = rows["silent"] & (length * usual > 5.5) & ~rows["silent"].shift(-1, fill_value=False)
    return pd.DataFrame(
        {
            "repeated": repeated,
            "mistyped": mistyped,
            "frozen": frozen.reindex(feed.index, fill_value=False),
        }
    )
