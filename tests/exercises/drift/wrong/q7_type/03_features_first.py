"""Calls it covariate as soon as P(x) has moved; a prior shift moves P(x) too."""
# cell: q7_type
def _changed(old, new, features):
    return bool((np.asarray(holm(two_sample_p_values(old, new, features))) < 0.001).any())


def type_of_shift(reference, current, features):
    for name in features:
        top = reference[name].max() if pd.api.types.is_numeric_dtype(reference[name]) else None
        if top is not None and (current[name] > 2 * top).mean() > 0.01:
            return "fault"
    if _changed(reference, current, features):
        return "covariate"
    inside = [
        _changed(reference[reference["defaulted"] == y], current[current["defaulted"] == y], features)
        for y in (0, 1)
    ]
    if any(inside):
        return "concept"
    p = stats.chi2_contingency(
        pd.DataFrame({"old": reference["defaulted"].value_counts(), "new": current["defaulted"].value_counts()}),
        correction=False,
    ).pvalue
    return "prior" if p < 0.001 else "none"
