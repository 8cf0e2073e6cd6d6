"""Compares each live month with the whole reference year: the seasons become alarms."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    reference = applications[applications["month"] <= 12]
    rows = []
    for month in sorted(applications["month"].unique()):
        if month <= 12:
            continue
        current = applications[applications["month"] == month]
        adjusted = np.asarray(holm(two_sample_p_values(reference, current, features)))
        for feature, p in zip(features, adjusted):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
