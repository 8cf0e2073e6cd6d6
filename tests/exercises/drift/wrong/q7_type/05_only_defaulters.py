"""Compares the defaulters only; a change that shows among repayers is not seen."""
# cell: q7_type
def type_of_shift(reference, current, features):
    for f in features:
        if reference[f].dtype.kind in "if" and (current[f] > 2 * reference[f].max()).mean() > 0.01:
            return "fault"
    old_bad = reference[reference["defaulted"] == 1]
    new_bad = current[current["defaulted"] == 1]
    within = min(holm(two_sample_p_values(old_bad, new_bad, features))) < 0.001
    overall = min(holm(two_sample_p_values(reference, current, features))) < 0.001
    rate = stats.fisher_exact(
        [
            [len(old_bad), len(reference) - len(old_bad)],
            [len(new_bad), len(current) - len(new_bad)],
        ]
    ).pvalue < 0.001
    if within and overall:
        return "covariate"
    if within:
        return "concept"
    if rate:
        return "prior"
    return "none"
