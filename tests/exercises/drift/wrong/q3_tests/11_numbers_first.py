"""Tests all numbers first and then the others, and returns them in that order."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    numeric = reference[features].select_dtypes("number").columns
    result = {}
    for feature in numeric:
        result[feature] = stats.ks_2samp(
            reference[feature].dropna(), current[feature].dropna(), method="asymp"
        ).pvalue
    for feature in features:
        if feature in numeric:
            continue
        old = reference[feature].dropna().astype(str).value_counts()
        new = current[feature].dropna().astype(str).value_counts()
        table = pd.DataFrame({"old": old, "new": new}).fillna(0)
        result[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(result)
