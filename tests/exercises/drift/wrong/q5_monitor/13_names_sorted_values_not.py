"""Sorts the names of the features but not their p-values, so that a value stands beside the wrong name."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    live = sorted(set(applications.loc[applications["month"] > 12, "month"]))
    grid = pd.MultiIndex.from_product([live, sorted(features)], names=["month", "feature"])
    values = []
    for month in live:
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        current = applications[applications["month"] == month]
        values.extend(holm(two_sample_p_values(reference, current, features)))
    report = pd.DataFrame({"p_value": values}, index=grid).reset_index()
    report["alarm"] = report["p_value"] < alpha
    return report
