"""Takes the largest p-value: every feature would have to move before anything counts as a shift."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if pd.api.types.is_numeric_dtype(reference[f]):
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"

    def differ(a, b):
        return all(p < 0.001 for p in holm(two_sample_p_values(a, b, features)))

    x_y = differ(reference[reference["defaulted"] == 0], current[current["defaulted"] == 0]) or differ(
        reference[reference["defaulted"] == 1], current[current["defaulted"] == 1]
    )
    y = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001
    if x_y and differ(reference, current):
        return "covariate"
    if x_y:
        return "concept"
    return "prior" if y else "none"
