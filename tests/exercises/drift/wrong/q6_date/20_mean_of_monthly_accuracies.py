"""Averages the twelve monthly accuracies, where a month with few applications counts as much as one with many."""


# cell: q6_date
def date_the_fall(applications):
    table = accuracy_by_month(applications).set_index("month")
    p = table.loc[table.index <= 12, "accuracy"].mean()
    live = table[table.index > 12]
    low = set(live.index[live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])])
    return min((int(m) for m in low if m + 1 in low), default=None)
