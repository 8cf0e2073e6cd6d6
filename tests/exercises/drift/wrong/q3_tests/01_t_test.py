"""Compares means with Welch's t-test instead of distributions with Kolmogorov-Smirnov."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    result = {}
    for f in features:
        a, b = reference[f].dropna(), current[f].dropna()
        if pd.api.types.is_numeric_dtype(a) and a.dtype != bool:
            result[f] = stats.ttest_ind(a, b, equal_var=False).pvalue
        else:
            table = pd.crosstab(
                np.repeat(["old", "new"], [len(a), len(b)]),
                np.concatenate([a.astype(object), b.astype(object)]),
            )
            result[f] = stats.chi2_contingency(table, correction=False).pvalue
    return pd.Series(result, index=features)
