"""Corrects by Bonferroni within the month, not by Holm."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in sorted(m for m in set(applications["month"]) if m > 12):
        reference = applications.query("month == @month - 12 * ((@month - 1) // 12)")
        current = applications.query("month == @month")
        p_values = (two_sample_p_values(reference, current, features) * len(features)).clip(upper=1)
        for feature in features:
            p = p_values[feature]
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
