"""Drops every row with any missing value, also where only a feature is missing and the outcome is known."""


# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna()
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    table = right.groupby(known["month"]).agg(n="size", accuracy="mean").reset_index()
    z, n, p = 1.96, table["n"], table["accuracy"]
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(low=middle - half, high=middle + half)
