"""Off by one in the calendar: month 13 is compared with month 2, and December with January."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    reports = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == month % 12 + 1]
        p = np.asarray(holm(two_sample_p_values(reference, current, features)))
        reports.append(pd.DataFrame({"month": month, "feature": features, "p_value": p}))
    report = pd.concat(reports, ignore_index=True)
    report["alarm"] = report["p_value"] < alpha
    return report
