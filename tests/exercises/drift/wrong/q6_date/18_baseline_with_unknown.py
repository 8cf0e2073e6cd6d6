"""Drops unknown outcomes of live months only: in the baseline they count as wrong decisions."""


# cell: q6_date
def date_the_fall(applications):
    reference = applications[applications["month"] <= 12]
    p = (reference["predicted_default"] == reference["defaulted"]).mean()
    live = accuracy_by_month(applications[applications["month"] > 12])
    live["low"] = live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])
    low = live.loc[live["low"], "month"].tolist()
    for month in low:
        if month + 1 in low:
            return int(month)
    return None
