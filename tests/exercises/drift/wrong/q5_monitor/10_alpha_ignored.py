"""Ignores the argument alpha: alarms at 5% whatever the caller asks for."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    reports = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p_values = np.asarray(holm(two_sample_p_values(reference, current, features)))
        report = pd.DataFrame({"feature": features, "p_value": p_values})
        report.insert(0, "month", month)
        reports.append(report)
    report = pd.concat(reports)
    report["alarm"] = report["p_value"] < 0.05
    return report
