"""Goes through months 1 to 24, Meridian's, so a later month of another lender has no row."""


# cell: q1_accuracy
def accuracy_by_month(applications):
    z = 1.96
    rows = []
    for month in range(1, 25):
        g = applications[(applications["month"] == month) & applications["defaulted"].notna()]
        if not len(g):
            continue
        n = len(g)
        p = (g["predicted_default"] == g["defaulted"]).mean()
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        rows.append((month, n, p, c - h, c + h))
    return pd.DataFrame(rows, columns=["month", "n", "accuracy", "low", "high"])
