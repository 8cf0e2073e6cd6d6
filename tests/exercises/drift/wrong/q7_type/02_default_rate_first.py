"""Asks for the default rate first: whenever it has moved the answer is prior, also under another shift."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numbers = [f for f in features if pd.api.types.is_numeric_dtype(reference[f])]
    for f in numbers:
        share = np.mean(current[f].to_numpy() > 2 * reference[f].max())
        if share > 0.01:
            return "fault"
    table = [
        [(frame["defaulted"] == 0).sum(), (frame["defaulted"] == 1).sum()]
        for frame in (reference, current)
    ]
    if stats.chi2_contingency(table, correction=False).pvalue < 0.001:
        return "prior"
    if holm(two_sample_p_values(reference, current, features)).min() < 0.001:
        return "covariate"
    for y in (0, 1):
        old, new = reference[reference["defaulted"] == y], current[current["defaulted"] == y]
        if holm(two_sample_p_values(old, new, features)).min() < 0.001:
            return "concept"
    return "none"
