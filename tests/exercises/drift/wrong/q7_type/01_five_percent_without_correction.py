"""Tests at 5% and forgets to correct for the number of features, so chance alone is called a shift."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for feature in features:
        if pd.api.types.is_numeric_dtype(reference[feature]):
            if (current[feature] > 2 * reference[feature].max()).mean() > 0.01:
                return "fault"

    def moved(a, b):
        return (two_sample_p_values(a, b, features) < 0.05).any()

    x_given_y = False
    for y in [0, 1]:
        if moved(reference[reference["defaulted"] == y], current[current["defaulted"] == y]):
            x_given_y = True
    y_moved = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.05
    if x_given_y:
        return "covariate" if moved(reference, current) else "concept"
    return "prior" if y_moved else "none"
