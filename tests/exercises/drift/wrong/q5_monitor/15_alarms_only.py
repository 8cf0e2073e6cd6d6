"""Returns the alarms only, not one row for each live month and feature."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    reports = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p = np.asarray(holm(two_sample_p_values(reference, current, features)))
        report = pd.DataFrame({"month": month, "feature": features, "p_value": p})
        reports.append(report[report["p_value"] < alpha].assign(alarm=True))
    return pd.concat(reports, ignore_index=True)
