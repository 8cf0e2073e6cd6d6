"""Takes every earlier occurrence of the calendar month for reference, live ones too."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    calendar = applications["month"] % 12
    rows = []
    for month in sorted(applications["month"].unique()):
        if month <= 12:
            continue
        reference = applications[(calendar == month % 12) & (applications["month"] < month)]
        current = applications[applications["month"] == month]
        p_values = holm(two_sample_p_values(reference, current, features))
        for feature, p in zip(features, p_values):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
