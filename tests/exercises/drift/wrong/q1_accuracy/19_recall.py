"""Takes the share of defaulters that the model found (recall) for accuracy."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    rows = []
    for month, g in known.groupby("month"):
        bad = g[g["defaulted"] == 1]
        n, z = len(g), 1.96
        p = (bad["predicted_default"] == 1).sum() / max(len(bad), 1)
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        rows.append((month, n, p, c - h, c + h))
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])
