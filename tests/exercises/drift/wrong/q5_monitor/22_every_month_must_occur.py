"""Runs through all months from 13 to the last, also one in which nobody applied."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in range(13, applications["month"].max() + 1):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        current = applications[applications["month"] == month]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
