"""Counts a clear rise as a fall: looks at the distance from the baseline, not at its sign."""


# cell: q6_date
def date_the_fall(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    baseline = right[known["month"] <= 12].mean()
    table = right[known["month"] > 12].groupby(known["month"]).agg(["mean", "size"])
    z = (table["mean"] - baseline).abs() / np.sqrt(baseline * (1 - baseline) / table["size"])
    unusual = set(table.index[z > 2])
    dates = [int(month) for month in sorted(unusual) if month + 1 in unusual]
    return dates[0] if dates else None
