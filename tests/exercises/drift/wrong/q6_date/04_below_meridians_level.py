"""Knows Meridian's baseline of 88% by heart."""


# cell: q6_date
def date_the_fall(applications):
    table = accuracy_by_month(applications)
    live = table[table["month"] > 12].reset_index(drop=True)
    p = 0.88
    low = live["accuracy"] < p - 2 * (p * (1 - p) / live["n"]) ** 0.5
    for i in range(len(live) - 1):
        if low[i] and low[i + 1]:
            return int(live["month"][i])
    return None
