"""Uses the global list FEATURES, not the features that were handed in."""
# cell: q7_type
def type_of_shift(reference, current, features):
    features = [f for f in FEATURES if f in reference.columns]
    for f in features:
        if f in NUMERIC and (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    differ = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < 0.001
    within = [
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ]
    if any(within):
        return "covariate" if differ(reference, current) else "concept"
    p = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    return "prior" if p < 0.001 else "none"
