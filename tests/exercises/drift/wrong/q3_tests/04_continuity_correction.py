"""Leaves scipy's continuity correction on, which changes every feature with two categories."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    out = pd.Series(index=features, dtype=float)
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if pd.api.types.is_numeric_dtype(old) and not pd.api.types.is_bool_dtype(old):
            out[feature] = stats.ks_2samp(old, new, method="asymp").pvalue
        else:
            old, new = old.astype(str), new.astype(str)
            table = pd.DataFrame({"old": old.value_counts(), "new": new.value_counts()}).fillna(0)
            out[feature] = stats.chi2_contingency(table).pvalue
    return out
