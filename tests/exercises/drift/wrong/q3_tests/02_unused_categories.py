"""Lets value_counts list categories that neither sample has, and the test cannot take a column of 0."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old) and not pd.api.types.is_bool_dtype(old):
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            counts = pd.concat([old.value_counts(), new.value_counts()], axis=1).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=list(features))
