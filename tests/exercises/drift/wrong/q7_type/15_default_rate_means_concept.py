"""Takes a moved default rate with unmoved features for concept, and never compares within an outcome."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if np.issubdtype(np.asarray(reference[f]).dtype, np.number):
            if (current[f] > 2 * reference[f].max()).mean() > 0.01:
                return "fault"
    p_x = holm(two_sample_p_values(reference, current, features)).min() < 0.001
    p_y = stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001
    if p_x and p_y:
        return "prior"
    if p_x:
        return "covariate"
    if p_y:
        return "concept"
    return "none"
