"""Cuts the months out by position, as if the rows stood in order with 1,000 a month."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    months = int(applications["month"].max())
    size = len(applications) // months
    rows = []
    for month in range(13, months + 1):
        twin = (month - 1) % 12
        reference = applications.iloc[twin * size : (twin + 1) * size]
        current = applications.iloc[(month - 1) * size : month * size]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
