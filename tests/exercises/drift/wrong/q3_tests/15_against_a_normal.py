"""Tests the new numbers against a normal distribution fitted to the old ones (one sample)."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            model = stats.norm(old.mean(), old.std())
            p_values[feature] = stats.ks_1samp(new, model.cdf).pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            counts = pd.concat([old.value_counts(), new.value_counts()], axis=1).fillna(0)
            p_values[feature] = stats.chi2_contingency(counts, correction=False).pvalue
    return pd.Series(p_values, index=features)
