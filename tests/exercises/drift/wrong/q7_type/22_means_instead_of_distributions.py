"""Calls it moved when a mean changes by more than a fixed 20%, whatever the sample or the spread."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = [f for f in features if pd.api.types.is_numeric_dtype(reference[f])]
    for f in numeric:
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"

    def far(a, b):
        return any(abs(b[f].mean() / a[f].mean() - 1) > 0.2 for f in numeric)

    by_outcome = [far(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)]
    if True in by_outcome:
        return "covariate" if far(reference, current) else "concept"
    if abs(current["defaulted"].mean() / reference["defaulted"].mean() - 1) > 0.2:
        return "prior"
    return "none"
