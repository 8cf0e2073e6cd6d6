"""Looks for a default rate that rises; a prior shift downwards is called none."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if pd.api.types.is_numeric_dtype(reference[f]):
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"

    def differ(a, b):
        return min(holm(two_sample_p_values(a, b, features))) < 0.001

    if any(
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ):
        return "covariate" if differ(reference, current) else "concept"
    risen = stats.ttest_ind(current["defaulted"], reference["defaulted"], alternative="greater")
    return "prior" if risen.pvalue < 0.001 else "none"
