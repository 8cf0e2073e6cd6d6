"""Takes z at the 95% point of one tail (1.645), which makes a 90% interval."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    z = stats.norm.ppf(0.95)
    hit = known["predicted_default"].eq(known["defaulted"]).astype(int)
    table = hit.groupby(known["month"]).agg(n="count", accuracy="mean").reset_index()
    n, p = table["n"], table["accuracy"]
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(low=centre - half, high=centre + half)
