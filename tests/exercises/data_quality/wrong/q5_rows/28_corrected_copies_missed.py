"""A copy with another quantity is no repetition."""
# cell: q5_rows
def find_rows(feed):
    n = feed.groupby(["store", "date", "product_code", "quantity"])["received_at"].rank(method="first")
    quantity, price, amount = (feed[c].astype(float) for c in ("quantity", "price", "amount"))
    off = quantity * price / amount.where(amount > 0)
    mistyped = off.between(8, 12) | off.between(80, 120)
    sold = amount / price
    base = feed.assign(sold=sold, day=feed["file"].str[6:16])[n == 1].sort_values("day")
    grouped = base.groupby(["store", "product_code"])
    usual = grouped["sold"].transform("mean")
    quiet = (base["sold"] == 0) & (base["delivered"] == 0)
    block = (~quiet).groupby([base["store"], base["product_code"]]).cumsum()
    length = quiet.groupby([base["store"], base["product_code"], block]).transform("sum")
    frozen = quiet & (base["stock"] > 0) & (np.exp(-usual * length) < 0.001)
    return pd.DataFrame({
        "repeated": n > 1,
        "mistyped": mistyped,
        "frozen": frozen.reindex(feed.index, fill_value=False),
    })
