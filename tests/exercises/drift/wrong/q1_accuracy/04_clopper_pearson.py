"""Takes scipy's default (exact, Clopper-Pearson) interval and never asks for Wilson's."""
# cell: q1_accuracy
def accuracy_by_month(applications):
    known = applications.dropna(subset=["defaulted"])
    result = []
    for month in sorted(known["month"].unique()):
        part = known[known["month"] == month]
        k = int((part["predicted_default"] == part["defaulted"]).sum())
        ci = stats.binomtest(k, len(part)).proportion_ci(0.95)
        result.append(
            {"month": month, "n": len(part), "accuracy": k / len(part), "low": ci.low, "high": ci.high}
        )
    return pd.DataFrame(result)
