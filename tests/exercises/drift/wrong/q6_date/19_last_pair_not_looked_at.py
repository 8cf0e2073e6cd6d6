"""Ends the loop one step early, so that the last two months are never compared."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right[known["month"] <= 12].mean()

    def low(month):
        mine = right[known["month"] == month]
        return mine.mean() < p - 2 * np.sqrt(p * (1 - p) / len(mine))

    last = int(known["month"].max())
    for month in range(13, last - 1):
        if low(month) and low(month + 1):
            return month
    return None
