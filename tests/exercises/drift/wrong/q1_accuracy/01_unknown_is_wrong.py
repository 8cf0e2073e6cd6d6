"""Applications with unknown outcome stay in and count as wrong decisions."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    df = applications.copy()
    df["right"] = (df["predicted_default"] == df["defaulted"]).astype(int)
    out = df.groupby("month").agg(n=("right", "size"), accuracy=("right", "mean")).reset_index()
    z = 1.96
    n, p = out["n"], out["accuracy"]
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    out["low"] = c - h
    out["high"] = c + h
    return out
