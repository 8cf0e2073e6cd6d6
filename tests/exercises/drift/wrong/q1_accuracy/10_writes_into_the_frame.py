"""Adds a helper column to the frame that was handed in instead of to a copy."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    applications["right"] = applications["predicted_default"] == applications["defaulted"]
    known = applications[applications["defaulted"].notna()]
    table = known.groupby("month")["right"].agg(n="size", accuracy="mean").reset_index()
    z, n, p = 1.96, table["n"], table["accuracy"]
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    table["low"] = c - h
    table["high"] = c + h
    return table
