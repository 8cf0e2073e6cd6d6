"""Accepts the last month although no later month can confirm it."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    low = live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])
    for month in low.index:
        if low[month] and low.get(month + 1, True):
            return int(month)
    return None
