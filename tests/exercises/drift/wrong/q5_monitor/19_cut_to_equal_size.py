"""Cuts the larger of the two samples to the size of the smaller one before it tests."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        size = min(len(reference), len(current))
        p_values = holm(two_sample_p_values(reference.head(size), current.head(size), features))
        for feature, p in zip(features, p_values):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
