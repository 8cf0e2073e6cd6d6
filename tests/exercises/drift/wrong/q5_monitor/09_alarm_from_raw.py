"""Shows the adjusted p-value but raises the alarm by the raw one."""


# cell: q5_monitor
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        raw = two_sample_p_values(reference, current, features)
        adjusted = np.asarray(holm(raw))
        for i, feature in enumerate(features):
            rows.append(
                {
                    "month": month,
                    "feature": feature,
                    "p_value": adjusted[i],
                    "alarm": bool(raw.iloc[i] < alpha),
                }
            )
    return pd.DataFrame(rows)
