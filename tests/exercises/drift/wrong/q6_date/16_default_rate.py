"""Watches the share of defaults, not the share of right decisions."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    rate = known.groupby("month")["defaulted"].agg(["mean", "size"])
    p = known.loc[known["month"] <= 12, "defaulted"].mean()
    live = rate[rate.index > 12]
    high = live.index[live["mean"] > p + 2 * np.sqrt(p * (1 - p) / live["size"])]
    for month in high:
        if month + 1 in high:
            return int(month)
    return None
