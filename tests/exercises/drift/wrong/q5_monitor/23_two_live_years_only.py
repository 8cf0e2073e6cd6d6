"""Knows two live years only: takes 12 or 24 off, and finds a live month for reference from month 37 on."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        twin = month - 12 if month <= 24 else month - 24
        reference = applications[applications["month"] == twin]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
