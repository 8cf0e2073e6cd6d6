"""Corrects all months and features as one single family, not within each month."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p_values = two_sample_p_values(reference, current, features)
        for feature in features:
            rows.append({"month": month, "feature": feature, "p_value": p_values[feature]})
    report = pd.DataFrame(rows)
    report["p_value"] = np.asarray(holm(report["p_value"]))
    report["alarm"] = report["p_value"] < alpha
    return report
