"""Fills an unknown outcome with 0, as if every open loan had been repaid."""


# cell: q6_date
def date_the_fall(applications):
    filled = applications.fillna({"defaulted": 0})
    right = (filled["predicted_default"] == filled["defaulted"]).astype(int)
    reference = right[filled["month"] <= 12]
    p = reference.sum() / len(reference)
    low = []
    for month in sorted(filled["month"].unique()):
        mine = right[filled["month"] == month]
        if month > 12 and mine.mean() < p - 2 * np.sqrt(p * (1 - p) / len(mine)):
            low.append(int(month))
    return next((month for month in low if month + 1 in low), None)
