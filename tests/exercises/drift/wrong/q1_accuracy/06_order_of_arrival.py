"""Lists the months in the order in which they first appear, which is only sorted by luck."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    z = 1.96
    data = {"month": [], "n": [], "accuracy": [], "low": [], "high": []}
    for m in applications["month"].unique():
        sub = applications[(applications["month"] == m) & applications["defaulted"].notnull()]
        n = len(sub)
        if n == 0:
            continue
        p = (sub["predicted_default"] == sub["defaulted"]).sum() / n
        c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        data["month"].append(m)
        data["n"].append(n)
        data["accuracy"].append(p)
        data["low"].append(c - h)
        data["high"].append(c + h)
    return pd.DataFrame(data)
