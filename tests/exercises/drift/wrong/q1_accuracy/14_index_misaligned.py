"""Wraps the right decisions in a Series with a fresh index and lets pandas align it with the old one."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    guess = known["predicted_default"].to_numpy()
    truth = known["defaulted"].to_numpy()
    right = pd.Series((guess == truth).astype(float))
    table = right.groupby(known["month"]).agg(["size", "mean"]).reset_index()
    table.columns = ["month", "n", "accuracy"]
    table["month"] = table["month"].astype(int)
    z = 1.96
    n, p = table["n"], table["accuracy"]
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return table.assign(low=c - h, high=c + h)
