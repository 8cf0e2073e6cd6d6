"""Drops every application with any missing value, also one whose outcome is not known yet."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    complete = applications.dropna()
    rows = []
    for month, current in complete[complete["month"] > 12].groupby("month"):
        reference = complete[complete["month"] == (month - 1) % 12 + 1]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
