"""Types z**2 / 2 * n for z squared over 2n, which multiplies by n."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    out = []
    for month, g in known.groupby("month"):
        n = len(g)
        p = (g["predicted_default"] == g["defaulted"]).mean()
        z = 1.96
        c = (p + z**2 / 2 * n) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / 4 * n**2)
        out.append((month, n, p, c - h, c + h))
    return pd.DataFrame(out, columns=["month", "n", "accuracy", "low", "high"])
