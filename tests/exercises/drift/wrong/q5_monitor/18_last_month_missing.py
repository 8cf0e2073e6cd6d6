"""Stops one month early: range() leaves out the last live month."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    last = applications["month"].max()
    reports = []
    for month in range(13, last):
        is_reference = applications["month"] == (month - 1) % 12 + 1
        p = holm(
            two_sample_p_values(
                applications[is_reference], applications[applications["month"] == month], features
            )
        )
        reports.append(
            pd.DataFrame({"month": month, "feature": features, "p_value": np.asarray(p)})
        )
    report = pd.concat(reports, ignore_index=True)
    report["alarm"] = report["p_value"] < alpha
    return report
