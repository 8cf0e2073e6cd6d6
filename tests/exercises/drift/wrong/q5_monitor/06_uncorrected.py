"""Reports the p-values without any correction for the number of features."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    parts = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p_values = two_sample_p_values(reference, current, features)
        part = p_values.rename_axis("feature").reset_index(name="p_value")
        part["month"] = month
        part["alarm"] = part["p_value"] < alpha
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
