"""Calls a feature moved only above the rule-of-thumb PSI of 0.25, which small groups and text features never reach."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = reference[features].select_dtypes("number").columns
    if ((current[numeric] > 2 * reference[numeric].max()).mean() > 0.01).any():
        return "fault"

    def moved(a, b):
        return max(population_stability_index(a[f], b[f]) for f in numeric) > 0.25

    within = any(
        moved(reference[reference["defaulted"] == y], current[current["defaulted"] == y]) for y in (0, 1)
    )
    if within:
        return "covariate" if moved(reference, current) else "concept"
    gap = abs(reference["defaulted"].mean() - current["defaulted"].mean())
    return "prior" if gap > 0.05 else "none"
