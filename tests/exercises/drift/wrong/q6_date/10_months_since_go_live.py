"""Counts the months from the go-live on, not from January 2024."""


# cell: q6_date
def date_the_fall(applications):
    table = accuracy_by_month(applications)
    reference, live = table[table["month"] <= 12], table[table["month"] > 12]
    p = np.average(reference["accuracy"], weights=reference["n"])
    low = (live["accuracy"] < p - 2 * np.sqrt(p * (1 - p) / live["n"])).tolist()
    for number in range(1, len(low)):
        if low[number - 1] and low[number]:
            return number
    return None
