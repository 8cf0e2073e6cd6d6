"""Fills unknown outcomes with 0, so a pending application counts as repaid."""
# cell: q1_accuracy
def wilson(x, n):
    z = 1.96
    p = x / n
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
    return c - h, c + h


def accuracy_by_month(applications):
    filled = applications.assign(defaulted=applications["defaulted"].fillna(0).astype(int))
    rows = []
    for month, part in filled.groupby("month"):
        x = (part["predicted_default"] == part["defaulted"]).sum()
        low, high = wilson(x, len(part))
        rows.append([month, len(part), x / len(part), low, high])
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])
