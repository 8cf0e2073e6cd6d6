"""Takes the first value of the result, the statistic, for the p-value."""
# cell: q3_tests
def two_sample_p_values(reference, current, features):
    found = {}
    for feature in features:
        old, new = reference[feature].dropna(), current[feature].dropna()
        if old.dtype.kind in "iuf":
            found[feature] = stats.ks_2samp(old, new, method="asymp")[0]
        else:
            labels = np.repeat(["old", "new"], [len(old), len(new)])
            values = np.concatenate([old.astype(str), new.astype(str)])
            table = pd.crosstab(labels, values)
            found[feature] = stats.chi2_contingency(table, correction=False)[0]
    return pd.Series(found)[features]
