"""Leaves the month in the index instead of in a column."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    z = 1.96
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    table = right.groupby(known["month"]).agg(n="size", accuracy="mean")
    c = (table["accuracy"] + z**2 / (2 * table["n"])) / (1 + z**2 / table["n"])
    h = (z / (1 + z**2 / table["n"])) * np.sqrt(
        table["accuracy"] * (1 - table["accuracy"]) / table["n"] + z**2 / (4 * table["n"] ** 2)
    )
    table["low"], table["high"] = c - h, c + h
    return table
