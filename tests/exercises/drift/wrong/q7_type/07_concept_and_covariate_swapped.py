"""Mixes up the two words: the same people with another risk are called covariate, other people concept."""
# cell: q7_type
def type_of_shift(reference, current, features):
    answers = {
        (False, False): "none",
        (False, True): "prior",
    }
    for f in features:
        if pd.api.types.is_numeric_dtype(current[f]):
            limit = 2 * reference[f].max()
            if (current[f] > limit).sum() / len(current) > 0.01:
                return "fault"
    test = lambda a, b: bool(np.any(holm(two_sample_p_values(a, b, features)) < 0.001))
    p_xy = any(
        test(reference[reference.defaulted == k], current[current.defaulted == k]) for k in (0, 1)
    )
    crosstab = pd.crosstab(
        np.r_[np.zeros(len(reference)), np.ones(len(current))],
        np.r_[reference.defaulted, current.defaulted],
    )
    p_y = bool(stats.chi2_contingency(crosstab, correction=False).pvalue < 0.001)
    p_x = test(reference, current)
    if not p_xy:
        return answers[(p_xy, p_y)]
    return "concept" if p_x else "covariate"
