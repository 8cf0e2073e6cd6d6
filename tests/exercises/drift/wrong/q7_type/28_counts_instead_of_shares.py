"""Compares the numbers of defaults, not the shares: a larger sample alone looks like a prior shift."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = [f for f in features if pd.api.types.is_numeric_dtype(reference[f])]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    old, new = reference["defaulted"].sum(), current["defaulted"].sum()
    p = stats.binomtest(int(new), int(old + new), 0.5).pvalue
    return "prior" if p < 0.001 else "none"
