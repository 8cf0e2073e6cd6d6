"""Fits a model on the reference and calls every loss of accuracy concept; easier or riskier applicants change it too."""
# cell: q7_type
def type_of_shift(reference, current, features):
    numeric = list(reference[features].select_dtypes("number").columns)
    if ((current[numeric] > 2 * reference[numeric].max()).mean() > 0.01).any():
        return "fault"
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(reference[numeric], reference["defaulted"])
    loss = model.score(reference[numeric], reference["defaulted"]) - model.score(
        current[numeric], current["defaulted"]
    )
    if loss > 0.02:
        return "concept"
    if min(holm(two_sample_p_values(reference, current, features))) < 0.001:
        return "covariate"
    if stats.ttest_ind(reference["defaulted"], current["defaulted"]).pvalue < 0.001:
        return "prior"
    return "none"
