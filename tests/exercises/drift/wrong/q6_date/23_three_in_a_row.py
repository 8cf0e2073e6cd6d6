"""Asks for two more low months after the first, so that a fall in the last two months is missed."""


# cell: q6_date
def date_the_fall(applications):
    table = accuracy_by_month(applications).set_index("month")
    known = applications.dropna(subset=["defaulted"])
    year = known[known["month"] <= 12]
    p = (year["predicted_default"] == year["defaulted"]).mean()
    live = table[table.index > 12]
    low = set(live.index[live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])])
    return min((int(m) for m in low if m + 1 in low and m + 2 in low), default=None)
