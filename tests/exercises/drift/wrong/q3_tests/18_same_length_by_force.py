"""Cuts the longer sample to the length of the shorter one before testing."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        n = min(len(old), len(new))
        old, new = old.iloc[:n], new.iloc[:n]
        if old.dtype.kind in "iuf":
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            table = pd.DataFrame(
                {"old": old.astype(str).value_counts(), "new": new.astype(str).value_counts()}
            ).fillna(0)
            p_values[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(p_values, index=features)
