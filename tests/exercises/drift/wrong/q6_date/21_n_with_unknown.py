"""Divides by all applications of a month, the unknown outcomes too, so that the standard error is too small."""


# cell: q6_date
def date_the_fall(applications):
    month = applications["month"]
    right = (applications["predicted_default"] == applications["defaulted"]).astype(float)
    right = right.where(applications["defaulted"].notna())
    p = right[month <= 12].mean()
    accuracy = right[month > 12].groupby(month).mean()
    n = applications[month > 12].groupby("month").size()
    low = set(accuracy.index[accuracy < p - 2 * np.sqrt(p * (1 - p) / n)])
    return min((int(m) for m in low if m + 1 in low), default=None)
