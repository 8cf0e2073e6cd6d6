"""Divides by the rows of the whole feed."""
# cell: q1_profile
def profile(feed):
    """Return country, rows and the shares missing, repeated, late and negative."""
    ordered = feed.reset_index(drop=True).sort_values("received_at", kind="stable")
    day = pd.to_datetime(ordered["file"].str[-14:-4])
    marks = pd.DataFrame(
        {
            "country": ordered["store"].str[:2],
            "missing": ordered["quantity"].isna(),
            "repeated": ordered.duplicated(["file", "product_code"]),
            "late": ordered["received_at"] > day + pd.Timedelta(hours=30),
            "negative": ordered["quantity"] < 0,
        }
    )
    grouped = marks.groupby("country")
    table = grouped[["missing", "repeated", "late", "negative"]].sum() / len(feed)
    table.insert(0, "rows", grouped.size())
    return table.reset_index()
