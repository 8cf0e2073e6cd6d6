"""Compares each live month with the month before it."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    months = dict(tuple(applications.groupby("month")))
    rows = []
    for month in range(13, max(months) + 1):
        adjusted = holm(two_sample_p_values(months[month - 1], months[month], features))
        for feature, p in zip(features, np.asarray(adjusted)):
            rows.append((month, feature, p, p < alpha))
    return pd.DataFrame(rows, columns=["month", "feature", "p_value", "alarm"])
