"""Says that P(x given y) has moved only if it differs among defaulters and among repayers, not in one of them."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = reference[features].select_dtypes("number").columns
    beyond = current[numeric] > 2 * reference[numeric].max()
    if beyond.mean().max() > 0.01:
        return "fault"

    def differs(a, b):
        return min(holm(two_sample_p_values(a, b, features))) < 0.001

    good = differs(reference.query("defaulted == 0"), current.query("defaulted == 0"))
    bad = differs(reference.query("defaulted == 1"), current.query("defaulted == 1"))
    p_x = differs(reference, current)
    counts = np.array([np.bincount(f["defaulted"].astype(int), minlength=2) for f in (reference, current)])
    p_y = stats.chi2_contingency(counts, correction=False).pvalue < 0.001
    if good and bad:
        return "covariate" if p_x else "concept"
    return "prior" if p_y else "none"
