"""Accumulates: each row is the accuracy from the first month up to this one."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(int)
    table = right.groupby(known["month"]).agg(["sum", "size"]).sort_index().cumsum()
    x, n, z = table["sum"], table["size"], 1.96
    p = x / n
    c = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    h = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    answer = pd.DataFrame({"n": n, "accuracy": p, "low": c - h, "high": c + h})
    return answer.reset_index()
