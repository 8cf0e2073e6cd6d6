"""Returns the object None when nothing has moved, not the word "none"."""
# cell: q7_type
def type_of_shift(reference, current, features):
    level = 0.001
    for f in features:
        if pd.api.types.is_numeric_dtype(reference[f]):
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    diff = lambda a, b: min(holm(two_sample_p_values(a, b, features))) < level
    if any(
        diff(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ):
        return "covariate" if diff(reference, current) else "concept"
    if stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < level:
        return "prior"
