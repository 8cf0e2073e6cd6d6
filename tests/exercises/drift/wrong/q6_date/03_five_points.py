"""Calls a month low when it is five points below the baseline, however many applications it has."""


# cell: q6_date
def date_the_fall(applications):
    table = accuracy_by_month(applications).set_index("month")
    reference = table[table.index <= 12]
    p = (reference["accuracy"] * reference["n"]).sum() / reference["n"].sum()
    low = table["accuracy"] < p - 0.05
    for month in table.index:
        if month > 12 and low[month] and low.get(month + 1, False):
            return int(month)
    return None
