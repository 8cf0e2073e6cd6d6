"""Knows Meridian's calendar by heart: always reports months 13 to 24."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in range(13, 25):
        reference = applications[applications["month"] == month - 12]
        current = applications[applications["month"] == month]
        p_values = np.asarray(holm(two_sample_p_values(reference, current, features)))
        for feature, p in zip(features, p_values):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
