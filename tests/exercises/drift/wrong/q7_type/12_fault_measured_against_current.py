"""Takes the largest value of the current sample for the limit, so nothing ever lies beyond it."""
# cell: q7_type
def type_of_shift(reference, current, features):
    both = pd.concat([reference, current])
    for f in both[features].select_dtypes("number").columns:
        if (current[f] > 2 * both[f].max()).mean() > 0.01:
            return "fault"
    p = {"all": holm(two_sample_p_values(reference, current, features)).min()}
    for y in (0, 1):
        p[y] = holm(
            two_sample_p_values(
                reference[reference["defaulted"] == y], current[current["defaulted"] == y], features
            )
        ).min()
    counts = [f["defaulted"].value_counts().reindex([0, 1]).tolist() for f in (reference, current)]
    rate = stats.chi2_contingency(counts, correction=False).pvalue
    if min(p[0], p[1]) >= 0.001:
        return "prior" if rate < 0.001 else "none"
    return "covariate" if p["all"] < 0.001 else "concept"
