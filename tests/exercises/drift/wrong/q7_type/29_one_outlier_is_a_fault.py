"""Calls one value beyond twice the largest reference value a fault, not more than 1% of the values."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = [f for f in features if pd.api.types.is_numeric_dtype(reference[f])]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).any():
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"
