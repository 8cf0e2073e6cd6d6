"""Takes the 1% over all features together, so a broken feature in a small segment hides among the good ones."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = [f for f in features if pd.api.types.is_numeric_dtype(reference[f])]
    if (current[numeric] > 2 * reference[numeric].max()).to_numpy().mean() > 0.01:
        return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"
