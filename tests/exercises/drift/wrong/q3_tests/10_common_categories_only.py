"""Keeps only the categories that both samples have, so a new category changes nothing."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            p[feature] = stats.kstest(old, new, method="asymp").pvalue
            continue
        old, new = old.astype(str), new.astype(str)
        table = pd.concat([old.value_counts(), new.value_counts()], axis=1, join="inner")
        p[feature] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(p)
