"""Returns inside the loop over the outcomes, so only the repayers are ever looked at."""
# cell: q7_type
def _moved_given_outcome(reference, current, features):
    for outcome in (0, 1):
        old = reference[reference["defaulted"] == outcome]
        new = current[current["defaulted"] == outcome]
        if min(holm(two_sample_p_values(old, new, features))) < 0.001:
            return True
        else:
            return False


def type_of_shift(reference, current, features):
    for f in reference[features].select_dtypes("number"):
        if (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    if _moved_given_outcome(reference, current, features):
        if min(holm(two_sample_p_values(reference, current, features))) < 0.001:
            return "covariate"
        return "concept"
    a, b = reference["defaulted"], current["defaulted"]
    if stats.ttest_ind(a, b).pvalue < 0.001:
        return "prior"
    return "none"
