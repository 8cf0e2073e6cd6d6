"""Calls it a fault when a mean moves by more than a tenth: honest shifts in who applies do that too."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = reference[features].select_dtypes(include="number").columns
    ratio = current[numeric].mean() / reference[numeric].mean()
    if ((ratio > 1.1) | (ratio < 0.9)).any():
        return "fault"

    def differ(a, b):
        return np.min(holm(two_sample_p_values(a, b, features))) < 0.001

    groups = [(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)]
    if any(differ(a, b) for a, b in groups):
        return "covariate" if differ(reference, current) else "concept"
    old, new = reference["defaulted"], current["defaulted"]
    table = [[old.sum(), len(old) - old.sum()], [new.sum(), len(new) - new.sum()]]
    return "prior" if stats.chi2_contingency(table, correction=False).pvalue < 0.001 else "none"
