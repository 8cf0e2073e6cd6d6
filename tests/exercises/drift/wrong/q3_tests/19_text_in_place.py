"""Writes the categories back into the frames as text, which changes them and turns gaps into 'nan'."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        if reference[feature].dtype.kind not in "iuf":
            reference[feature] = reference[feature].astype(object).astype(str)
            current[feature] = current[feature].astype(object).astype(str)
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            counts = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=list(features))
