"""Makes a row for every month from first to last, also for those of which nothing is known."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    z = 1.96
    known = applications[~applications["defaulted"].isna()]
    rows = []
    for month in range(applications["month"].min(), applications["month"].max() + 1):
        part = known[known["month"] == month]
        n = len(part)
        if n == 0:
            rows.append({"month": month, "n": 0, "accuracy": np.nan, "low": np.nan, "high": np.nan})
            continue
        p = np.mean(part["predicted_default"] == part["defaulted"])
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        rows.append({"month": month, "n": n, "accuracy": p, "low": c - h, "high": c + h})
    return pd.DataFrame(rows)
