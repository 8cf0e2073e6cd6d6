"""Uses the textbook normal interval p +- z * sqrt(p (1 - p) / n), cut at 0 and 1, not Wilson's."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications[applications["defaulted"].notna()]
    right = known["predicted_default"] == known["defaulted"]
    table = right.groupby(known["month"]).agg(["size", "mean"]).reset_index()
    table.columns = ["month", "n", "accuracy"]
    error = np.sqrt(table["accuracy"] * (1 - table["accuracy"]) / table["n"])
    table["low"] = (table["accuracy"] - 1.96 * error).clip(lower=0)
    table["high"] = (table["accuracy"] + 1.96 * error).clip(upper=1)
    return table
