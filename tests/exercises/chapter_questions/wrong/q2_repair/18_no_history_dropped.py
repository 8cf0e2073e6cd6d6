"""Leaves out pairs without history."""
# cell: q2_repair
def repair_packs(feed):
    """Return the feed with quantities in pieces."""
    cases = (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02
    pieces = (feed["amount"] / feed["price"]).round(3)
    return feed.assign(quantity=feed["quantity"].where(~cases, pieces))


def forecast_error(feed, sold, first):
    """Return the sum of absolute errors over the sum of what was sold."""
    rows = feed[["store", "product_code", "quantity"]].assign(sold=np.asarray(sold, dtype=float))
    known = (feed["day"] < first).to_numpy()
    pair = ["store", "product_code"]
    means = rows[known].groupby(pair)["quantity"].mean().rename("forecast")
    ahead = rows[~known].merge(means, how="inner", left_on=pair, right_index=True)
    wrong = (ahead["forecast"].fillna(0) - ahead["sold"]).abs()
    return float(wrong.sum() / ahead["sold"].sum())
