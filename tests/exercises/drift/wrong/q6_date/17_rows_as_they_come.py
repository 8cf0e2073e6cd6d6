"""Takes the months in the order in which the rows come, so that the next row need not be the next month."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()
    live = right[known["month"] > 12].groupby(known["month"], sort=False).agg(["mean", "size"])
    low = (live["mean"] < p - 2 * np.sqrt(p * (1 - p) / live["size"])).to_numpy()
    months = live.index.to_numpy()
    for i in range(len(months) - 1):
        if low[i] and low[i + 1]:
            return int(months[i])
    return None
