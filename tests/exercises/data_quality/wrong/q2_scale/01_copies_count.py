"""Counts files that were sent again."""
# cell: q2_scale
def cover(feed):
    """Return what cover_loop returns, vectorised."""
    first = feed
    grouped = first.sort_values("file", kind="stable").groupby(["store", "product_code"])
    table = grouped["quantity"].agg(days="count", sold="sum")
    last = first.sort_values("file", kind="stable").drop_duplicates(["store", "product_code"], keep="last")
    table["stock"] = last.set_index(["store", "product_code"])["stock"]
    table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
    return table.reset_index()
