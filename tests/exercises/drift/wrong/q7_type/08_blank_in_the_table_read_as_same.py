"""Reads the blank under P(y) as "same": a concept or covariate shift that moves the default rate is none of the kinds."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if pd.api.types.is_numeric_dtype(reference[f]):
            if (current[f] > reference[f].max() * 2).mean() > 0.01:
                return "fault"

    def same(a, b):
        return min(holm(two_sample_p_values(a, b, features))) >= 0.001

    x_given_y_same = all(
        same(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    )
    table = np.array([[(d["defaulted"] == y).sum() for y in (0, 1)] for d in (reference, current)])
    y_same = stats.chi2_contingency(table, correction=False)[1] >= 0.001
    x_same = same(reference, current)
    if x_given_y_same and not y_same:
        return "prior"
    if not x_given_y_same and y_same and x_same:
        return "concept"
    if not x_given_y_same and y_same and not x_same:
        return "covariate"
    return "none"
