"""Adds a helper column to the frame that was handed in."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    applications["calendar_month"] = (applications["month"] - 1) % 12 + 1
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        same = applications["calendar_month"] == current["calendar_month"].iloc[0]
        reference = applications[same & (applications["month"] <= 12)]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
