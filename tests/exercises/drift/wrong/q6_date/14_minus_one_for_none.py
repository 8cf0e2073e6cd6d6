"""Returns -1 where accuracy does not fall, and not None."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    low = live.index[live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])]
    fall = -1
    for month in reversed(low):
        if month + 1 in low:
            fall = int(month)
    return fall
