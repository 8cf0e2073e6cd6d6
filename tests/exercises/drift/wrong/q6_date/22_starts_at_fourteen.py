"""Skips month 13, the first live month."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 13].groupby(known["month"]).agg(["mean", "size"])
    low = set(live.index[live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])])
    return min((int(m) for m in low if m + 1 in low), default=None)
