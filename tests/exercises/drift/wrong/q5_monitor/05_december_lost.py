"""Takes month % 12 for the calendar month, which is 0 in December, and skips the months without a reference."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in applications["month"].unique():
        if month < 13:
            continue
        reference = applications[applications["month"] == month % 12]
        current = applications[applications["month"] == month]
        if len(reference) == 0:
            continue
        for feature, p in zip(
            features, np.asarray(holm(two_sample_p_values(reference, current, features)))
        ):
            rows.append([month, feature, p, p < alpha])
    return pd.DataFrame(rows, columns=["month", "feature", "p_value", "alarm"])
