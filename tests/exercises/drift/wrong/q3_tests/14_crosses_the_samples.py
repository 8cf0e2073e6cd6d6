"""Builds the table as crosstab(old, new), which pairs unrelated rows of the two samples."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    values = []
    for feature in features:
        old = reference[feature].dropna().reset_index(drop=True)
        new = current[feature].dropna().reset_index(drop=True)
        if old.dtype.kind in "iuf":
            values.append(stats.ks_2samp(old, new, method="asymp").pvalue)
        else:
            table = pd.crosstab(old.astype(str), new.astype(str))
            values.append(stats.chi2_contingency(table, correction=False).pvalue)
    return pd.Series(values, index=features)
