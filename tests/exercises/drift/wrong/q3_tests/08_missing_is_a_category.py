"""Makes 'missing' a category of its own and replaces missing numbers by 0."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    answer = {}
    for feature in features:
        if reference[feature].dtype.kind in "iuf":
            old, new = reference[feature].fillna(0), current[feature].fillna(0)
            answer[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old = reference[feature].astype(object).fillna("missing").value_counts()
            new = current[feature].astype(object).fillna("missing").value_counts()
            table = pd.DataFrame({"old": old, "new": new}).fillna(0)
            answer[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(answer, index=list(features))
