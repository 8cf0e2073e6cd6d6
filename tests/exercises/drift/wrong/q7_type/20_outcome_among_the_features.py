"""Tests the outcome together with the features, so any change of the default rate counts as a move of P(x)."""
# cell: q7_type
def type_of_shift(reference, current, features):
    columns = list(features) + ["defaulted"]
    for f in features:
        if pd.api.types.is_numeric_dtype(reference[f]):
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    x_and_y = pd.Series(holm(two_sample_p_values(reference, current, columns)), index=columns) < 0.001
    given = [
        holm(
            two_sample_p_values(
                reference[reference["defaulted"] == y], current[current["defaulted"] == y], columns
            )
        )
        for y in (0, 1)
    ]
    if min(np.min(values) for values in given) < 0.001:
        return "covariate" if x_and_y.any() else "concept"
    return "prior" if x_and_y["defaulted"] else "none"
