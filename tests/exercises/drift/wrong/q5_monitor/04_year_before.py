"""Compares with the month a year before, which is a live month itself from month 25 on."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    by_month = {m: part for m, part in applications.groupby("month")}
    report = []
    for m in by_month:
        if m > 12:
            p_values = two_sample_p_values(by_month[m - 12], by_month[m], features)
            for feature, p in zip(features, np.asarray(holm(p_values))):
                report.append(
                    {"month": m, "feature": feature, "p_value": p, "alarm": bool(p < alpha)}
                )
    return pd.DataFrame(report)
