"""Expects a broken feed to hit everybody: compares the medians, which a broken channel alone hardly moves."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if pd.api.types.is_numeric_dtype(reference[f]):
            if current[f].median() > 2 * reference[f].median() and reference[f].median() > 0:
                return "fault"

    def differ(a, b):
        return min(holm(two_sample_p_values(a, b, features))) < 0.001

    if any(
        differ(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    ):
        return "covariate" if differ(reference, current) else "concept"
    y_moved = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001
    return "prior" if y_moved else "none"
