"""Takes the standard deviation of single decisions, not the standard error of their mean."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    right = (known["predicted_default"] == known["defaulted"]).astype(float)
    grouped = right.groupby(known["month"])
    table = pd.DataFrame({"n": grouped.size(), "accuracy": grouped.mean(), "sd": grouped.std()})
    table["low"] = table["accuracy"] - 1.96 * table["sd"].fillna(0)
    table["high"] = table["accuracy"] + 1.96 * table["sd"].fillna(0)
    return table.reset_index()[["month", "n", "accuracy", "low", "high"]]
