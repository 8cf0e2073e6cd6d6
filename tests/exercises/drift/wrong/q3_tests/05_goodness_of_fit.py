"""Tests the new counts against the old shares as if those were exact (goodness of fit, one sample)."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    p_values = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old) and old.dtype != bool:
            p_values[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            kinds = old.unique()
            seen = new[new.isin(kinds)].value_counts().reindex(kinds, fill_value=0)
            share = old.value_counts(normalize=True).reindex(kinds)
            if len(kinds) == 1:
                p_values[feature] = 1.0
            else:
                p_values[feature] = stats.chisquare(seen, share * seen.sum()).pvalue
    return pd.Series(p_values)
