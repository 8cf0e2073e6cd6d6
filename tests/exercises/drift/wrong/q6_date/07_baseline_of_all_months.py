"""Takes all months for the baseline, the fallen ones too."""


# cell: q6_date
def date_the_fall(applications):
    known = applications[applications["defaulted"].notna()]
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    p = right.mean()
    n = right.groupby(known["month"]).size()
    accuracy = right.groupby(known["month"]).mean()
    is_low = accuracy < p - 2 * np.sqrt(p * (1 - p) / n)
    for month in accuracy.index:
        if month > 12 and is_low[month] and is_low.get(month + 1, False):
            return int(month)
    return None
