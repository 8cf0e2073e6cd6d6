"""Forgets to divide the centre by 1 + z^2 / n."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    months, n = np.unique(known["month"], return_counts=True)
    right = (known["predicted_default"] == known["defaulted"]).to_numpy()
    x = np.array([right[(known["month"] == m).to_numpy()].sum() for m in months])
    p = x / n
    z = 1.96
    c = p + z**2 / (2 * n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return pd.DataFrame({"month": months, "n": n, "accuracy": p, "low": c - h, "high": c + h})
