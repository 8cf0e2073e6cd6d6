"""Counts an unknown outcome as a wrong decision, because nothing equals a missing value."""


# cell: q6_date
def date_the_fall(applications):
    right = applications["predicted_default"] == applications["defaulted"]
    month = applications["month"]
    p = right[month <= 12].mean()
    by_month = right.groupby(month).agg(["mean", "size"])
    se = np.sqrt(p * (1 - p) / by_month["size"])
    low = by_month["mean"] < p - 2 * se
    for m in by_month.index[by_month.index > 12]:
        if low[m] and m + 1 in low.index and low[m + 1]:
            return int(m)
    return None
