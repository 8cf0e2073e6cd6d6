"""Forgets the square root: takes the variance for the standard error."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    baseline = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    error = baseline * (1 - baseline) / live["size"]
    low = set(live.index[live["mean"] < baseline - 2 * error])
    return min((int(m) for m in low if m + 1 in low), default=None)
