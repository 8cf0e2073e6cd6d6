"""Calls it a fault when a single value is above the largest one of the reference, not more than 1% above twice that."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if not pd.api.types.is_numeric_dtype(reference[f]):
            continue
        if current[f].max() > reference[f].max():
            return "fault"
    m = len(features)
    inside = 1.0
    for y in (0, 1):
        p = two_sample_p_values(
            reference[reference["defaulted"] == y], current[current["defaulted"] == y], features
        )
        inside = min(inside, p.min() * m)
    total = two_sample_p_values(reference, current, features).min() * m
    rate = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue
    if inside < 0.001:
        return "covariate" if total < 0.001 else "concept"
    return "prior" if rate < 0.001 else "none"
