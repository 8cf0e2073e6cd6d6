"""Takes the first low month without waiting for the next one to confirm it."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = known["predicted_default"] == known["defaulted"]
    p = right[known["month"] <= 12].mean()
    for month, group in right[known["month"] > 12].groupby(known["month"]):
        if group.mean() < p - 2 * np.sqrt(p * (1 - p) / len(group)):
            return int(month)
    return None
