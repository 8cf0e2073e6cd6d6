"""Numbers the categories in the order of the alphabet and runs Kolmogorov-Smirnov on the codes."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind not in "iuf":
            kinds = sorted(set(old.astype(str)) | set(new.astype(str)))
            code = {kind: place for place, kind in enumerate(kinds)}
            old = old.astype(str).map(code)
            new = new.astype(str).map(code)
        p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
    return pd.Series(p_values, index=features)
